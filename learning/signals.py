"""A conversation in, the moments at which its language was probably the wrong one out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Iterator

from learning.turns import OTHER, Conversation, Turn


class Kind(Enum):
    """WISHED: the person asked for another language right after a reply. CHOSEN: the same, in the widget's menu. FOREIGN: a language that is
    not answered was recognised. FLIPPED: one reply in another language between two in the same. THUMB: a thumb down for its language."""

    WISHED = "wished_another"
    CHOSEN = "chose_another"
    FOREIGN = "foreign"
    FLIPPED = "flipped"
    THUMB = "thumb_for_language"


@dataclass(frozen=True)
class Signal:
    """at: seconds since 1970. language: of the reply that was wrong, or that a foreign message got. foreign: the code that was recognised."""

    kind: Kind
    at: float
    language: str
    foreign: str = ""


def signals(conversation: Conversation) -> Iterator[Signal]:
    turns = conversation.turns
    yield from (Signal(Kind.CHOSEN, at, before) for at, _, before in conversation.chosen)
    for at, turn in enumerate(turns):
        before = turns[at - 1] if at else None
        if before and before.locale and turn.wish and turn.wish != before.locale:
            yield Signal(Kind.WISHED, turn.at, before.locale)
        if turn.foreign:
            yield Signal(Kind.FOREIGN, turn.at, turn.locale or OTHER, turn.foreign)
        if turn.thumb and turn.thumb.reason == "language":
            yield Signal(Kind.THUMB, turn.at, turn.locale or OTHER)
        if before and at + 1 < len(turns) and _flipped(before, turn, turns[at + 1]):
            yield Signal(Kind.FLIPPED, turn.at, turn.locale)


def _flipped(before: Turn, turn: Turn, after: Turn) -> bool:
    return bool(turn.locale) and before.locale == after.locale != turn.locale and not (turn.wish or after.wish)
