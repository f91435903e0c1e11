"""Conversations that are over, and those of people who ask for it, are gone: out of every table, out of the file, out of restored backups."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Iterator

import pytest
import sqlalchemy as sa

from tests.support import postgres as server
from tests.support.bot import ROOT, free_port
from tests.support.doors import open_doors
from tests.support.said import put, texts
from waypost.ops import backup, erasures
from waypost.ops.keeping import conversations, expire, forget, probe, store_address, transaction
from waypost.ops.retention import DAY_S, expire_now
from waypost.ops.settings import Settings

NOW = time.time()
PRIVATE = "mijn-eigen-woorden-4711"
TOKEN = "a-token-of-sixteen-or-more"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if server.missing():
        pytest.skip(server.missing())
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(_open_folder()))
        yield stack.enter_context(server.postgres(folder / "pg"))


@contextlib.contextmanager
def _open_folder() -> Iterator[str]:
    """A scratch folder that PostgreSQL's user may enter; pytest's own may not be."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tracker.db'}"
        return
    url = request.getfixturevalue("cluster")
    name = f"test_{time.monotonic_ns()}"
    _psql(url, f"CREATE DATABASE {name}")
    yield url.rpartition("/")[0] + f"/{name}"


def _psql(url: str, command: str) -> None:
    subprocess.run(["psql", "-q", url, "-c", command], check=True, capture_output=True)


def settings_at(var: Path, **environment: str) -> Settings:
    return Settings.from_environment({"WAYPOST_VAR": str(var), "PORT": str(free_port()), **environment})


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


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        forget(f"sqlite:///{tmp_path / 'tracker.db'}", "anna")
    assert list(tmp_path.iterdir()) == []


# -- "delete my data" over HTTP ------------------------------------------------------------------------------------------------


