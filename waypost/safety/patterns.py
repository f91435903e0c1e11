"""The phrases of facts/scams.yml as patterns: a message in, which frauds it speaks of out."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from waypost.content.facts import facts
from waypost.content.languages import languages

GAP = r"(?:[^\w.!?;,\n]+[\w'’-]+){0,5}?"
ENDING = r"\w{0,4}"
WORDS_BEFORE = 4
"""How far before a phrase a word may stand that undoes it."""
DEEDS = frozenset({"shared", "shared_it"})
"""What somebody did, or never did; the other records are what somebody is asked to do."""
Field = Literal["phrases", "hints"]


def speaks_of(scam: str, text: str, language: str | None, field: Field = "phrases") -> bool:
    """Whether a message has one of the phrases of a record, in its language or English; of a deed: and nothing before it undoes it."""
    lower = text.lower().replace("ё", "е").replace("’", "'")
    found = _pattern(scam, field, language).finditer(lower)
    return any(scam not in DEEDS or not _undone(lower[: match.end()], match.start(), language) for match in found)


def _undone(until: str, start: int, language: str | None) -> bool:
    """until: the message up to the phrase's end, so that a word inside the phrase undoes it too."""
    sentence = max(until.rfind(stop, 0, start) for stop in ".!?;\n") + 1
    before = " ".join(re.findall(r"[\w'-]+", until[sentence:start])[-WORDS_BEFORE:])
    return bool(_pattern("not_so", "phrases", language).search(f"{before} {until[start:]}"))


@cache
def _pattern(scam: str, field: Field, language: str | None) -> re.Pattern[str]:
    """Of one language, English and those that every language has; of all when the language is not known."""
    by_language = getattr(facts().scams[scam], field)
    wanted = ("any", "en", language) if language else ("any", *languages())
    phrases = [phrase for code in wanted for phrase in by_language.get(code, ())]
    return re.compile("|".join(map(_compiled, dict.fromkeys(phrases))) or r"(?!)")


def _compiled(phrase: str) -> str:
    parts: list[str] = []
    for word in phrase.lower().replace("ё", "е").split():
        if word == "...":
            parts[-1] += GAP
            continue
        parts.append("(?:" + "|".join(re.escape(each.rstrip("~")) + (ENDING if each.endswith("~") else "") for each in word.split("|")) + ")")
    return r"(?<!\w)" + r"[^\w.!?;,\n]+".join(parts) + r"(?!\w)"
