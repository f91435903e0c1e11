"""Rasa's REST address with our manners: POST /webhooks/rest/webhook, JSON in, the list of reply entries out."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.inbox import Incoming
from waypost.channels.turns import reply_to
from waypost.errors import ChannelError

log = logging.getLogger(__name__)


class RestChannel(InputChannel):
    """The REST channel. Every accepted message is answered with text and envelope; refusals are a status with a reason."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("waypost_rest")

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                incoming = Incoming.parse(request.body)
            except ChannelError as error:
                log.info("message.refused status=%s reason=%s", error.status, error.reason)
                return refusal(error)
            return response.json(await reply_to(incoming, on_new_message, locale_reader(request.app)))

        return webhook


def refusal(error: ChannelError) -> HTTPResponse:
    """A refused message as JSON: the reason for programs, the hint for people who write them."""
    return response.json({"error": error.reason, "hint": error.hint}, status=error.status)


def locale_reader(app: Sanic) -> Callable[[str], Awaitable[str | None]]:
    """Reads the locale kept for a conversation from the running agent's tracker store."""

    async def locale_of(sender: str) -> str | None:
        tracker = await app.ctx.agent.tracker_store.retrieve(sender)
        locale: str | None = tracker.get_slot("locale") if tracker else None
        return locale

    return locale_of
