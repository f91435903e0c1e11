"""Pairs of wanted and given labels, confidences and hits in; plain numbers out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Iterable, Sequence

Pair = tuple[str, str]
"""(wanted, given)"""


def share(hits: Iterable[bool]) -> float:
    """Part that is true, 0 to 1; 0 when there is nothing to count."""
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0


def confusion(pairs: Iterable[Pair]) -> Counter[Pair]:
    return Counter(pairs)


def f1_by_label(pairs: Sequence[Pair]) -> dict[str, float]:
    """F1 of every label that was wanted at least once."""
    wanted, given = Counter(want for want, _ in pairs), Counter(give for _, give in pairs)
    both = Counter(want for want, give in pairs if want == give)
    return {label: 2 * both[label] / (wanted[label] + given[label]) for label in sorted(wanted)}


def macro_f1(pairs: Sequence[Pair]) -> float:
    """Mean F1 over the labels that were wanted."""
    by_label = f1_by_label(pairs)
    return sum(by_label.values()) / len(by_label) if by_label else 0.0


@dataclass(frozen=True)
class Recognised:
    """How well one class is told from all others."""

    recall: float
    precision: float


def recognised(wanted: Sequence[bool], given: Sequence[bool]) -> Recognised:
    """Recall and precision of a yes/no decision."""
    both = sum(want and give for want, give in zip(wanted, given, strict=True))
    return Recognised(both / max(sum(wanted), 1), both / max(sum(given), 1))


@dataclass(frozen=True)
class Bin:
    """Messages whose confidence lies between two bounds: how sure the model was and how often it was right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(confidences: Sequence[float], hits: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Equal-width bins over 0..1, the empty ones left out."""
    grouped: dict[int, list[tuple[float, bool]]] = {}
    for confidence, hit in zip(confidences, hits, strict=True):
        grouped.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, hit))
    return [
        Bin(at / bins, (at + 1) / bins, len(group), sum(sure for sure, _ in group) / len(group), share(hit for _, hit in group))
        for at, group in sorted(grouped.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: mean distance of confidence and accuracy, weighted by the size of the bins."""
    total = sum(part.count for part in bins)
    return sum(part.count * abs(part.confidence - part.accuracy) for part in bins) / total if total else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of all do not exceed (nearest rank)."""
    ranked = sorted(values)
    rank = -(-len(ranked) * percent // 100)
    return ranked[max(int(rank), 1) - 1]
