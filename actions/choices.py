"""Yes, no and "the second one": what they mean depends on what was offered last."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.advising import FORMS
from actions.answers import answer, guided
from actions.handoff import handed_over
from actions.moves import move
from actions.say import Events, say
from actions.switch_language import confirm_language
from actions.transactions import asked_for
from actions.turn import Place, Turn
from waypost.content.answers import FILLS, TREES
from waypost.content.facts import facts
from waypost.content.languages import languages

DIGIT = re.compile(r"(?<!\w)([1-9])(?:-?[^\W\d_]{1,3})?(?!\w)")
"""A digit alone or as an ordinal: 2, 2nd, 2e, 2-й."""


class ActionChoose(Action):
    """Takes the offered button that a position or a plain yes points at."""

    def name(self) -> str:
        return "action_choose"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        chosen = _chosen(turn)
        if chosen is None:
            return say(dispatcher, turn, turn.need if turn.need in ("affirm", "deny") else "fallback")
        verb, _, value = chosen.partition(":")
        if verb == "language":
            return confirm_language(dispatcher, replace(turn, locale=value)) + [SlotSet("locale_wish", value)]
        if verb in FILLS:
            return move(dispatcher, filled_in(turn, verb, value))
        if value == "handoff":
            return await handed_over(dispatcher, turn, tracker)
        if value in FORMS:
            return move(dispatcher, replace(turn, need=value))
        turn = replace(turn, need=value)
        if value == "transaction":
            return asked_for(dispatcher, turn)
        return guided(dispatcher, turn, value) if value in TREES else answer(dispatcher, turn, value)


def filled_in(turn: Turn, verb: str, record: str) -> Turn:
    """The turn as if what a button fills in had been typed."""
    turn = replace(turn, need="refine", source=None, target=None, places=(), loose=(), asset=None)
    if verb == "asset":
        return replace(turn, asset=record)
    place = Place("network" if record in facts().networks else "venue", record)
    sides: dict[str, Any] = {"from": {"source": place}, "to": {"target": place}, "on": {"loose": (place,)}}
    return replace(turn, places=(place,), **sides[verb])


def _chosen(turn: Turn) -> str | None:
    """The payload that is meant, or None. A yes only counts when one need was offered; a position counts what it stands on."""
    if turn.need == "affirm":
        needs = [payload for payload in turn.offered if payload.startswith("ask:")]
        return needs[0] if len(needs) == 1 else None
    position = position_in(turn.text, turn.locale) if turn.need == "choose" else None
    if position is None:
        return None
    return turn.offered[position] if -len(turn.offered) <= position < len(turn.offered) else None


def position_in(text: str, locale: str) -> int | None:
    """0 for the first, 1 for the second, -1 for the last; None when no position is named. The longest word counts: "the second one" is 1."""
    if digit := DIGIT.search(text):
        return int(digit.group(1)) - 1
    lower = text.lower()
    named = [
        (len(word), position)
        for position, words in languages()[locale].ordinals.items()
        for word in words
        if re.search(rf"(?<!\w){re.escape(word)}", lower)
    ]
    return max(named, key=lambda item: item[0])[1] if named else None
