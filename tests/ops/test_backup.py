"""What was lost comes back from a backup, what was erased does not: tried with a real SQLite file and a real PostgreSQL."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ops.conftest import psql
from tests.support.bot import ROOT
from tests.support.doors import open_doors
from tests.support.said import put, settings_at, texts
from waypost.ops import backup, erasures
from waypost.ops.keeping import conversations, forget, store_address

NOW = time.time()
PRIVATE = "mijn-eigen-woorden-4711"


def test_a_backup_is_made_while_the_bot_writes_and_is_whole(tmp_path: Path) -> None:
    with open_doors(tmp_path / "var") as doors, ThreadPoolExecutor(1) as pool:
        assert doors.say("person-0", "hi").status == 200
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


@pytest.mark.services
def test_postgresql_comes_back_with_its_own_tools_and_who_was_erased_does_not(cluster: str, tmp_path: Path) -> None:
    """The commands of docs/operating.md."""
    psql(cluster, "CREATE DATABASE before_loss")
    psql(cluster, "CREATE DATABASE after_loss")
    before, after = (cluster.rpartition("/")[0] + f"/{name}" for name in ("before_loss", "after_loss"))
    for sender in ("anna", "bob"):
        put(before, sender, PRIVATE, at=NOW - 100)
    erasures.note(tmp_path, "anna")
    subprocess.run(["pg_dump", "--format=custom", f"--file={tmp_path / 'waypost.dump'}", before], check=True)
    subprocess.run(["pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={after}", str(tmp_path / "waypost.dump")], check=True)
    assert erasures.erase_again(tmp_path, after) == 1
    assert (texts(after, "anna"), texts(after, "bob")) == ([], [PRIVATE])


def test_a_backup_is_of_the_database_that_the_bot_uses(tmp_path: Path) -> None:
    elsewhere = settings_at(tmp_path / "var", WAYPOST_DATABASE_URL=f"sqlite:///{tmp_path}/other.db")
    assert backup.database_file(elsewhere) == tmp_path / "other.db"
    with pytest.raises(backup.BackupFailed, match="pg_dump"):
        backup.database_file(settings_at(tmp_path, WAYPOST_DATABASE_URL="postgresql://host/name"))
