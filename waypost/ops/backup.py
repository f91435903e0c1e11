"""The SQLite database into one file while the bot runs, and back while it does not: `python -m waypost.ops.backup make|restore <path>`.

PostgreSQL has tools of its own; after them `erase-again` takes out who asked to be forgotten since. docs/operating.md has the commands.
"""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import time
from pathlib import Path

from sqlalchemy.engine import make_url

from waypost.errors import BotError
from waypost.ops.erasures import erase_again
from waypost.ops.keeping import EVENTS, store_address
from waypost.ops.run import taken
from waypost.ops.settings import Settings

USAGE = "waypost | usage: python -m waypost.ops.backup make <folder> | restore <file> | erase-again"
PATIENCE_S = 10


class BackupFailed(BotError):
    """A backup was not made, or cannot be restored; what was there is as it was."""


def database_file(settings: Settings) -> Path:
    """The SQLite file of the conversations. Raises BackupFailed when they are in a server."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        raise BackupFailed("the conversations are in PostgreSQL: use pg_dump and pg_restore, then erase-again; docs/operating.md has the commands")
    return Path(str(url.database))


def make(database: Path, folder: Path) -> Path:
    """A whole and checked copy, readable by its owner only; turns that are stored meanwhile are in it or not, never in half."""
    if not database.exists():
        raise BackupFailed(f"there is no {database}: nothing was said yet, or WAYPOST_VAR is another folder")
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / time.strftime("waypost-%Y%m%dT%H%M%SZ.db", time.gmtime())
    half = copy.with_suffix(".part")
    half.touch(mode=0o600)
    with _open(database, "ro") as source, _open(half, "rw") as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    check(half)
    return half.replace(copy)


def restore(file: Path, settings: Settings) -> int:
    """Puts a backup in the place of the database and takes out who was erased since. Result: conversations that were erased again."""
    check(file)
    if taken(settings.host, settings.port):
        raise BackupFailed(f"something answers at port {settings.port}: stop the bot before its database is replaced")
    database = database_file(settings)
    database.parent.mkdir(parents=True, exist_ok=True)
    half = database.with_suffix(".part")
    half.touch(mode=0o600)
    with _open(file, "ro") as source, _open(half, "rw") as target:
        source.backup(target)
    for beside in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + beside).unlink(missing_ok=True)
    half.replace(database)
    return erase_again(settings.var, store_address(settings))


def check(file: Path) -> None:
    """Raises BackupFailed when a file is no whole database of conversations."""
    if not file.exists():
        raise BackupFailed(f"there is no {file}")
    try:
        with _open(file, "ro") as connection:
            state = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute(f"SELECT COUNT(*) FROM {EVENTS}")  # noqa: S608
    except sqlite3.Error as error:
        raise BackupFailed(f"{file} is no database of conversations: {error}") from error
    if state != "ok":
        raise BackupFailed(f"{file} is damaged: take an older one")


def _open(path: Path, mode: str) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE_S))


def main() -> None:
    try:
        settings = Settings.from_environment()
        match sys.argv[1:]:
            case ["make", folder]:
                print(f"waypost | {make(database_file(settings), Path(folder))}")
            case ["restore", file]:
                print(f"waypost | restored; {restore(Path(file), settings)} conversations were erased again")
            case ["erase-again"]:
                print(f"waypost | {erase_again(settings.var, store_address(settings))} conversations were erased again")
            case _:
                sys.exit(USAGE)
    except (BotError, OSError, sqlite3.Error) as error:
        sys.exit(f"waypost | {error}")


if __name__ == "__main__":
    main()
