"""Conversations in a database as Rasa's own tracker store leaves them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from sqlalchemy.engine import make_url

from tests.support.bot import free_port
from waypost.ops.settings import Settings


def settings_at(var: Path, **environment: str) -> Settings:
    """Settings of a bot that does not run."""
    return Settings.from_environment({"WAYPOST_VAR": str(var), "PORT": str(free_port()), **environment})


def store_at(address: str) -> SQLTrackerStore:
    url = make_url(address)
    where = {"dialect": url.drivername, "host": url.host, "port": url.port, "username": url.username, "password": url.password, "db": url.database}
    return SQLTrackerStore(Domain.empty(), **{name: value for name, value in where.items() if value is not None})


def put(address: str, sender: str, *texts: str, at: float) -> None:
    """Texts of a sender, all said at one time (seconds since 1970)."""

    async def work() -> None:
        store = store_at(address)
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for text in texts:
            tracker.update(UserUttered(text, timestamp=at))
        await store.save(tracker)
        store.engine.dispose()

    asyncio.run(work())


def texts(address: str, sender: str) -> list[Any]:
    """What the store has of a sender, oldest first."""

    async def work() -> list[Any]:
        store = store_at(address)
        tracker = await store.retrieve(sender)
        store.engine.dispose()
        return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []

    return asyncio.run(work())
