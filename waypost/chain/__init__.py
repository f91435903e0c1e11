"""Read-only look-ups: a transaction or an address in, what each network knows of it and what that means for the person out. No Rasa."""
