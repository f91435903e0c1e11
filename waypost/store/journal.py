"""What a person wrote is noted before anybody works on it, and its answer is kept a day: so no turn is lost, and none is run twice.

A row of `waypost_turns` is `open` while an instance works on it and renews its lease, `answered` when its answer is in it, `left` when the
work failed. A row whose lease has run out belongs to nobody: whoever claims it first may work on it.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any, Callable, Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from waypost.store.database import Database

LEASE_S = 12.0
KEPT_S = 24 * 3600.0
MOST_RUNS = 3
"""A turn that has taken the process down with it so often is not tried again."""
Entries = list[dict[str, Any]]
Key = tuple[str, str]

TURNS = sa.Table(
    "waypost_turns",
    sa.MetaData(),
    sa.Column("sender", sa.String(64), primary_key=True),
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("lease", sa.Float(53), nullable=False),
    sa.Column("runs", sa.Integer, nullable=False),
    sa.Column("received", sa.Float(53), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Index("waypost_turns_state", "state", "lease"),
    sa.Index("waypost_turns_received", "received"),
)


# Statements of every turn: made once, so that SQLAlchemy need not look through them anew each time.
_MINE = (TURNS.c.sender == sa.bindparam("whose"), TURNS.c.id == sa.bindparam("which"))
_FIND = sa.select(TURNS).where(*_MINE).with_for_update()
_NOTE = TURNS.insert()
_CLOSE = sa.update(TURNS).where(*_MINE).values(state="answered", answer=sa.bindparam("kept"), message="")


@dataclass(frozen=True)
class Noted:
    """A message as the journal keeps it until it is answered. text: redacted. press: payload of the button. secrets: kinds that were removed.
    earlier: ids of messages of this sender that are part of the same secret."""

    id: str
    sender: str
    text: str
    hint: str | None = None
    press: str | None = None
    secrets: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.sender, self.id

    @property
    def digest(self) -> str:
        """Tells another message under the same id; empty when secrets were removed, for what is left of those may differ each time."""
        return "" if self.secrets else hashlib.sha256(json.dumps([self.sender, self.text, self.press]).encode()).hexdigest()

    def is_another_than(self, digest: str) -> bool:
        return bool(digest and self.digest and digest != self.digest)


@dataclass(frozen=True)
class Claim:
    """What the journal knows of a message. runs: how often it was begun, with this time when it is `mine`; 0 when it is not."""

    answer: Entries | None
    mine: bool
    runs: int
    digest: str


@dataclass(frozen=True)
class Abandoned:
    """A turn that nobody works on. overtaken: its sender has written again since."""

    noted: Noted
    overtaken: bool


class Journal:
    """The journal of one instance. Every method raises StoreAway when the database cannot be used."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """clock: seconds since 1970; the clocks of instances that share a database must agree to a second or two."""
        self._database = database
        self._clock = clock
        self.owner = uuid.uuid4().hex

    async def open(self, noted: Noted) -> Claim:
        """Notes a message and claims it, or tells what became of it: its answer, or that another instance has it."""
        return await self._database.write(lambda connection: self._open(connection, noted))

    async def close(self, key: Key, answer: Entries) -> None:
        """Keeps the answer for repeats and forgets what was asked. Should a power cut undo it, the conversation still holds the answer."""
        closed = {**_which(key), "kept": json.dumps(answer)}
        await self._database.note(lambda connection: connection.execute(_CLOSE, closed))

    async def leave(self, key: Key) -> None:
        """Nobody works on it any more, and only a repeat makes somebody do so."""
        await self._database.write(lambda connection: connection.execute(_row(key).where(TURNS.c.state == "open").values(state="left")))

    async def renew(self, keys: Iterable[Key]) -> None:
        """Tells other instances that this one is alive and still works on them."""
        lease = self._clock() + LEASE_S
        mine = [_row(key).where(TURNS.c.state == "open", TURNS.c.owner == self.owner).values(lease=lease) for key in keys]

        def renewed(connection: Connection) -> None:
            for statement in mine:
                connection.execute(statement)

        if mine:
            await self._database.write(renewed)

    async def abandoned(self, most: int = 20) -> list[Abandoned]:
        """Open turns whose lease has run out, oldest first."""
        return await self._database.read(lambda connection: self._abandoned(connection, most))

    async def unanswered(self, sender: str) -> list[tuple[Noted, float]]:
        """Messages of a person that are worked on or were left, oldest first, with the moment they came (seconds since 1970)."""
        mine = sa.select(TURNS).where(TURNS.c.sender == sender, TURNS.c.state.in_(("open", "left"))).order_by(TURNS.c.received)
        return await self._database.read(lambda connection: [(_noted(row), row.received) for row in connection.execute(mine)])

    async def forget(self) -> int:
        """Deletes what is older than a day; how many turns."""
        old = sa.delete(TURNS).where(TURNS.c.received < self._clock() - KEPT_S)
        return int(await self._database.write(lambda connection: connection.execute(old).rowcount))

    def _open(self, connection: Connection, noted: Noted) -> Claim:
        now = self._clock()
        found = connection.execute(_FIND, _which(noted.key)).first()
        if found is None:
            connection.execute(_NOTE, self._new(noted, now))  # a race ends in an IntegrityError, and the second try finds it
            return Claim(None, True, 1, noted.digest)
        if found.state == "answered":
            return Claim(json.loads(found.answer), False, 0, found.digest)
        if noted.is_another_than(found.digest) or (found.state == "open" and found.owner != self.owner and found.lease > now):
            return Claim(None, False, 0, found.digest)
        connection.execute(_row(noted.key).values(state="open", owner=self.owner, lease=now + LEASE_S, runs=found.runs + 1))
        return Claim(None, True, found.runs + 1, found.digest)

    def _new(self, noted: Noted, now: float) -> dict[str, Any]:
        asked = {"text": noted.text, "hint": noted.hint, "press": noted.press}
        message = json.dumps({**asked, "secrets": noted.secrets, "earlier": noted.earlier})
        kept = {"sender": noted.sender, "id": noted.id, "digest": noted.digest, "message": message, "answer": ""}
        return {**kept, "state": "open", "owner": self.owner, "lease": now + LEASE_S, "runs": 1, "received": now}

    def _abandoned(self, connection: Connection, most: int) -> list[Abandoned]:
        now = self._clock()
        expired = sa.select(TURNS).where(TURNS.c.state == "open", TURNS.c.lease < now).order_by(TURNS.c.received).limit(most)
        return [Abandoned(_noted(row), _is_overtaken(connection, row, now)) for row in connection.execute(expired)]


def _which(key: Key) -> dict[str, str]:
    return {"whose": key[0], "which": key[1]}


def _row(key: Key) -> Any:
    return sa.update(TURNS).where(TURNS.c.sender == key[0], TURNS.c.id == key[1])


def _noted(row: Row) -> Noted:
    message = json.loads(row.message)
    return Noted(row.id, row.sender, message["text"], message["hint"], message["press"], tuple(message["secrets"]), tuple(message.get("earlier", ())))


def _is_overtaken(connection: Connection, row: Row, now: float) -> bool:
    worked_on = sa.or_(TURNS.c.state == "answered", sa.and_(TURNS.c.state == "open", TURNS.c.lease >= now))
    newer = sa.select(TURNS.c.id).where(TURNS.c.sender == row.sender, TURNS.c.received > row.received, worked_on).limit(1)
    return connection.execute(newer).first() is not None
