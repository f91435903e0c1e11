"""Times of helpdesks as seconds since 1970, and what a poll has told of already."""

from __future__ import annotations

import uuid
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
    """What a poll has told of already, in memory: after a start everything is told once more."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}
        self._telling: dict[str, str] = {}
        self._cursor = ""

    def fresh(self, cursor: str, items: Mapping[str, str], following: str = "") -> tuple[tuple[str, ...], str]:
        """items: id -> what changes with it, of everything that the poll saw. following: the next cursor, made up when it is empty.

        Result: the ids that are new or have changed, and the next cursor. What was told counts only when the poll goes on from the cursor that
        came with it: else it was not stored, and is told again.
        """
        if cursor and cursor == self._cursor:
            self._told = self._telling
        self._telling, self._cursor = dict(items), following or uuid.uuid4().hex
        return tuple(key for key, stamp in items.items() if self._told.get(key) != stamp), self._cursor
