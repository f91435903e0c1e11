"""Waypost: a support bot for people who move crypto assets, in their own language."""
