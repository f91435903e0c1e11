"""The bot process: the trained model behind our channels, /health beside them."""

from __future__ import annotations

import asyncio
import logging
import sys

from waypost.ops.logs import configure, quiet_environment

quiet_environment()

from rasa.core.channels.channel import register  # noqa: E402
from rasa.core.run import close_resources, load_agent_on_start  # noqa: E402
from rasa.core.utils import AvailableEndpoints  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402
from sanic import Sanic  # noqa: E402

from waypost.channels.page import page_routes  # noqa: E402
from waypost.channels.rest import RestChannel  # noqa: E402
from waypost.content.live import catalog  # noqa: E402
from waypost.errors import BotError, StoreAway  # noqa: E402
from waypost.ops.health import health_routes  # noqa: E402
from waypost.ops.settings import Settings  # noqa: E402
from waypost.ops.training import model_path  # noqa: E402
from waypost.store.database import Database  # noqa: E402
from waypost.store.journal import Journal  # noqa: E402
from waypost.store.tracker import TABLES, StrictTrackerStore, strictly  # noqa: E402

log = logging.getLogger(__name__)
RESPONSE_TIMEOUT_S = 65


def create_app(settings: Settings, database: Database) -> Sanic:
    """The Sanic application; the model is loaded when the server starts."""
    app = Sanic("waypost", configure_logging=False)
    app.config.RESPONSE_TIMEOUT = RESPONSE_TIMEOUT_S
    app.config.REQUEST_MAX_SIZE = 1024 * 1024
    app.config.FALLBACK_ERROR_FORMAT = "json"
    register([RestChannel(Journal(database))], app, route="/webhooks/")
    app.blueprint(health_routes(settings))
    app.blueprint(page_routes())

    async def load(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        strictly(await load_agent_on_start(str(model_path()), endpoints(settings, database), None, app, loop))

    app.register_listener(load, "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    return app


def endpoints(settings: Settings, database: Database) -> AvailableEndpoints:
    """Rasa's endpoints from the settings instead of endpoints.yml."""
    return AvailableEndpoints(action=EndpointConfig(f"{settings.actions_url}/webhook"), tracker_store=StrictTrackerStore(database=database))


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
        database = Database(settings.database_url, *TABLES)
        usable(database)
    except BotError as error:
        sys.exit(f"waypost | {error}")
    create_app(settings, database).run(host=settings.host, port=settings.port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
