"""The widget's way in over Socket.IO (websocket or polling): packets in, the widget's work done, frames and acknowledgements out.

Who may connect is decided here and not by engine.io: its own check of origins would double the headers of ours.
"""

from __future__ import annotations

import logging
import time
from typing import Any, Awaitable, Callable

import socketio
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from socketio.exceptions import ConnectionRefusedError as Refused

from waypost.channels.frames import Frame, Hello, error_data, failed, sent, unavailable
from waypost.channels.limits import Buckets
from waypost.channels.tabs import Tab, Tabs
from waypost.channels.widget import Widget
from waypost.errors import ChannelError, StoreAway, TooMany

log = logging.getLogger(__name__)
PATH = "/widget/v1/socket.io/"
LARGEST_PACKET = 16 * 1024
PING_EVERY_S, PING_LIMIT_S = 25, 20
"""Together less than the web server's limit for an answer: a poll waits so long."""
MOST_SOCKETS = 2_000
POLLS_PER_MINUTE = 600
"""Of one socket that polls."""
MOST_REFUSALS = 100
"""Events of one socket that were refused in a row; then it is closed."""
_AGAIN_S = 5
Work = Callable[[Tab, object], Awaitable[dict[str, Any]]]


class Server(socketio.AsyncServer):
    """Socket.IO that takes events only under names of ours: it would call its own handlers for those that a client names so."""

    async def _handle_event(self, eio_sid: str, namespace: str, id: object, data: object) -> None:  # noqa: A002
        if isinstance(data, list) and data and isinstance(data[0], str):
            event = "unknown" if data[0] in ("connect", "disconnect", "*") else data[0]
            await super()._handle_event(eio_sid, namespace, id, [event, *data[1:]])


def make_server() -> Server:
    """Without Socket.IO's own logs (they would hold what people write) and without its own check of origins."""
    quiet = logging.getLogger("engineio.waypost")
    quiet.setLevel(logging.CRITICAL)
    return Server(
        async_mode="sanic",
        cors_allowed_origins=[],
        max_http_buffer_size=LARGEST_PACKET,
        ping_interval=PING_EVERY_S,
        ping_timeout=PING_LIMIT_S,
        logger=quiet,
        engineio_logger=quiet,
        namespaces=["/"],
        http_compression=False,
    )


def tabs_of(server: Server) -> Tabs:
    """Tabs whose frames go out over this server."""

    async def emit(tab_id: str, out: Frame) -> None:
        await server.emit(out["event"], out["data"], to=tab_id)

    return Tabs(emit)


def socket_routes(server: Server, widget: Widget, app: Sanic) -> Blueprint:
    """The blueprint with Socket.IO's one route."""
    routes = Blueprint("waypost_widget_sockets")
    app.enable_websocket()
    app.config.WEBSOCKET_MAX_SIZE = LARGEST_PACKET
    polls = Buckets(POLLS_PER_MINUTE, time.monotonic)
    _listen(server, widget)

    @routes.route(PATH, methods=["GET", "POST", "OPTIONS"])
    async def engine(request: Request) -> HTTPResponse:
        if request.method == "OPTIONS":
            return widget.door.preflight(request)
        try:
            _admit(request, server, widget, polls)
        except ChannelError as error:
            return widget.door.refusal(request, error)
        answer = await server.handle_request(request)
        if isinstance(answer, HTTPResponse):
            answer.headers.update(widget.door.gate.cross_origin(request.headers))
        return answer

    return routes


def _admit(request: Request, server: Server, widget: Widget, polls: Buckets) -> None:
    """Raises ChannelError: another page's origin, too large, too many polls or sockets."""
    if len(request.body) > LARGEST_PACKET:
        raise ChannelError(413, "body_too_large", f"send at most {LARGEST_PACKET} bytes")
    socket = request.args.get("sid")
    if socket:
        widget.door.gate.check_origin(request.headers)
        wait_s = polls.take(socket)
        if wait_s:
            raise TooMany("too_many_polls", "this socket polls too often", int(wait_s) + 1)
        return
    widget.door.admit_page(request)
    if len(server.eio.sockets) >= MOST_SOCKETS:
        raise TooMany("busy", "the bot has as many sockets as it can: try again later", _AGAIN_S)


