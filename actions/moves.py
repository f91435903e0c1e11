"""Moves between exchange, wallet and networks: the branch is chosen from what was said, or asked for when it is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import answer
from actions.say import Events, say
from actions.turn import Place, Turn
from waypost.content.answers import ask
from waypost.content.catalog import Button
from waypost.content.facts import facts
from waypost.content.live import catalog
from waypost.moves.direction import MOVES, REVERSE, direction, possible_moves, sort_of

OPEN_QUESTIONS = ("clarify.move", "clarify.where_to", "clarify.where_from")


class ActionMove(Action):
    """A move whose direction is said, implied, or the other way round of the last one."""

    def name(self) -> str:
        return "action_move"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return _move(dispatcher, _with_what_was_said(Turn.of(tracker)))


def _move(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    if turn.need == "reverse":
        reversed_need = REVERSE.get(turn.last_need or "")
        back = replace(turn, source=turn.target or _said(turn, "target"), target=turn.source or _said(turn, "source"))
        return answer(dispatcher, turn, reversed_need) + remembered_places(back) if reversed_need else ask_for_places(dispatcher, turn)
    named = direction(_sort(turn.source), _sort(turn.target))
    if turn.need == "refine":
        return _refined(dispatcher, turn, named)
    need = turn.need if turn.need in MOVES else named
    return answer(dispatcher, turn, need) + remembered_places(turn) if need else ask_for_places(dispatcher, turn)


def _refined(dispatcher: CollectingDispatcher, turn: Turn, named: str | None) -> Events:
    """The last answer once more for what was added; another branch when the places now say so."""
    about_a_move = turn.last_need in (*MOVES, None) or turn.last_key in OPEN_QUESTIONS
    if named and about_a_move:
        return answer(dispatcher, replace(turn, last_key=None), named) + remembered_places(turn)
    if turn.last_need and turn.last_key not in OPEN_QUESTIONS:
        fresh = replace(turn, last_key=None) if turn.last_need in MOVES else turn
        return answer(dispatcher, fresh, turn.last_need) + remembered_places(turn)
    return ask_for_places(dispatcher, turn)


def ask_for_places(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    """The clarifying question: where from, where to, or both; only the buttons that still fit."""
    source, target = turn.source, turn.target
    key, value = (
        ("clarify.where_to", source) if source and not target else ("clarify.where_from", target) if target and not source else ("clarify.move", None)
    )
    fitting = possible_moves(_sort(source), _sort(target))
    titles = {need: title for title, need in catalog().entry(turn.locale, key).buttons}
    buttons = [Button(titles[need], ask(need)) for need in MOVES if need in fitting]
    values = {"place": facts().name(value.kind, value.id)} if value else {}
    return say(dispatcher, turn, key, buttons=buttons, values=values) + remembered_places(turn)


def remembered_places(turn: Turn) -> Events:
    """What the conversation must remember of source and target."""
    return [SlotSet("source", turn.source and str(turn.source)), SlotSet("target", turn.target and str(turn.target))]


def _with_what_was_said(turn: Turn) -> Turn:
    """Places said before stay while they are talked about; a place without direction counts as the one that was asked for."""
    continues = turn.need == "refine" or turn.last_key in OPEN_QUESTIONS
    if not continues:
        return turn
    source, target = turn.source or _said(turn, "source"), turn.target or _said(turn, "target")
    loose = [place for place in turn.places if place not in (source, target)]
    if source and target and not (turn.source or turn.target):
        source, target = _in_the_place_of(source, loose), _in_the_place_of(target, loose)
    elif turn.last_key == "clarify.where_to" or (source and not target):
        target = target or _fitting(loose, lambda place: direction(_sort(source), _sort(place)))
    else:
        source = source or _fitting(loose, lambda place: direction(_sort(place), _sort(target)))
    return replace(turn, source=source, target=target)


def _said(turn: Turn, side: str) -> Place | None:
    """What the conversation remembers of one side of the move."""
    return Place.parse(turn.slots.get(side))


def _in_the_place_of(place: Place, others: list[Place]) -> Place:
    """The first of the others that is of the same sort ("what about binance.us?" after Binance), else the place itself."""
    return next((other for other in others if _sort(other) == _sort(place)), place)


def _fitting(places: list[Place], move: Callable[[Place], str | None]) -> Place | None:
    """The place that makes a move of ours, else the first one."""
    return next((place for place in places if move(place)), places[0] if places else None)


def _sort(place: Place | None) -> str | None:
    return sort_of(place.kind, place.id) if place else None
