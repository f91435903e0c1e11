"""The ticket bridge: tickets that humans give to the bot in, replies, drafts and hand-backs out. A process of its own."""
