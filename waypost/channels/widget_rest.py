"""The widget's way in where sockets are blocked (POST /widget/v1/<event>), and the way in of programs that speak for a human agent."""

from __future__ import annotations

import json
import re
from typing import Any, Awaitable, Callable

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import as_json
from waypost.channels.frames import Frame, Hello, failed, is_silent, milliseconds, reply_frame, sent, unavailable
from waypost.channels.gate import bearer, check_json, check_loopback, same
from waypost.channels.inbox import LONGEST_BODY, LONGEST_TEXT
from waypost.channels.widget import Widget
from waypost.content.languages import live_or_none
from waypost.errors import ChannelError, StoreAway

PREFIX = "/widget/v1"
LONGEST_NAME = 80
_PUSH_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
Answer = tuple[dict[str, Any], list[Frame]]
"""An acknowledgement and the frames that a socket would have got."""


def widget_rest_routes(widget: Widget) -> Blueprint:
    """The blueprint with a route for each event of the protocol."""
    routes = Blueprint("waypost_widget_rest")

    @routes.route(f"{PREFIX}/<event:str>", methods=["OPTIONS"])
    async def preflight(request: Request, event: str) -> HTTPResponse:
        return widget.door.preflight(request)

    @routes.route(f"{PREFIX}/<event:str>", methods=["POST"])
    async def post(request: Request, event: str) -> HTTPResponse:
        return await _answered(widget, request, event)

    @routes.route(f"{PREFIX}/conversation", methods=["DELETE"])
    async def delete(request: Request) -> HTTPResponse:
        return await _answered(widget, request, "delete")

    return routes


async def _answered(widget: Widget, request: Request, event: str) -> HTTPResponse:
    """Does one event of the protocol, or refuses it in the same shape."""
    data: Any = None
    conversation = ""
    try:
        widget.door.admit_page(request)
        data = {} if request.method == "DELETE" else _body(request)
        if event == "hello":
            acknowledgement, frames = await _hello(widget, data)
        elif event in _WORKS:
            conversation = widget.session_of(bearer(request.headers)).conversation
            acknowledgement, frames = await _WORKS[event](widget, conversation, data)
        else:
            raise ChannelError(404, "not_found", "there is no such event")
        error = None
    except ChannelError as refused:
        error = refused
    except StoreAway:
        error = unavailable()
    headers = widget.door.gate.cross_origin(request.headers)
    if error is None:
        return as_json({"ack": acknowledgement, "events": frames}, headers=headers)
    widget.door.refused(error)
    locale = widget.locale_of(conversation, _hint(data) or live_or_none(request.headers.get("accept-language", "")[:2]))
    acknowledgement = failed(error, locale, data.get("id") if isinstance(data, dict) else None)
    again = acknowledgement["error"]["retry_after"]
    return as_json({"ack": acknowledgement, "events": []}, error.status, {**headers, **({"Retry-After": str(again)} if again else {})})


def _body(request: Request) -> Any:
    """Raises ChannelError with status 400, 413 or 415."""
    check_json(request.headers)
    if len(request.body) > LONGEST_BODY:
        raise ChannelError(413, "body_too_large", f"send at most {LONGEST_BODY} bytes")
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise ChannelError(400, "not_json", "send a JSON object in UTF-8") from None


def _hint(data: object) -> str | None:
    return live_or_none(data.get("locale")) if isinstance(data, dict) else None


async def _hello(widget: Widget, data: object) -> Answer:
    hello = Hello.parse(data)
    session, renewed = widget.enter(hello)
    return sent(), await widget.greeting(session, renewed, hello.locale)


async def _send(widget: Widget, conversation: str, data: object) -> Answer:
    kept = await widget.send(conversation, data, None)
    kept.acknowledged()
    message_id, entries = kept.message["data"]["id"], await kept.turn
    reply = [] if is_silent(entries) else [reply_frame(message_id, entries, milliseconds())]
    return sent(message_id), [kept.message, *reply]


async def _history(widget: Widget, conversation: str, data: object) -> Answer:
    return sent(), [await widget.history(conversation, data)]


async def _rate(widget: Widget, conversation: str, data: object) -> Answer:
    return sent(), [await widget.rate(conversation, data)]


async def _set_locale(widget: Widget, conversation: str, data: object) -> Answer:
    return sent(), [await widget.set_locale(conversation, data)]


async def _delete(widget: Widget, conversation: str, data: object) -> Answer:
    return sent(), await widget.delete(conversation, data, widget.locale_of(conversation, None))


_WORKS: dict[str, Callable[[Widget, str, object], Awaitable[Answer]]] = {
    "send": _send,
    "get_history": _history,
    "rate": _rate,
    "set_locale": _set_locale,
    "delete": _delete,
}


def push_routes(widget: Widget, token: str) -> Blueprint:
    """POST /internal/widget/replies: what a human agent wrote in a helpdesk, from a program on this machine. token: its bearer token."""
    routes = Blueprint("waypost_widget_push")

    @routes.post("/internal/widget/replies")
    async def push(request: Request) -> HTTPResponse:
        try:
            check_loopback(request.ip, request.headers)
            if not same(bearer(request.headers) or "", token):
                raise ChannelError(401, "bad_token", "send the token of the file push_token in WAYPOST_VAR as a bearer token")
            tabs = await widget.push(*_pushed(_body(request)))
        except ChannelError as error:
            return widget.door.refusal(request, error)
        except StoreAway:
            return widget.door.refusal(request, unavailable())
        return as_json({"status": "kept", "tabs": tabs})

    return routes


def _pushed(data: Any) -> tuple[str, str, str | None, str]:
    """(conversation, id, name, text). Raises ChannelError with status 400."""
    fields = data if isinstance(data, dict) else {}
    conversation, push_id, name, text = (fields.get(field) for field in ("conversation", "id", "name", "text"))
    if not isinstance(conversation, str) or not isinstance(push_id, str) or not _PUSH_ID.fullmatch(push_id):
        raise ChannelError(400, "bad_frame", '"conversation" must be its id, "id" 1 to 64 characters of A-Z a-z 0-9 _ . : -')
    if not (name is None or isinstance(name, str) and len(name) <= LONGEST_NAME):
        raise ChannelError(400, "bad_frame", f'"name" must be a text of at most {LONGEST_NAME} characters, or null')
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT * 4:
        raise ChannelError(400, "bad_frame", f'"text" must be Markdown of 1 to {LONGEST_TEXT * 4} characters')
    return conversation, push_id, name, text.strip()
