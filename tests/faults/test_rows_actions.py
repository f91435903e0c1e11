"""Rows of the table of faults: what an action server can do to a turn, and to those who wait behind it. One bot on SQLite serves them all."""

from __future__ import annotations

import json
import os
import resource
import socket
import sqlite3
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import pytest

from tests.support.bot import free_port
from tests.support.lone_bot import LoneBot, held, is_answer, is_apology, lone_bot, once
from tests.support.odd_actions import FAULTY, HUGE, SILENT, OddActions, slow
from waypost.channels.once import TURN_LIMIT_S
from waypost.ops.health import KEPT_S

pytestmark = pytest.mark.services


@dataclass(frozen=True)
class Scene:
    bot: LoneBot
    actions: OddActions


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    actions = OddActions(free_port())
    actions.start()
    with lone_bot(tmp_path_factory.mktemp("alone"), actions.port, SANIC_WORKERS="2") as bot:
        yield Scene(bot, actions)
    actions.stop()


def test_an_action_server_that_is_down(scene: Scene) -> None:
    with scene.actions.away():
        time.sleep(KEPT_S)
        assert is_apology(scene.bot.say("down", "message-1"))
        status, body = scene.bot.health()
        assert (status, body["checks"]["actions"]) == (503, False)
    assert is_answer(scene.bot.say("down", "message-2"))
    assert once(scene.bot.database, "down", "message-1", "message-2")


@pytest.mark.parametrize("fault", FAULTY)
def test_an_action_that_fails(scene: Scene, fault: str) -> None:
    sender = fault.replace(" ", "-")
    scene.actions.behaviour[sender] = FAULTY[fault]
    assert is_apology(scene.bot.say(sender, "message-1"))
    del scene.actions.behaviour[sender]
    assert is_answer(scene.bot.say(sender, "message-2"))
    assert once(scene.bot.database, sender, "message-1", "message-2")


def test_an_action_that_says_nothing(scene: Scene) -> None:
    scene.actions.behaviour["silent"] = SILENT
    assert is_apology(scene.bot.say("silent", "message-1"))


@pytest.mark.parametrize("seconds", [30, 70])
def test_an_action_that_is_slow_and_the_messages_behind_it(scene: Scene, seconds: int) -> None:
    """The person is told after 20 s; the turn and the one behind it go on, and a repeat gets their answers. Others notice nothing."""
    sender = f"slow-{seconds}"
    scene.actions.behaviour[sender] = slow(seconds)
    with ThreadPoolExecutor() as pool:
        started = time.monotonic()
        first = pool.submit(scene.bot.say, sender, "message-1")
        time.sleep(1.0)
        scene.actions.behaviour[sender] = slow(0)
        behind = pool.submit(scene.bot.say, sender, "message-2")
        assert is_answer(scene.bot.say(f"other-{seconds}", "message-1"))
        assert time.monotonic() - started < 3.0
        assert is_apology(first.result())
        assert TURN_LIMIT_S - 1 < time.monotonic() - started < TURN_LIMIT_S + 3
        assert is_apology(behind.result())
    time.sleep(max(0.0, started + seconds + 1 - time.monotonic()))
    assert is_answer(scene.bot.say(sender, "message-1"))
    assert is_answer(scene.bot.say(sender, "message-2"))
    assert held(scene.bot.database, sender) == ["message-1", "message-2"]
    assert set(scene.actions.runs(sender).values()) == {1}


def test_a_client_that_hangs_up(scene: Scene) -> None:
    scene.actions.behaviour["gone"] = slow(5)
    data = json.dumps({"sender": "gone", "message": "ask:withdraw", "message_id": "message-1"}).encode()
    head = f"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", scene.bot.port)) as connection:
        connection.sendall(head.encode() + data)
        time.sleep(3.0)
    assert is_answer(scene.bot.say("gone", "message-1"))
    assert once(scene.bot.database, "gone", "message-1")
    assert scene.actions.runs("gone") == {"message-1": 1}


def test_a_reply_of_200_kilobytes(scene: Scene) -> None:
    scene.actions.behaviour["huge"] = HUGE
    assert len(scene.bot.say("huge", "message-1").texts[0]) == 200_000
    assert is_answer(scene.bot.say("somebody", "message-1"))


