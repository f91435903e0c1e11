"""Events that were stored in, the same events for the event stream out: they wait in the database until the broker has confirmed them.

A row is written in the transaction that stores its event, so a stored event reaches the stream however the process ends. A relay takes rows
in order, one instance at a time, and deletes what the broker has: so an event may come twice, with the same id, and is never lost.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections import Counter as Tally
from dataclasses import dataclass
from typing import Any, Callable, Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from waypost.safety.redact import redact
from waypost.store.database import Database

log = logging.getLogger(__name__)
LEASE_S = 15.0
BATCH = 100

OUTBOX = sa.Table(
    "waypost_outbox",
    sa.MetaData(),
    sa.Column("place", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(32), nullable=False),
    sa.Column("sender", sa.String(255), nullable=False),
    sa.Column("message_id", sa.String(64), nullable=False),
    sa.Column("received", sa.Float(53), nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Index("waypost_outbox_received", "received"),
)
RELAYS = sa.Table(
    "waypost_relay",
    sa.MetaData(),
    sa.Column("name", sa.String(16), primary_key=True),
    sa.Column("owner", sa.String(32)),
    sa.Column("lease", sa.Float(53)),
)
STREAM_TABLES = (OUTBOX, RELAYS)
RETRACTED = "waypost_retracted"
"""Name of the event that tells readers of the stream which messages they must blot out too."""


@dataclass(frozen=True)
class Waiting:
    """One event on its way. id: stays the same when it is sent again. body: JSON."""

    place: int
    id: str
    sender: str
    body: str


class Outbox:
    """The writing half: used inside the transaction of the tracker store. refused: how many texts held a secret of which kind."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.refused: Tally[str] = Tally()
        self.wake: Callable[[], None] = lambda: None

    def add(self, connection: Connection, sender: str, events: Sequence[dict[str, Any]]) -> None:
        """Puts events (as Rasa's Event.as_dict) into the outbox, with the mark of removed secrets in the place of any text that holds one."""
        if events:
            connection.execute(OUTBOX.insert(), [self._row(sender, self._fenced(event)) for event in events])

    def retract(self, connection: Connection, sender: str, message_ids: Collection[str]) -> None:
        """Takes messages back that turned out to be pieces of a secret: those that wait, and by an event those that have left."""
        ids = sorted(message_ids)
        connection.execute(OUTBOX.delete().where(OUTBOX.c.sender == sender, OUTBOX.c.message_id.in_(ids)))
        connection.execute(OUTBOX.insert(), [self._row(sender, {"event": RETRACTED, "timestamp": self._clock(), "message_ids": ids})])

    def _fenced(self, value: Any) -> Any:
        """The same value, whatever its shape, with no secret in any text of it."""
        if isinstance(value, dict):
            return {name: self._fenced(part) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._fenced(part) for part in value]
        clean = redact(value) if isinstance(value, str) else None
        if clean is None or not clean.kinds:
            return value
        self.refused.update(clean.kinds)
        log.warning("stream.fenced kinds=%s", "_".join(clean.kinds))
        return clean.text

    def _row(self, sender: str, event: dict[str, Any]) -> dict[str, Any]:
        own = {"id": uuid.uuid4().hex, "sender": sender, "message_id": str(event.get("message_id") or ""), "received": self._clock()}
        return {**own, "event": json.dumps({"sender_id": sender, **event})}


class Sending:
    """The reading half, of one instance. Every method raises StoreAway when the database cannot be used."""

    def __init__(self, database: Database, delay_s: float = 0.0, clock: Callable[[], float] = time.time) -> None:
        """delay_s: how long an event rests before it may leave. clock: seconds since 1970, the same for all instances to a second or two."""
        self._database, self._delay_s, self._clock = database, delay_s, clock
        self.owner = uuid.uuid4().hex

    async def claim(self) -> bool:
        """Whether this instance may send now: only one does, so that the order stays. It must claim again within LEASE_S."""
        return await self._database.write(self._claim)

    async def next(self, most: int = BATCH) -> list[Waiting]:
        """The oldest events that may leave, in order."""
        ripe = sa.select(OUTBOX).where(OUTBOX.c.received <= self._clock() - self._delay_s).order_by(OUTBOX.c.place).limit(most)
        return await self._database.read(
            lambda connection: [Waiting(row.place, row.id, row.sender, row.event) for row in connection.execute(ripe).all()]
        )

    async def sent(self, events: Sequence[Waiting]) -> None:
        """The broker has them."""
        gone = OUTBOX.delete().where(OUTBOX.c.place.in_([event.place for event in events]))
        await self._database.write(lambda connection: connection.execute(gone))

    async def waiting(self) -> int:
        """How many events wait."""
        return int(await self._database.read(lambda connection: connection.execute(sa.select(sa.func.count()).select_from(OUTBOX)).scalar_one()))

    def _claim(self, connection: Connection) -> bool:
        now = self._clock()
        mine = {"owner": self.owner, "lease": now + LEASE_S}
        free = sa.or_(RELAYS.c.owner == self.owner, RELAYS.c.lease < now)
        if connection.execute(RELAYS.update().where(RELAYS.c.name == "stream", free).values(**mine)).rowcount:
            return True
        if connection.execute(sa.select(RELAYS.c.name)).first() is not None:
            return False
        connection.execute(RELAYS.insert().values(name="stream", **mine))  # of two at once one fails, and finds the row when it tries again
        return True
