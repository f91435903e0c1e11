"""Ready means that an answer would come now; alive means only that the process reacts; and a reason is a word, never an address."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import AsyncIterator

import pytest

from tests.support.bot import free_port
from tests.support.said import put
from waypost.ops.health import Readiness, checks
from waypost.ops.keeping import store_address
from waypost.ops.settings import Settings
from waypost.store.database import Database
from waypost.store.tracker import TABLES


class Locks:
    """A lock store that works, or does not."""

    def __init__(self, fault: bool) -> None:
        self._fault = fault

    @contextlib.asynccontextmanager
    async def lock(self, _name: str) -> AsyncIterator[None]:
        if self._fault:
            raise ConnectionError("redis://user:password@host is away")
        yield


class Agent:
    def __init__(self, ready: bool = True, fault: bool = False) -> None:
        self.lock_store, self._ready = Locks(fault), ready

    def is_ready(self) -> bool:
        return self._ready


def reasons(tmp_path: Path, agent: Agent | None) -> dict[str, str]:
    settings = Settings.from_environment({"WAYPOST_VAR": str(tmp_path), "ACTIONS_PORT": str(free_port())})
    return asyncio.run(Readiness(checks(settings, Database(settings.database_url, *TABLES), lambda: agent)).reasons())


def test_each_part_is_looked_at_for_itself(tmp_path: Path) -> None:
    put(store_address(Settings.from_environment({"WAYPOST_VAR": str(tmp_path)})), "anna", "hi", at=1.0)
    assert reasons(tmp_path, Agent()) == {"model": "", "store": "", "lock": "", "actions": "ClientConnectorError"}


def test_before_the_model_is_loaded_nothing_is_ready(tmp_path: Path) -> None:
    found = reasons(tmp_path, None)
    assert (found["model"], found["store"], found["lock"]) == ("not loaded", "", "not made yet")


def test_an_agent_without_a_model_is_not_ready(tmp_path: Path) -> None:
    assert reasons(tmp_path, Agent(ready=False))["model"] == "not loaded"


def test_locks_that_cannot_be_taken_are_noticed_and_their_password_not_told(tmp_path: Path) -> None:
    assert reasons(tmp_path, Agent(fault=True))["lock"] == "ConnectionError"


def test_a_check_that_hangs_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waypost.ops.health.PATIENCE_S", 0.05)

    async def hangs() -> str:
        await asyncio.sleep(60)
        return ""

    assert asyncio.run(Readiness({"store": hangs}).reasons()) == {"store": "no answer within 0.05 s"}


def test_asking_a_thousand_times_a_second_looks_once() -> None:
    looked = []

    async def look() -> str:
        looked.append(1)
        await asyncio.sleep(0.01)
        return ""

    async def ask() -> None:
        readiness = Readiness({"store": look}, clock=lambda: 5.0)
        await asyncio.gather(*(readiness.reasons() for _ in range(1_000)))

    asyncio.run(ask())
    assert len(looked) == 1


def test_a_result_is_not_kept_longer_than_a_second() -> None:
    now, looked = [0.0], []

    async def look() -> str:
        looked.append(1)
        return ""

    async def ask() -> None:
        readiness = Readiness({"store": look}, clock=lambda: now[0])
        for at in (0.0, 0.9, 1.0, 1.5, 2.1):
            now[0] = at
            await readiness.reasons()

    asyncio.run(ask())
    assert len(looked) == 3
