"""What every route of a channel does first and last: let a request in, or refuse it with a reason, a hint and the headers that fit."""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import dataclass, field
from typing import Any

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.gate import Gate, check_json
from waypost.channels.limits import Caps, Limits
from waypost.channels.measures import Measures
from waypost.content.languages import live_or_none
from waypost.content.live import catalog
from waypost.content.locale import reply_locale
from waypost.errors import ChannelError, TooMany
from waypost.replies import entries_of
from waypost.safety.tail import Tail

log = logging.getLogger(__name__)
_FIRST_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)")


@dataclass(frozen=True)
class Door:
    """The gate, the limits, the counts and the last five minutes that all channels of one process share."""

    gate: Gate = field(default_factory=Gate)
    limits: Limits = field(default_factory=lambda: Limits(Caps()))
    measures: Measures = field(default_factory=Measures)
    tail: Tail = field(default_factory=lambda: Tail(time.monotonic))

    def admit(self, request: Request) -> None:
        """Raises ChannelError when the request may not come in. Guesses at a token count against the address too."""
        self.limits.knock(self.gate.address_of(request.ip, request.headers))
        self.gate.check(request.ip, request.headers)

    def admit_page(self, request: Request) -> None:
        """The same for what every visitor of an allowed page may use: their session's token is looked at later."""
        self.limits.knock(self.gate.address_of(request.ip, request.headers))
        self.gate.check_origin(request.headers)

    def admit_json(self, request: Request) -> None:
        """The same for a request with a JSON body."""
        self.admit(request)
        check_json(request.headers)

    def forget(self, sender: str) -> None:
        """Leaves nothing of a conversation here."""
        self.measures.forget(sender)
        self.tail.forget(sender)

    def refusal(self, request: Request, error: ChannelError, sender: str = "", hint: str | None = None) -> HTTPResponse:
        """A refused request as JSON: the reason for programs, the hint for people who write them; "too many" also as a reply to show."""
        self.refused(error)
        body: dict[str, Any] = {"error": error.reason, "hint": error.hint}
        headers = self.gate.cross_origin(request.headers)
        if error.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="waypost"' + (', error="invalid_token"' if error.reason == "bad_token" else "")
        if isinstance(error, TooMany):
            body |= {"retry_after": error.retry_after_s, "reply": self._wait_reply(request, sender, hint)}
            headers["Retry-After"] = str(error.retry_after_s)
        return as_json(body, error.status, headers)

    def refused(self, error: ChannelError) -> None:
        """Notes a refusal."""
        log.info("message.refused status=%s reason=%s", error.status, error.reason)
        self.measures.refusal(error.reason)

    def preflight(self, request: Request) -> HTTPResponse:
        """The answer to a browser that asks whether a page may ask."""
        if not self.gate.allows(request.headers.getall("origin", [])):
            return self.refusal(request, ChannelError(403, "foreign_origin", "this page may not use the bot: name its origin in WAYPOST_ORIGINS"))
        allowed = {"Access-Control-Allow-Methods": "POST, DELETE", "Access-Control-Allow-Headers": "Authorization, Content-Type"}
        return response.empty(204, {**self.gate.cross_origin(request.headers), **allowed, "Access-Control-Max-Age": "600"})

    def _wait_reply(self, request: Request, sender: str, hint: str | None) -> list[dict[str, Any]]:
        """Asks to wait, in the conversation's language or the browser's; reads no store, because this is what abuse makes happen."""
        first = _FIRST_LANGUAGE.match(request.headers.get("accept-language", ""))
        asked = hint or (live_or_none(first.group(1)) if first else None)
        reply = catalog().render(reply_locale(conversation=self.measures.locale_of(sender), hint=asked), "fallback.too_many")
        return [{**({"recipient_id": sender} if sender else {}), **entry} for entry in entries_of(reply)]


def as_json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    """JSON that stays readable: letters of all scripts as they are."""
    return response.text(json.dumps(body, ensure_ascii=False), status, headers, content_type="application/json")
