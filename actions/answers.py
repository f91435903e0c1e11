"""The static answers: the need is the key of the copy."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.say import Events, say
from actions.turn import Turn

KEY_OF = {"secret": "safety.secret", "open": "clarify.open"}


class ActionAnswer(Action):
    """Answers the need with the text of the same name; shorter when it was answered just before."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        return answer(dispatcher, turn, KEY_OF.get(turn.need, turn.need))


def answer(dispatcher: CollectingDispatcher, turn: Turn, key: str) -> Events:
    """Says an answer and remembers what it was about."""
    remembered = [*([SlotSet("need", key)] if "." not in key else []), *([SlotSet("asset", turn.asset)] if turn.asset else [])]
    return say(dispatcher, turn, key, again=key == turn.last_key) + remembered