def test_ten_messages_within_50_ms_with_locks_in_memory(scene: Scene) -> None:
    started = time.monotonic()
    burst(scene.bot, "burst", 10)
    print(f"10 messages within 50 ms, locks in memory: {time.monotonic() - started:.2f} s")
    assert held(scene.bot.database, "burst") == [f"message-{number}" for number in range(10)]


def burst(bot: LoneBot, sender: str, size: int, *others: LoneBot, pause_s: float = 0.005) -> None:
    """Messages so long after each other, to the bots in turn, whether they are answered yet or not; every one must be answered."""
    answers: list[bool] = []

    def say(to: LoneBot, number: int) -> None:
        answers.append(is_answer(to.say(sender, f"message-{number}")))

    bots, threads = (bot, *others), []
    for number in range(size):
        threads.append(threading.Thread(target=say, args=(bots[number % len(bots)], number)))
        threads[-1].start()
        time.sleep(pause_s)
    for thread in threads:
        thread.join()
    assert answers == [True] * size


def test_two_workers_are_not_begun_behind_our_back(scene: Scene) -> None:
    """SANIC_WORKERS=2 is set: the bot stays one process, which its locks in memory need."""
    children = Path(f"/proc/{scene.bot.process.pid}/task/{scene.bot.process.pid}/children").read_text().split()
    assert [pid for pid in children if "waypost.ops.bot" in Path(f"/proc/{pid}/cmdline").read_text()] == []


@contextmanager
def locked(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_database_file_locked_for_a_moment(scene: Scene) -> None:
    with ThreadPoolExecutor() as pool:
        with locked(scene.bot.var / "tracker.db"):
            asked = pool.submit(scene.bot.say, "moment", "message-1")
            time.sleep(2.0)
            alive = time.monotonic()
            assert scene.bot.status("/live") == 200
            assert time.monotonic() - alive < 1.0
        assert is_answer(asked.result())
    assert once(scene.bot.database, "moment", "message-1")


def test_a_database_file_locked_for_long(scene: Scene) -> None:
    with ThreadPoolExecutor() as pool, locked(scene.bot.var / "tracker.db"):
        asked = pool.submit(scene.bot.say, "long", "message-1")
        limit = time.monotonic() + 25
        while time.monotonic() < limit:
            alive = time.monotonic()
            assert scene.bot.status("/live") == 200
            assert time.monotonic() - alive < 1.0
            time.sleep(0.5)
        assert is_apology(asked.result(), 503)
        assert scene.bot.health()[0] == 503
    assert is_answer(scene.bot.say("long", "message-1"))
    assert once(scene.bot.database, "long", "message-1")


def test_a_database_file_that_cannot_be_written(scene: Scene) -> None:
    """chattr +i, as root nothing less makes a file read-only. What is acknowledged meanwhile is stored; the rest gets an apology."""
    files = [str(path) for path in scene.bot.var.glob("tracker.db*")]
    subprocess.run(["chattr", "+i", *files], check=True)
    try:
        answer = scene.bot.say("immutable", "message-1")
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)
    assert is_answer(answer) or is_apology(answer, 503)
    assert is_answer(scene.bot.say("immutable", "message-1"))
    assert once(scene.bot.database, "immutable", "message-1")


def test_a_full_disk(scene: Scene) -> None:
    """No row of the table, but as usual: no file of the process may grow."""
    pid, unlimited = scene.bot.process.pid, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        assert is_apology(scene.bot.say("full", "message-1"), 503)
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
    assert is_answer(scene.bot.say("full", "message-1"))
    assert once(scene.bot.database, "full", "message-1")


@pytest.mark.parametrize("how", ["deleted", "overwritten"])
def test_a_database_file_that_is_lost_while_the_bot_runs(scene: Scene, how: str) -> None:
    var = scene.bot.var
    saved = [(path, path.with_name(f"saved-{path.name}")) for path in sorted(var.glob("tracker.db*"))]
    for path, kept in saved:
        path.rename(kept)
    if how == "overwritten":
        (var / "tracker.db").write_bytes(os.urandom(8192))
    assert is_apology(scene.bot.say(how, "message-1"), 503)
    assert (how == "overwritten") == (var / "tracker.db").exists(), "no empty database is made"
    for path, kept in saved:
        kept.rename(path)
    assert is_answer(scene.bot.say(how, "message-1"))
    assert once(scene.bot.database, how, "message-1")
