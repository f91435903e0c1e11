"""What is kept: one SQL database for the conversations and the journal of turns. No call of it blocks the event loop or fails in silence."""
