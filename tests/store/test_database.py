"""The database is in WAL, is tried twice, is never made anew in silence, and blocks nobody who does not ask it."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from tests.support.turns import file_url, run
from waypost.errors import StoreAway
from waypost.store import engines
from waypost.store.database import Database

THINGS = sa.Table("things", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))


def add(connection: Connection) -> None:
    connection.execute(THINGS.insert())


def count(connection: Connection) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(THINGS)).scalar_one())


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(file_url(tmp_path), THINGS)


def test_sqlite_is_in_wal_and_flushes_each_commit(database: Database) -> None:
    def modes(connection: Connection) -> list[object]:
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]

    assert database.transact(modes) == ["wal", 2]


def test_only_a_note_does_not_wait_for_the_disk(database: Database, tmp_path: Path) -> None:
    def mode(connection: Connection) -> int:
        add(connection)
        return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())

    async def scene() -> list[int]:
        return [await database.write(mode), await database.note(mode), await database.write(mode)]

    assert run(scene()) == [2, 1, 2]
    assert run(Database(file_url(tmp_path), THINGS).read(count)) == 3


def test_what_was_written_is_there_for_another_process(database: Database, tmp_path: Path) -> None:
    run(database.write(add))
    assert run(Database(file_url(tmp_path), THINGS).read(count)) == 1


def test_a_write_that_fails_leaves_nothing(database: Database) -> None:
    def half(connection: Connection) -> None:
        add(connection)
        connection.exec_driver_sql("no such statement")

    with pytest.raises(StoreAway):
        run(database.write(half))
    assert run(database.read(count)) == 0


def test_a_passing_fault_is_tried_again(database: Database) -> None:
    tries = []

    def fails_once(connection: Connection) -> None:
        tries.append(1)
        add(connection)
        if len(tries) == 1:
            connection.exec_driver_sql("no such statement")

    run(database.write(fails_once))
    assert (len(tries), run(database.read(count))) == (2, 1)


@pytest.mark.parametrize("gone", ["deleted", "replaced", "garbage"])
def test_a_lost_file_is_an_outage_and_not_a_fresh_start(database: Database, tmp_path: Path, gone: str) -> None:
    file = tmp_path / "tracker.db"
    run(database.write(add))
    saved = tmp_path / "saved"
    file.rename(saved)
    for side in tmp_path.glob("tracker.db-*"):
        side.rename(saved.with_name(saved.name + side.name.removeprefix("tracker.db")))
    if gone == "replaced":
        file.touch()
    if gone == "garbage":
        file.write_bytes(b"not a database" * 1000)
    for _ in range(2):
        with pytest.raises(StoreAway):
            run(database.write(add))
    assert gone != "deleted" or not file.exists()
    for side in [saved, *tmp_path.glob("saved-*")]:
        side.rename(tmp_path / side.name.replace("saved", "tracker.db"))
    assert run(database.read(count)) == 1


def test_a_locked_file_holds_up_nobody_else_and_is_waited_for(database: Database, tmp_path: Path) -> None:
    async def scene() -> tuple[float, int]:
        await database.write(add)
        with contextlib.closing(sqlite3.connect(tmp_path / "tracker.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            writing = asyncio.ensure_future(database.write(add))
            longest = 0.0
            for _ in range(50):
                before = time.monotonic()
                await asyncio.sleep(0.01)
                longest = max(longest, time.monotonic() - before)
            assert not writing.done()
            other.execute("COMMIT")
            await writing
        return longest, await database.read(count)

    longest, rows = run(scene())
    assert (longest < 0.3, rows) == (True, 2)


def test_a_file_that_stays_locked_is_an_outage(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE_S", 0.1)
    run(database.write(add))
    with contextlib.closing(sqlite3.connect(tmp_path / "tracker.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreAway):
            run(Database(file_url(tmp_path), THINGS).write(add))
        assert run(database.read(count)) == 1  # reading goes on


def test_the_error_names_the_setting_and_no_value(database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def quotes(connection: Connection) -> None:
        connection.execute(sa.text("insert into nowhere values (:words)"), {"words": "my very own words"})

    with pytest.raises(StoreAway, match="WAYPOST_DATABASE_URL") as error:
        run(database.write(quotes))
    assert "my very own words" not in f"{error.value} {error.value.__cause__} {caplog.text}"


def test_the_log_tells_the_begin_and_the_end_of_an_outage_once(database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    run(database.write(add))
    file = tmp_path / "tracker.db"
    file.rename(tmp_path / "away")
    for _ in range(3):
        with pytest.raises(StoreAway):
            run(database.write(add))
    (tmp_path / "away").rename(file)
    run(database.read(count))
    assert [caplog.text.count(event) for event in ("store.away", "store.back")] == [1, 1]


def test_a_server_that_is_not_there_is_an_outage_that_ends_soon() -> None:
    database = Database("postgresql://nobody@127.0.0.1:9/none", THINGS)
    started = time.monotonic()
    with pytest.raises(StoreAway):
        run(database.read(count))
    assert time.monotonic() - started < 2
