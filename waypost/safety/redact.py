"""Text in, the same text without wallet secrets out, and which kinds were found. The door of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from waypost.safety.cards import cards
from waypost.safety.cues import Cues
from waypost.safety.glued import glued_phrases, may_be_glued
from waypost.safety.hex_keys import hex_keys, may_have_hex
from waypost.safety.keystores import keystores, may_be_keystore
from waypost.safety.other_keys import may_have_other_keys, other_keys
from waypost.safety.phrases import WORD, has_enough_words, phrases
from waypost.safety.spans import MARK, Span, links, without
from waypost.safety.wordlists import folded

__all__ = ["KINDS", "MARK", "Redacted", "redact", "secrets"]

KINDS = ("keystore", "private_key", "card", "recovery_phrase")


@dataclass(frozen=True)
class Redacted:
    """text: without the secrets. kinds: what was removed, empty when nothing was."""

    text: str
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, text: str, spans: list[Span]) -> Redacted:
        found = {span.kind for span in spans}
        return cls(without(text, spans), tuple(kind for kind in KINDS if kind in found)) if spans else cls(text, ())


def redact(text: str, said_before: str = "") -> Redacted:
    """Removes recovery phrases, private keys of any notation, wallet files and payment card numbers.

    said_before: what the same person wrote just before; a 64-digit number after "here is my private key" is one.
    """
    return Redacted.of(text, list(secrets(text, said_before)))


def secrets(text: str, said_before: str = "") -> Iterator[Span]:
    """Places of secrets, in no order; they may overlap."""
    if may_be_keystore(text):
        yield from (Span(*place, "keystore") for place in keystores(text))
    yield from _numbers(text, said_before)
    offset = 0
    for part in text.split(MARK):
        yield from (Span(start + offset, end + offset, "recovery_phrase") for start, end in _phrases(part))
        offset += len(part) + len(MARK)


def _numbers(text: str, said_before: str) -> Iterator[Span]:
    has_hex, has_others, digits = may_have_hex(text), may_have_other_keys(text), sum(map(text.count, "0123456789"))
    if not (has_hex or has_others or digits >= 12):
        return
    addresses, cues = links(text), Cues.of(text, said_before)
    if has_hex:
        yield from (Span(*place, "private_key") for place in hex_keys(text, cues, addresses))
    if has_others:
        yield from (Span(*place, "private_key") for place in other_keys(text, cues, addresses))
    yield from (Span(*place, "card") for place in cards(text, addresses))


def _phrases(text: str) -> Iterator[tuple[int, int]]:
    words = WORD.findall(folded(text))
    if has_enough_words(words):
        yield from phrases(text)
    if may_be_glued(text, words):
        yield from glued_phrases(text)
