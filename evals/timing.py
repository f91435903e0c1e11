"""Texts and a function in, how long one text takes out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Callable, Sequence

from evals.metrics import percentile

WARM_UP = 100


@dataclass(frozen=True)
class Timing:
    """Milliseconds for one message."""

    median_ms: float
    p99_ms: float


def time_each(texts: Sequence[str], work: Callable[[str], object]) -> Timing:
    """One call for each text, after a warm-up over a sample that is not counted."""
    for text in texts[:: max(len(texts) // WARM_UP, 1)]:
        work(text)
    taken = []
    for text in texts:
        started = time.perf_counter()
        work(text)
        taken.append((time.perf_counter() - started) * 1000)
    return Timing(percentile(taken, 50), percentile(taken, 99))
