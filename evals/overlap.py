"""Held-out and training messages in, the pairs that are nearly the same message out."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Iterable, Iterator, Sequence

from evals.messages import Labelled

ALIKE = 0.85
"""Token-Jaccard from which two messages count as the same."""
SHORTEST = 5
"""Words; a shorter message is only compared as a whole."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Overlap:
    """A held-out message and a training message that says nearly the same. likeness: 1 for equal texts."""

    held_out: Labelled
    training: Labelled
    likeness: float

    def __str__(self) -> str:
        out, seen = self.held_out, self.training
        return f"{out.language}/{out.label}: {out.text!r} ~ {seen.language}/{seen.label}: {seen.text!r} ({self.likeness:.2f})"


def words_in(text: str) -> list[str]:
    """Lower-case words without punctuation; a text without any word is its own only word."""
    return _WORD.findall(text.lower().replace("ё", "е")) or [text.strip()]


def overlaps(held_out: Iterable[Labelled], training: Sequence[Labelled]) -> Iterator[Overlap]:
    """For each held-out message its most alike training message, when it is alike enough."""
    index = Index(training)
    for message in held_out:
        if found := index.most_alike(words_in(message.text)):
            yield Overlap(message, training[found[0]], found[1])


class Index:
    """Messages by their text and by their words."""

    def __init__(self, training: Sequence[Labelled]) -> None:
        words = [words_in(message.text) for message in training]
        self._whole = {" ".join(found): at for at, found in reversed(list(enumerate(words)))}
        self._words = [frozenset(found) for found in words]
        self._places: dict[str, list[int]] = {}
        for at, found_words in enumerate(self._words):
            for word in found_words:
                self._places.setdefault(word, []).append(at)

    def most_alike(self, words: Sequence[str]) -> tuple[int, float] | None:
        """(place of the message, likeness) that says nearly the same as these words, or None."""
        same = self._whole.get(" ".join(words))
        if same is not None:
            return same, 1.0
        if len(words) < SHORTEST:
            return None
        best = max(self._candidates(frozenset(words)), key=lambda item: item[1], default=None)
        return best if best and best[1] >= ALIKE else None

    def _candidates(self, words: frozenset[str]) -> Iterator[tuple[int, float]]:
        """Whoever is alike enough shares one of the rarest words: looking those up finds them all."""
        most_missing = len(words) - math.ceil(ALIKE * len(words))
        rarest = sorted(words, key=lambda word: len(self._places.get(word, ())))[: most_missing + 1]
        for at in sorted({at for word in rarest for at in self._places.get(word, ())}):
            other = self._words[at]
            if len(words) * ALIKE <= len(other) <= len(words) / ALIKE:
                yield at, len(words & other) / len(words | other)
