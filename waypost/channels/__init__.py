"""The doors: inbox (the only one), rest. Bytes in, checked messages to the dialogue, whole replies out."""
