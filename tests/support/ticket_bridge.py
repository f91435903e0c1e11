"""`python -m tests.support.ticket_bridge <lease in seconds>`: the bridge's process with shorter pauses, for tests that kill it."""

from __future__ import annotations

import sys

from waypost.ops import tickets
from waypost.tickets import inbox, outbox, pace


def main() -> None:
    outbox.LEASE_S = float(sys.argv[1])
    inbox.LOOK_S = float(sys.argv[1])
    pace.STEPS_S = (0.5, 1.0, 1.0, 1.0, 1.0)
    tickets.main()


if __name__ == "__main__":
    main()
