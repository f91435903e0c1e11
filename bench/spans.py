"""Functions of a running process in, the time that each of them takes for itself out: measured from outside, by wrapping them.

A span's own time is its time without that of the spans it called. Coroutines count with their waiting: at one sender at a time that is
what the person waits for too.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import json
import time
from collections import defaultdict
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator


@dataclass
class _Open:
    label: str
    inner_s: float = 0.0


class Spans:
    """The spans of one process. skip: turns at the beginning that do not count."""

    def __init__(self, turn: str, skip: int) -> None:
        """turn: label of the span of which there is one a turn."""
        self._turn, self._skip = turn, skip
        self._turns = 0
        self._own_s: defaultdict[str, float] = defaultdict(float)
        self._open: ContextVar[_Open | None] = ContextVar("span", default=None)

    def wrap(self, owner: Any, name: str, label: str) -> None:
        """Puts a measured function into the place of `owner.name`."""
        plain = inspect.getattr_static(owner, name)
        kind = type(plain) if isinstance(plain, (staticmethod, classmethod)) else None
        function = plain.__func__ if kind else plain
        wrapped = self._around(function, label)
        setattr(owner, name, kind(wrapped) if kind else wrapped)

    def _around(self, function: Callable[..., Any], label: str) -> Callable[..., Any]:
        if asyncio.iscoroutinefunction(function):

            @functools.wraps(function)
            async def waited(*args: Any, **kwargs: Any) -> Any:
                with self._span(label):
                    return await function(*args, **kwargs)

            return waited

        @functools.wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            with self._span(label):
                return function(*args, **kwargs)

        return called

    @contextlib.contextmanager
    def _span(self, label: str) -> Iterator[None]:
        outer, mine = self._open.get(), _Open(label)
        before = self._open.set(mine)
        started = time.perf_counter()
        try:
            yield
        finally:
            taken = time.perf_counter() - started
            self._open.reset(before)
            if outer is not None:
                outer.inner_s += taken
            self._note(label, taken - mine.inner_s, whole=outer is None)

    def _note(self, label: str, own_s: float, whole: bool) -> None:
        if label == self._turn and whole:
            self._turns += 1
            if self._turns == self._skip:
                self._own_s.clear()
        self._own_s[label] += own_s

    def own_ms(self) -> dict[str, float]:
        """Label -> mean of a turn, the largest first."""
        counted = max(self._turns - self._skip, 1)
        means = {label: round(seconds * 1000 / counted, 3) for label, seconds in self._own_s.items()}
        return dict(sorted(means.items(), key=lambda item: -item[1]))

    def dump(self, path: Path) -> None:
        path.write_text(json.dumps({"turns": self._turns - self._skip, "own_ms": self.own_ms()}), encoding="utf-8")
