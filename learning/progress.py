"""Rows in, the same rows out; on standard error how far a long reading is."""

from __future__ import annotations

import sys
import time
from typing import Iterable, Iterator

from learning.reading import Stored

SAY_EVERY_S = 2.0


class Progress:
    """total: how many rows there will be."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._said = total, 0, time.monotonic()

    def through(self, rows: Iterable[Stored]) -> Iterator[Stored]:
        for row in rows:
            self._done += 1
            if time.monotonic() - self._said >= SAY_EVERY_S:
                self._said = time.monotonic()
                print(f"waypost | read {self._done:,} of {self._total:,} rows", file=sys.stderr, flush=True)
            yield row
