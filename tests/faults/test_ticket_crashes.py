"""The bridge is cut off before and after every single thing that it does, and another goes on: each message is answered once or handed back.

In this process every call is a place to die at (a BaseException that nobody catches); `test_killed_bridge.py` does the same to a real process.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.helpdesk import Crash, Scene, no_trouble
from tests.support.stub_bot import ObjectBot
from waypost.store.database import Database
from waypost.tickets.states import State
from waypost.tickets.tables import TABLES
from waypost.tickets.types import Mode

POSTGRES = os.environ.get("WAYPOST_TEST_POSTGRES", "")
CASES = {
    "reply": (Mode.REPLY, "how do I withdraw"),
    "draft": (Mode.DRAFT, "how do I withdraw"),
    "hand_back": (Mode.REPLY, "get me a human"),
}


class Countdown:
    """Dies at the n-th step of a bridge: a call to the helpdesk (before, after), a question to the bot, a transaction (before, after)."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Crash

    async def trouble(self, call: str, when: str) -> None:
        self.step()


class MortalBot(ObjectBot):
    def __init__(self, countdown: Countdown) -> None:
        super().__init__()
        self._countdown = countdown

    async def ask(self, sender: str, text: str, hint: str | None, message_id: str) -> Any:
        self._countdown.step()
        return await super().ask(sender, text, hint, message_id)


def mortal(database: Database, countdown: Countdown) -> None:
    """Transactions become places to die at."""
    whole = database._in_thread

    async def cut(work: Any, writes: bool) -> Any:
        if writes:
            countdown.step()
        result = await whole(work, writes)
        if writes:
            countdown.step()
        return result

    database._in_thread = cut  # type: ignore[method-assign]


async def die_at(scene: Scene, steps: int) -> bool:
    """A bridge that dies at a step; False when it came to the end before."""
    countdown = Countdown(steps)
    bridge = scene.bridge(MortalBot(countdown))
    mortal(scene.outbox._database, countdown)
    scene.helpdesk.trouble = countdown.trouble
    try:
        await scene.settle(bridge)
    except Crash:
        return True
    return False


async def crashes(folder: Path, url: str, case: str, keeps_keys: bool) -> int:
    """Goes through all steps; how many there were. Each is a fresh scene, in which a second bridge goes on after the crash."""
    mode, text = CASES[case]
    for steps in range(1, 200):
        place = folder / str(steps)
        place.mkdir()
        scene = Scene(place, url, mode, keeps_keys)
        number = scene.helpdesk.open(text)
        if not await die_at(scene, steps):
            return steps - 1
        scene.now += 60.0
        scene.helpdesk.trouble = no_trouble
        await scene.settle(scene.bridge())
        public, internal = (len(scene.helpdesk.by_bot(number, public=flag)) for flag in (True, False))
        expected = {"reply": (1, 0), "draft": (0, 1), "hand_back": (0, 1)}[case]
        assert (public, internal) == expected, f"died at step {steps}"
        assert scene.helpdesk.tickets[number].owner == ("" if case == "hand_back" else "bot"), f"died at step {steps}"
        if url:
            empty(url)
    raise AssertionError("it never came to an end")


def empty(url: str) -> None:
    def cleared(connection: Any) -> None:
        for table in TABLES:
            connection.execute(sa.delete(table))

    Database(url, *TABLES).transact(cleared)


@pytest.mark.parametrize("keeps_keys", [True, False], ids=["keys", "no_keys"])
@pytest.mark.parametrize("case", CASES)
def test_cut_off_at_any_step_nothing_is_lost_or_done_twice(tmp_path: Path, case: str, keeps_keys: bool) -> None:
    assert asyncio.run(crashes(tmp_path, "", case, keeps_keys)) >= 15


@pytest.mark.services
@pytest.mark.parametrize("case", CASES)
def test_the_same_holds_over_postgresql(tmp_path: Path, case: str) -> None:
    assert POSTGRES, "make test-services starts PostgreSQL"
    Database(POSTGRES, *TABLES).transact(lambda connection: None)
    empty(POSTGRES)
    assert asyncio.run(crashes(tmp_path, POSTGRES, case, True)) >= 15


async def together(scene: Scene, bridges: int, tickets: int) -> list[str]:
    numbers = [scene.helpdesk.open(f"how do I withdraw {count}") for count in range(tickets)]
    team = [scene.bridge() for _ in range(bridges)]
    loops = [asyncio.ensure_future(bridge.run()) for bridge in team]
    for _ in range(600):
        await asyncio.sleep(0.1)
        counts = await scene.outbox.counts()
        if counts.get(State.WAITING_CUSTOMER, 0) + counts.get(State.HUMAN, 0) >= tickets:
            break
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
    return numbers


def check_together(scene: Scene) -> None:
    numbers = asyncio.run(together(scene, bridges=3, tickets=30))
    assert [len(scene.helpdesk.by_bot(number, public=True)) for number in numbers] == [1] * 30


def test_three_bridges_at_once_share_the_work_and_answer_each_message_once(tmp_path: Path) -> None:
    check_together(Scene(tmp_path))


@pytest.mark.services
def test_three_bridges_at_once_do_so_over_postgresql(tmp_path: Path) -> None:
    Database(POSTGRES, *TABLES).transact(lambda connection: None)
    empty(POSTGRES)
    check_together(Scene(tmp_path, POSTGRES))
