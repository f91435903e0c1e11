"""Counts and times of this process in, Prometheus text out (exposition format 0.0.4).

Labels are words of our own (a locale, a reason, a kind), never anything that a person sent.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from typing import Callable, Iterable, Iterator, Mapping, Sequence

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
MOST_SERIES = 200
"""Label values of one name; more than that is a mistake of ours and goes into one series named `other`."""
Labels = tuple[str, ...]


class Counter:
    """A number that only grows, one for each combination of label values."""

    kind = "counter"

    def __init__(self, name: str, about: str, labels: Sequence[str] = ()) -> None:
        self.name, self.about, self._labels = name, about, tuple(labels)
        self._values: dict[Labels, float] = {} if labels else {(): 0.0}
        self._lock = threading.Lock()

    def add(self, *values: str, by: float = 1.0) -> None:
        """values: one for each label, in order."""
        with self._lock:
            key = bounded(values, self._values, len(self._labels))
            self._values[key] = self._values.get(key, 0.0) + by

    def value(self, *values: str) -> float:
        return self._values.get(values, 0.0)

    def lines(self) -> Iterator[str]:
        for values, number in sorted(self._values.items()):
            yield f"{self.name}{_braces(zip(self._labels, values, strict=True))} {_number(number)}"


class Gauge:
    """A number that is asked for when the text is written. Raises what `read` raises."""

    kind = "gauge"

    def __init__(self, name: str, about: str, read: Callable[[], float]) -> None:
        self.name, self.about, self._read = name, about, read

    def lines(self) -> Iterator[str]:
        yield f"{self.name} {_number(self._read())}"


class Histogram:
    """How long something took, in seconds, for each combination of label values."""

    kind = "histogram"

    def __init__(self, name: str, about: str, labels: Sequence[str] = (), bounds: Sequence[float] = SECONDS) -> None:
        self.name, self.about, self._labels, self._bounds = name, about, tuple(labels), tuple(bounds)
        self._counts: dict[Labels, list[int]] = {}
        self._sums: dict[Labels, float] = {}
        self._lock = threading.Lock()

    def observe(self, seconds: float, *values: str) -> None:
        with self._lock:
            key = bounded(values, self._counts, len(self._labels))
            counts = self._counts.setdefault(key, [0] * (len(self._bounds) + 1))
            counts[bisect_left(self._bounds, seconds)] += 1
            self._sums[key] = self._sums.get(key, 0.0) + seconds

    def lines(self) -> Iterator[str]:
        for values, counts in sorted(self._counts.items()):
            labels = list(zip(self._labels, values, strict=True))
            total = 0
            for bound, count in zip((*map(_number, self._bounds), "+Inf"), counts, strict=True):
                total += count
                yield f"{self.name}_bucket{_braces([*labels, ('le', bound)])} {total}"
            yield f"{self.name}_sum{_braces(labels)} {_number(round(self._sums[values], 6))}"
            yield f"{self.name}_count{_braces(labels)} {total}"


Figure = Counter | Gauge | Histogram


def exposition(figures: Sequence[Figure]) -> str:
    """The text that Prometheus reads: help, kind and lines of each figure."""
    lines: list[str] = []
    for figure in figures:
        lines += [f"# HELP {figure.name} {figure.about}", f"# TYPE {figure.name} {figure.kind}", *figure.lines()]
    return "\n".join(lines) + "\n"


def bounded(values: Sequence[str], known: Mapping[Labels, object], size: int) -> Labels:
    """The key of a series; `other` when there are too many. Raises ValueError when the number of values is not that of the labels."""
    if len(values) != size:
        raise ValueError(f"{size} label values are needed, not {len(values)}")
    key = tuple(values)
    return key if key in known or len(known) < MOST_SERIES else ("other",) * size


def _braces(pairs: Iterable[tuple[str, str]]) -> str:
    items = [f'{name}="{_escaped(value)}"' for name, value in pairs]
    return "{" + ",".join(items) + "}" if items else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
