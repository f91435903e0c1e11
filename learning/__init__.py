"""What conversations teach: the report over them, and the queue in which a maintainer labels what was not understood."""
