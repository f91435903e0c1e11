"""A conversation's id in, a signed token out, and back: only who got the token from us can enter the conversation.

A token is `w1.<payload>.<mac>`, both parts base64url without padding. The payload is JSON: `c` the conversation, `e` when the token ends
(seconds since 1970). The mac is HMAC-SHA256 of everything before it. The first secret signs, all of them verify.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any, Callable, Sequence

from waypost.channels.inbox import WEB
from waypost.errors import ChannelError

LIFE_S = 7 * 24 * 3600
"""After its last use: each hello brings a new token."""
RENEW_S = 24 * 3600
"""A socket that stays open so long gets a new token."""
LONGEST_TOKEN = 512
VERSION = "w1"
_CONVERSATION = re.compile(WEB + "[0-9a-f]{32}")


@dataclass(frozen=True)
class Session:
    """What a token says. conversation: `web:` and 128 random bits. expires: seconds since 1970."""

    conversation: str
    expires: int


class Sessions:
    """Makes and reads tokens. secrets: at least one; clock: seconds since 1970."""

    def __init__(self, keys: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._keys = [key.encode() for key in keys]
        self._clock = clock

    def new(self) -> Session:
        """The session of a conversation that nobody has had."""
        return self.again(WEB + secrets.token_hex(16))

    def again(self, conversation: str) -> Session:
        """A fresh session of the same conversation."""
        return Session(conversation, int(self._clock()) + LIFE_S)

    def is_ageing(self, session: Session) -> bool:
        """Whether it is time for a new token."""
        return session.expires - self._clock() < LIFE_S - RENEW_S

    def token(self, session: Session) -> str:
        signed = f"{VERSION}.{_encoded(json.dumps({'c': session.conversation, 'e': session.expires}).encode())}"
        return f"{signed}.{_encoded(_mac(self._keys[0], signed))}"

    def verify(self, token: object) -> Session:
        """Raises ChannelError with status 401: `invalid` when it is not from us, `expired` when its time is over."""
        signed, payload, mac = _parts(token)
        if not any(hmac.compare_digest(_mac(key, signed), mac) for key in self._keys):
            raise _invalid()
        session = _session(payload)
        if session.expires <= self._clock():
            raise ChannelError(401, "expired", "the token is expired: say hello again")
        return session


def _parts(token: object) -> tuple[str, bytes, bytes]:
    """(what is signed, payload, mac)."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN or not token.isascii() or token.count(".") != 2:
        raise _invalid()
    version, payload, mac = token.split(".")
    if version != VERSION:
        raise _invalid()
    return f"{version}.{payload}", _decoded(payload), _decoded(mac)


def _session(payload: bytes) -> Session:
    try:
        data: Any = json.loads(payload)
        session = Session(str(data["c"]), int(data["e"]))
    except (ValueError, KeyError, TypeError):
        raise _invalid() from None
    if not _CONVERSATION.fullmatch(session.conversation):
        raise _invalid()
    return session


def _mac(key: bytes, signed: str) -> bytes:
    return hmac.digest(key, signed.encode(), "sha256")


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    """Raises ChannelError. One text only for the same bytes: bits that nobody reads must be 0."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise _invalid() from None
    if _encoded(data) != text:
        raise _invalid()
    return data


def _invalid() -> ChannelError:
    return ChannelError(401, "invalid", "this is no token of ours: say hello without one")
