"""A stage for actions: what a person said and what was said before in, what the action says and remembers out. No Rasa, no server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.utils import call_potential_coroutine


@dataclass(frozen=True)
class Said:
    """One reply of an action, and the slots it set."""

    text: str
    buttons: list[str]
    titles: list[str]
    envelope: dict[str, Any]
    slots: dict[str, Any]

    @property
    def key(self) -> str:
        """The key of the copy that was said."""
        return str(self.slots["last_key"])


def tracker(
    need: str,
    *entities: str,
    text: str = "",
    slots: Mapping[str, Any] | None = None,
    ranking: Mapping[str, float] | None = None,
    hint: str | None = None,
    before: Sequence[str] = (),
) -> Tracker:
    """entities: `kind:value` or `kind:value:role`. before: what the person wrote earlier, the oldest first."""
    message = {
        "text": text,
        "message_id": "message-1",
        "intent": {"name": need, "confidence": 0.9},
        "intent_ranking": [{"name": name, "confidence": share} for name, share in (ranking or {need: 0.9}).items()],
        "entities": [_entity(*item.split(":")) for item in entities],
        "metadata": {"locale": hint} if hint else {},
    }
    events = [{"event": "user", "text": said, "timestamp": float(number)} for number, said in enumerate((*before, text))]
    return Tracker("person", dict(slots or {}), message, events, False, None, {}, "action_listen")


def _entity(kind: str, value: str, role: str = "") -> dict[str, str]:
    return {"entity": kind, "value": value, **({"role": role} if role else {})}


def perform(action: Action, *args: Any, **kwargs: Any) -> Said:
    """Runs an action on a tracker (see `tracker` for the arguments). Exactly one reply must come out."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(call_potential_coroutine(action.run(dispatcher, tracker(*args, **kwargs), {})))
    (message,) = dispatcher.messages
    slots = {event["name"]: event["value"] for event in events}
    buttons = message["buttons"] or []
    return Said(message["text"], [button["payload"] for button in buttons], [button["title"] for button in buttons], message["custom"], slots)
