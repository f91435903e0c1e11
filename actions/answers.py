"""The static answers: the need is the key of the copy."""

from __future__ import annotations

from typing import Any, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.say import Events, say
from actions.turn import Turn
from waypost.content.catalog import Button

KEY_OF = {"secret": "safety.secret", "open": "clarify.open"}


class ActionAnswer(Action):
    """Answers the need with the text of the same name; shorter when it was answered just before."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        return answer(dispatcher, turn, KEY_OF.get(turn.need, turn.need))


def answer(dispatcher: CollectingDispatcher, turn: Turn, key: str, *, below: str = "", buttons: Sequence[Button] | None = None) -> Events:
    """Says an answer and remembers what it was about; the coin of a move that waits for an answer stays. below, buttons: see `say`."""
    remembered = [SlotSet("need", key)] if "." not in key else []
    if turn.asset and not turn.slots.get("asked"):
        remembered.append(SlotSet("asset", turn.asset))
    return say(dispatcher, turn, key, again=key == turn.last_key, below=below, buttons=buttons) + remembered
