"""The process of the ticket bridge (`make run-tickets`): hooks, health and metrics on TICKETS_PORT, the bridge's loops beside them."""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
import time
from dataclasses import dataclass

from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import as_json
from waypost.channels.manners import well_mannered
from waypost.content.languages import live_languages
from waypost.errors import BotError, ChannelError, SettingsError, StoreAway
from waypost.figures import exposition
from waypost.ops.chats import chat_routes
from waypost.ops.kept_secrets import PUSH, TICKETS, kept_secret
from waypost.ops.logs import configure
from waypost.ops.metrics import CONTENT_TYPE
from waypost.ops.settings import Settings, TicketSettings
from waypost.store.database import Database
from waypost.store.handovers import HANDOVERS, Handovers
from waypost.tickets.answering import MailAnswerer
from waypost.tickets.bot import RestBot
from waypost.tickets.bridge import Bridge
from waypost.tickets.chats import Chats
from waypost.tickets.desk import Desk
from waypost.tickets.door import WidgetDoor
from waypost.tickets.helpdesks.protocol import Account, Helpdesk, HookCall
from waypost.tickets.inbox import Inbox
from waypost.tickets.modes import LiveModes
from waypost.tickets.outbox import Outbox
from waypost.tickets.reading import MailReader
from waypost.tickets.tables import TABLES
from waypost.tickets.types import Mode
from waypost.tickets.work import Tools

log = logging.getLogger(__name__)
LARGEST_HOOK = 2 * 1024 * 1024
HOOK_DELAY_S = 0.5
"""Some helpdesks tell of a change before they have stored it."""


@dataclass(frozen=True)
class Parts:
    """What the process is made of."""

    helpdesk: Helpdesk
    bot: RestBot
    inbox: Inbox
    bridge: Bridge
    database: Database
    chats: Chats
    door: WidgetDoor
    token: str
    """Of the programs that may ask for a ticket."""


def parts_of(settings: Settings, tickets: TicketSettings) -> Parts:
    """Nothing is connected yet. Raises SettingsError, ContentError."""
    database = Database(settings.database_url, *TABLES, HANDOVERS)
    helpdesk = adapter_of(tickets)
    if tickets.agents_locale not in live_languages():
        raise SettingsError(f"WAYPOST_AGENTS_LOCALE={tickets.agents_locale!r}: set it to one of {', '.join(live_languages())}")
    token = settings.tickets_token or kept_secret(settings.var, TICKETS)
    bot = RestBot(tickets.bot_url, token)
    inbox = Inbox(database, helpdesk.name, time.time)
    desk = Desk.load(tickets.desk_file) if tickets.desk_file else Desk()
    door = WidgetDoor(tickets.bot_url, kept_secret(settings.var, PUSH))
    chats = Chats(helpdesk, Handovers(database), door.push, desk, tickets.queue, tickets.agent, tickets.agents_locale)
    tools = Tools(
        helpdesk=helpdesk,
        bot=bot,
        reader=MailReader(),
        answerer=MailAnswerer(tickets.agents_locale, desk.needs),
        outbox=Outbox(database, helpdesk.name, time.time),
        modes=LiveModes(tickets.modes_file, Mode(tickets.mode)).get,
        agent=tickets.agent,
        queue=tickets.queue,
        agents=tickets.agents_locale,
        chats=chats,
    )
    return Parts(helpdesk, bot, inbox, Bridge(tools, inbox, tickets.poll_s), database, chats, door, token)


def adapter_of(tickets: TicketSettings) -> Helpdesk:
    """The adapter of the helpdesk that the settings name: the module of that name has it."""
    module = importlib.import_module(f"waypost.tickets.helpdesks.{tickets.helpdesk}")
    adapter: Helpdesk = module.Adapter(Account(tickets.url, tickets.token, tickets.agent, tickets.queue, tickets.secrets))
    return adapter


def create_app(parts: Parts, name: str = "waypost_tickets") -> Sanic:
    """Hooks, health, metrics; the bridge runs as long as the server."""
    app = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_HOOK
    app.config.REQUEST_TIMEOUT = 15
    app.config.FALLBACK_ERROR_FORMAT = "json"
    well_mannered(app)
    for routes in (hook_routes(parts), chat_routes(parts.chats, parts.token), state_routes(parts)):
        app.blueprint(routes)
    running: list[asyncio.Future[None]] = []

    async def begin(_app: Sanic, _loop: object) -> None:
        running.append(asyncio.ensure_future(parts.bridge.run()))

    async def end(_app: Sanic, _loop: object) -> None:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await parts.helpdesk.close()
        await parts.bot.close()
        await parts.door.close()

    app.register_listener(begin, "after_server_start")
    app.register_listener(end, "before_server_stop")
    return app


def hook_routes(parts: Parts) -> Blueprint:
    """POST /hooks/<helpdesk> and /hooks/<helpdesk>/<key>: stored and answered at once, worked on later."""
    routes = Blueprint("waypost_hooks")
    counted = parts.bridge.measures.hooks

    @routes.post("/hooks/<helpdesk:str>")
    async def signed(request: Request, helpdesk: str) -> HTTPResponse:
        return await receive(request, helpdesk, "")

    @routes.post("/hooks/<helpdesk:str>/<key:str>")
    async def keyed(request: Request, helpdesk: str, key: str) -> HTTPResponse:
        return await receive(request, helpdesk, key)

    async def receive(request: Request, helpdesk: str, key: str) -> HTTPResponse:
        try:
            if helpdesk != parts.helpdesk.name:
                raise ChannelError(404, "other_helpdesk", "this bridge works in another helpdesk: see WAYPOST_HELPDESK")
            call = HookCall({name.lower(): value for name, value in request.headers.items()}, request.body, time.time(), key)
            await parts.bridge.hear(tuple(parts.helpdesk.hook(call)), HOOK_DELAY_S)
        except ChannelError as error:
            log.info("hook.refused status=%s reason=%s", error.status, error.reason)
            counted.add(error.reason)
            return as_json({"error": error.reason, "hint": error.hint}, error.status)
        except StoreAway:
            counted.add("not_stored")
            return as_json({"error": "not_stored", "hint": "the database cannot be used now: send it again in a moment"}, 503, {"Retry-After": "5"})
        counted.add("noted")
        return as_json({"status": "noted"})

    return routes


def state_routes(parts: Parts) -> Blueprint:
    """GET /live, /health, /metrics."""
    routes = Blueprint("waypost_tickets_state")

    @routes.get("/live")
    async def live(request: Request) -> HTTPResponse:
        return as_json({"status": "alive"})

    @routes.get("/health")
    async def health(request: Request) -> HTTPResponse:
        try:
            hints = await parts.inbox.waiting()
        except StoreAway:
            return as_json({"status": "failing", "reason": {"store": "away"}}, 503)
        if parts.bridge.poll_failing:
            return as_json({"status": "failing", "reason": {"helpdesk": parts.bridge.poll_failing}, "hints": hints}, 503)
        return as_json({"status": "ok", "hints": hints})

    @routes.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        return response.text(exposition(parts.bridge.measures.figures()), content_type=CONTENT_TYPE)

    return routes


def main() -> None:
    configure()
    try:
        settings = Settings.from_environment()
        tickets = TicketSettings.from_environment(settings)
        parts = parts_of(settings, tickets)
        app = create_app(parts)
    except BotError as error:
        sys.exit(f"waypost | {error}")
    app.run(host=settings.host, port=tickets.port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
