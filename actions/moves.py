"""Moves between exchange, wallet and networks: the branch is chosen from what was said, or asked for when it is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.advising import FORMS, advised
from actions.answers import answer, guided, places_named
from actions.say import Events, say
from actions.turn import Place, Turn
from waypost.content.answers import SMALLTALK, TREES, aside, ask
from waypost.content.catalog import Button, Reply
from waypost.content.facts import facts
from waypost.content.live import catalog
from waypost.moves.direction import MOVES, REVERSE, direction, possible_moves, sort_of
from waypost.moves.trees import branch

OPEN_QUESTIONS = ("clarify.move", "clarify.where_to", "clarify.where_from")
TROUBLES = ("missing_tokens", "deposit_missing", "bridge_missing", "transaction", "pending", "wrong_network", "beacon_recovery")
"""Needs to which a detail that follows belongs, even when a question about a move is open."""


class ActionMove(Action):
    """A move whose direction is said, implied, or the other way round of the last one."""

    def name(self) -> str:
        return "action_move"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return move(dispatcher, Turn.of(tracker))


def move(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    """Answers a turn about a move with what was said of it now and before; a detail may also be the answer to a question of a tree."""
    step = branch(turn.last_key, places_named(turn)) if turn.need == "refine" else None
    if step:
        return answer(dispatcher, turn, step)
    turn = _with_what_was_said(_turned_round(_into_the_exchange(turn)))
    if turn.need == "reverse":
        return _reversed(dispatcher, turn)
    named = direction(_sort(turn.source), _sort(turn.target))
    if turn.need == "refine":
        return _refined(dispatcher, turn, named)
    need = turn.need if turn.need in FORMS and not _into_a_wallet(turn) else named
    return advised(dispatcher, turn, need) if need else ask_for_places(dispatcher, turn)


def _into_a_wallet(turn: Turn) -> bool:
    """A deposit "into MetaMask" is none: where it comes from decides what it is."""
    return turn.need == "deposit" and _sort(turn.target) == "wallet" and not turn.source


def _into_the_exchange(turn: Turn) -> Turn:
    """A deposit of what came "into MetaMask" before, and goes on into an exchange."""
    exchange = next((place for place in turn.places if _sort(place) == "exchange"), None)
    return replace(turn, source=turn.target, target=exchange) if exchange and _into_a_wallet(turn) else turn


def _turned_round(turn: Turn) -> Turn:
    """The way back that names both ends once more ("and from MetaMask to Binance?") is the way back of the same coin."""
    before = [_said(turn, side) for side in ("target", "source")]
    ends = [turn.source, turn.target]
    same = all(end and other and end.id == other.id and not end.network for end, other in zip(ends, before, strict=True))
    if not same or turn.asset or turn.last_key != turn.slots.get("move"):
        return turn
    return replace(turn, need="reverse", source=None, target=None)


def _reversed(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    need = REVERSE.get(turn.last_need or "")
    back = replace(
        turn,
        asset=turn.asset or turn.slots.get("asset"),
        source=turn.source or _said(turn, "target"),
        target=turn.target or _said(turn, "source"),
    )
    return advised(dispatcher, back, need) if need else ask_for_places(dispatcher, turn)


def _refined(dispatcher: CollectingDispatcher, turn: Turn, named: str | None) -> Events:
    """The last answer once more for what was added; another branch when the places now say so."""
    topic = _topic(turn)
    if topic == "asset_support":
        return advised(dispatcher, replace(turn, last_key=None), topic)
    if named and (topic in (*MOVES, None) or turn.last_key in OPEN_QUESTIONS):
        return advised(dispatcher, replace(turn, last_key=None), named)
    if topic in MOVES and turn.last_key not in OPEN_QUESTIONS:
        return advised(dispatcher, replace(turn, last_key=None), topic)
    if topic and turn.last_key not in OPEN_QUESTIONS:
        return guided(dispatcher, turn, topic) if topic in TREES else answer(dispatcher, turn, topic)
    return ask_for_places(dispatcher, turn)


def _topic(turn: Turn) -> str | None:
    """What a detail is about: the last answer, or the move that was left for a word of thanks or, with its question open, for a side step."""
    move_before, last = turn.slots.get("move"), turn.last_need
    if move_before not in FORMS or last in FORMS:
        return last
    return move_before if last in SMALLTALK or (turn.slots.get("asked") and last not in TROUBLES) else last


def ask_for_places(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    """The clarifying question: where from, where to, or both; only the buttons that still fit."""
    source, target = turn.source, turn.target
    key = "clarify.where_to" if source and not target else "clarify.where_from" if target and not source else "clarify.move"
    values = _place_asked_beside(turn, key)
    return say(dispatcher, turn, key, buttons=_fitting_moves(turn, key), values=values) + remembered_places(turn)


def open_question(turn: Turn, key: str) -> Reply:
    """A question that was asked before, once more in the turn's locale. key: one of OPEN_QUESTIONS, or of a tree."""
    if key not in OPEN_QUESTIONS:
        return catalog().render(turn.locale, key)
    known = replace(turn, source=_said(turn, "source"), target=_said(turn, "target"))
    return catalog().render(turn.locale, key, buttons=_fitting_moves(known, key), **_place_asked_beside(known, key))


