"""The database of the conversations in, what was stored of each conversation out: read only, one conversation at a time, however many there are.

The rows come ordered by conversation from one query that the database streams, in one snapshot: turns that are stored meanwhile are not in it.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from learning.period import Period
from waypost.errors import StoreAway
from waypost.store.journal import TURNS
from waypost.tickets.outbox import fates
from waypost.tickets.tables import JOBS

EVENTS = sa.table("events", *(sa.column(name) for name in ("id", "sender_id", "type_name", "timestamp", "action_name", "data")))
"""Rasa's table, as `waypost/store/tracker.py` writes it."""
KINDS = ("user", "bot", "answer_rated")
SLOTS = ("last_key", "locale_wish")
RECEIVED = "received"
"""Kind of the rows of the journal of turns: when a message came, as long as the journal keeps it."""
AT_A_TIME = 1_000
CONNECT_LIMIT_S = 5
Drafts = Sequence[tuple[str, str, str, str, int]]


@dataclass(frozen=True)
class Stored:
    """One row. kind: of KINDS, `slot` or RECEIVED. at: seconds since 1970. data: the event as Rasa's Event.as_dict, {"id"} of a RECEIVED."""

    kind: str
    at: float
    data: dict[str, Any]


class Conversations:
    """What one database holds. Every method raises StoreAway."""

    def __init__(self, address: str) -> None:
        """address: as Settings.database_url."""
        self._address = address

    def is_there(self) -> bool:
        """False for a SQLite file that nobody has made yet; a server is always taken to be there."""
        file = _file(self._address)
        return file is None or file.exists()

    def rows(self, period: Period) -> int:
        """How many rows `of` will read."""
        with _reading(self._address) as connection:
            wanted = _wanted(connection, period)
            return 0 if wanted is None else int(connection.execute(sa.select(sa.func.count()).select_from(wanted.subquery())).scalar_one())

    def of(self, period: Period) -> Iterator[tuple[str, Iterator[Stored]]]:
        """(conversation, all its rows in order) for each conversation in which somebody said something in a period. Read the rows at once."""
        with _reading(self._address) as connection:
            wanted = _wanted(connection, period)
            if wanted is None:
                return
            streamed = connection.execution_options(stream_results=True, yield_per=AT_A_TIME)
            found = streamed.execute(wanted.order_by("sender", "place"))
            for sender, rows in groupby(found, key=lambda row: row.sender):
                yield str(sender), (Stored(row.kind, row.at or 0.0, _data(row)) for row in rows)

    def drafts(self, period: Period) -> Drafts:
        """(queue, need, locale, fate, how many) of the drafts of a period whose fate is known."""
        with _reading(self._address) as connection:
            if not sa.inspect(connection).has_table(JOBS.name):
                return []
            of_period = JOBS.c.posted >= period.since, JOBS.c.posted < period.until
            return [tuple(row) for row in connection.execute(fates(*of_period))]


def _wanted(connection: Connection, period: Period) -> Any:
    """The rows of the conversations of a period, those of the journal first in each; None when nothing was ever stored."""
    inspector = sa.inspect(connection)
    if not inspector.has_table(EVENTS.name):
        return None
    said = sa.select(EVENTS.c.sender_id).where(EVENTS.c.type_name == "user", EVENTS.c.timestamp >= period.since, EVENTS.c.timestamp < period.until)
    columns = EVENTS.c.sender_id.label("sender"), EVENTS.c.id.label("place"), EVENTS.c.type_name.label("kind")
    slot = sa.and_(EVENTS.c.type_name == "slot", EVENTS.c.action_name.in_(SLOTS))
    events = sa.select(*columns, EVENTS.c.timestamp.label("at"), EVENTS.c.data).where(
        EVENTS.c.sender_id.in_(said), sa.or_(EVENTS.c.type_name.in_(KINDS), slot)
    )
    if not inspector.has_table(TURNS.name):
        return events
    columns = TURNS.c.sender.label("sender"), sa.literal(0).label("place"), sa.literal(RECEIVED).label("kind")
    return events.union_all(sa.select(*columns, TURNS.c.received.label("at"), TURNS.c.id.label("data")).where(TURNS.c.sender.in_(said)))


def _data(row: Any) -> dict[str, Any]:
    return {"id": row.data} if row.kind == RECEIVED else dict(json.loads(row.data))


@contextlib.contextmanager
def _reading(address: str) -> Iterator[Connection]:
    """One transaction that cannot write. Raises StoreAway."""
    engine = _engine(address)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        raise StoreAway(f"the conversations cannot be read ({cause}): see that WAYPOST_DATABASE_URL or WAYPOST_VAR names their database") from error
    finally:
        engine.dispose()


def _engine(address: str) -> Engine:
    """hide_parameters: SQLAlchemy's errors would quote what people wrote."""
    file = _file(address)
    if file is None:
        return sa.create_engine(address, future=True, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": CONNECT_LIMIT_S})

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=CONNECT_LIMIT_S)

    return sa.create_engine("sqlite://", creator=connect, future=True, poolclass=NullPool, hide_parameters=True)


def _file(address: str) -> Path | None:
    """The file of SQLite; None for a server."""
    url = make_url(address)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
