"""The widget's protocol (widget/protocol/v1.schema.json): data of its events in, parsed or refused; data of ours out, in the schema's shape."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, Mapping

from waypost.channels.inbox import Incoming, checked_message_id, press_of
from waypost.content.labels import label
from waypost.content.languages import live_or_none
from waypost.content.locale import reply_locale
from waypost.errors import ChannelError, TooMany
from waypost.safety.redact import MARK, redact
from waypost.safety.tail import Tail
from waypost.store.journal import Entries

VERSION = 1
LONGEST_COMMENT = 500
LONGEST_LOCALE = 35
RATINGS = ("up", "down")
RATING_REASONS = ("wrong", "unclear", "incomplete", "outdated", "language", "other")
BOT, HUMAN = "bot", "human"
Frame = dict[str, Any]
_REPLY_ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_AGAIN_S = 5
"""When the database is away."""
REASONS = {
    "busy": "busy",
    "too_many_at_once": "busy",
    "message_too_long": "too_long",
    "body_too_large": "too_long",
    "empty_message": "empty",
    "message_id_reused": "id_reused",
    **{same: same for same in ("not_found", "expired", "invalid", "foreign_origin", "unsupported_version", "unavailable")},
}
"""What the protocol calls the reasons of ChannelError; others are `bad_request`, or `rate_limited` when they are TooMany."""
TEXTS = {
    **{same: f"error_{same}" for same in ("rate_limited", "busy", "unavailable", "too_long", "empty", "expired", "unsupported_version")},
    "invalid": "error_expired",
}
"""Labels that say a reason to a person; others are `error_failed`."""


@dataclass(frozen=True)
class Hello:
    """token: as it came, or None. locale: a live language, or None."""

    token: object
    locale: str | None

    @classmethod
    def parse(cls, data: object) -> Hello:
        """Raises ChannelError with status 400."""
        if isinstance(data, dict) and (data.get("v") != VERSION or isinstance(data["v"], bool)):
            raise ChannelError(400, "unsupported_version", f"this server speaks version {VERSION} of the protocol")
        fields = _fields(data, {"v"}, {"token", "locale"})
        if not isinstance(fields.get("token"), (str, type(None))):
            raise _bad('"token" must be a text or null')
        return cls(fields.get("token"), _locale(fields.get("locale")))


@dataclass(frozen=True)
class Send:
    """A message before it is checked by the inbox. said: what was typed, or the payload of a button."""

    id: str
    said: object
    locale: str | None

    @classmethod
    def parse(cls, data: object) -> Send:
        """Raises ChannelError with status 400."""
        fields = _fields(data, {"id"}, {"text", "payload", "locale"})
        message_id = checked_message_id(fields["id"])
        if message_id is None or ("text" in fields) == ("payload" in fields):
            raise _bad('send "id" and either "text" or "payload"')
        payload = fields.get("payload")
        if "payload" in fields and not (isinstance(payload, str) and press_of(payload)):
            raise _bad('"payload" must be one of a button of a reply')
        return cls(message_id, fields.get("text", payload), _locale(fields.get("locale")))

    def incoming(self, sender: str, hint: str | None, tail: Tail) -> Incoming:
        """Raises ChannelError with status 400 or 413."""
        return Incoming.of(sender, self.said, self.locale or hint, self.id, tail)


@dataclass(frozen=True)
class Rate:
    """A thumb for one reply. comment: without secrets."""

    reply: str
    value: str
    reason: str | None
    comment: str | None

    @classmethod
    def parse(cls, data: object) -> Rate:
        """Raises ChannelError with status 400."""
        fields = _fields(data, {"reply", "value"}, {"reason", "comment"})
        reply, value, reason, comment = (fields.get(name) for name in ("reply", "value", "reason", "comment"))
        if not isinstance(reply, str) or not _REPLY_ID.fullmatch(reply):
            raise _bad('"reply" must be the id of a reply')
        if not isinstance(value, str) or value not in RATINGS or not (reason is None or (isinstance(reason, str) and reason in RATING_REASONS)):
            raise _bad(f'"value" must be one of {", ".join(RATINGS)}, "reason" one of {", ".join(RATING_REASONS)} or null')
        if comment is not None and (not isinstance(comment, str) or len(comment) > LONGEST_COMMENT):
            raise _bad(f'"comment" must be a text of at most {LONGEST_COMMENT} characters, or null')
        said = comment.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "").strip() if comment else ""
        return cls(reply, value, reason, redact(said).text or None)


def wanted_locale(data: object) -> str:
    """The language of `set_locale`. Raises ChannelError with status 400."""
    code = _locale(_fields(data, {"locale"}, set()).get("locale"))
    if code is None:
        raise _bad('"locale" must be one of the live languages')
    return code


def wanted_after(data: object) -> int:
    """The moment of `get_history`, in milliseconds. Raises ChannelError with status 400."""
    after = _fields(data, set(), {"after"}).get("after", 0)
    if not isinstance(after, int) or isinstance(after, bool) or after < 0:
        raise _bad('"after" must be a moment in milliseconds since 1970, or be left out')
    return after


def nothing(data: object) -> None:
    """The data of `delete`. Raises ChannelError with status 400."""
    _fields(data, set(), set())


def frame(event: str, data: Mapping[str, Any]) -> Frame:
    return {"event": event, "data": dict(data)}


def message_frame(incoming: Incoming, title: str, at: int) -> Frame:
    """A message of the person that was just kept. title: what it shows."""
    payload = incoming.press.payload if incoming.press else None
    shown = {"text": title, "payload": payload, "redacted": bool(incoming.secrets), "answered": False}
    return frame("message", {"id": incoming.id, "at": at, **shown})


def hidden_frame(message_id: str, at: int) -> Frame:
    """An earlier message that turned out to begin a secret: nothing is left of it, and its id says whose place this takes."""
    return frame("message", {"id": message_id, "at": at, "text": MARK, "payload": None, "redacted": True, "answered": True})


def reply_frame(message_id: str, entries: Entries, at: int, rating: str | None = None) -> Frame:
    """The bot's whole reply to a message. entries: as turns and the tracker store give them."""
    texts = [{"text": entry["text"], "buttons": entry.get("buttons") or []} for entry in entries if "text" in entry]
    envelope = next((entry["custom"] for entry in entries if "custom" in entry), None)
    who = {"id": reply_id(message_id), "to": message_id, "at": at, "author": BOT, "name": None}
    return frame("reply", {**who, "entries": texts, "envelope": envelope, "rating": rating})


