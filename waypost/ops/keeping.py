"""The database of the conversations in, rows of one person or of old conversations out of it; and whether it can be written to now.

Works on every table that says whose its rows are (a column `sender_id` or `sender`) and since when (`timestamp` or `received`, seconds since
1970), so that a new table is covered by having them. Blocks: call it from a thread.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path
from typing import Iterator
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import NullPool

from waypost.ops.settings import Settings

PATIENCE_S = 2
WHOSE = ("sender_id", "sender")
SINCE = ("timestamp", "received")
EVENTS = "events"
PROBE = sa.Table(
    "waypost_probe", sa.MetaData(), sa.Column("instance", sa.String(64), primary_key=True), sa.Column("at", sa.Float(53), nullable=False)
)


def store_address(settings: Settings) -> str:
    """Where the conversations are, as an address that SQLAlchemy takes."""
    return settings.database_url


def is_there(address: str) -> bool:
    """False for a SQLite file that nobody has made yet; a server is always taken to be there."""
    url = make_url(address)
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


@contextlib.contextmanager
def transaction(address: str) -> Iterator[Connection]:
    """One transaction on a connection of its own. Raises SQLAlchemyError or OSError; never makes a SQLite file that is not there."""
    engine = _engine(address)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def probe(connection: Connection, instance: str) -> None:
    """Reads the conversations' table and writes a row. Raises SQLAlchemyError or OSError when either is not possible."""
    PROBE.create(connection, checkfirst=True)
    connection.execute(sa.text(f"SELECT 1 FROM {EVENTS} LIMIT 1"))  # noqa: S608
    connection.execute(PROBE.delete().where(sa.or_(PROBE.c.instance == instance, PROBE.c.at < time.time() - 86_400)))
    connection.execute(PROBE.insert().values(instance=instance, at=time.time()))


def forget(address: str, sender: str) -> int:
    """Deletes everything of one conversation. Result: rows."""
    with transaction(address) as connection:
        rows = sum(connection.execute(table.delete().where(whose == sender)).rowcount for table, whose, _ in _tables(connection))
    _wipe(address)
    return rows


def expire(address: str, before: float) -> int:
    """Deletes conversations that nobody has gone on with since `before` (seconds since 1970). Result: rows."""
    rows = 0
    with transaction(address) as connection:
        for table, whose, since in _tables(connection):
            old = sa.select(whose).group_by(whose).having(sa.func.max(since) < before)
            rows += connection.execute(table.delete().where(whose.in_(old))).rowcount
    if rows:
        _wipe(address)
    return rows


def conversations(address: str) -> dict[str, float]:
    """Every conversation with the time of its last event."""
    with transaction(address) as connection:
        found = connection.execute(sa.text(f"SELECT sender_id, MAX(timestamp) FROM {EVENTS} GROUP BY sender_id"))  # noqa: S608
        return {str(sender): float(last or 0) for sender, last in found}


def _tables(connection: Connection) -> list[tuple[sa.Table, sa.Column[str], sa.Column[float]]]:
    """Tables that hold something of a person: (table, whose, since when)."""
    inspector, found = sa.inspect(connection), []
    for name in inspector.get_table_names():
        columns = {column["name"]: column["type"] for column in inspector.get_columns(name)}
        whose, since = next((item for item in WHOSE if item in columns), None), next((item for item in SINCE if item in columns), None)
        if whose and since:
            table = sa.Table(name, sa.MetaData(), sa.Column(whose, columns[whose]), sa.Column(since, columns[since]))
            found.append((table, table.c[whose], table.c[since]))
    return found


def _wipe(address: str) -> None:
    """What was deleted from SQLite is also taken out of its write-ahead log; deleted pages are zeroed on the way (`secure_delete`)."""
    if make_url(address).get_backend_name() == "sqlite":
        with contextlib.closing(_sqlite(Path(str(make_url(address).database)))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _engine(address: str) -> Engine:
    """hide_parameters: SQLAlchemy's errors would quote what people wrote."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": PATIENCE_S})
    return sa.create_engine("sqlite://", creator=lambda: _sqlite(Path(str(url.database))), poolclass=NullPool, hide_parameters=True)


def _sqlite(path: Path) -> sqlite3.Connection:
    if not os.access(path, os.R_OK | os.W_OK):
        raise FileNotFoundError(f"{path.name} is not there or cannot be written")
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=PATIENCE_S, check_same_thread=False)
    connection.execute("PRAGMA secure_delete=ON")
    return connection
