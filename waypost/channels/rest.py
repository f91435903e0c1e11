"""Rasa's REST address with our manners: POST /webhooks/rest/webhook, JSON in, the list of reply entries out."""

from __future__ import annotations

import time
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import Door, as_json
from waypost.channels.inbox import Incoming
from waypost.channels.turns import reply_to
from waypost.errors import ChannelError


class RestChannel(InputChannel):
    """The REST channel. Every accepted message is answered with text and envelope; refusals are a status with a reason."""

    def __init__(self, door: Door | None = None) -> None:
        self.door = door or Door()

    @classmethod
    def name(cls) -> str:
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("waypost_rest")
        door = self.door

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["OPTIONS"])
        async def preflight(request: Request) -> HTTPResponse:
            return door.preflight(request)

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            started = time.monotonic()
            incoming = None
            try:
                door.admit_json(request)
                incoming = Incoming.parse(request.body)
                stay = door.limits.enter(incoming.sender)
            except ChannelError as error:
                return door.refusal(request, error, *((incoming.sender, incoming.hint) if incoming else ()))
            with stay:
                entries = await reply_to(incoming, stay.during(on_new_message), locale_reader(request.app))
            door.measures.turn("rest", incoming.sender, incoming.secrets, entries, time.monotonic() - started)
            return as_json(entries, headers=door.gate.cross_origin(request.headers))

        return webhook


def locale_reader(app: Sanic) -> Callable[[str], Awaitable[str | None]]:
    """Reads the locale kept for a conversation from the running agent's tracker store."""

    async def locale_of(sender: str) -> str | None:
        tracker = await app.ctx.agent.tracker_store.retrieve(sender)
        locale: str | None = tracker.get_slot("locale") if tracker else None
        return locale

    return locale_of