def is_silent(entries: Entries) -> bool:
    """Whether a reply says nothing: a human has the conversation."""
    return not any("text" in entry for entry in entries)


def human_frame(push_id: str, name: str | None, text: str, locale: str, at: int) -> Frame:
    """What a human agent wrote."""
    envelope = {"answer": "handoff", "kind": "handoff", "locale": locale, "links": [], "wallet": []}
    who = {"id": f"{HUMAN}:{push_id}", "to": None, "at": at, "author": HUMAN, "name": name}
    return frame("reply", {**who, "entries": [{"text": text, "buttons": []}], "envelope": envelope, "rating": None})


def reply_id(message_id: str) -> str:
    """The id of the bot's reply to a message: the same whenever it is sent."""
    return f"{BOT}:{message_id}"


def sent(message_id: str | None = None) -> dict[str, Any]:
    """The acknowledgement of what was kept or done."""
    return {"status": "sent", "id": message_id}


def failed(error: ChannelError, locale: str | None, message_id: object = None) -> dict[str, Any]:
    """The acknowledgement of what was refused. message_id: as it came."""
    known = message_id if isinstance(message_id, str) and is_message_id(message_id) else None
    return {"status": "failed", "id": known, "error": error_data(error, locale)}


def error_data(error: ChannelError, locale: str | None) -> dict[str, Any]:
    """A refusal in the words of the protocol, and of the person."""
    reason = reason_of(error)
    again = error.retry_after_s if isinstance(error, TooMany) else _AGAIN_S if reason == "unavailable" else None
    text = label(reply_locale(conversation=locale), TEXTS.get(reason, "error_failed"))
    return {"reason": reason, "text": text, "hint": error.hint, "retry_after": again}


def reason_of(error: ChannelError) -> str:
    if error.reason in REASONS:
        return REASONS[error.reason]
    return "rate_limited" if isinstance(error, TooMany) else "unavailable" if error.status == 503 else "bad_request"


def unavailable() -> ChannelError:
    return ChannelError(503, "unavailable", "the database cannot be used now: send it again in a moment")


def is_message_id(value: str) -> bool:
    try:
        return checked_message_id(value) is not None
    except ChannelError:
        return False


def milliseconds(moment: float | None = None) -> int:
    """A moment (seconds since 1970; now) as the protocol has it."""
    return int((time.time() if moment is None else moment) * 1000)


def _locale(value: object) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > LONGEST_LOCALE):
        raise _bad('"locale" must be a language code or null')
    return live_or_none(value)


def _fields(data: object, needed: set[str], optional: set[str]) -> dict[str, Any]:
    if not isinstance(data, dict) or not needed <= data.keys() <= needed | optional:
        raise _bad(f"send an object with {', '.join(sorted(needed)) or 'nothing'}; it may have {', '.join(sorted(optional)) or 'nothing else'}")
    return data


def _bad(hint: str) -> ChannelError:
    return ChannelError(400, "bad_frame", hint)
