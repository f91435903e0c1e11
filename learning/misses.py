"""A conversation in, the messages that it was of no use to out, each with the reason: what the report counts and the review asks about."""

from __future__ import annotations

from enum import Enum
from typing import Iterator

from learning.turns import NOT_UNDERSTOOD, Conversation, Outcome, Turn
from waypost.content.answers import answer_of


class Why(Enum):
    """Why a message counts as unanswered. CLARIFIED: the likeliest needs were offered, and none of them was pressed. HANDED_OVER: humans got
    it because the bot kept not understanding."""

    FALLBACK = "fallback"
    CLARIFIED = "clarified"
    HANDED_OVER = "handed_over"
    THUMB_DOWN = "thumb_down"


def misses(conversation: Conversation) -> Iterator[tuple[Turn, Why]]:
    """In order. A pressed button was not misunderstood; with a thumb down its answer is what is wrong, not what was heard."""
    for turn, after in zip(conversation.turns, [*conversation.turns[1:], None], strict=True):
        why = _why(turn, after) if turn.pressed is None else None
        if why:
            yield turn, why


def _why(turn: Turn, after: Turn | None) -> Why | None:
    if turn.outcome is Outcome.FALLBACK or (turn.need == NOT_UNDERSTOOD and answer_of(turn.key) == "out_of_scope"):
        return Why.FALLBACK
    if turn.need == NOT_UNDERSTOOD and turn.outcome is Outcome.HANDED_OVER:
        return Why.HANDED_OVER
    if turn.need == NOT_UNDERSTOOD and turn.outcome is Outcome.CLARIFIED and not _pressed_one_of(turn, after):
        return Why.CLARIFIED
    return Why.THUMB_DOWN if turn.thumb and turn.thumb.value == "down" else None


def _pressed_one_of(turn: Turn, after: Turn | None) -> bool:
    return after is not None and after.pressed is not None and after.pressed in turn.offered
