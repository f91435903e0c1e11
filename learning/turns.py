"""The stored rows of a conversation in, its turns out: what was said, what it was taken for, what came back, and what became of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Iterable, Mapping

from learning.reading import RECEIVED, Stored
from waypost.channels.frames import reply_id
from waypost.channels.inbox import TICKET, WEB, press_of
from waypost.content.languages import DEFAULT_LOCALE, live_or_none

NOT_UNDERSTOOD, WITH_HUMAN = "nlu_fallback", "with_human"
OTHER = "other"


class Outcome(Enum):
    """What came of a message. SILENT: nothing was stored as its answer. HUMAN: it was for a human who had the conversation."""

    ANSWERED = "answered"
    CLARIFIED = "clarified"
    FALLBACK = "fallback"
    HANDED_OVER = "handed_over"
    SMALLTALK = "smalltalk"
    HUMAN = "with_human"
    SILENT = "silent"


_OUTCOMES = {
    "answer": Outcome.ANSWERED,
    "safety": Outcome.ANSWERED,
    "clarify": Outcome.CLARIFIED,
    "fallback": Outcome.FALLBACK,
    "handoff": Outcome.HANDED_OVER,
    "smalltalk": Outcome.SMALLTALK,
}


@dataclass(frozen=True)
class Thumb:
    """value: `up` or `down`. reason: one of the widget's, or None. comment: what was written to it, redacted, or None."""

    value: str
    reason: str | None
    comment: str | None


@dataclass
class Turn:
    """One message and its reply. at: seconds since 1970. likely: needs, the likeliest first. language, foreign, wish: of the message, as
    understanding saw them. key: of the copy. offered: payloads of the reply's buttons. waited_s: from the message's coming to its reply,
    where the journal still knew; worked_s: from when it was understood."""

    id: str
    at: float
    text: str
    pressed: str | None
    need: str
    likely: tuple[str, ...]
    language: str | None
    foreign: str | None
    wish: str | None
    received: float | None = None
    key: str = ""
    answer: str = ""
    kind: str = ""
    locale: str = ""
    offered: tuple[str, ...] = ()
    replied: float | None = None
    thumb: Thumb | None = None

    @property
    def outcome(self) -> Outcome:
        if self.need == WITH_HUMAN:
            return Outcome.HUMAN
        return _OUTCOMES.get(self.kind, Outcome.SILENT)

    @property
    def worked_s(self) -> float | None:
        return max(self.replied - self.at, 0.0) if self.replied else None

    @property
    def waited_s(self) -> float | None:
        return max(self.replied - self.received, 0.0) if self.replied and self.received else None

    @property
    def answered_in(self) -> str:
        """The language of the reply, or that which it should have had."""
        return self.locale or self.language or OTHER

    @property
    def spoken(self) -> str:
        """The language to file the message under: its own when it was seen, else that of the reply."""
        return self.language or self.locale or OTHER


@dataclass
class Conversation:
    """channel: `web`, `ticket` or `rest`. chosen: languages that were chosen in the widget's menu, (seconds since 1970, code, language before)."""

    channel: str
    turns: list[Turn] = field(default_factory=list)
    chosen: list[tuple[float, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, sender: str, rows: Iterable[Stored]) -> Conversation:
        """sender: only its beginning is kept."""
        found = cls("web" if sender.startswith(WEB) else "ticket" if sender.startswith(TICKET) else "rest")
        received: dict[str, float] = {}
        thumbs: dict[str, Thumb] = {}
        for row in rows:
            if row.kind == RECEIVED:
                received[row.data["id"]] = row.at
            elif row.kind == "user" and row.data.get("text"):
                found.turns.append(_asked(row))
            elif row.kind == "answer_rated":
                rating = row.data["rating"]
                thumbs[rating["reply"]] = Thumb(rating["value"], rating.get("reason"), rating.get("comment"))
            elif found.turns:
                found._hear(row)
        for turn in found.turns:
            turn.received, turn.thumb = received.get(turn.id), thumbs.get(reply_id(turn.id))
        return found

    def _hear(self, row: Stored) -> None:
        """What followed a message: its reply, the key of the reply, a choice of the language menu."""
        turn = self.turns[-1]
        if row.kind == "bot":
            _replied(turn, row)
        elif row.kind == "slot" and row.data.get("name") == "last_key" and not turn.key:
            turn.key = str(row.data.get("value") or "")
        elif row.kind == "slot" and row.data.get("name") == "locale_wish" and turn.replied:
            code = live_or_none(row.data.get("value"))
            if code and code not in (turn.locale, turn.wish):
                self.chosen.append((row.at, code, turn.locale or OTHER))


def _asked(row: Stored) -> Turn:
    parsed = row.data.get("parse_data") or {}
    entities = {item.get("entity"): item.get("value") for item in parsed.get("entities") or []}
    text, press = str(row.data["text"]), press_of(str(row.data["text"]))
    return Turn(
        id=str(row.data.get("message_id") or ""),
        at=row.at,
        text=text,
        pressed=press.payload if press else None,
        need=str((parsed.get("intent") or {}).get("name") or ""),
        likely=tuple(str(item["name"]) for item in parsed.get("intent_ranking") or [] if item.get("name") != NOT_UNDERSTOOD),
        language=live_or_none(entities.get("locale")),
        foreign=_text(entities.get("foreign")),
        wish=live_or_none(entities.get("locale_wish")),
    )


def _replied(turn: Turn, row: Stored) -> None:
    data: Mapping[str, Any] = row.data.get("data") or {}
    turn.replied = row.at
    turn.offered += tuple(str(button.get("payload")) for button in data.get("buttons") or [])
    if envelope := data.get("custom"):
        turn.answer, turn.kind = str(envelope.get("answer") or ""), str(envelope.get("kind") or "")
        turn.locale = live_or_none(envelope.get("locale")) or DEFAULT_LOCALE


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
