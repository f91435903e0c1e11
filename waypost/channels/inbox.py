"""The only door: raw data from outside in, a checked and redacted message out, or a ChannelError with a reason.

Nothing behind this door ever sees a secret, a command to the dialogue engine, or a field that the outside made up.
"""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any, Collection

from waypost.content.answers import FILLS, Press, in_tree
from waypost.content.facts import facts
from waypost.content.languages import live_languages, live_or_none
from waypost.errors import ChannelError
from waypost.safety.redact import redact
from waypost.safety.tail import Tail, Traced

LONGEST_BODY = 16 * 1024
LONGEST_TEXT = 2_000
SENDER = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
WEB = "web:"
RESERVED = (WEB, "ticket:")
"""Beginnings of the names that other channels give to their conversations: nobody enters those through REST."""
PRESS = re.compile(rf"(ask|language|{'|'.join(FILLS)}):([A-Za-z0-9_.-]{{1,32}})")
NOT_PRESSABLE = frozenset({"fallback", "affirm", "deny", "clarify"})
_KEPT = "\n\t\u200d"
_ZERO_WIDTH_SPACE = "\u200b"
_COMMAND = re.compile(r"^[\s/]+")
_COMMAND_DATA = re.compile(r"^(\s*/\w+)\s*\{.*\}\s*$", re.DOTALL)


@dataclass(frozen=True)
class Incoming:
    """One message from a person. id: the client's, or one of ours. text: redacted. hint: a live language or None. press: the button, if any.
    earlier: ids of the sender's messages that turned out to begin the secret of this one."""

    id: str
    sender: str
    text: str
    hint: str | None
    press: Press | None
    secrets: tuple[str, ...]
    earlier: tuple[str, ...] = ()

    @property
    def channel(self) -> str:
        """The channel that this conversation belongs to."""
        return "widget" if self.sender.startswith(WEB) else "rest"

    @classmethod
    def parse(cls, body: bytes, tail: Tail | None = None) -> Incoming:
        """From the JSON body of a request. tail: as in `of`. Raises ChannelError with status 400, 403 or 413."""
        if len(body) > LONGEST_BODY:
            raise ChannelError(413, "body_too_large", f"send at most {LONGEST_BODY} bytes")
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            raise ChannelError(400, "not_json", "send a JSON object in UTF-8") from None
        if not isinstance(data, dict):
            raise ChannelError(400, "not_an_object", 'send a JSON object with "sender" and "message"')
        metadata = data.get("metadata")
        if metadata is not None and not isinstance(metadata, dict):
            raise ChannelError(400, "bad_metadata", '"metadata" must be an object or be left out')
        hint = live_or_none((metadata or {}).get("locale"))
        return cls.of(checked_sender(data.get("sender")), data.get("message"), hint, checked_message_id(data.get("message_id")), tail)

    @classmethod
    def of(cls, sender: str, message: object, hint: str | None, message_id: str | None = None, tail: Tail | None = None) -> Incoming:
        """From a known sender. tail: what the senders of this process wrote just before; without it a message is looked at alone.

        Call it from the event loop only. Raises ChannelError when the text is missing, empty or too long.
        """
        text, own_id = _text(message), message_id or uuid.uuid4().hex
        press = press_of(text)
        # A payload is of a closed list: its words are no part of anybody's phrase.
        clean = Traced.alone(text) if press or tail is None else tail.redact(sender, own_id, text)
        return cls(own_id, sender, _harmless(clean.text), hint, press, clean.kinds, clean.earlier)


def press_of(text: str) -> Press | None:
    """The button whose payload this text is, or None. Payloads are a closed list."""
    match = PRESS.fullmatch(text.strip())
    if not match:
        return None
    press = Press(*match.groups())
    return press if press.value in _known(press.verb) else None


def _known(verb: str) -> Collection[str]:
    """Everything that a button with this verb can say."""
    if verb == "language":
        return live_languages()
    if verb == "ask":
        return pressable_needs()
    if verb == "asset":
        return facts().assets.keys()
    return facts().networks.keys() if verb == "on" else facts().networks.keys() | facts().venues.keys()


def pressable_needs() -> frozenset[str]:
    """What a button may ask for: every answer of the copy that is a whole answer by itself, and every step of a guided tree."""
    from waypost.content.live import catalog

    keys = catalog().keys(live_languages()[0])
    return frozenset(key for key in keys if "." not in key or in_tree(key)) - NOT_PRESSABLE


def checked_sender(value: Any) -> str:
    """The name of a conversation that REST may go on with. Raises ChannelError with status 400 or 403."""
    if not isinstance(value, str) or not SENDER.fullmatch(value):
        raise ChannelError(400, "bad_sender", '"sender" must be 1 to 64 characters of A-Z a-z 0-9 _ . : -')
    if value.lower().startswith(RESERVED):
        raise ChannelError(
            403, "reserved_sender", f'"sender" must not begin with {" or ".join(RESERVED)}: these conversations belong to other channels'
        )
    return value


def checked_message_id(value: object) -> str | None:
    """The client's id of a message. It is stored as it is: so it must not be a private key, which has the same characters.
    Raises ChannelError with status 400."""
    if value is None:
        return None
    if not isinstance(value, str) or not MESSAGE_ID.fullmatch(value) or redact(value).kinds:
        raise ChannelError(400, "bad_message_id", '"message_id" must be 8 to 64 characters of A-Z a-z 0-9 _ - such as a UUID, or be left out')
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ChannelError(400, "bad_message", '"message" must be a text')
    text = "".join(map(_seen, unicodedata.normalize("NFC", value.encode("utf-8", "ignore").decode("utf-8")))).strip()
    if not text:
        raise ChannelError(400, "empty_message", '"message" must not be empty')
    if len(value) > LONGEST_TEXT:
        raise ChannelError(413, "message_too_long", f'"message" may have at most {LONGEST_TEXT} characters')
    return text


def _seen(letter: str) -> str:
    """A character as a person sees it: control characters and the zero-width space part words (or a phrase copied with them would
    hide from redaction as one long word), other invisible ones are nothing."""
    if letter in _KEPT or unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cf"):
        return letter
    return " " if unicodedata.category(letter) == "Cc" or letter == _ZERO_WIDTH_SPACE else ""


def _harmless(text: str) -> str:
    """A text that the dialogue engine reads as a text: it takes a leading slash for a command."""
    return _COMMAND.sub("", _COMMAND_DATA.sub(r"\1", text)) or "?"
