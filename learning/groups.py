"""Unanswered messages in, groups of those that say nearly the same out: bounded, however many messages come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from learning.misses import Why
from learning.wording import plain, shown

MOST_TEXTS = 3_000
"""Different messages that are kept for each language; of the others only the number is."""
ALIKE = 0.5
"""Cosine of letters, weighed by rarity, from which two messages are one group: other endings and a word more are let through."""
EXAMPLES = 3
MOST_GROUPS = 15
"""That are shown of one language."""


@dataclass
class Text:
    """One wording. text: as it may be shown."""

    text: str
    count: int = 0
    reasons: Counter[Why] = field(default_factory=Counter)


@dataclass(frozen=True)
class Group:
    """Messages alike. texts: wordings, the most frequent first."""

    texts: tuple[Text, ...]

    @property
    def count(self) -> int:
        return sum(text.count for text in self.texts)

    @property
    def reasons(self) -> Counter[Why]:
        return sum((text.reasons for text in self.texts), Counter())

    @property
    def examples(self) -> list[str]:
        return [text.text for text in self.texts[:EXAMPLES]]


class Unanswered:
    """The unanswered messages of one language. beyond: how many came after MOST_TEXTS different ones and are like none of those."""

    def __init__(self) -> None:
        self._texts: dict[str, Text] = {}
        self._groups: list[Group] | None = None
        self.count = self.beyond = 0

    def add(self, text: str, why: Why) -> None:
        self.count += 1
        self._groups = None
        visible = shown(text)
        wording = plain(visible)
        if wording not in self._texts and len(self._texts) >= MOST_TEXTS:
            self.beyond += 1
            return
        known = self._texts.setdefault(wording, Text(visible))
        known.count += 1
        known.reasons[why] += 1

    def groups(self) -> list[Group]:
        """The largest ones. Each begins with its most frequent wording; a wording goes to the first group whose beginning it is like."""
        if self._groups is None:
            texts = sorted(self._texts.items(), key=lambda item: (-item[1].count, item[0]))
            found = [Group(tuple(texts[at][1] for at in members)) for members in _clusters([wording for wording, _ in texts])]
            self._groups = sorted(found, key=lambda group: -group.count)[:MOST_GROUPS]
        return self._groups


def _clusters(wordings: Sequence[str]) -> list[list[int]]:
    """Places of wordings, gathered round the first one that nobody has gathered yet."""
    if not wordings:
        return []
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, dtype=np.float32).fit_transform(wordings)
    by_letters = matrix.T.tocsr()
    free = np.ones(len(wordings), dtype=bool)
    clusters: list[list[int]] = []
    for at in range(len(wordings)):
        if free[at]:
            alike = (matrix[at] @ by_letters).toarray().ravel() >= ALIKE
            members = np.union1d(np.flatnonzero(free & alike), [at])
            free[members] = False
            clusters.append([int(member) for member in members])
    return clusters
