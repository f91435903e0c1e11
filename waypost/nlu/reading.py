"""Text and its language in, its words and names out: what every later step works on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Iterable, Mapping

from waypost.nlu.names.gazetteer import Name, gazetteer
from waypost.nlu.names.roles import with_roles
from waypost.nlu.needs.features import features
from waypost.nlu.tokenizing import Word, words_of

_WORD = re.compile(r"[^\W\d_]+")
COMMON_FROM = 6
"""A word that people of one language wrote this often is never a mistyped name."""


@dataclass(frozen=True)
class Reading:
    """One message as read."""

    words: tuple[Word, ...]
    names: tuple[Name, ...]
    language: str | None

    def features(self) -> list[list[str]]:
        return features(self.words, self.names, self.language)


def read(text: str, language: str | None, common: frozenset[str] = frozenset()) -> Reading:
    """language: of the message, or of the conversation when the message's is not sure, or None."""
    words = words_of(text, language)
    names = gazetteer(language).find(words, common)
    return Reading(words, tuple(with_roles(names, words, language)), language)


def common_words(messages: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Everyday words of the training messages, by language."""
    common: set[str] = set()
    for texts in messages.values():
        counts = Counter(word for text in texts for word in set(_WORD.findall(text.lower().replace("ё", "е"))))
        common.update(word for word, times in counts.items() if times >= COMMON_FROM)
    return frozenset(common)
