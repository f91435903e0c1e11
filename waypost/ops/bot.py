"""The bot process: the trained model behind our channels, health and metrics beside them. Rasa's own HTTP API is not served."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any, Sequence

from waypost.ops.logs import configure, quiet_environment

quiet_environment()

import sqlalchemy as sa  # noqa: E402
from rasa.core.channels.channel import register  # noqa: E402
from rasa.core.run import close_resources, load_agent_on_start  # noqa: E402
from rasa.core.utils import AvailableEndpoints  # noqa: E402
from sanic import Sanic  # noqa: E402

from waypost.channels.conversations import Conversations  # noqa: E402
from waypost.channels.door import Door  # noqa: E402
from waypost.channels.gate import Gate  # noqa: E402
from waypost.channels.limits import Caps, Limits  # noqa: E402
from waypost.channels.manners import well_mannered  # noqa: E402
from waypost.channels.page import page_routes  # noqa: E402
from waypost.channels.rest import RestChannel  # noqa: E402
from waypost.channels.session import Sessions  # noqa: E402
from waypost.channels.sockets import make_server, socket_routes, tabs_of  # noqa: E402
from waypost.channels.widget import Widget  # noqa: E402
from waypost.channels.widget_files import widget_file_routes  # noqa: E402
from waypost.channels.widget_rest import push_routes, widget_rest_routes  # noqa: E402
from waypost.content.languages import live_languages  # noqa: E402
from waypost.content.live import catalog  # noqa: E402
from waypost.errors import BotError, StoreAway  # noqa: E402
from waypost.figures import Figure  # noqa: E402
from waypost.ops import erasures  # noqa: E402
from waypost.ops.action_calls import KeptEndpoint  # noqa: E402
from waypost.ops.health import health_routes  # noqa: E402
from waypost.ops.kept_secrets import PUSH, SESSION, TICKETS, kept_secret  # noqa: E402
from waypost.ops.metrics import metrics_routes  # noqa: E402
from waypost.ops.retention import erase_conversation, erasure_routes, expire_hourly  # noqa: E402
from waypost.ops.rule_states import short_sighted  # noqa: E402
from waypost.ops.settings import Settings  # noqa: E402
from waypost.ops.straight_runner import run_straight  # noqa: E402
from waypost.ops.training import model_path  # noqa: E402
from waypost.safety.phishing_list import activate  # noqa: E402
from waypost.store.database import Database  # noqa: E402
from waypost.store.journal import Journal  # noqa: E402
from waypost.store.locks import RedisLocks  # noqa: E402
from waypost.store.outbox import STREAM_TABLES, Outbox  # noqa: E402
from waypost.store.relay import Relay  # noqa: E402
from waypost.store.tracker import TABLES, StrictTrackerStore, strictly  # noqa: E402

log = logging.getLogger(__name__)
RESPONSE_TIMEOUT_S = 65
REQUEST_TIMEOUT_S = 15
"""For a request to arrive whole: one that trickles in holds its connection no longer."""
LARGEST_REQUEST = 64 * 1024


def create_app(settings: Settings, database: Database) -> Sanic:
    """The Sanic application; the model is loaded when the server starts."""
    app = create_doors(settings, database)
    ways = endpoints(settings, database, app.ctx.outbox)
    short_sighted()

    async def load(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        agent = await load_agent_on_start(str(model_path()), ways, None, app, loop)
        strictly(agent)
        run_straight(agent)

    async def hang_up(_app: Sanic, _loop: object) -> None:
        await ways.action.close()

    app.register_listener(load, "before_server_start")
    app.register_listener(warm_up, "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    app.register_listener(hang_up, "after_server_stop")
    expire_hourly(settings, app)
    return app


async def warm_up(app: Sanic, _loop: Any = None) -> None:
    """Understands a text in every live language once, before anybody is let in: the first one of a language takes seconds (word lists, profiles)."""
    for locale in live_languages() if app.ctx.agent and app.ctx.agent.is_ready() else ():
        for text in (catalog().render(locale, "greet").text, f"{catalog().label(locale, 'missing_tokens')} 0x{'ab' * 32}", "[removed]"):
            await app.ctx.agent.parse_message(text)


def create_doors(settings: Settings, database: Database, name: str = "waypost") -> Sanic:
    """Every route and rule of the application, without a model behind them (tests put something else at `app.ctx.agent`).

    `app.ctx.outbox` is what the tracker store has to fill, None when there is no event stream.
    """
    app = Sanic(name, configure_logging=False)
    app.config.RESPONSE_TIMEOUT = RESPONSE_TIMEOUT_S
    app.config.REQUEST_TIMEOUT = REQUEST_TIMEOUT_S
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    app.config.FALLBACK_ERROR_FORMAT = "json"
    well_mannered(app)
    door = door_of(settings)
    app.ctx.outbox, figures = event_stream(settings, database, app)
    rest = RestChannel(Journal(database), door)
    register([rest], app, route="/webhooks/")
    add_widget(app, settings, rest, door)
    for routes in (health_routes(settings, database), metrics_routes(door, figures), erasure_routes(settings, door, rest.forget), page_routes()):
        app.blueprint(routes)
    return app


def add_widget(app: Sanic, settings: Settings, rest: RestChannel, door: Door) -> None:
    """The widget's ways in, over the turns that the REST channel runs."""

    async def erase(conversation: str) -> None:
        await erase_conversation(settings, app.ctx.agent, conversation)
        rest.forget(conversation)

    server = make_server()
    widget = Widget(
        door,
        Sessions(settings.session_secrets or (kept_secret(settings.var, SESSION),)),
        tabs_of(server),
        Conversations(lambda: app.ctx.agent, rest.journal),
        lambda: rest.turns,
        erase,
        lambda conversation: erasures.was_erased(settings.var, conversation),
    )

    async def listen(_app: Sanic, _loop: object) -> None:
        rest.turns.listeners.append(widget.ended)

    app.register_listener(listen, "after_server_start")
    push = push_routes(widget, kept_secret(settings.var, PUSH))
    for routes in (widget_file_routes(), widget_rest_routes(widget), push, socket_routes(server, widget, app)):
        app.blueprint(routes)


