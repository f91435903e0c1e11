"""How long to wait before something is tried again, and how often something may be done."""

from __future__ import annotations

import asyncio
import random
from typing import Callable

STEPS_S = (5.0, 15.0, 60.0, 300.0, 900.0)


def pause(tries: int, asked_s: float = 0.0) -> float:
    """Seconds until the next try: what was asked for, or longer with each try, spread so that not everything comes at once.

    tries: so far, at least 1. asked_s: a Retry-After.
    """
    step = STEPS_S[min(tries, len(STEPS_S)) - 1]
    return max(asked_s, step) * random.uniform(1.0, 1.3)  # noqa: S311


class Bucket:
    """So many calls a minute, evenly; short bursts of a tenth of that. 0: no limit. First come, first served; who gives up has used nothing."""

    def __init__(self, per_minute: float, clock: Callable[[], float]) -> None:
        self._every = 60.0 / per_minute if per_minute else 0.0
        self._burst = per_minute / 10 * self._every
        self._clock = clock
        self._next = 0.0
        self._turn = asyncio.Lock()

    async def enter(self) -> None:
        """Waits for its turn."""
        async with self._turn:
            now = self._clock()
            due = max(self._next, now - self._burst) + self._every
            if due > now:
                await asyncio.sleep(due - now)
            self._next = due
