"""How Waypost runs: settings, logging, training, the two processes and their supervisor, health."""
