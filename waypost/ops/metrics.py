"""GET /metrics: what this process has counted, as Prometheus reads it."""

from __future__ import annotations

import logging
import time
from typing import Callable, Sequence

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import Door
from waypost.figures import Counter, Figure, Gauge, exposition

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class CountedLog(logging.Handler):
    """Counts our own warnings and errors by the name of their event: a fault is a number before anybody reads a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.counter = Counter("waypost_log_events_total", "Warnings and errors in the log, by event; turn.failed is a fault.", ("level", "event"))

    def emit(self, record: logging.LogRecord) -> None:
        event = str(record.msg).split(" ")[0]  # the first word of a template of ours, never an argument
        self.counter.add(record.levelname.lower(), event)


def metrics_routes(door: Door, more: Sequence[Figure] = ()) -> Blueprint:
    """The blueprint with the route; counts from here on. more: figures of others."""
    routes = Blueprint("waypost_metrics")
    counted = CountedLog()
    ours = logging.getLogger("waypost")
    for old in [handler for handler in ours.handlers if isinstance(handler, CountedLog)]:
        ours.removeHandler(old)
    ours.addHandler(counted)
    started = time.time()
    figures: tuple[Figure, ...] = (*door.measures.figures(), *_gauges(door, lambda: started), *more, counted.counter)

    @routes.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        return response.text(exposition(figures), content_type=CONTENT_TYPE)

    return routes


def _gauges(door: Door, started: Callable[[], float]) -> tuple[Figure, ...]:
    return (
        Gauge("waypost_turns_under_way", "Messages that are being worked on.", lambda: door.limits.under_way),
        Gauge("waypost_start_time_seconds", "When this process began, in seconds since 1970.", started),
    )
