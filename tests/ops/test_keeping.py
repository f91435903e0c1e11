"""Conversations that are over, and those of people who ask for it, are gone: out of every table, out of the file, out of restored backups."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.doors import open_doors
from tests.support.said import put, settings_at, texts
from waypost.ops import keeping
from waypost.ops.keeping import conversations, expire, forget, store_address, transaction
from waypost.ops.retention import DAY_S, expire_now

NOW = time.time()
PRIVATE = "mijn-eigen-woorden-4711"


# -- deleting ------------------------------------------------------------------------------------------------------------------


def test_a_forgotten_conversation_is_gone_and_others_stay(address: str) -> None:
    for sender in ("anna-1", "anna-10", "ANNA-1", "anna_1", "%", "bob"):
        put(address, sender, PRIVATE, at=NOW)
    assert forget(address, "anna-1") >= 1
    assert (texts(address, "anna-1"), forget(address, "anna-1")) == ([], 0)
    assert sorted(conversations(address)) == sorted(["anna-10", "ANNA-1", "anna_1", "%", "bob"])


def test_every_table_that_says_whose_its_rows_are_is_covered(address: str) -> None:
    put(address, "anna", PRIVATE, at=NOW)
    with transaction(address) as connection:
        connection.execute(sa.text("CREATE TABLE turns_of_later (sender VARCHAR(64), received FLOAT, message TEXT)"))
        connection.execute(sa.text("CREATE TABLE nothing_of_people (id INTEGER)"))
        for sender in ("anna", "bob"):
            connection.execute(sa.text("INSERT INTO turns_of_later VALUES (:sender, :at, 'x')"), {"sender": sender, "at": NOW})
    forget(address, "anna")
    with transaction(address) as connection:
        assert [row[0] for row in connection.execute(sa.text("SELECT sender FROM turns_of_later"))] == ["bob"]


def test_conversations_expire_by_their_last_message(address: str) -> None:
    put(address, "old", "one", at=NOW - 91 * DAY_S)
    put(address, "going-on", "one", at=NOW - 91 * DAY_S)
    put(address, "going-on", "two", at=NOW - 1)
    put(address, "young", "one", at=NOW - 89 * DAY_S)
    assert expire(address, NOW - 90 * DAY_S) >= 1
    assert (texts(address, "old"), len(texts(address, "going-on")), texts(address, "young")) == ([], 2, ["one"])


def test_expiring_what_is_not_old_deletes_nothing(address: str) -> None:
    put(address, "young", "one", at=NOW)
    assert expire(address, NOW - DAY_S) == 0


def test_the_words_are_out_of_the_file_too(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    address = f"sqlite:///{path}"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    put(address, "bob", "stays", at=NOW)
    put(address, "anna", *[f"{PRIVATE} {number}" for number in range(200)], at=NOW)
    held = sqlite3.connect(path)  # as the bot holds one: the log is not tidied up when the last one closes
    held.execute("SELECT 1 FROM events").fetchone()
    assert PRIVATE.encode() in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    forget(address, "anna")
    assert PRIVATE.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    held.close()
    assert texts(address, "bob") == ["stays"]


@pytest.mark.parametrize(("days", "left"), [("90", []), ("0", ["one"])])
def test_the_setting_says_how_long(tmp_path: Path, days: str, left: list[str]) -> None:
    settings = settings_at(tmp_path, WAYPOST_RETENTION_DAYS=days)
    put(store_address(settings), "old", "one", at=NOW - 91 * DAY_S)
    expire_now(settings)
    assert texts(store_address(settings), "old") == left


def test_before_anything_was_said_nothing_is_deleted_and_nothing_made(tmp_path: Path) -> None:
    assert (expire_now(settings_at(tmp_path)), list(tmp_path.iterdir())) == (0, [])


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        forget(f"sqlite:///{tmp_path / 'tracker.db'}", "anna")
    assert list(tmp_path.iterdir()) == []


# -- the probe of /health ------------------------------------------------------------------------------------------------------


def probe(address: str, instance: str) -> None:
    with transaction(address) as connection:
        keeping.probe(connection, instance)


def test_the_probe_writes_one_row_for_each_instance(address: str) -> None:
    put(address, "anna", "one", at=NOW)
    for instance in ("a", "b", "a"):
        probe(address, instance)
    with transaction(address) as connection:
        assert sorted(row[0] for row in connection.execute(sa.text("SELECT instance FROM waypost_probe"))) == ["a", "b"]


@pytest.mark.parametrize("fault", ["gone", "empty", "locked", "corrupt"])
def test_a_store_that_cannot_be_written_is_noticed(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "tracker.db"
    put(f"sqlite:///{path}", "anna", "one", at=NOW)
    probe(f"sqlite:///{path}", "a")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        if fault == "locked":
            other.execute("BEGIN EXCLUSIVE")
        elif fault == "gone":
            path.unlink()
        else:
            path.write_bytes(b"" if fault == "empty" else b"x" * 8192)
        with pytest.raises((sa.exc.SQLAlchemyError, OSError, sqlite3.Error)):
            probe(f"sqlite:///{path}", "a")


def test_many_instances_that_look_at_once_do_not_fail_each_other(address: str) -> None:
    put(address, "anna", "one", at=NOW)
    probe(address, "first")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: probe(address, str(number)), range(16)))


def test_looking_does_not_block_the_event_loop(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        doors.say("anna-1", "hi")
        with contextlib.closing(sqlite3.connect(tmp_path / "tracker.db", isolation_level=None)) as other, ThreadPoolExecutor(1) as pool:
            other.execute("BEGIN EXCLUSIVE")
            health = pool.submit(doors.ask, "GET", "/health")
            time.sleep(0.3)
            started = time.monotonic()
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), doors.loop).result(1)
            assert time.monotonic() - started < 0.5
            answer = health.result(10)
    assert (answer.status, answer.json["checks"]["store"], "store" in answer.json["reason"]) == (503, False, True)
