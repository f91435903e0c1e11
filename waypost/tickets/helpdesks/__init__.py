"""One module for each helpdesk; each has a class `Adapter` that does what protocol.py says."""
