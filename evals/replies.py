"""What was understood in, the reply that a fresh conversation gets out: its copy key and the needs on its buttons.

The two actions whose reply depends on code run as they are; every other need has the answer of its own name.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.utils import call_potential_coroutine

from actions.answers import KEY_OF
from actions.clarify import ActionNotUnderstood
from actions.moves import OPEN_QUESTIONS, ActionMove
from evals.nlu import Understood
from waypost.content.answers import answer_of, kind_of
from waypost.moves.direction import MOVES
from waypost.nlu.needs.fallback import FALLBACK

BY_ACTION: dict[str, type[Action]] = {FALLBACK: ActionNotUnderstood, **dict.fromkeys((*MOVES, "move", "reverse", "refine"), ActionMove)}
ANSWERED_AS = {**KEY_OF, "foreign_language": "switch_language", "choose": "fallback"}


@dataclass(frozen=True)
class Reply:
    """key: of the copy. offered: needs on the buttons, in order."""

    key: str
    offered: tuple[str, ...]

    @property
    def given(self) -> str:
        """The need that this reply answers; `move` for the question about its direction, else `did_you_mean`, `open` or `fallback`."""
        if self.key in OPEN_QUESTIONS:
            return "move"
        return self.key.removeprefix("clarify.") if self.key.startswith("clarify.") else answer_of(self.key)

    @property
    def asks(self) -> bool:
        """Whether it is a clarifying question."""
        return kind_of(self.key) == "clarify"


def reply_to(message: Understood) -> Reply:
    action = BY_ACTION.get(message.need)
    if action is None:
        return Reply(ANSWERED_AS.get(message.need, message.need), ())
    events: list[dict[str, Any]] = asyncio.run(call_potential_coroutine(action().run(CollectingDispatcher(), _tracker(message), {})))
    slots = {event["name"]: event["value"] for event in events if event.get("event") == "slot"}
    offered = tuple(str(payload).removeprefix("ask:") for payload in slots["offered"])
    return Reply(str(slots["last_key"]), offered)


def _tracker(message: Understood) -> Tracker:
    """A conversation of this one message."""
    ranking = [{"name": need, "confidence": confidence} for need, confidence in message.ranking]
    latest = {"intent": {"name": message.need, "confidence": message.ranking[0][1]}, "intent_ranking": ranking, "entities": _entities(message)}
    return Tracker("eval", {}, latest, [], False, None, {}, None)


def _entities(message: Understood) -> list[dict[str, Any]]:
    named = [{"entity": name.kind, "value": name.id, **({"role": name.role} if name.role else {})} for name in message.names]
    said = {"locale": message.locale, "locale_wish": message.wish, "foreign": message.foreign}
    return [*named, *({"entity": kind, "value": value} for kind, value in said.items() if value)]
