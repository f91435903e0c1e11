"""A reading in, what the message wants out: the ranking of needs, and what else it asks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Sequence

import numpy as np

from waypost.nlu.courtesy import COURTESIES, SURE, after_courtesy
from waypost.nlu.needs.model import NeedModel
from waypost.nlu.needs.requests import halves
from waypost.nlu.needs.settling import settled
from waypost.nlu.reading import Reading, read

RANKED = 10
SURE_WHEN_ADDED, SURE_WHEN_ASKED, SURE_OF_STATEMENTS = 0.8, 0.93, 0.97
"""How sure both halves of a message must be to be two requests: with a word that adds between them, with a question, with neither."""
MOST_CUTS = 8
KIN = (
    frozenset({"withdraw", "missing_tokens", "wrong_network", "network_setup"}),
    frozenset({"deposit", "deposit_missing", "wrong_network"}),
    frozenset({"bridge_to_bsc", "bridge_from_bsc", "bridge_missing", "withdraw", "deposit", "wrong_network"}),
    frozenset({"gas", "pending"}),
    frozenset({"beacon_recovery", "token_standard", "wrong_network", "bridge_to_bsc"}),
)
"""Needs that one story touches: "I withdrew it. Now it is not there." is one request, unless a word says that a second one follows."""
NOT_A_REQUEST = frozenset({*COURTESIES, "out_of_scope", "move", "reverse", "refine", "choose", "open", "bot_challenge", "switch_language"})
LEANING = frozenset({"reverse", "refine", "choose"})
"""Needs that mean something only after something was said."""
Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Judgement:
    """ranking: needs with their probability, best first. also: further needs that the message asks for, in its order."""

    ranking: Ranking
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Requested:
    """Two needs in the order of asking, how sure the less sure one is, and whether a word says that the second is added."""

    needs: tuple[str, str]
    share: float
    added: bool


class Judge:
    """The classifier and the words that are never read as mistyped names."""

    def __init__(self, model: NeedModel, common: frozenset[str]) -> None:
        self.model = model
        self.common = common

    def judge(self, text: str, reading: Reading, *, fresh: bool = False) -> Judgement:
        """fresh: nothing was said before, so that nothing can lean on it."""
        ranking = settled(self.rank(reading, LEANING if fresh else frozenset()), reading.names)
        if ranking[0][0] in COURTESIES:
            return Judgement(self._beside_the_courtesy(text, reading) or ranking)
        requested = self._requested(text, reading)
        if not requested:
            return Judgement(ranking)
        if not requested.added and ranking[0][0] in requested.needs:
            return Judgement(ranking, tuple(need for need in requested.needs if need != ranking[0][0]))
        first, second = requested.needs
        kept = [(need, min(share, 1 - requested.share)) for need, share in ranking if need != first]
        return Judgement([(first, requested.share), *kept][:RANKED], (second,))

    def rank(self, reading: Reading, impossible: frozenset[str] = frozenset()) -> list[tuple[str, float]]:
        """The likeliest needs of a message taken as one, best first; those that are impossible leave their share to the others."""
        probabilities = self.model.probabilities(reading.features())
        possible = np.array([need not in impossible for need in self.model.needs])
        shares = probabilities * possible / max(float(probabilities @ possible), 1e-9)
        return [(self.model.needs[at], float(shares[at])) for at in shares.argsort()[::-1][:RANKED]]

    def _requested(self, text: str, reading: Reading) -> _Requested | None:
        """Two different needs that the two halves of a message are surely for; None when it is one request."""
        found = []
        for cut in islice(halves(text, reading.language), MOST_CUTS):
            enough = SURE_WHEN_ADDED if cut.added else SURE_WHEN_ASKED if cut.asked else SURE_OF_STATEMENTS
            first = self._request(cut.first, reading, enough)
            second = self._request(cut.second, reading, enough) if first else None
            if first and second and first[0] != second[0] and (cut.added or not any({first[0], second[0]} <= kin for kin in KIN)):
                found.append(_Requested((first[0], second[0]), min(first[1], second[1]), cut.added))
        return max(found, key=lambda pair: (pair.added, pair.share), default=None)

    def _request(self, half: str, reading: Reading, enough: float) -> tuple[str, float] | None:
        """The need that half a message is surely for, with its probability."""
        need, share = self.rank(read(half, reading.language, self.common))[0]
        return (need, share) if share >= enough and need not in NOT_A_REQUEST else None

    def _beside_the_courtesy(self, text: str, reading: Reading) -> Ranking | None:
        """The ranking of what follows a greeting or thanks, when that surely is a need."""
        rest = after_courtesy(text)
        if rest is None:
            return None
        ranking = self.rank(read(rest, reading.language, self.common))
        needless = ranking[0][0] in (*COURTESIES, "out_of_scope") or ranking[0][1] < SURE
        return None if needless else ranking
