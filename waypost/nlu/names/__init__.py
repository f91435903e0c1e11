"""The domain's names in a message: assets, networks, venues, hashes, addresses, languages; and who is source and who is target."""