def _listen(server: Server, widget: Widget) -> None:
    async def connect(socket: str, environ: dict[str, Any], auth: object = None) -> None:
        try:
            tab, renewed = _entered(widget, socket, environ["sanic.request"], auth)
        except ChannelError as error:
            widget.door.refused(error)
            raise Refused("refused", error_data(error, None)) from None
        widget.begin(_greet(widget, tab, renewed))

    async def disconnect(socket: str, _reason: object = None) -> None:
        widget.tabs.drop(socket)
        engine = server.eio.sockets.get(server.manager.eio_sid_from_sid(socket, "/"))
        if engine:
            engine.queue.put_nowait(None)  # ends a poll that waits: engine.io would let it hang until its time is over

    server.on("connect", connect)
    server.on("disconnect", disconnect)
    for event, work in _works(widget).items():
        server.on(event, _handler(server, widget, work))
    unknown = _handler(server, widget, _unknown)

    async def other(_event: str, socket: str, *data: object) -> dict[str, Any] | None:
        return await unknown(socket, *data)

    server.on("*", other)


def _entered(widget: Widget, socket: str, request: Request, auth: object) -> tuple[Tab, str | None]:
    """A tab, and why its session is new. Raises ChannelError. A connection says hello once."""
    address = widget.door.gate.address_of(request.ip, request.headers)
    widget.door.limits.knock(address)
    hello = Hello.parse(auth)
    if getattr(request.ctx, "said_hello", False):
        raise ChannelError(400, "bad_frame", "this connection has said hello already")
    session, renewed = widget.enter(hello)
    tab = Tab(socket, session, address, hello.locale)
    widget.tabs.add(tab)
    request.ctx.said_hello = True
    return tab, renewed


async def _greet(widget: Widget, tab: Tab, renewed: str | None) -> None:
    frames = await widget.greeting(tab.session, renewed, tab.locale)
    await widget.tabs.greet(tab, frames)


def _handler(server: Server, widget: Widget, work: Work) -> Callable[..., Awaitable[dict[str, Any] | None]]:
    """An event's handler: counts it, does it, and acknowledges it, whatever happens."""

    async def handle(socket: str, *data: object) -> dict[str, Any] | None:
        tab = widget.tabs.get(socket)
        if tab is None:
            return None
        await tab.greeted.wait()
        given = data[0] if len(data) == 1 else None
        try:
            widget.door.limits.knock(tab.address)
            acknowledgement = await work(tab, given)
        except ChannelError as error:
            refused = error
        except StoreAway:
            refused = unavailable()
        else:
            tab.refusals = 0
            return acknowledgement
        widget.door.refused(refused)
        tab.refusals += 1
        if tab.refusals > MOST_REFUSALS:
            await server.disconnect(socket)
        locale = widget.locale_of(tab.session.conversation, tab.locale)
        return failed(refused, locale, given.get("id") if isinstance(given, dict) else None)

    return handle


async def _unknown(_tab: Tab, _data: object) -> dict[str, Any]:
    raise ChannelError(400, "bad_frame", "there is no such event")


def _works(widget: Widget) -> dict[str, Work]:
    """What each event does."""

    async def send(tab: Tab, data: object) -> dict[str, Any]:
        kept = await widget.send(tab.session.conversation, data, tab.locale)
        await widget.freshen(tab)
        kept.acknowledged()
        return sent(kept.message["data"]["id"])

    async def history(tab: Tab, data: object) -> dict[str, Any]:
        await widget.tabs.tell_one(tab, await widget.history(tab.session.conversation, data))
        return sent()

    async def rate(tab: Tab, data: object) -> dict[str, Any]:
        await widget.rate(tab.session.conversation, data)
        return sent()

    async def set_locale(tab: Tab, data: object) -> dict[str, Any]:
        await widget.set_locale(tab.session.conversation, data)
        return sent()

    async def delete(tab: Tab, data: object) -> dict[str, Any]:
        await widget.delete(tab.session.conversation, data, tab.locale)
        return sent()

    return {"send": send, "get_history": history, "rate": rate, "set_locale": set_locale, "delete": delete}
