"""The action server process: rasa-sdk's server over the package `actions`, for the bot alone."""

from __future__ import annotations

import logging

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.chain.live import close_chain, open_chain
from waypost.channels.gate import Gate
from waypost.content.live import catalog
from waypost.errors import ChannelError
from waypost.ops.logs import configure, quiet_environment
from waypost.ops.settings import Settings

quiet_environment()
log = logging.getLogger(__name__)


def create_guarded_app(settings: Settings) -> Sanic:
    """rasa-sdk's application behind the gate of the REST channel: the bot's token, or loopback peers when there is none. /health is open."""
    from rasa_sdk.endpoint import create_app

    app = create_app("actions", cors_origins=[])
    gate = Gate(settings.actions_token)

    async def guard(request: Request) -> HTTPResponse | None:
        if request.path == "/health":
            return None
        try:
            gate.check(request.ip, request.headers)
        except ChannelError as error:
            log.warning("actions.refused status=%s reason=%s", error.status, error.reason)
            return response.json(
                {"error": error.reason, "hint": "only the bot may ask: give both processes the same WAYPOST_ACTIONS_TOKEN"}, error.status
            )
        return None

    async def look_up(_app: Sanic, _loop: object) -> None:
        open_chain(settings.chain)

    async def stop_looking(_app: Sanic, _loop: object) -> None:
        await close_chain()

    app.register_middleware(guard, "request")
    app.register_listener(look_up, "before_server_start")
    app.register_listener(stop_looking, "after_server_stop")
    return app


def main() -> None:
    configure()
    settings = Settings.from_environment()
    catalog()
    create_guarded_app(settings).run(host=settings.host, port=settings.actions_port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
