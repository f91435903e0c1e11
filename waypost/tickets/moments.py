"""Times of helpdesks as seconds since 1970, and what a poll has told of already."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Mapping


def seconds(value: object) -> float:
    """From ISO 8601 (`2026-11-21T17:23:06Z`; without a zone it is UTC) or a number; 0 when it is neither."""
    if isinstance(value, (int, float)):
        return float(value)
    try:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()


class Told:
    """For helpdesks whose polls list all that the bot has: which of it is new. In memory: after a start everything is told once more."""

    def __init__(self) -> None:
        self._stamps: dict[str, str] = {}

    def fresh(self, items: Mapping[str, str]) -> tuple[str, ...]:
        """items: id -> what changes with it, of everything there is now. Result: the ids that are new or have changed."""
        found = tuple(key for key, stamp in items.items() if self._stamps.get(key) != stamp)
        self._stamps = dict(items)
        return found
