"""The static answers: the need is the key of the copy."""

from __future__ import annotations

from typing import Any, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.say import Events, say
from actions.transactions import asked_for, looked_up, pressed_step
from actions.turn import Turn
from waypost.chain.live import chain
from waypost.content.answers import TREES, answer_of, ask, in_tree, kind_of
from waypost.content.catalog import Button
from waypost.content.live import catalog
from waypost.moves import lore
from waypost.moves.trees import ASKS_WHENCE, question_below
from waypost.safety.shield import SAFETY, Shield

KEY_OF = {"secret": "safety.secret", "open": "clarify.open"}


class ActionAnswer(Action):
    """Answers the need with the text of the same name; shorter when it was answered just before."""

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        seen = await looked_up(dispatcher, turn)
        if seen is not None:
            return seen
        if turn.need == "transaction":
            step = pressed_step(turn)
            return answer(dispatcher, turn, step) if step else asked_for(dispatcher, turn)
        if turn.need not in TREES:
            return answer(dispatcher, turn, KEY_OF.get(turn.need, turn.need))
        step = _pressed_step(turn)
        return answer(dispatcher, turn, step) if step else guided(dispatcher, turn, turn.need)


def guided(dispatcher: CollectingDispatcher, turn: Turn, need: str) -> Events:
    """An answer with the first open question of its tree below it."""
    question = catalog().entry(turn.locale, question_below(need, places_named(turn)))
    written = [*question.buttons, *catalog().entry(turn.locale, need).buttons]
    buttons = [catalog().button(turn.locale, key, title) for title, key in written]
    asked = [catalog().note(turn.locale, "paste_it")] if need == "missing_tokens" and chain() else []
    return answer(dispatcher, turn, need, below="\n\n".join([*asked, question.text]), buttons=list(dict.fromkeys(buttons)))


def warned(dispatcher: CollectingDispatcher, turn: Turn, shield: Shield, *, below: str = "") -> Events:
    """The warning of a link or a fraud. below: one more paragraph."""
    return say(dispatcher, turn, shield.key, values=shield.values(), below=below) + [SlotSet("need", SAFETY)]


def places_named(turn: Turn) -> list[lore.Place]:
    """Where something went to, else what was named without a direction; where it came from decides nothing, unless that was asked."""
    named = [turn.target] if turn.target else list(turn.loose)
    if turn.source and turn.last_key in ASKS_WHENCE:
        named = [turn.source]
    found = [lore.Place(place.id, place.network) if place.kind == "venue" else lore.Place(network=place.id) for place in named]
    return [*found, *(lore.Place(network=place.id) for place in turn.loose if place.kind == "network")]


def _pressed_step(turn: Turn) -> str | None:
    """The step of the turn's tree whose button was pressed."""
    before, _, key = turn.text.strip().rpartition(ask(""))
    pressed = not before and in_tree(key) and ask(key) == turn.text.strip()
    return key if pressed and answer_of(key) == turn.need and key in catalog().keys(turn.locale) else None


def answer(dispatcher: CollectingDispatcher, turn: Turn, key: str, *, below: str = "", buttons: Sequence[Button] | None = None) -> Events:
    """Says an answer and remembers what it was about; the coin of a move that waits for an answer stays. below, buttons: see `say`."""
    remembered = [SlotSet("need", key)] if "." not in key and kind_of(key) != "smalltalk" else []
    if turn.asset and not turn.slots.get("asked"):
        remembered.append(SlotSet("asset", turn.asset))
    return say(dispatcher, turn, key, again=key == turn.last_key, below=below, buttons=buttons) + remembered
