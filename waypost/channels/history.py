"""The stored events of a conversation in, what its widget shows out: messages and replies in order, whole, with buttons and thumbs.

Events hold no secret (`inbox.py`, `waypost/store/fence.py`), so neither does what is shown here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping, Sequence

from waypost.channels.frames import Frame, frame, human_frame, is_silent, milliseconds, reply_frame, reply_id
from waypost.channels.inbox import press_of
from waypost.content.answers import Press
from waypost.content.facts import facts
from waypost.content.languages import languages
from waypost.content.live import catalog
from waypost.content.locale import reply_locale
from waypost.errors import ContentError
from waypost.safety.redact import MARK
from waypost.store.journal import Entries, Noted

MOST_ITEMS = 200
OVERLAP_MS = 2_000
"""Turns are stored at their end: what is asked for after a moment includes a little before it, and the widget knows what it has by its id."""
Event = Mapping[str, Any]


@dataclass
class Shown:
    """A conversation as its widget shows it. locale: its language, None when nothing was said yet. titles: of the buttons, by payload.
    answers: envelope of each reply of the bot, by the reply's id."""

    items: list[Frame] = field(default_factory=list)
    locale: str | None = None
    titles: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event], waiting: Sequence[tuple[Noted, float]] = ()) -> Shown:
        """events: as StrictTrackerStore.events_of. waiting: as Journal.unanswered, read *before* the events."""
        shown, ratings = cls(), dict[str, str]()
        said: _Said | None = None
        for event in events:
            kind = event["event"]
            if kind in ("user", "agent") and said:
                shown._end(said)
                said = None
            if kind == "user" and event.get("text"):
                said = _Said(event)
            elif kind == "bot" and said:
                said.hear(event)
            elif kind == "agent":
                shown.items.append(_human(event, shown.locale))
            elif kind == "slot" and event.get("name") == "locale":
                shown.locale = event.get("value") or shown.locale
            elif kind == "answer_rated":
                ratings[event["rating"]["reply"]] = event["rating"]["value"]
        if said:
            shown._end(said)
        shown._wait(waiting)
        for item in shown.items:
            if item["data"].get("id") in ratings:
                item["data"]["rating"] = ratings[item["data"]["id"]]
        return shown

    def history(self, after: int) -> Frame:
        """The frame `history`: items newer than a moment (milliseconds), or all of them for 0."""
        found = [item for item in self.items if not after or item["data"]["at"] > after - OVERLAP_MS]
        return frame("history", {"items": found[-MOST_ITEMS:], "complete": len(found) <= MOST_ITEMS, "after": after})

    def title(self, press: Press | None, text: str) -> str:
        """What a message shows: the title of the button that was pressed, else the text."""
        if press is None:
            return text
        return self.titles.get(press.payload) or _name_of(press, reply_locale(conversation=self.locale))

    def _end(self, said: _Said) -> None:
        """One message and its reply."""
        whole = any("custom" in entry for entry in said.entries)
        self.items.append(self._message(said.id, said.text, said.at, bool(said.secrets), whole))
        if whole and not is_silent(said.entries):
            reply = reply_frame(said.id, said.entries, said.replied)
            self.items.append(reply)
            self.answers[reply_id(said.id)] = reply["data"]["envelope"]
        self.titles |= {button["payload"]: button["title"] for entry in said.entries for button in entry.get("buttons") or []}

    def _wait(self, waiting: Sequence[tuple[Noted, float]]) -> None:
        known = {item["data"]["id"] for item in self.items}
        for noted, at in waiting:
            if noted.id not in known:
                self.items.append(self._message(noted.id, noted.text, milliseconds(at), bool(noted.secrets), False))
        if waiting:
            self.items.sort(key=lambda item: int(item["data"]["at"]))

    def _message(self, message_id: str, text: str, at: int, redacted: bool, answered: bool) -> Frame:
        press = press_of(text)
        shown = {"text": self.title(press, text), "payload": press.payload if press else None}
        return frame("message", {"id": message_id, "at": at, **shown, "redacted": redacted or MARK in text, "answered": answered})


class _Said:
    """A message, and what the bot said to it so far."""

    def __init__(self, event: Event) -> None:
        self.text = str(event["text"])
        self.at = self.replied = milliseconds(event["timestamp"])
        self.id = str(event.get("message_id") or f"message-{self.at}")
        self.secrets = (event.get("metadata") or {}).get("secrets")
        self.entries: Entries = []

    def hear(self, event: Event) -> None:
        data = event.get("data") or {}
        if event.get("text"):
            self.entries.append({"text": event["text"], "buttons": data.get("buttons") or []})
        if data.get("custom"):
            self.entries.append({"custom": data["custom"]})
        self.replied = milliseconds(event["timestamp"])


def _human(event: Event, locale: str | None) -> Frame:
    data = event.get("data") or {}
    return human_frame(data.get("id", ""), data.get("name"), event["text"], reply_locale(conversation=locale), milliseconds(event["timestamp"]))


def _name_of(press: Press, locale: str) -> str:
    """What a button without a known title leads to."""
    try:
        if press.verb == "language":
            return languages()[press.value].name
        if press.verb == "ask":
            return catalog().label(locale, press.value)
        record = facts().assets.get(press.value) or facts().networks.get(press.value) or facts().venues[press.value]
        return str(getattr(record, "name", press.value))
    except (ContentError, KeyError):
        return press.value
