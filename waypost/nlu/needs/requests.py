"""A message in, the requests that stand in it apart from each other out: "how do I add BSC, and where do I see my tokens?" has two."""

from __future__ import annotations

import re
from functools import cache

from waypost.content.languages import languages

FEWEST_WORDS = 3
_SENTENCE = re.compile(r"[^.?!;\n]*(?:[.](?=\S)[^.?!;\n]*)*[.?!;\n]*")
"""Up to the mark that ends it; a dot inside a name ("binance.us") ends nothing."""


def requests_in(text: str, language: str | None) -> list[str]:
    """Sentences that ask something, in order; one sentence that asks twice ("how ... and where ...") counts twice."""
    asked = []
    for sentence in _SENTENCE.findall(text):
        parts = [part.strip(" ,") for part in _second_question(language).split(sentence)]
        if sentence.rstrip().endswith("?") or _adds(language).match(sentence) or len(parts) > 1:
            asked += [part for part in parts if len(part.split()) >= FEWEST_WORDS]
    return asked


@cache
def _second_question(language: str | None) -> re.Pattern[str]:
    """Where a second question begins inside a sentence: a word that adds, then one that asks."""
    adds, asks = _words(language, "and"), _words(language, "questions")
    return re.compile(rf"[,\s]+(?:{adds})\s+(?=(?:{asks})\b)", re.IGNORECASE)


@cache
def _adds(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{_words(language, 'also')})\b", re.IGNORECASE)


def _words(language: str | None, field: str) -> str:
    chosen = [record for code, record in languages().items() if language is None or code in ("en", language)]
    return "|".join(re.escape(word) for record in chosen for word in sorted(record.requests[field], key=len, reverse=True))
