"""Humans: a person is handed to them on request, after misses or at a risk, and what they write to each other passes through here."""

from __future__ import annotations

from typing import Any, Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import desk
from actions.answers import KEY_OF, answer, warned
from actions.say import Events, say, stay_silent
from actions.transcript import facts_of, last_question, transcript_of
from actions.turn import Turn
from waypost.content.languages import tells_of_loss
from waypost.content.live import catalog
from waypost.safety.shield import SAFETY, SHARED

MISSES_BEFORE_A_HUMAN = 2


class ActionHandoff(Action):
    """Opens a ticket for whoever wants a human; names the official pages when there is no helpdesk, or none that can be reached."""

    def name(self) -> str:
        return "action_handoff"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return await handed_over(dispatcher, Turn.of(tracker), tracker)


class ActionRisk(Action):
    """Answers a shared phrase or stolen money at once, and opens a ticket without being asked."""

    def name(self) -> str:
        return "action_risk"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        shared = turn.need == "secret" or (turn.shield and turn.shield.key == SHARED)
        reason = "secret" if shared else "loss" if tells_of_loss(turn.text) else ""
        told = await _opened(turn, tracker, reason) if reason else None
        below = catalog().render(turn.locale, "handoff.risk", ticket=told["ticket"], when=told["when"]).text if told and told["ticket"] else ""
        if turn.need == SAFETY and turn.shield:
            return warned(dispatcher, turn, turn.shield, below=below)
        return answer(dispatcher, turn, KEY_OF.get(turn.need, turn.need), below=below)


class ActionRelay(Action):
    """Passes on what is typed while a human has the conversation, and says nothing itself unless it must."""

    def name(self) -> str:
        return "action_relay"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        told = await desk.ask("/chats/messages", {"sender": tracker.sender_id, "id": turn.once, "text": turn.text})
        if ((tracker.latest_message or {}).get("metadata") or {}).get("secrets"):
            return say(dispatcher, turn, KEY_OF["secret"])
        if told is None:
            return say(dispatcher, turn, "handoff.not_passed")
        if told["state"] == "bot":
            return say(dispatcher, turn, "handoff.no_ticket", below="\n\n".join(told.get("replies") or ()))
        if told["when"]:
            return _said_opened(dispatcher, turn, told)
        return stay_silent(dispatcher, turn, told["replies"])


async def handed_over(dispatcher: CollectingDispatcher, turn: Turn, tracker: Tracker, reason: str = "wants_a_person") -> Events:
    """Hands a person to humans and says what will happen. In a ticket the bridge does that: it is told by the kind of the answer."""
    if turn.of_ticket or not desk.has_helpdesk():
        return answer(dispatcher, turn, "handoff")
    told = await _opened(turn, tracker, reason)
    if told is None:
        return say(dispatcher, turn, "handoff.away")
    if told["state"] == "asked":
        return say(dispatcher, turn, "handoff.email")
    return _said_opened(dispatcher, turn, told)


def after_misses(turn: Turn) -> bool:
    """Whether it is time for a human, because the bot keeps not understanding."""
    return turn.misses >= MISSES_BEFORE_A_HUMAN and not turn.of_ticket and desk.has_helpdesk()


def _said_opened(dispatcher: CollectingDispatcher, turn: Turn, told: Mapping[str, Any]) -> Events:
    values = {"ticket": str(told["ticket"]), "when": str(told["when"])}
    return [*say(dispatcher, turn, "handoff.opened", values=values), SlotSet("need", "handoff"), SlotSet("misses", 0)]


async def _opened(turn: Turn, tracker: Tracker, reason: str) -> Mapping[str, Any] | None:
    """What the bridge says to a wish for a ticket; None without a helpdesk or a bridge."""
    if turn.of_ticket or not desk.has_helpdesk():
        return None
    body = {"sender": tracker.sender_id, "key": turn.once, "locale": turn.locale, "reason": reason, "need": turn.last_need or ""}
    if turn.need in ("safety", "secret"):
        body["need"] = "safety"
    body |= {"question": last_question(tracker, reason == "wants_a_person"), "transcript": transcript_of(tracker), "facts": facts_of(turn, tracker)}
    return await desk.ask("/chats", body)
