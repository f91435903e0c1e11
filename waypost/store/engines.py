"""A database address in, SQLAlchemy's engine out: SQLite in WAL that never makes a lost file anew, PostgreSQL whose dead connections are found."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Callable
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

CONNECTIONS = 8
PATIENCE_S = 3
"""For a lock of SQLite, a connection to PostgreSQL, a free connection of the pool."""
STATEMENT_LIMIT_S = 5
_PING_PEERS = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2, "tcp_user_timeout": STATEMENT_LIMIT_S * 1000}


def engine_for(url: str, may_create: Callable[[], bool]) -> Engine:
    """may_create: whether a SQLite file that is not there may be made now; afterwards a missing file is a fault, not a fresh start."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(Path(str(make_url(url).database)), may_create)
    return _postgresql(url)


def _pooled(url: str, **kwargs: Any) -> Engine:
    """hide_parameters: SQLAlchemy's errors would quote what people wrote."""
    return sa.create_engine(url, future=True, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=PATIENCE_S, **kwargs)


def _sqlite(path: Path, may_create: Callable[[], bool]) -> Engine:
    def connect() -> sqlite3.Connection:
        if may_create():
            path.parent.mkdir(parents=True, exist_ok=True)
        mode = "rwc" if may_create() else "rw"
        address = f"file:{quote(str(path.resolve()))}?mode={mode}"
        connection = sqlite3.connect(address, uri=True, timeout=PATIENCE_S, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        return connection

    engine = _pooled("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def remember(connection: sqlite3.Connection, record: Any) -> None:
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def same_file(connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != _identity(path):
            raise DisconnectionError("the database file is another one than before, or gone")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        level = "FULL" if options.get("lasts", True) or not options.get("writes", True) else "NORMAL"
        if connection.info.get("synchronous", "FULL") != level:
            connection.exec_driver_sql(f"PRAGMA synchronous={level}")
            connection.info["synchronous"] = level
        # A transaction that will write takes the lock at once: one that reads first could not get it any more.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", True) else "BEGIN")

    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _postgresql(url: str) -> Engine:
    engine = _pooled(url, pool_pre_ping=True, connect_args={"connect_timeout": PATIENCE_S, **_PING_PEERS})

    @event.listens_for(engine, "connect")
    def limit(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {STATEMENT_LIMIT_S * 1000}")
        connection.commit()

    return engine
