"""The bridge's routes for the action server: a chat wants a human, and what is typed while one has it. With the bridge's own token only."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import as_json
from waypost.channels.gate import Gate, check_json
from waypost.errors import ChannelError, HelpdeskError, StoreAway
from waypost.tickets.chats import Chats, Told, Wanted

log = logging.getLogger(__name__)
LONGEST_TEXT = 4_000
LIMIT_S = 14.0
"""Shorter than the action server waits: what it is not told must not have come about."""


def chat_routes(chats: Chats, token: str) -> Blueprint:
    """POST /chats and /chats/messages. 503 when helpdesk or database cannot do it now: then nothing was promised."""
    routes = Blueprint("waypost_chats")
    gate = Gate(token)

    async def done(request: Request, work: Callable[[Any], Awaitable[Told]]) -> HTTPResponse:
        try:
            gate.check(request.ip, request.headers)
            check_json(request.headers)
            return as_json((await asyncio.wait_for(work(_json(request)), LIMIT_S)).as_data())
        except ChannelError as error:
            log.info("chat.refused status=%s reason=%s", error.status, error.reason)
            return as_json({"error": error.reason, "hint": error.hint}, error.status)
        except (HelpdeskError, StoreAway, asyncio.TimeoutError) as error:
            log.warning("chat.failed kind=%s", type(error).__name__)
            return as_json({"error": "away", "hint": "the helpdesk or the database cannot be used now"}, 503, {"Retry-After": "5"})

    @routes.post("/chats")
    async def opened(request: Request) -> HTTPResponse:
        return await done(request, lambda data: chats.open(Wanted.parse(data)))

    @routes.post("/chats/messages")
    async def said(request: Request) -> HTTPResponse:
        return await done(request, lambda data: chats.said(*_message(data)))

    return routes


def _json(request: Request) -> Any:
    try:
        return request.json
    except Exception:
        raise ChannelError(400, "not_json", "send a JSON object in UTF-8") from None


def _message(data: Any) -> tuple[str, str, str]:
    """(sender, id, text). Raises ChannelError with status 400."""
    fields = data if isinstance(data, dict) else {}
    found = [fields[name] for name in ("sender", "id", "text") if isinstance(fields.get(name), str)]
    if len(found) < 3 or not all(0 < len(value) <= LONGEST_TEXT for value in found):
        raise ChannelError(400, "bad_request", f"send texts of at most {LONGEST_TEXT} characters: sender, id, text")
    return found[0], found[1], found[2]
