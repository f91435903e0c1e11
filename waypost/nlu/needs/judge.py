"""A reading in, what the message wants out: the ranking of needs, and what else it asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from waypost.nlu.courtesy import COURTESIES, SURE, after_courtesy
from waypost.nlu.needs.model import NeedModel
from waypost.nlu.needs.requests import requests_in
from waypost.nlu.reading import Reading, read

RANKED = 10
SURE_OF_A_REQUEST = 0.85
MOST_REQUESTS = 4
NOT_A_REQUEST = frozenset({*COURTESIES, "out_of_scope", "move", "reverse", "refine", "choose", "open", "bot_challenge", "switch_language"})
Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Judgement:
    """ranking: needs with their probability, best first. also: further needs that the message asks for, in its order."""

    ranking: Ranking
    also: tuple[str, ...] = ()


class Judge:
    """The classifier and the words that are never read as mistyped names."""

    def __init__(self, model: NeedModel, common: frozenset[str]) -> None:
        self.model = model
        self.common = common

    def judge(self, text: str, reading: Reading) -> Judgement:
        ranking = self.rank(reading)
        if ranking[0][0] in COURTESIES:
            return Judgement(self._beside_the_courtesy(text, reading) or ranking)
        needs = self._requested(text, reading)
        if len(needs) < 2:
            return Judgement(ranking)
        first, share = next(iter(needs.items()))
        kept = [(need, confidence) for need, confidence in ranking if need != first]
        return Judgement([(first, share), *((need, min(confidence, 1 - share)) for need, confidence in kept)][:RANKED], tuple(needs)[1:])

    def rank(self, reading: Reading) -> list[tuple[str, float]]:
        """The likeliest needs of a message taken as one, best first."""
        probabilities = self.model.probabilities(reading.features())
        return [(self.model.needs[at], float(probabilities[at])) for at in probabilities.argsort()[::-1][:RANKED]]

    def _requested(self, text: str, reading: Reading) -> dict[str, float]:
        """The different needs that single requests of a message are surely for, in their order."""
        requests = requests_in(text, reading.language)
        needs: dict[str, float] = {}
        if not 2 <= len(requests) <= MOST_REQUESTS:
            return needs
        for request in requests:
            need, share = self.rank(read(request, reading.language, self.common))[0]
            if share >= SURE_OF_A_REQUEST and need not in NOT_A_REQUEST:
                needs.setdefault(need, share)
        return needs

    def _beside_the_courtesy(self, text: str, reading: Reading) -> Ranking | None:
        """The ranking of what follows a greeting or thanks, when that surely is a need."""
        rest = after_courtesy(text)
        if rest is None:
            return None
        ranking = self.rank(read(rest, reading.language, self.common))
        needless = ranking[0][0] in (*COURTESIES, "out_of_scope") or ranking[0][1] < SURE
        return None if needless else ranking
