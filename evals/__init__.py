"""How well the bot understands messages it was not trained on: `make eval` (see README.md)."""
