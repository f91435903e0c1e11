"""The whole bot, killed and cut off in the middle of turns: every message is answered in the end, and stands once in the conversation.

Only `make test-services` runs it: each cycle starts the bot anew.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Iterator
from urllib.parse import urlsplit

import pytest

from tests.support.bot import Answer, Bot, running_bot

pytestmark = pytest.mark.services
CYCLES = 3
SENDER = "person-1"
WEBHOOK = "/webhooks/rest/webhook"
IN_THE_MIDDLE_S = 1.0


def body(message_id: str, message: str = "ask:withdraw") -> bytes:
    return json.dumps({"sender": SENDER, "message": message, "message_id": message_id, "metadata": {"locale": "nl"}}).encode()


def say(bot: Bot, message_id: str) -> Answer:
    return bot.post(body(message_id))


def child(bot: Bot, module: str) -> int:
    """Process id of one of the two processes under the supervisor."""
    for pid in Path(f"/proc/{bot.process.pid}/task/{bot.process.pid}/children").read_text().split():
        if module in Path(f"/proc/{pid}/cmdline").read_text():
            return int(pid)
    raise AssertionError(f"{module} does not run")


@contextmanager
def actions_held(bot: Bot) -> Iterator[None]:
    """The action server does not answer: every turn stops in its middle."""
    pid = child(bot, "actions_server")
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def send_and_leave(bot: Bot, message_id: str) -> None:
    """A client that sends a message and hangs up before the answer."""
    address, data = urlsplit(bot.address), body(message_id)
    head = f"POST {WEBHOOK} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    with socket.create_connection((str(address.hostname), address.port or 80)) as connection:
        connection.sendall(head.encode() + data)
        time.sleep(IN_THE_MIDDLE_S)


def kill_in_a_turn(bot: Bot, message_id: str) -> None:
    def ask() -> None:
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            say(bot, message_id)

    with actions_held(bot):
        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(IN_THE_MIDDLE_S)
        os.kill(child(bot, "ops.bot"), signal.SIGKILL)
        asking.join(10)
    bot.process.wait(30)


def held(var: Path) -> Counter[str]:
    """How often each message id stands in the conversations."""
    with closing(sqlite3.connect(var / "tracker.db")) as database:
        rows = database.execute("select data from events where type_name = 'user'").fetchall()
    return Counter(json.loads(data)["message_id"] for (data,) in rows)


def test_the_bot_loses_and_doubles_no_turn(tmp_path: Path) -> None:
    answers: dict[str, list[dict[str, object]]] = {}
    broken_off: list[str] = []
    for number in range(CYCLES):
        with running_bot(tmp_path) as bot:
            for message_id in broken_off:
                repeat = say(bot, message_id)
                assert (repeat.status, repeat.envelope["answer"]) == (200, "withdraw")
                answers[message_id] = repeat.entries
            for message_id, entries in answers.items():
                assert say(bot, message_id).entries == entries
            fine, left, killed = (f"message-{number}-{what}-{uuid.uuid4().hex[:6]}" for what in ("fine", "left", "killed"))
            answers[fine] = say(bot, fine).entries
            with actions_held(bot):
                send_and_leave(bot, left)
            repeat = say(bot, left)
            assert repeat.envelope["answer"] == "withdraw"
            answers[left] = repeat.entries
            kill_in_a_turn(bot, killed)
            broken_off = [killed]
    with running_bot(tmp_path) as bot:
        limit = time.monotonic() + 30
        while not held(tmp_path)[broken_off[0]] and time.monotonic() < limit:
            time.sleep(0.5)  # nobody repeats the last one: the bot takes it up by itself
        without_the_database(bot, tmp_path)
    assert set(held(tmp_path)) == {*answers, *broken_off, "message-away"}
    assert set(held(tmp_path).values()) == {1}


def without_the_database(bot: Bot, var: Path) -> None:
    """The file goes away and comes back: an apology in Dutch with 503, then the answer to the same message."""
    (var / "tracker.db").rename(var / "away")
    refused = say(bot, "message-away")
    assert (refused.status, refused.envelope["answer"], refused.envelope["locale"]) == (503, "fallback", "nl")
    assert refused.envelope["fault"] in refused.texts[0]
    assert bot.get("/health")[0] in (200, 503)
    (var / "away").rename(var / "tracker.db")
    assert say(bot, "message-away").envelope["answer"] == "withdraw"
    assert "turn.failed" in bot.log.read_text()
