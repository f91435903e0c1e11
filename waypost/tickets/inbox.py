"""What may be new: hints of hooks and polls in, tickets to look at out. A hint that comes while its ticket is looked at is kept for another look."""

from __future__ import annotations

import uuid
from typing import Any, Callable, Iterable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from waypost.store.database import Database
from waypost.tickets.states import Hint
from waypost.tickets.tables import CURSORS, HINTS

LOOK_S = 60.0
"""How long one bridge has for a look before another takes the hint."""


class Inbox:
    """The hints of one helpdesk. Every method raises StoreAway."""

    def __init__(self, database: Database, helpdesk: str, clock: Callable[[], float]) -> None:
        self._database, self._helpdesk, self._clock = database, helpdesk, clock

    async def hear(self, tickets: Iterable[str], delay_s: float = 0.0) -> None:
        """Notes hints. delay_s: the look waits so long, for a helpdesk that tells of a change before it has stored it."""
        names = list(dict.fromkeys(tickets))
        if names:
            await self._database.write(lambda connection: self._note(connection, names, delay_s))

    async def advance(self, tickets: Iterable[str], cursor: str) -> None:
        """Notes what a poll has found together with where it goes on: neither without the other."""
        names = list(dict.fromkeys(tickets))

        def noted(connection: Connection) -> None:
            self._note(connection, names, 0.0)
            row = {"helpdesk": self._helpdesk, "cursor": cursor}
            connection.execute(upsert(connection, CURSORS, row, ["helpdesk"], {"cursor": cursor}))

        await self._database.write(noted)

    async def cursor(self) -> str:
        """Where the poll goes on; empty before the first."""
        wanted = sa.select(CURSORS.c.cursor).where(CURSORS.c.helpdesk == self._helpdesk)
        return str(await self._database.read(lambda connection: connection.execute(wanted).scalar()) or "")

    async def take(self) -> Hint | None:
        """The hint that has waited longest, for this bridge alone as long as LOOK_S."""
        return await self._database.write(self._take)

    async def drop(self, hint: Hint) -> None:
        """The look is done; what was heard meanwhile stays."""
        await self._database.write(lambda connection: self._drop(connection, hint))

    async def later(self, hint: Hint, seconds: float) -> None:
        """The look has to be tried again."""
        due = self._clock() + seconds
        await self._database.write(lambda connection: connection.execute(sa.update(HINTS).where(*_is(hint)).values(due=due)))

    async def waiting(self) -> int:
        """How many hints there are."""
        return int(await self._database.read(lambda connection: connection.execute(sa.select(sa.func.count()).select_from(HINTS)).scalar_one()))

    def _note(self, connection: Connection, tickets: list[str], delay_s: float) -> None:
        now, stamp = self._clock(), uuid.uuid4().hex
        for ticket in tickets:
            row = {"helpdesk": self._helpdesk, "ticket": ticket, "at": now, "due": now + delay_s, "stamp": stamp}
            connection.execute(upsert(connection, HINTS, row, ["helpdesk", "ticket"], {"stamp": stamp}))

    def _take(self, connection: Connection) -> Hint | None:
        now = self._clock()
        wanted = sa.select(HINTS).where(HINTS.c.helpdesk == self._helpdesk, HINTS.c.due <= now).order_by(HINTS.c.due).limit(1)
        row = connection.execute(wanted.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        hint = Hint(row.helpdesk, row.ticket, row.at, row.stamp)
        connection.execute(sa.update(HINTS).where(*_is(hint)).values(due=now + LOOK_S))
        return hint

    def _drop(self, connection: Connection, hint: Hint) -> None:
        gone = connection.execute(sa.delete(HINTS).where(*_is(hint), HINTS.c.stamp == hint.stamp)).rowcount
        if not gone:
            connection.execute(sa.update(HINTS).where(*_is(hint)).values(due=self._clock()))


def upsert(connection: Connection, table: sa.Table, row: dict[str, Any], key: list[str], changes: dict[str, Any]) -> Any:
    """An INSERT that changes the row which is there already; the same for both databases."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).values(**row).on_conflict_do_update(index_elements=key, set_=changes)


def _is(hint: Hint) -> tuple[Any, Any]:
    return HINTS.c.helpdesk == hint.helpdesk, HINTS.c.ticket == hint.ticket