def event_stream(settings: Settings, database: Database, app: Sanic) -> tuple[Outbox | None, Sequence[Figure]]:
    """Adds the relay to an application, when the settings name a broker. Result: where events wait for it, and its figures."""
    if settings.broker_url is None:
        return None, ()
    outbox = Outbox()
    relay = Relay(settings.broker_url, database, outbox, settings.broker_delay_s)

    async def work(_app: Sanic) -> None:
        await relay.run()

    app.add_task(work)
    return outbox, relay.figures()


def door_of(settings: Settings) -> Door:
    """The one door of the process, as the settings want it."""
    caps = Caps(settings.rate_per_sender, settings.rate_per_address, under_way=settings.turns_at_once)
    bridge_token = settings.tickets_token or kept_secret(settings.var, TICKETS)
    return Door(Gate(settings.rest_token, settings.all_origins, settings.proxies, bridge_token), Limits(caps))


def endpoints(settings: Settings, database: Database, outbox: Outbox | None = None) -> AvailableEndpoints:
    """Rasa's endpoints from the settings instead of endpoints.yml."""
    headers = {"Authorization": f"Bearer {settings.actions_token}"} if settings.actions_token else {}
    store = StrictTrackerStore(database=database, outbox=outbox)
    actions = KeptEndpoint(f"{settings.actions_url}/webhook", headers, store.events_of)
    locks = RedisLocks(settings.redis_url) if settings.redis_url else None
    return AvailableEndpoints(action=actions, tracker_store=store, lock_store=locks)


def tables_for(settings: Settings) -> tuple[sa.Table, ...]:
    """What the database must have."""
    return (*TABLES, *STREAM_TABLES) if settings.broker_url else TABLES


def usable(database: Database) -> None:
    """Raises StoreAway when the database is a file that cannot be used: it will not come back by itself, as a server does."""
    try:
        database.transact(lambda connection: None)
    except StoreAway:
        if database.dialect == "sqlite":
            raise


def main() -> None:
    configure()
    if not model_path().exists():
        sys.exit("waypost | there is no model for this content: run make train")
    catalog()
    try:
        settings = Settings.from_environment()
        database = Database(settings.database_url, *tables_for(settings))
        usable(database)
        activate(settings.phishing_list)
    except BotError as error:
        sys.exit(f"waypost | {error}")
    create_app(settings, database).run(host=settings.host, port=settings.port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
