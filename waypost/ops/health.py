"""GET /health: whether the bot can answer now, and if not why. GET /live: whether its process still reacts."""

from __future__ import annotations

import asyncio
import functools
import os
import socket
import time
from typing import Any, Awaitable, Callable, Mapping

import aiohttp
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.ops.keeping import probe
from waypost.ops.settings import Settings
from waypost.store.database import Database

PATIENCE_S = 2.5
KEPT_S = 1.0
"""A result is given to everybody who asks within this time: asking often costs the store nothing."""
Check = Callable[[], Awaitable[str]]
"""Empty when it is fine, else the reason in a word or two."""
INSTANCE = f"{socket.gethostname()[:48]}-{os.getpid()}"


class Readiness:
    """Runs all checks at once, each for at most PATIENCE_S, and keeps the result for KEPT_S."""

    def __init__(self, checks: Mapping[str, Check], clock: Callable[[], float] = time.monotonic) -> None:
        self._checks, self._clock = checks, clock
        self._result: dict[str, str] = {}
        self._at = float("-inf")
        self._lock = asyncio.Lock()

    async def reasons(self) -> dict[str, str]:
        """Reason of each check, empty for those that are fine."""
        async with self._lock:
            if self._clock() - self._at >= KEPT_S:
                results = await asyncio.gather(*(_outcome(check) for check in self._checks.values()))
                self._result, self._at = dict(zip(self._checks, results, strict=True)), self._clock()
            return self._result


def health_routes(settings: Settings, database: Database) -> Blueprint:
    """The blueprint with both routes."""
    routes = Blueprint("waypost_health")

    @routes.get("/live")
    async def live(request: Request) -> HTTPResponse:
        return response.json({"status": "alive"})

    @routes.get("/health")
    async def health(request: Request) -> HTTPResponse:
        app = request.app
        if not hasattr(app.ctx, "readiness"):
            app.ctx.readiness = Readiness(checks(settings, database, lambda: getattr(app.ctx, "agent", None)))
        reasons = await app.ctx.readiness.reasons()
        fine = {name: not reason for name, reason in reasons.items()}
        if not all(fine.values()):
            why = ", ".join(f"{name} ({reason})" for name, reason in reasons.items() if reason)
            return response.json({"status": "unavailable", "reason": f"not ready: {why}", "checks": fine}, status=503)
        return response.json({"status": "ok", "model": app.ctx.agent.model_id, "checks": fine})

    return routes


def checks(settings: Settings, database: Database, agent: Callable[[], Any]) -> dict[str, Check]:
    """What must work for an answer. agent: Rasa's, None before the model is loaded."""

    async def model() -> str:
        return "" if agent() and agent().is_ready() else "not loaded"

    async def store() -> str:
        await database.write(functools.partial(probe, instance=INSTANCE))
        return ""

    async def lock() -> str:
        if not agent():
            return "not made yet"
        async with agent().lock_store.lock(f"web:health {INSTANCE}"):  # as a turn takes it, on a conversation that nobody can have
            return ""

    async def actions() -> str:
        timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(f"{settings.actions_url}/health") as answer:
            return "" if answer.status == 200 else f"status {answer.status}"

    return {"model": model, "store": store, "lock": lock, "actions": actions}


async def _outcome(check: Check) -> str:
    try:
        return await asyncio.wait_for(check(), PATIENCE_S)
    except asyncio.TimeoutError:
        return f"no answer within {PATIENCE_S:g} s"
    except Exception as error:  # the reason is a word for the operator: messages of libraries may hold addresses and passwords
        return type(error).__name__