def _fitting_moves(turn: Turn, key: str) -> list[Button]:
    """The moves that go with the places that are known, under the titles that the question has for them."""
    fitting = possible_moves(_sort(turn.source), _sort(turn.target))
    titles = {need: title for title, need in catalog().entry(turn.locale, key).buttons}
    return [Button(titles[need], ask(need)) for need in MOVES if need in fitting]


def _place_asked_beside(turn: Turn, key: str) -> dict[str, Any]:
    """The value of a question that repeats the one place that is known."""
    place = {"clarify.where_to": turn.source, "clarify.where_from": turn.target}.get(key)
    return {"place": facts().name(place.kind, place.id)} if place else {}


def remembered_places(turn: Turn) -> Events:
    """What the conversation must remember of a move that is asked about."""
    asset = [SlotSet("asset", turn.asset)] if turn.asset else []
    return [SlotSet("source", turn.source and str(turn.source)), SlotSet("target", turn.target and str(turn.target)), *asset]


def _with_what_was_said(turn: Turn) -> Turn:
    """Places said before stay while they are talked about; a place without direction counts as the one that was asked for."""
    if not _continues(turn):
        return turn
    turn = _beside_the_account(_as_asked(turn))
    source, target = turn.source or _said(turn, "source"), turn.target or _said(turn, "target")
    loose = [place for place in turn.loose if place not in (source, target)]
    if source and target and not (turn.source or turn.target):
        source, target = _in_the_place_of(source, loose), _in_the_place_of(target, loose)
    elif turn.last_key == "clarify.where_to" or (source and not target):
        target = target or _fitting(loose, lambda place: direction(_sort(source), _sort(place)))
    else:
        source = source or _fitting(loose, lambda place: direction(_sort(place), _sort(target)))
    return replace(turn, asset=turn.asset or turn.slots.get("asset"), source=source, target=target)


def _continues(turn: Turn) -> bool:
    """Whether a message goes on with the move that was talked about, so that what is known of it stays."""
    again = turn.need == turn.slots.get("move") and turn.last_key in (turn.need, "switch_language")
    return turn.need == "refine" or turn.last_key in OPEN_QUESTIONS or again


def _as_asked(turn: Turn) -> Turn:
    """A network that was asked for is that network, whatever little word stands before it ("в сети", "from BSC")."""
    if turn.slots.get("asked") not in ("source_network", "target_network") or {place.kind for place in turn.places} != {"network"}:
        return turn
    if len(set(turn.places)) > 1 or (turn.last_key != turn.slots.get("move") and not aside(turn.last_key)):
        return turn
    side = turn.slots["asked"].removesuffix("_network")
    return replace(turn, source=None, target=None, **({"loose": turn.places} if _beside_exchange(turn) else {side: turn.places[0]}))


def _beside_the_account(turn: Turn) -> Turn:
    """A network alone never takes the place of an exchange that was said: it is the one beside it ("no, it is on Arbitrum")."""
    (place,) = turn.places if len(turn.places) == 1 else (None,)
    for side in ("source", "target"):
        if place and place.kind == "network" and getattr(turn, side) == place and _sort(_said(turn, side)) == "exchange":
            changed: dict[str, Any] = {side: None, "loose": (place,)}
            return replace(turn, **changed)
    return turn


def _beside_exchange(turn: Turn) -> bool:
    return any(_sort(_said(turn, side)) == "exchange" for side in ("source", "target"))


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
    """A wallet whose network is known counts as that network, unless the network is none of ours."""
    if place and place.network and sort_of(place.kind, place.id) == "wallet":
        on = sort_of("network", place.network)
        return on if on != "other" else "wallet"
    return sort_of(place.kind, place.id) if place else None
