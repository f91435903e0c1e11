"""GET /health: whether the bot can answer now (model loaded, action server reachable)."""

from __future__ import annotations

import asyncio

import aiohttp
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.ops.settings import Settings

PATIENCE_S = 2.0


def health_routes(settings: Settings) -> Blueprint:
    """The blueprint with the health route."""
    routes = Blueprint("waypost_health")

    @routes.get("/health")
    async def health(request: Request) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        checks = {"model": bool(agent and agent.is_ready()), "actions": await _reachable(f"{settings.actions_url}/health")}
        failing = [name for name, fine in checks.items() if not fine]
        if failing:
            return response.json({"status": "unavailable", "reason": f"not ready: {', '.join(failing)}", "checks": checks}, status=503)
        return response.json({"status": "ok", "model": agent.model_id if agent else None, "checks": checks})

    return routes


async def _reachable(url: str) -> bool:
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE_S)) as session, session.get(url) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return False
