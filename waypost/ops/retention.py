"""Conversations that are over leave the database: once an hour beside the bot, or `python -m waypost.ops.retention` now.

DELETE /webhooks/rest/conversations/<sender> deletes one conversation at once, for whoever may write to it.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
import time
from typing import Any, Callable

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import Door, as_json
from waypost.channels.inbox import checked_sender
from waypost.errors import BotError, ChannelError
from waypost.ops import erasures
from waypost.ops.keeping import expire, forget, is_there, store_address
from waypost.ops.logs import configure
from waypost.ops.settings import Settings

log = logging.getLogger(__name__)
DAY_S = 86_400
EVERY_S = 3_600
BACKUPS_KEPT_DAYS = 35
"""How long backups may be kept, and so how long it is remembered who was erased."""


def erasure_routes(settings: Settings, door: Door, forget_here: Callable[[str], None]) -> Blueprint:
    """The blueprint with the route for "delete my data". forget_here: takes a sender out of this process's memory."""
    routes = Blueprint("waypost_erasure")

    @routes.route("/webhooks/rest/conversations/<sender:str>", methods=["OPTIONS"])
    async def preflight(request: Request, sender: str) -> HTTPResponse:
        return door.preflight(request)

    @routes.route("/webhooks/rest/conversations/<sender:str>", methods=["DELETE"])
    async def erase(request: Request, sender: str) -> HTTPResponse:
        try:
            door.admit(request)
            checked_sender(sender, door.gate.is_bridge(request.headers))
            await erase_conversation(settings, request.app.ctx.agent, sender)
        except ChannelError as error:
            return door.refusal(request, error)
        forget_here(sender)
        log.info("conversation.erased")
        return as_json({"status": "deleted"}, headers=door.gate.cross_origin(request.headers))

    return routes


async def erase_conversation(settings: Settings, agent: Any, sender: str) -> None:
    """Deletes a conversation while no turn of it runs. Raises ChannelError with status 503: then it is not deleted, or not for certain."""
    loop = asyncio.get_running_loop()
    try:
        async with agent.lock_store.lock(sender):
            await loop.run_in_executor(None, functools.partial(erasures.note, settings.var, sender))
            await loop.run_in_executor(None, functools.partial(forget, store_address(settings), sender))
    except Exception as error:
        log.error("conversation.not_erased kind=%s", type(error).__name__)
        raise ChannelError(503, "not_deleted", "the database cannot be used now: send it again in a moment") from error


def expire_now(settings: Settings) -> int:
    """Deletes what is older than the settings allow. Result: rows. Raises SQLAlchemyError or OSError."""
    if not settings.retention_days or not is_there(store_address(settings)):
        return 0
    rows = expire(store_address(settings), time.time() - settings.retention_days * DAY_S)
    erasures.forget_before(settings.var, time.time() - BACKUPS_KEPT_DAYS * DAY_S)
    return rows


def expire_hourly(settings: Settings, app: Sanic) -> None:
    """Adds the work to an application."""

    async def work(_app: Sanic) -> None:
        while True:
            try:
                rows = await asyncio.get_running_loop().run_in_executor(None, functools.partial(expire_now, settings))
                if rows:
                    log.info("conversations.expired rows=%s days=%s", rows, settings.retention_days)
            except Exception as error:  # tried again in an hour; the bot goes on
                log.error("conversations.not_expired kind=%s", type(error).__name__)
            await asyncio.sleep(EVERY_S)

    if settings.retention_days:
        app.add_task(work)


def main() -> None:
    configure()
    try:
        settings = Settings.from_environment()
        rows = expire_now(settings)
    except (BotError, OSError) as error:
        sys.exit(f"waypost | {error}")
    log.info("conversations.expired rows=%s days=%s", rows, settings.retention_days)


if __name__ == "__main__":
    main()
