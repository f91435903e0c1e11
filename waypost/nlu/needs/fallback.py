"""A ranking of needs in, whether to answer or to ask back out (decision 0011 has the costs that the thresholds come from)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

FALLBACK = "nlu_fallback"
COSTLY = frozenset({"withdraw", "deposit", "bridge_to_bsc", "bridge_from_bsc", "wrong_network", "token_standard"})
"""Answers after which somebody sends money: given in place of another one, they can lose it."""


@dataclass(frozen=True)
class Thresholds:
    """threshold: least confidence for an answer; costly: for one that money follows; ambiguity: least lead over the second need."""

    threshold: float
    ambiguity: float
    costly: float

    def need(self, ranking: Sequence[tuple[str, float]], said: str | None = None) -> str:
        """The best need, or nlu_fallback when it is not sure enough. said: the move that the names say, which makes it surer."""
        best, share = ranking[0]
        lead = share - ranking[1][1] if len(ranking) > 1 else 1.0
        least = self.costly if best in COSTLY and best != said else self.threshold
        return FALLBACK if share < least or lead < self.ambiguity else best
