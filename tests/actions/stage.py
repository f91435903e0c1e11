"""A stage for actions: what a person said and what was said before in, what the action says and remembers out. No Rasa, no server."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass
from typing import Any, Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


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
) -> Tracker:
    """entities: `kind:value` or `kind:value:role`."""
    message = {
        "text": text,
        "message_id": "message-1",
        "intent": {"name": need, "confidence": 0.9},
        "intent_ranking": [{"name": name, "confidence": share} for name, share in (ranking or {need: 0.9}).items()],
        "entities": [_entity(*item.split(":")) for item in entities],
        "metadata": {"locale": hint} if hint else {},
    }
    return Tracker("person", dict(slots or {}), message, [], False, None, {}, "action_listen")


def _entity(kind: str, value: str, role: str = "") -> dict[str, str]:
    return {"entity": kind, "value": value, **({"role": role} if role else {})}


def perform(action: Action, *args: Any, **kwargs: Any) -> Said:
    """Runs an action on a tracker (see `tracker` for the arguments). Exactly one reply must come out."""
    dispatcher = CollectingDispatcher()
    run = action.run(dispatcher, tracker(*args, **kwargs), {})
    events = asyncio.run(run) if inspect.isawaitable(run) else run
    (message,) = dispatcher.messages
    slots = {event["name"]: event["value"] for event in events}
    buttons = message["buttons"] or []
    return Said(message["text"], [button["payload"] for button in buttons], [button["title"] for button in buttons], message["custom"], slots)
