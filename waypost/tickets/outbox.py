"""Tickets and their jobs as the database keeps them. A job is changed only by the bridge that holds its lease: whoever lost it is told so."""

from __future__ import annotations

import uuid
from typing import Any, Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from waypost.errors import BotError
from waypost.store.database import Database
from waypost.tickets.inbox import upsert
from waypost.tickets.notation import memory_json, memory_of, outcome_json, outcome_of
from waypost.tickets.states import GIVEN_UP, POSTED, WORKING, Fate, Job, State
from waypost.tickets.tables import JOBS, TICKETS
from waypost.tickets.types import Memory, Mode, Outcome, Ticket

LEASE_S = 60.0
"""Longer than one step takes with all of its time limits. What a dead bridge had begun to post has arrived by then, or never will."""
DAY_S = 86_400.0
_WORKING, _GIVEN_UP, _POSTED = ([state.value for state in states] for states in (WORKING, GIVEN_UP, POSTED))


class LostLease(BotError):
    """Another bridge has taken the job, or a newer message has put an end to it: nothing was changed."""


class Outbox:
    """The jobs of one helpdesk, as one bridge sees them. Every method raises StoreAway."""

    def __init__(self, database: Database, helpdesk: str, clock: Callable[[], float]) -> None:
        self._database, self._helpdesk, self._clock = database, helpdesk, clock
        self.owner = uuid.uuid4().hex

    async def memory(self, sender: str) -> Memory:
        """What is kept of a ticket."""
        wanted = sa.select(TICKETS.c.memory).where(TICKETS.c.sender == sender)
        return memory_of(str(await self._database.read(lambda connection: connection.execute(wanted).scalar()) or ""))

    async def look(self, ticket: Ticket, mine: bool, question: str | None, hinted: float) -> Job | None:
        """Notes how a ticket stands. question: the message to answer, if any; the result is its job, claimed, unless it has one already. One
        that was given up is begun again when the ticket was given to the bot since it was seen last."""

        def looked(connection: Connection) -> Job | None:
            anew = self._seen(connection, ticket, mine)
            return self._offer(connection, ticket, question, hinted, anew) if question is not None else None

        return await self._database.write(looked)

    async def offer(self, ticket: Ticket, question: str, hinted: float) -> None:
        """A job for a message of a ticket that is worked on."""
        await self._database.write(lambda connection: self._offer(connection, ticket, question, hinted, False))

    async def claim(self) -> Job | None:
        """A job that is due and that nobody works on."""
        return await self._database.write(self._claim)

    async def save(self, job: Job, state: State, outcome: Outcome | None = None, mode: Mode | None = None) -> None:
        """The job goes on in a new state, still claimed. Raises LostLease."""
        changes: dict[str, Any] = {"state": state.value, "tries": 1, "lease": self._clock() + LEASE_S}
        if outcome is not None:
            changes |= {"outcome": outcome_json(outcome), "need": (outcome.needs or ("",))[0], "locale": outcome.locale}
        if mode is not None:
            changes["mode"] = mode.value
        await self._database.write(lambda connection: self._change(connection, job, changes))

    async def renew(self, job: Job) -> None:
        """The job is held for another lease. Raises LostLease."""
        await self._database.write(lambda connection: self._change(connection, job, {"lease": self._clock() + LEASE_S}))

    async def finish(self, job: Job, state: State, memory: Memory | None = None) -> None:
        """The end of a job; what was learnt about its ticket is kept with it. Raises LostLease."""
        await self._database.write(lambda connection: self._finish(connection, job, state, memory))

    async def later(self, job: Job, seconds: float) -> None:
        """The job is tried again after a while. Raises LostLease."""
        changes = {"lease": 0.0, "due": self._clock() + seconds}
        await self._database.write(lambda connection: self._change(connection, job, changes))

    async def posted_today(self, sender: str) -> int:
        """Public replies of the bot in a ticket in the last 24 hours."""
        wanted = _count(JOBS.c.sender == sender, JOBS.c.state == State.WAITING_CUSTOMER.value, JOBS.c.posted > self._clock() - DAY_S)
        return int(await self._database.read(lambda connection: connection.execute(wanted).scalar_one()))

    async def state_of(self, sender: str, message_id: str) -> State | None:
        """The state of a message's job."""
        wanted = sa.select(JOBS.c.state).where(JOBS.c.sender == sender, JOBS.c.message == message_id)
        found = await self._database.read(lambda connection: connection.execute(wanted).scalar())
        return State(found) if found else None

    async def open_draft(self, sender: str) -> Job | None:
        """The newest draft of a ticket whose fate nobody knows yet."""
        wanted = sa.select(JOBS).where(JOBS.c.sender == sender, JOBS.c.state == State.WAITING_AGENT.value, JOBS.c.fate == "")
        row = await self._database.read(lambda connection: connection.execute(wanted.order_by(JOBS.c.posted.desc()).limit(1)).first())
        return _job(row) if row else None

    async def fate(self, job: Job, fate: Fate) -> None:
        """Notes what became of a draft."""
        await self._database.write(lambda connection: connection.execute(_row(job).values(fate=fate.value)))

    async def unlooked(self, before: float, since: float, most: int = 50) -> list[str]:
        """Tickets with drafts of unknown fate, not looked at since `before`, nor older than `since`."""
        join = JOBS.join(TICKETS, TICKETS.c.sender == JOBS.c.sender)
        wanted = sa.select(TICKETS.c.ticket).select_from(join).where(JOBS.c.helpdesk == self._helpdesk, JOBS.c.fate == "")
        wanted = wanted.where(JOBS.c.state == State.WAITING_AGENT.value, TICKETS.c.looked < before, JOBS.c.posted > since).limit(most)
        return await self._database.read(lambda connection: [str(row.ticket) for row in connection.execute(wanted)])

    async def drafts(self) -> list[tuple[str, str, str, str, int]]:
        """(queue, need, locale, fate, how many) over all drafts whose fate is known."""
        wanted = fates(JOBS.c.helpdesk == self._helpdesk)
        return await self._database.read(lambda connection: [tuple(row) for row in connection.execute(wanted)])

    async def counts(self) -> dict[State, int]:
        """Jobs in each state."""
        wanted = sa.select(JOBS.c.state, sa.func.count()).where(JOBS.c.helpdesk == self._helpdesk).group_by(JOBS.c.state)
        return await self._database.read(lambda connection: {State(row[0]): int(row[1]) for row in connection.execute(wanted)})

    def _seen(self, connection: Connection, ticket: Ticket, mine: bool) -> bool:
        old = connection.execute(sa.select(TICKETS.c.mine).where(TICKETS.c.sender == ticket.sender)).first()
        now = self._clock()
        changes = {"queue": ticket.queue, "mine": mine, "looked": now, "received": now}
        row = {"sender": ticket.sender, "helpdesk": self._helpdesk, "ticket": ticket.id, "memory": "", **changes}
        connection.execute(upsert(connection, TICKETS, row, ["sender"], changes))
        return mine and (old is None or not old.mine)

    def _offer(self, connection: Connection, ticket: Ticket, message_id: str, hinted: float, anew: bool) -> Job | None:
        mine = JOBS.c.sender == ticket.sender, JOBS.c.message == message_id
        found = connection.execute(sa.select(JOBS).where(*mine).with_for_update()).first()
        if found is not None and found.owner == self.owner and found.state == State.QUEUED.value and found.tries == 1:
            return _job(found)  # the second run of a transaction whose commit was in doubt
        if found is not None and not (anew and found.state in _GIVEN_UP):
            return None
        now = self._clock()
        begun = {"state": State.QUEUED.value, "owner": self.owner, "lease": now + LEASE_S, "due": now, "tries": 1, "outcome": "", "fate": ""}
        begun |= {"queue": ticket.queue, "hinted": hinted, "posted": 0.0, "received": now, "round": found.round + 1 if found else 1}
        row = {"helpdesk": self._helpdesk, "ticket": ticket.id, "mode": Mode.DRAFT.value, "need": "", "locale": "", **begun}
        if found is None:
            connection.execute(JOBS.insert().values(sender=ticket.sender, message=message_id, **row))
        else:
            connection.execute(sa.update(JOBS).where(*mine).values(**row))
        older = JOBS.c.sender == ticket.sender, JOBS.c.message != message_id, JOBS.c.state.in_(_WORKING)
        connection.execute(sa.update(JOBS).where(*older).values(state=State.OVERTAKEN.value, outcome=""))
        return _job(connection.execute(sa.select(JOBS).where(*mine)).one())

    def _claim(self, connection: Connection) -> Job | None:
        now = self._clock()
        free = JOBS.c.helpdesk == self._helpdesk, JOBS.c.state.in_(_WORKING), JOBS.c.due <= now, JOBS.c.lease < now
        row = connection.execute(sa.select(JOBS).where(*free).order_by(JOBS.c.due).limit(1).with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        connection.execute(
            sa.update(JOBS)
            .where(JOBS.c.sender == row.sender, JOBS.c.message == row.message)
            .values(owner=self.owner, lease=now + LEASE_S, tries=row.tries + 1)
        )
        return _job(row, row.tries + 1)

    def _change(self, connection: Connection, job: Job, changes: dict[str, Any]) -> None:
        if not connection.execute(_row(job).where(JOBS.c.owner == self.owner, JOBS.c.state.in_(_WORKING)).values(**changes)).rowcount:
            raise LostLease("the job belongs to another bridge now, or is over")

    def _finish(self, connection: Connection, job: Job, state: State, memory: Memory | None) -> None:
        done = {"state": state.value, "lease": 0.0, "posted": self._clock() if state in POSTED else 0.0}
        kept = {} if state is State.WAITING_AGENT else {"outcome": ""}
        held = _row(job).where(JOBS.c.owner == self.owner, JOBS.c.state.in_([*_WORKING, state.value]))
        if not connection.execute(held.values(**done, **kept)).rowcount:
            raise LostLease("the job belongs to another bridge now, or is over")
        changes: dict[str, Any] = {"mine": False} if state in GIVEN_UP else {}
        if memory is not None:
            changes["memory"] = memory_json(memory)
        if changes:
            connection.execute(sa.update(TICKETS).where(TICKETS.c.sender == job.sender).values(**changes))


def _row(job: Job) -> Any:
    return sa.update(JOBS).where(JOBS.c.sender == job.sender, JOBS.c.message == job.message)


def _count(*conditions: Any) -> Any:
    return sa.select(sa.func.count()).select_from(JOBS).where(*conditions)


def _job(row: Row, tries: int | None = None) -> Job:
    return Job(
        row.helpdesk,
        row.ticket,
        row.sender,
        row.message,
        State(row.state),
        row.round,
        row.tries if tries is None else tries,
        row.hinted,
        row.received,
        outcome_of(row.outcome),
        Mode(row.mode),
    )


def fates(*conditions: Any) -> Any:
    """The query for (queue, need, locale, fate, how many) over the drafts whose fate is known."""
    columns = (JOBS.c.queue, JOBS.c.need, JOBS.c.locale, JOBS.c.fate)
    return sa.select(*columns, sa.func.count()).where(JOBS.c.fate != "", *conditions).group_by(*columns).order_by(*columns)


def fated(rows: Sequence[tuple[str, str, str, str, int]]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(queue, need, locale) -> (sent unedited, all), from Outbox.drafts."""
    shares: dict[tuple[str, str, str], tuple[int, int]] = {}
    for queue, need, locale, fate, count in rows:
        unedited, total = shares.get((queue, need, locale), (0, 0))
        shares[queue, need, locale] = (unedited + (count if fate == Fate.UNEDITED.value else 0), total + count)
    return shares
