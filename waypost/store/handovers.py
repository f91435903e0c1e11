"""Conversations that humans have: the row that channels, bridge and retention share. Whoever has a row in SILENT is answered by a human."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Callable

import sqlalchemy as sa
from sqlalchemy.engine import Row

from waypost.store.database import Database


class With(Enum):
    """Whom a conversation is with.

    ASKED: the helpdesk needs an e-mail address, and the person was asked for it. WAITING: a ticket is open and the bot goes on until
    somebody takes it. HUMAN: humans have it. BOT: they had it, and gave it back.
    """

    ASKED = "asked"
    WAITING = "waiting"
    HUMAN = "human"
    BOT = "bot"


SILENT = (With.ASKED, With.HUMAN)
"""What is typed then is for the ticket."""

HANDOVERS = sa.Table(
    "waypost_handovers",
    sa.MetaData(),
    sa.Column("sender", sa.String(64), primary_key=True),
    sa.Column("helpdesk", sa.String(24), nullable=False),
    sa.Column("ticket", sa.String(32), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("wanted", sa.Text, nullable=False),
    sa.Column("last", sa.String(64), nullable=False),
    sa.Column("heard", sa.String(64), nullable=False),
    sa.Column("earlier", sa.String(64), nullable=False),
    sa.Column("due", sa.Float(53), nullable=False),
    sa.Column("touched", sa.Float(53), nullable=False),
    sa.Column("received", sa.Float(53), nullable=False),
    sa.Index("waypost_handovers_due", "state", "due"),
)


# Asked in every turn: made once, so that SQLAlchemy need not look through it anew each time.
_OF = sa.select(HANDOVERS).where(HANDOVERS.c.sender == sa.bindparam("whose"))


@dataclass(frozen=True)
class Handover:
    """ticket: its number, empty as long as there is none. wanted: what is to be opened (JSON, redacted), until it is. last: id of the ticket's
    newest message that was passed on. heard: key of the person's newest message; earlier: `last` as it was then, for a repeat of it.
    touched: when somebody last wrote; due: when to look again (seconds since 1970)."""

    sender: str
    helpdesk: str
    ticket: str
    state: With
    locale: str
    wanted: str = ""
    last: str = ""
    heard: str = ""
    earlier: str = ""
    due: float = 0.0
    touched: float = 0.0
    received: float = 0.0


class Handovers:
    """The rows. Every method raises StoreAway."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    async def of(self, sender: str) -> Handover | None:
        row = await self._database.read(lambda connection: connection.execute(_OF, {"whose": sender}).first())
        return _handover(row) if row else None

    async def human_has(self, sender: str) -> bool:
        """Whether what this person types is for a human."""
        found = await self.of(sender)
        return found is not None and found.state in SILENT

    async def is_chat(self, helpdesk: str, ticket: str) -> bool:
        """Whether a ticket belongs to a conversation of the chat: nobody answers it by mail."""
        wanted = sa.select(HANDOVERS.c.sender).where(HANDOVERS.c.helpdesk == helpdesk, HANDOVERS.c.ticket == ticket)
        return await self._database.read(lambda connection: connection.execute(wanted).first() is not None)

    async def keep(self, handover: Handover) -> Handover:
        """Writes the row whole, new or not: for the beginning of a hand-over."""
        kept = replace(handover, received=self._clock())
        values: dict[str, Any] = {**vars(kept), "state": kept.state.value}

        def written(connection: Any) -> None:
            mine = HANDOVERS.c.sender == kept.sender
            if not connection.execute(sa.update(HANDOVERS).where(mine).values(**values)).rowcount:
                connection.execute(HANDOVERS.insert().values(**values))

        await self._database.write(written)
        return kept

    async def change(self, handover: Handover, **changes: Any) -> Handover:
        """Changes some of the row, and leaves what others may have changed meanwhile. Whoever writes keeps it from expiring."""
        if "touched" in changes:
            changes["received"] = self._clock()
        values = {name: value.value if isinstance(value, With) else value for name, value in changes.items()}
        mine = sa.update(HANDOVERS).where(HANDOVERS.c.sender == handover.sender, HANDOVERS.c.ticket == handover.ticket).values(**values)
        await self._database.write(lambda connection: connection.execute(mine))
        return replace(handover, **changes)

    async def due(self, helpdesk: str, most: int = 50) -> list[Handover]:
        """Those whose tickets are to be looked at, the longest waiting first."""
        open_states = [With.WAITING.value, With.HUMAN.value]
        wanted = sa.select(HANDOVERS).where(HANDOVERS.c.helpdesk == helpdesk, HANDOVERS.c.state.in_(open_states), HANDOVERS.c.due <= self._clock())
        wanted = wanted.where(HANDOVERS.c.ticket != "").order_by(HANDOVERS.c.due).limit(most)
        return await self._database.read(lambda connection: [_handover(row) for row in connection.execute(wanted)])


def _handover(row: Row) -> Handover:
    values = {column.name: getattr(row, column.name) for column in HANDOVERS.columns}
    return Handover(**{**values, "state": With(row.state)})
