"""The move adviser: what to move, from where, to where. Pure."""
