"""What a message means: its language, the names in it, the need. `component.py` files are Rasa's graph components, the rest is plain Python."""
