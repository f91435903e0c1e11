"""Words of a message in, the domain's names among them out: exact, inflected, compounded or with one typo.

The names and their aliases come from facts/*.yml and languages.yml. An alias that ends in `~` may carry an ending of up to three
letters (Russian cases, plurals); a `weak` alias (an everyday word such as "base") counts only beside a word that makes it a place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Iterator, Mapping, Sequence

from babel import Locale

from waypost.content.facts import facts
from waypost.content.languages import cldr, languages
from waypost.edits import one_edit
from waypost.nlu.tokenizing import Word, words_of

LONGEST_ENDING = 3
SHORTEST_FOR_TYPO = 6
EVERYDAY = frozenset({"polish", "avestan", "fulah", "ganda"})
"""CLDR's language names that are everyday words."""
BY_OTHER_NAMES = {"mandarin": "zh", "cantonese": "zh", "tagalog": "fil", "мандарин~": "zh"}
HASH = re.compile(r"0x[0-9a-f]{64}\b", re.IGNORECASE)
ADDRESS = re.compile(r"\b0x[0-9a-f]{40}\b|\bbnb1[0-9a-z]{20,}|\bT[1-9A-HJ-NP-Za-km-z]{33}\b", re.IGNORECASE)
LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_COMPOUND_TAIL = re.compile(r"^-?(?:account|wallet|adres|netwerk|app|rekening|portemonnee|chain|brug|bridge|token|tokens|munten|coin|coins|saldo)$")


@dataclass(frozen=True)
class Name:
    """One name found. kind: asset|network|venue|language|hash|address|link; first, last: its tokens (last inclusive)."""

    kind: str
    id: str
    first: int
    last: int
    weak: bool = False
    role: str | None = None

    def with_role(self, role: str | None) -> Name:
        return replace(self, role=role)


@dataclass(frozen=True)
class _Sense:
    kind: str
    id: str
    weak: bool


class Gazetteer:
    """The aliases that people who write in one language use."""

    def __init__(self, aliases: Mapping[str, Sequence[_Sense]], language: str) -> None:
        self._exact: dict[tuple[str, ...], list[_Sense]] = {}
        self._stems: dict[str, list[_Sense]] = {}
        self._typos: dict[str, set[str]] = {}
        for alias, senses in aliases.items():
            stem = alias.endswith("~")
            key = tuple(word.lower for word in words_of(alias.rstrip("~"), language))
            if stem and len(key) == 1:
                self._stems.setdefault(key[0], []).extend(senses)
            self._exact.setdefault(key, []).extend(senses)
        for key in [*self._exact]:
            if len(key) == 1 and len(key[0]) >= SHORTEST_FOR_TYPO and key[0].isalpha() and any(s.kind != "language" for s in self._exact[key]):
                for variant in _deletions(key[0]):
                    self._typos.setdefault(variant, set()).add(key[0])
        self._longest: dict[str, int] = {}
        """How many words the longest name has that begins with a word."""
        for key in self._exact:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def find(self, words: Sequence[Word], common: frozenset[str] = frozenset()) -> list[Name]:
        """Names of a message from left to right, longest first. common: everyday words that are never read as a mistyped name."""
        found: list[Name] = []
        at = 0
        while at < len(words):
            name = self._longest_at(words, at) or self._special(words[at], at) or self._changed(words[at], at, common)
            if name:
                found.append(name)
                at = name.last + 1
            else:
                at += 1
        return found

    def _longest_at(self, words: Sequence[Word], at: int) -> Name | None:
        longest = self._longest.get(words[at].lower, 0)
        for size in range(min(longest, len(words) - at), 0, -1):
            senses = self._exact.get(tuple(word.lower for word in words[at : at + size]))
            if senses:
                return _named(senses, at, at + size - 1)
        return None

    @staticmethod
    def _special(word: Word, at: int) -> Name | None:
        if HASH.search(word.text):  # alone or in an explorer's link
            return Name("hash", "hash", at, at)
        for kind, pattern in (("link", LINK), ("address", ADDRESS)):
            if pattern.match(word.text):
                return Name(kind, kind, at, at)
        return None

    def _changed(self, word: Word, at: int, common: frozenset[str]) -> Name | None:
        lower = word.lower
        if not lower[:1].isalpha():
            return None
        for size in range(1, LONGEST_ENDING + 1):
            senses = self._stems.get(lower[:-size])
            if senses and len(lower) - size >= 2:
                return _named(senses, at, at)
        for cut in range(len(lower) - 3, 2, -1):
            if _COMPOUND_TAIL.match(lower[cut:]) and (lower[:cut].rstrip("-"),) in self._exact:
                return _named(self._exact[(lower[:cut].rstrip("-"),)], at, at)
        return None if lower in common else self._mistyped(lower, at)

    def _mistyped(self, lower: str, at: int) -> Name | None:
        if len(lower) < SHORTEST_FOR_TYPO - 1 or not lower.isalpha():
            return None
        candidates = {known for variant in _deletions(lower) for known in self._typos.get(variant, ())}
        near = sorted(known for known in candidates if known[0] == lower[0] and one_edit(known, lower))
        return _named(self._exact[(near[0],)], at, at) if near else None


def _named(senses: Sequence[_Sense], first: int, last: int) -> Name:
    order = {"venue": 0, "network": 1, "asset": 2, "language": 3}
    best = min(senses, key=lambda sense: (sense.weak, order[sense.kind]))
    return Name(best.kind, best.id, first, last, best.weak)


def _deletions(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


@cache
def gazetteer(language: str | None) -> Gazetteer:
    """The names as a writer of this language uses them: its own aliases, English ones, and those of all languages."""
    wanted = ("any", "en", language) if language else ("any", *languages())
    aliases: dict[str, list[_Sense]] = {}
    for kind in ("venue", "network", "asset"):
        for record_id, record in facts().records[kind].items():
            for alias, weak in _aliases(record, wanted):
                aliases.setdefault(alias, []).append(_Sense(kind, record_id, weak))
    for code, spoken in languages().items():
        for speaker, words in spoken.aliases.items():
            if language is None or speaker in ("en", language):
                for alias in words:
                    aliases.setdefault(alias, []).append(_Sense("language", code, False))
    for alias, code in _foreign_languages(language):
        aliases.setdefault(alias, []).append(_Sense("language", code, False))
    return Gazetteer(aliases, language or "en")


def _foreign_languages(language: str | None) -> Iterator[tuple[str, str]]:
    """Names of languages that are not ours, as CLDR has them in the writer's language and in English; Russian adjectives as stems."""
    yield from BY_OTHER_NAMES.items()
    for speaker in {language or "en", "en", *(languages() if language is None else ())}:
        for code, name in Locale.parse(cldr(speaker)).languages.items():
            if len(code) == 2 and code not in languages() and " " not in name and len(name) >= 5 and name.lower() not in EVERYDAY:
                lower = name.lower()
                yield (f"{lower[:-2]}~" if speaker == "ru" and lower.endswith("ий") else lower), code


def _aliases(record: Mapping[str, Any], wanted: Sequence[str | None]) -> Iterator[tuple[str, bool]]:
    for field, weak in (("aliases", False), ("weak", True)):
        value = record.get(field) or {}
        by_language = value if isinstance(value, dict) else {"any": value}
        for code, words in by_language.items():
            if code in wanted:
                for alias in words:
                    yield str(alias).lower().replace("ё", "е"), weak
