"""The bot process: the trained model behind our channels, /health beside them."""

from __future__ import annotations

import functools
import logging
import sys
from typing import Any

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
from waypost.ops.health import health_routes  # noqa: E402
from waypost.ops.settings import Settings  # noqa: E402
from waypost.ops.training import model_path  # noqa: E402

log = logging.getLogger(__name__)
RESPONSE_TIMEOUT_S = 65


def create_app(settings: Settings) -> Sanic:
    """The Sanic application; the model is loaded when the server starts."""
    app = Sanic("waypost", configure_logging=False)
    app.config.RESPONSE_TIMEOUT = RESPONSE_TIMEOUT_S
    app.config.REQUEST_MAX_SIZE = 1024 * 1024
    app.config.FALLBACK_ERROR_FORMAT = "json"
    register([RestChannel()], app, route="/webhooks/")
    app.blueprint(health_routes(settings))
    app.blueprint(page_routes())
    app.register_listener(functools.partial(load_agent_on_start, str(model_path()), endpoints(settings), None), "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    return app


def endpoints(settings: Settings) -> AvailableEndpoints:
    """Rasa's endpoints from the settings instead of endpoints.yml."""
    settings.var.mkdir(parents=True, exist_ok=True)
    store: dict[str, Any] = {"type": "SQL", "dialect": "sqlite", "db": str(settings.var / "tracker.db")}
    return AvailableEndpoints(action=EndpointConfig(f"{settings.actions_url}/webhook"), tracker_store=EndpointConfig(**store))


def main() -> None:
    configure()
    settings = Settings.from_environment()
    if not model_path().exists():
        sys.exit("waypost | there is no model for this content: run make train")
    catalog()
    create_app(settings).run(host=settings.host, port=settings.port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
