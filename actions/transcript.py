"""A conversation in, what an agent needs to read of it out: who said what, what is known of the move, which links were given. Without secrets,
e-mail addresses and phone numbers."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Iterator

from rasa_sdk import Tracker

from actions.turn import Turn
from waypost.content.answers import FILLS
from waypost.safety.personal import mask

MOST_TURNS = 40
LONGEST_REPLY = 400
SLOTS = ("need", "asset", "source", "target", "move")
PRESSES = ("ask:", "language:", *(f"{verb}:" for verb in FILLS))


def transcript_of(tracker: Tracker) -> str:
    """The last turns with their times in UTC. The bot's replies are cut: agents know them."""
    lines = [line for event in tracker.events for line in _line(event)]
    return "\n".join(lines[-MOST_TURNS:])


def last_question(tracker: Tracker, wish_in_words: bool) -> str:
    """What the person typed last. wish_in_words: their last message was the wish for a human itself, so the one before it says more."""
    typed = [str(event["text"]) for event in tracker.events if event.get("event") == "user" and event.get("text")]
    pressed = bool(typed) and typed[-1].startswith(PRESSES)
    typed = [text for text in typed if not text.startswith(PRESSES)]
    return mask(typed[-2] if wish_in_words and not pressed and len(typed) > 1 else typed[-1] if typed else "")


def facts_of(turn: Turn, tracker: Tracker) -> str:
    """A line for each thing that is known, as the helpdesk's search finds it: ids of the facts, links as they are."""
    known = [f"{name}: {tracker.slots[name]}" for name in SLOTS if tracker.slots.get(name)]
    urls = dict.fromkeys(link["url"] for event in tracker.events for link in _envelope(event).get("links", ()))
    return "\n".join([*known, f"locale: {turn.locale}", *(f"link: {url}" for url in list(urls)[-8:])])


def _line(event: dict[str, Any]) -> Iterator[str]:
    if event.get("event") not in ("user", "bot") or not event.get("text"):
        return
    at = datetime.fromtimestamp(float(event.get("timestamp") or 0.0), timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    who, text = (">>", str(event["text"])) if event["event"] == "user" else ("<<", str(event["text"])[:LONGEST_REPLY])
    yield f"{at} {who} {' '.join(mask(text).split())}"


def _envelope(event: dict[str, Any]) -> dict[str, Any]:
    custom = (event.get("data") or {}).get("custom") if event.get("event") == "bot" else None
    return custom if isinstance(custom, dict) else {}