def test_delete_my_data_deletes_the_conversation_and_says_so(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        doors.say("anna-1", PRIVATE)
        doors.say("bob-2", "stays")
        answers = [doors.ask("DELETE", "/webhooks/rest/conversations/anna-1") for _ in range(2)]
        assert [(answer.status, answer.json) for answer in answers] == [(200, {"status": "deleted"})] * 2
        assert (doors.events("anna-1"), len(doors.events("bob-2")) > 0) == ([], True)
        assert doors.say("anna-1", "again").status == 200
    assert PRIVATE.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "anna-1" not in (tmp_path / erasures.FILE).read_text()


def test_delete_my_data_needs_what_writing_needs(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYPOST_REST_TOKEN=TOKEN) as doors:
        doors.say("anna-1", "stays", Authorization=f"Bearer {TOKEN}")
        path = "/webhooks/rest/conversations/anna-1"
        refused = [doors.ask("DELETE", path, headers=headers) for headers in ({}, {"Authorization": "Bearer no"}, {"Origin": "http://evil.example"})]
        assert ([answer.status for answer in refused], len(doors.events("anna-1")) > 0) == ([401, 401, 403], True)
        assert doors.ask("DELETE", path, headers={"Authorization": f"Bearer {TOKEN}"}).status == 200
        assert doors.events("anna-1") == []


@pytest.mark.parametrize(("sender", "status"), [("web:1", 403), ("ticket:1", 403), ("%25", 400), ("a%20b", 400), ("x" * 65, 400)])
def test_a_conversation_that_rest_cannot_have_cannot_be_deleted(tmp_path: Path, sender: str, status: int) -> None:
    with open_doors(tmp_path) as doors:
        assert doors.ask("DELETE", f"/webhooks/rest/conversations/{sender}").status == status


def test_deleting_waits_for_a_turn_that_is_under_way(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors, ThreadPoolExecutor(1) as pool:
        doors.agent.pause_s = 0.5
        turn = pool.submit(doors.say, "anna-1", PRIVATE)
        time.sleep(0.2)
        with open_connection(doors.port) as other:
            other.request("DELETE", "/webhooks/rest/conversations/anna-1")
            assert other.getresponse().status == 200
        turn.result(10)
        assert doors.events("anna-1") == []


@contextlib.contextmanager
def open_connection(port: int) -> Iterator[object]:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    yield connection
    connection.close()


def test_a_store_that_is_away_is_no_deletion(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        doors.say("anna-1", "hi")
        (tmp_path / "tracker.db").rename(tmp_path / "gone.db")
        answer = doors.ask("DELETE", "/webhooks/rest/conversations/anna-1")
    assert (answer.status, answer.json["error"]) == (503, "not_deleted")


# -- backup and restore --------------------------------------------------------------------------------------------------------


def test_a_backup_is_made_while_the_bot_writes_and_is_whole(tmp_path: Path) -> None:
    with open_doors(tmp_path / "var") as doors, ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [doors.say(f"person-{number}", "hi").status for number in range(60)])
        copies = []
        while not writing.done():
            with contextlib.suppress(FileExistsError):
                copies.append(backup.make(doors.settings.var / "tracker.db", tmp_path / "backups"))
        assert set(writing.result()) == {200}
        last = backup.make(doors.settings.var / "tracker.db", tmp_path / "backups")
    for copy in {*copies, last}:
        backup.check(copy)
    assert (len(conversations(f"sqlite:///{last}")), oct(last.stat().st_mode & 0o777)) == (60, "0o600")


def test_what_was_lost_is_back_after_a_restore_and_who_was_erased_is_not(tmp_path: Path) -> None:
    settings = settings_at(tmp_path / "var")
    address = store_address(settings)
    settings.var.mkdir()
    for sender in ("anna", "bob", "carl"):
        put(address, sender, f"{PRIVATE} {sender}", at=NOW - 100)
    copy = backup.make(settings.var / "tracker.db", tmp_path / "backups")
    erasures.note(settings.var, "anna")
    forget(address, "anna")
    put(address, "dora", "after the backup", at=NOW)
    (settings.var / "tracker.db").write_bytes(b"broken")
    (settings.var / "tracker.db-wal").write_bytes(b"of the broken one")
    assert backup.restore(copy, settings) == 1
    assert sorted(conversations(address)) == ["bob", "carl"]
    assert texts(address, "bob") == [f"{PRIVATE} bob"]
    assert f"{PRIVATE} anna".encode() not in (settings.var / "tracker.db").read_bytes()


def test_whoever_came_back_after_being_erased_is_kept_by_a_later_backup(tmp_path: Path) -> None:
    settings = settings_at(tmp_path)
    erasures.note(settings.var, "anna")
    put(store_address(settings), "anna", "new", at=time.time() + 10)
    assert (erasures.erase_again(settings.var, store_address(settings)), texts(store_address(settings), "anna")) == (0, ["new"])


def test_erasures_older_than_every_backup_are_forgotten_themselves(tmp_path: Path) -> None:
    for sender in ("anna", "bob"):
        erasures.note(tmp_path, sender)
    erasures.forget_before(tmp_path, time.time() + 10)
    assert len((tmp_path / erasures.FILE).read_text().splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 5_000])
def test_what_is_no_backup_is_refused_and_the_database_stays(tmp_path: Path, content: bytes) -> None:
    settings = settings_at(tmp_path / "var")
    settings.var.mkdir()
    put(store_address(settings), "anna", "stays", at=NOW)
    (tmp_path / "file.db").write_bytes(content)
    with pytest.raises(backup.BackupFailed):
        backup.restore(tmp_path / "file.db", settings)
    assert texts(store_address(settings), "anna") == ["stays"]


def test_a_restore_under_a_running_bot_is_refused(tmp_path: Path) -> None:
    with open_doors(tmp_path / "var") as doors:
        doors.say("anna-1", "hi")
        copy = backup.make(doors.settings.var / "tracker.db", tmp_path)
        with pytest.raises(backup.BackupFailed, match="stop the bot"):
            backup.restore(copy, doors.settings)


def test_the_commands_work_from_a_shell(tmp_path: Path) -> None:
    settings = settings_at(tmp_path / "var")
    settings.var.mkdir()
    put(store_address(settings), "anna", "stays", at=NOW)

    def command(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"WAYPOST_VAR": str(settings.var), "PORT": str(settings.port), "PATH": "", "PYTHONPATH": str(ROOT)}
        return subprocess.run([sys.executable, "-m", module, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    made = command("waypost.ops.backup", "make", str(tmp_path))
    copy = made.stdout.split("| ")[1].strip()
    assert command("waypost.ops.backup", "restore", copy).stdout == "waypost | restored; 0 conversations were erased again\n"
    assert (command("waypost.ops.backup").returncode, command("waypost.ops.backup", "make", "/proc/nowhere").returncode) == (1, 1)


def test_postgresql_comes_back_with_its_own_tools_and_who_was_erased_does_not(cluster: str, tmp_path: Path) -> None:
    """The commands of docs/operating.md."""
    _psql(cluster, "CREATE DATABASE before_loss")
    _psql(cluster, "CREATE DATABASE after_loss")
    before, after = (cluster.rpartition("/")[0] + f"/{name}" for name in ("before_loss", "after_loss"))
    for sender in ("anna", "bob"):
        put(before, sender, PRIVATE, at=NOW - 100)
    erasures.note(tmp_path, "anna")
    subprocess.run(["pg_dump", "--format=custom", f"--file={tmp_path / 'waypost.dump'}", before], check=True)
    subprocess.run(["pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={after}", str(tmp_path / "waypost.dump")], check=True)
    assert erasures.erase_again(tmp_path, after) == 1
    assert (texts(after, "anna"), texts(after, "bob")) == ([], [PRIVATE])


# -- the probe of /health ------------------------------------------------------------------------------------------------------


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


def test_many_probes_at_once_do_not_fail_each_other(address: str) -> None:
    put(address, "anna", "one", at=NOW)
    probe(address, "first")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: probe(address, str(number % 4)), range(16)))


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
