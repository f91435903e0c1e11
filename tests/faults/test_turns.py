"""kill -9 at random moments: no acknowledged turn is lost, none is doubled. A real process on a real database.

WAYPOST_KILLS is how many kills there are of each kind (10; 40 in make test-services). WAYPOST_TEST_POSTGRES names a database of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.faults.turn_worker import make_ledger, work
from tests.support.turns import POSTGRES, Instance, file_url, run
from waypost.store.database import Database
from waypost.store.tracker import TABLES

pytestmark = pytest.mark.sized
CYCLES = int(os.environ.get("WAYPOST_KILLS") or (40 if os.environ.get("WAYPOST_TEST_SERVICES") else 10))
SENDERS = [f"person-{number}" for number in range(8)]
LONGEST_LIFE_S = 2.0
LONGEST_MOMENT_S = 0.03
LAST_WORD_S = 30.0
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["pytest", "tests.faults.turn_worker"])
needs_postgres = pytest.mark.services


@dataclass
class Client:
    """Sends messages, repeats what was not answered, and remembers every answer."""

    url: str
    ledger: Path
    sent: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)
    heard: int = 0
    faults: int = 0
    kills_in_a_turn: int = 0

    def start(self) -> None:
        self.pipe, other = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=work, args=(other, self.url, self.ledger), daemon=True)
        self.process.start()
        other.close()
        assert self.pipe.recv() == "ready"

    def kill(self) -> None:
        assert self.process.pid is not None
        self.kills_in_a_turn += bool(self.open())
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()
        self._hear(0)  # what was on its way already has been acknowledged
        self.pipe.close()

    def open(self) -> list[str]:
        return [message_id for message_id in self.sent if message_id not in self.answers]

    def say(self, message_id: str) -> None:
        sender = self.sent.setdefault(message_id, random.choice(SENDERS))
        self.pipe.send((sender, message_id, f"text of {message_id}"))

    def listen(self, answers: int, seconds: float) -> None:
        """Until so many more answers have come, or for so long; then for a moment more."""
        heard, limit = self.heard + answers, time.monotonic() + seconds
        while self.heard < heard and (left := limit - time.monotonic()) > 0:
            self._hear(left)
        self._hear(random.uniform(0, LONGEST_MOMENT_S))

    def _hear(self, patience_s: float) -> None:
        try:
            while self.pipe.poll(patience_s):
                message_id, status, entries = self.pipe.recv()
                self.heard += 1
                self._take(message_id, status, entries)
                patience_s = 0
        except (EOFError, ConnectionResetError):
            time.sleep(min(patience_s, 0.01))

    def _take(self, message_id: str, status: int, entries: list[dict[str, Any]]) -> None:
        if status != 200 or any("fault" in entry.get("custom", {}) for entry in entries):
            self.faults += 1  # an honest "try again" acknowledges nothing
        elif self.answers.setdefault(message_id, entries) != entries:
            self.contradictions.append(message_id)


def cycle(client: Client, number: int) -> None:
    """A life of the process: three new messages, repeats of what is open and of something answered; the kill comes amid the answers."""
    client.start()
    known = random.sample(sorted(client.answers), min(1, len(client.answers)))
    messages = [*client.open(), *known, *(f"message-{number:03}-{place}" for place in range(3))]
    for message_id in messages:
        client.say(message_id)
    if client.url.startswith("postgresql") and number % 4 == 0:
        client.listen(1, LONGEST_LIFE_S)
        cut_connections(client.url)
    client.listen(random.randrange(len(messages)), LONGEST_LIFE_S)
    client.kill()


def last_word(client: Client) -> None:
    """A life without a kill, until everything is answered."""
    client.start()
    limit = time.monotonic() + LAST_WORD_S
    while client.open() and time.monotonic() < limit:
        for message_id in client.open():
            client.say(message_id)
        client.listen(len(client.open()), 2)
    client.kill()


def cut_connections(url: str) -> None:
    """What a restart of the server does to those who are connected."""
    others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    with sa.create_engine(url).connect() as connection:
        connection.execute(sa.text(others))


def effects(ledger: Path) -> dict[str, int]:
    with closing(sqlite3.connect(ledger)) as database:
        return dict(database.execute("select key, asked from effects"))


def emptied(url: str) -> str:
    def empty(connection: Any) -> None:
        for table in TABLES:
            connection.execute(table.delete())

    Database(url, *TABLES).transact(empty)
    return url


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def test_killed_at_random_no_turn_is_lost_or_doubled(kind: str, tmp_path: Path) -> None:
    url = file_url(tmp_path) if kind == "sqlite" else emptied(POSTGRES)
    ledger = tmp_path / "ledger.db"
    make_ledger(ledger)
    client = Client(url, ledger)
    for number in range(CYCLES):
        cycle(client, number)
    acknowledged_before = len(client.answers)
    last_word(client)

    instance = Instance(url)
    held = Counter(message_id for sender in SENDERS for message_id in run(instance.stored(sender)))
    done = effects(ledger)
    lost = sorted(set(client.answers) - set(held))
    doubled = sorted(message_id for message_id, times in held.items() if times > 1)
    print(
        f"\n{kind}: {CYCLES} cycles, {client.kills_in_a_turn} kills in a turn, {len(client.sent)} messages, {acknowledged_before} acknowledged "
        f"between kills, {len(client.answers)} in the end, {client.faults} honest faults, {sum(done.values()) - len(done)} effects asked for again: "
        f"{len(lost)} lost, {len(doubled)} doubled, {len(client.contradictions)} repeats answered differently"
    )
    assert (lost, doubled, client.contradictions, client.open()) == ([], [], [], [])
    assert set(done) == {f"{sender}/{message_id}" for message_id, sender in client.sent.items()}
    assert client.kills_in_a_turn >= CYCLES // 4, "too few kills hit a turn: this proves nothing"
