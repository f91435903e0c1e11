"""How much a run measures: the sizes of every part, and the two that are compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.figures import FOLDER

WAYPOST, STOCK = "waypost", "stock"


@dataclass(frozen=True)
class Plan:
    """contenders: who is measured, in this order and then in the other, round by round. folder: for databases, logs, the stock project."""

    contenders: tuple[str, ...] = (WAYPOST, STOCK)
    folder: Path = FOLDER
    rounds: int = 2
    turns: int = 200
    """Of one sender in a round; 20 senders take twice as many."""
    paced_s: float = 20.0
    """How long 200 senders write in a round."""
    starts: int = 2
    conversations: int = 5_000
    """For memory; --full: 50,000."""
    length: int = 500
    """Turns of the longest conversation."""
    long_conversations: int = 4
    traced_turns: int = 300
    stock_messages: int | None = None
    """Training messages for the stock project, evenly chosen; None: all."""
    stock_epochs: int = 2

    def order(self, number: int) -> tuple[str, ...]:
        """A B in one round, B A in the next: what the machine does meanwhile hits both."""
        return self.contenders if number % 2 == 0 else tuple(reversed(self.contenders))
