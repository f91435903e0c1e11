"""What was not understood: the likeliest needs as buttons, an honest "I did not get that", and after two misses a human."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import answer
from actions.handoff import after_misses, handed_over
from actions.moves import ask_for_places, remembered_places
from actions.say import Events, say
from actions.turn import Turn
from waypost.content.answers import SMALLTALK
from waypost.content.live import catalog

LIKELY = 0.1
AT_MOST = 3


class ActionNotUnderstood(Action):
    """Asks "did you mean" with the likeliest needs, or admits that nothing was understood."""

    def name(self) -> str:
        return "action_not_understood"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if after_misses(turn):
            return await handed_over(dispatcher, turn, tracker, "misses")
        likeliest = next((need for need, _ in turn.ranking if need != "nlu_fallback"), "")
        if likeliest == "move":
            return ask_for_places(dispatcher, turn)
        if likeliest == "open":
            return answer(dispatcher, turn, "clarify.open")
        copy = catalog()
        answerable = copy.keys(turn.locale)
        likely = [need for need, share in turn.ranking if share >= LIKELY and need in answerable and need not in SMALLTALK][:AT_MOST]
        if turn.misses and "handoff" not in likely:
            likely = [*likely[: AT_MOST - 1], "handoff"]
        if [need for need in likely if need != "handoff"]:
            buttons = [copy.button(turn.locale, need) for need in likely]
            return say(dispatcher, turn, "clarify.did_you_mean", buttons=buttons) + remembered_places(turn)
        return say(dispatcher, turn, "out_of_scope" if likeliest == "out_of_scope" else "fallback")
