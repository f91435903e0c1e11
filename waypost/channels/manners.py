"""What every answer of the bot carries, also a refused one: security headers, and errors of the web server as JSON with a reason."""

from __future__ import annotations

import logging
import traceback
import uuid

from sanic import Sanic
from sanic.exceptions import InvalidUsage, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import as_json

log = logging.getLogger(__name__)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Of any answer that does not say otherwise."""
REASONS = {
    400: ("bad_request", "this is no HTTP request that can be read"),
    404: ("not_found", "there is nothing at this address"),
    405: ("method_not_allowed", "this address has other methods"),
    408: ("too_slow", "the request did not arrive whole in time"),
    413: ("body_too_large", "the body is larger than the bot reads"),
    417: ("bad_request", "leave out the header Expect"),
    503: ("too_late", "the answer took too long"),
}


def well_mannered(app: Sanic) -> None:
    """Puts the headers and the error answers onto an application."""

    async def with_headers(_request: Request, answer: HTTPResponse) -> None:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)

    async def with_one_length(request: Request) -> None:
        """How long a body is must be said once and plainly: a proxy in front might read anything else in another way than we do."""
        lengths, codings = request.headers.getall("content-length", []), request.headers.getall("transfer-encoding", [])
        if len(lengths) + len(codings) > 1 or any(not (length.isascii() and length.isdecimal()) for length in lengths):
            request.stream.keep_alive = False
            raise InvalidUsage("ambiguous length")

    async def as_reason(_request: Request, error: Exception) -> HTTPResponse:
        return error_answer(error)

    app.register_middleware(with_one_length, "request")
    app.register_middleware(with_headers, "response")
    app.error_handler.add(Exception, as_reason)


def error_answer(error: Exception) -> HTTPResponse:
    """A reason for a known status; for anything else 500 with the id that stands in the log."""
    status = error.status_code if isinstance(error, SanicException) else 400 if _is_in_header(error) else 500
    if status in REASONS:
        reason, hint = REASONS[status]
        return as_json({"error": reason, "hint": hint}, status, dict(getattr(error, "headers", None) or {}))
    fault_id = uuid.uuid4().hex[:8]
    log.error("request.failed id=%s", fault_id, exc_info=error)
    return as_json({"error": "internal_error", "hint": f"something failed on our side; the log has it under {fault_id}", "id": fault_id}, 500)


def _is_in_header(error: Exception) -> bool:
    """Whether the web server stumbled over a header's value: it lets some of its own errors through as they are."""
    return isinstance(error, ValueError) and any(frame.name == "http1_request_header" for frame in traceback.extract_tb(error.__traceback__))
