"""Rasa's REST address with our manners: POST /webhooks/rest/webhook, JSON in, the list of reply entries out."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Awaitable, Callable, Dict, Optional, Sequence

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import Door, as_json
from waypost.channels.inbox import Incoming
from waypost.channels.once import Turns
from waypost.errors import ChannelError
from waypost.ops.settings import Settings
from waypost.store.database import Database
from waypost.store.journal import Entries, Journal
from waypost.store.tracker import TABLES, strictly

TRY_AGAIN_S = 5
LAST_TURNS_S = 10.0
"""At the end of the process, for turns whose client has hung up."""


class RestChannel(InputChannel):
    """The REST channel. Every accepted message is answered with text and envelope; refusals are a status with a reason."""

    def __init__(self, journal: Journal, door: Door | None = None) -> None:
        self.journal = journal
        self.door = door or Door()
        self._running: list[Turns] = []

    @classmethod
    def name(cls) -> str:
        return "rest"

    @property
    def turns(self) -> Turns:
        """All turns of this process, also those of other channels; there are none before the server starts."""
        return self._running[-1]

    def forget(self, sender: str) -> None:
        """Leaves nothing of a conversation in this process's memory."""
        self.door.forget(sender)
        for turns in self._running:
            turns.forget(sender)

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """For Rasa's own commands; the journal is in the settings' database."""
        return cls(Journal(Database(Settings.from_environment().database_url, *TABLES)))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("waypost_rest")
        door, running = self.door, self._running

        @webhook.listener("before_server_start")
        async def begin(app: Sanic, _loop: object) -> None:
            running.append(Turns(self.journal, on_new_message, locale_reader(app), answer_reader(app), hider(app)))

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
                incoming = Incoming.parse(request.body, door.tail)
                with door.limits.enter(incoming.sender) as stay:
                    outcome = await running[-1].answer(incoming, stay.during(on_new_message))
            except ChannelError as error:
                return door.refusal(request, error, *((incoming.sender, incoming.hint) if incoming else ()))
            door.measures.turn("rest", incoming.sender, incoming.secrets, outcome.entries, time.monotonic() - started)
            later = {"Retry-After": str(TRY_AGAIN_S)} if outcome.status == 503 else {}
            return as_json(outcome.entries, outcome.status, {**door.gate.cross_origin(request.headers), **later})

        _watched(webhook, running)
        return webhook


def _watched(webhook: Blueprint, running: list[Turns]) -> None:
    """Turns are watched over while the server runs, and get their time when it ends."""
    watching: list[asyncio.Future[None]] = []

    @webhook.listener("after_server_start")
    async def watch(app: Sanic, _loop: object) -> None:
        strictly(app.ctx.agent)
        watching.append(asyncio.ensure_future(running[-1].watch()))

    @webhook.listener("before_server_stop")
    async def end(_app: Sanic, _loop: object) -> None:
        for task in watching:
            task.cancel()
        await running[-1].finish(LAST_TURNS_S)


def locale_reader(app: Sanic) -> Callable[[str], Awaitable[str | None]]:
    """Reads the locale kept for a conversation from the running agent's tracker store."""

    async def locale_of(sender: str) -> str | None:
        tracker = await strictly(app.ctx.agent).retrieve(sender)
        locale: str | None = tracker.get_slot("locale") if tracker else None
        return locale

    return locale_of


def answer_reader(app: Sanic) -> Callable[[str, str], Awaitable[Entries | None]]:
    """Reads what the conversation holds as the answer to a message."""

    async def answer_to(sender: str, message_id: str) -> Entries | None:
        return await strictly(app.ctx.agent).answer_to(sender, message_id)

    return answer_to


def hider(app: Sanic) -> Callable[[str, Sequence[str]], Awaitable[None]]:
    """Takes the texts of earlier messages out of a conversation."""

    async def hide(sender: str, message_ids: Sequence[str]) -> None:
        await strictly(app.ctx.agent).hide(sender, message_ids)

    return hide
