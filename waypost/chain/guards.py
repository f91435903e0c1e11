"""What keeps a look-up cheap and short: a breaker for each endpoint, answers that are kept for a while, a share for each conversation."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from typing import Any, Callable, Deque, Hashable

Clock = Callable[[], float]
"""Seconds that only grow."""


class Breaker:
    """Closed: everything goes through. After `failures` in a row it is open for `rest_s`; then the next try decides."""

    def __init__(self, failures: int = 5, rest_s: float = 20.0, clock: Clock = time.monotonic) -> None:
        self._most, self._rest_s, self._clock = failures, rest_s, clock
        self._failed = 0
        self._opens_at = float("-inf")

    def allows(self) -> bool:
        """Whether to try now."""
        return self._failed < self._most or self._clock() >= self._opens_at

    def succeeded(self) -> None:
        self._failed = 0

    def failed(self) -> None:
        self._failed += 1
        self._opens_at = self._clock() + self._rest_s


class Kept:
    """Answers for a while, the newest `most` of them."""

    def __init__(self, most: int = 2_000, clock: Clock = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._answers: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()

    def get(self, key: Hashable) -> tuple[Any] | None:
        """The answer in a tuple of one, for an answer may be None; None when there is none that is fresh."""
        until, answer = self._answers.get(key, (float("-inf"), None))
        if until > self._clock():
            return (answer,)
        self._answers.pop(key, None)
        return None

    def put(self, key: Hashable, answer: Any, keep_s: float) -> None:
        self._answers[key] = (self._clock() + keep_s, answer)
        self._answers.move_to_end(key)
        while len(self._answers) > self._most:
            self._answers.popitem(last=False)


class Share:
    """How often somebody may ask within a time; the oldest of `most` somebodies are forgotten."""

    def __init__(self, times: int = 10, within_s: float = 60.0, most: int = 10_000, clock: Clock = time.monotonic) -> None:
        self._times, self._within_s, self._most, self._clock = times, within_s, most, clock
        self._asked: OrderedDict[str, Deque[float]] = OrderedDict()

    def take(self, who: str) -> bool:
        """Whether `who` may ask once more now; counts it when so."""
        now = self._clock()
        asked = self._asked.setdefault(who, deque())
        self._asked.move_to_end(who)
        while len(self._asked) > self._most:
            self._asked.popitem(last=False)
        while asked and asked[0] <= now - self._within_s:
            asked.popleft()
        if len(asked) >= self._times:
            return False
        asked.append(now)
        return True
