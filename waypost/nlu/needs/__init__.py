"""Which need a message expresses, with a calibrated probability for each."""
