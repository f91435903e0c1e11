"""A mail in, what its writer wants to say out: without quoted mail, signature, greeting, banner and automatic texts."""
