"""What must not be kept or sent on: secrets in text. Pure."""
