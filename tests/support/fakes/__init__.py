"""Fakes of helpdesks that cannot be had here: made of their documented shapes, one module each, named as the adapter. They prove no product."""
