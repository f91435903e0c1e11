"""Where a secret stands in a text, and the same text with marks in those places."""

from __future__ import annotations

import re
from typing import Iterable, NamedTuple, Sequence

MARK = "[removed]"
LINK = re.compile(r"https?://\S+|(?<![\w.-])(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}/\S+", re.IGNORECASE)
"""Also links without a scheme: "bscscan.com/tx/...". Bounded parts, so that no text makes it slow."""


class Span(NamedTuple):
    """From start to before end, in characters. kind: keystore, private_key, card or recovery_phrase."""

    start: int
    end: int
    kind: str


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order of the text, those that overlap as one with the kind of the first."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def without(text: str, spans: Iterable[Span], mark: str = MARK) -> str:
    """The text with a mark in the place of every span."""
    parts, place = [], 0
    for start, end, _ in merged(spans):
        parts += [text[place:start], mark]
        place = end
    return "".join([*parts, text[place:]])


def links(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in LINK.finditer(text)] if "/" in text else []


def inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)
