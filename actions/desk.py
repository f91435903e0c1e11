"""What an action wants of humans in, what the ticket bridge says out: or nothing, when there is no bridge or it cannot do it now."""

from __future__ import annotations

import functools
import logging
from typing import Any, Mapping

from waypost.errors import BotError
from waypost.ops.kept_secrets import TICKETS, kept_secret
from waypost.ops.settings import Settings
from waypost.tickets.wire import Wire

log = logging.getLogger(__name__)
LIMIT_S = 16.0
"""Shorter than a turn may take: the person gets an honest answer before the channel gives up."""


@functools.lru_cache(maxsize=1)
def _settings() -> Settings:
    return Settings.from_environment()


def has_helpdesk() -> bool:
    """Whether this instance has a helpdesk that people can be handed to."""
    return bool(_settings().helpdesk)


async def ask(path: str, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the bridge answers; None when it cannot be reached, or its helpdesk cannot."""
    settings = _settings()
    try:
        token = settings.tickets_token or kept_secret(settings.var, TICKETS)
        wire = Wire(settings.tickets_url, {"Authorization": f"Bearer {token}"}, limit_s=LIMIT_S)
        try:
            answer = await wire.call("POST", path, body=dict(body))
        finally:
            await wire.close()
    except BotError as error:
        log.warning("bridge.away kind=%s", type(error).__name__)
        return None
    return answer if isinstance(answer, dict) else None
