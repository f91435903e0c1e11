"""Custom actions: slots and facts in, keys of the copy out. One file a topic; say.py is the only mouth."""
