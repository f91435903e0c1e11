"""A message in, the places where a second request may begin out: "how do I add BSC, and where do I see my tokens?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Iterator

from waypost.content.languages import languages

FEWEST_WORDS = 3
_END = re.compile(r"[.?!;]+(?=\s|$)\s*|\n+")
_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?:[1-4][.)]|[-•*])\s+")


@dataclass(frozen=True)
class Halves:
    """A message cut in two. added: a word that adds ("also", "and how", "2.") stands at the cut; asked: one of the halves is a question."""

    first: str
    second: str
    added: bool
    asked: bool


def halves(text: str, language: str | None) -> Iterator[Halves]:
    """Every way to cut a message in two requests, from left to right; each half has at least FEWEST_WORDS words."""
    for at, added in sorted(_cuts(text, language).items()):
        first, second = text[:at].strip(" ,\n"), text[at:].strip(" ,\n")
        if min(len(first.split()), len(second.split())) >= FEWEST_WORDS:
            yield Halves(first, second, added, "?" in (first[-1:], second[-1:]))


def _cuts(text: str, language: str | None) -> dict[int, bool]:
    """Where it may be cut, and whether a word that adds stands there."""
    cuts = {match.end(): bool(_adds(language).match(text, match.end())) for match in _END.finditer(text)}
    cuts.update({match.start(): True for match in _second(language).finditer(text)})
    numbered = [match.start() for match in _NUMBERED.finditer(text)]
    cuts.update(dict.fromkeys(numbered[1:], True))
    return cuts


@cache
def _second(language: str | None) -> re.Pattern[str]:
    """Inside a sentence: a word that adds, then a word that asks; or words that add by themselves."""
    adds, asks, also = (_words(language, field) for field in ("and", "questions", "also"))
    return re.compile(rf"(?<=[\w),?!.])[,\s]+(?:(?:{adds})\s+(?:{asks})|(?:(?:{adds})\s+)?(?:{also}))\b", re.IGNORECASE)


@cache
def _adds(language: str | None) -> re.Pattern[str]:
    adds, asks, also = (_words(language, field) for field in ("and", "questions", "also"))
    return re.compile(rf"\s*(?:(?:(?:{adds})\s+)?(?:{also})|(?:{adds})\s+(?:{asks}))\b", re.IGNORECASE)


def _words(language: str | None, field: str) -> str:
    chosen = [record for code, record in languages().items() if language is None or code in ("en", language)]
    return "|".join(re.escape(word) for word in sorted({word for record in chosen for word in record.requests[field]}, key=len, reverse=True))
