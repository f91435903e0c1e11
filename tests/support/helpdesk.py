"""A helpdesk in memory for tests of the bridge: tickets that people write into, trouble on demand, and a bridge around it.

It is no adapter of anybody's product (those are tested by their own fakes and live); it is where every order of events can be made to happen.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Awaitable, Callable, Sequence

from tests.support.stub_bot import ObjectBot
from waypost.errors import HelpdeskAway, TicketGone
from waypost.store.database import Database
from waypost.tickets.answering import MailAnswerer
from waypost.tickets.bridge import Bridge
from waypost.tickets.helpdesks.protocol import Changes, HookCall
from waypost.tickets.inbox import Inbox
from waypost.tickets.modes import Modes
from waypost.tickets.outbox import Outbox
from waypost.tickets.reading import MailReader
from waypost.tickets.states import WORKING, Hint
from waypost.tickets.tables import TABLES
from waypost.tickets.types import Author, Message, Mode, NewTicket, Post, Status, Ticket
from waypost.tickets.work import Tools

AGENT = "bot"
Trouble = Callable[[str, str], Awaitable[None]]
"""Called with the name of a call and `before` or `after`; may raise, or change things."""


async def no_trouble(call: str, when: str) -> None:
    """Everything works."""


@dataclass
class MemoryHelpdesk:
    """keeps_keys: whether messages show the key that they were posted with."""

    clock: Callable[[], float]
    keeps_keys: bool = True
    trouble: Trouble = no_trouble
    tickets: dict[str, Ticket] = field(default_factory=dict)
    name: str = "rt"
    needs_email: bool = False
    created: dict[str, str] = field(default_factory=dict)
    """Numbers of the tickets that were asked for, by key."""
    asked_for: list[NewTicket] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def open(self, text: str = "how do I withdraw", owner: str = AGENT, queue: str = "Support") -> str:
        number = str(next(self._numbers))
        self.tickets[number] = Ticket(self.name, number, queue, owner, Status.OPEN, "Help", ())
        self.write(number, text)
        return number

    def write(self, number: str, text: str, author: Author = Author.CUSTOMER, public: bool = True, key: str = "", **headers: str) -> None:
        ticket = self.tickets[number]
        message = Message(str(next(self._numbers)), author, public, self.clock(), text, None, headers, (), key if self.keeps_keys else "")
        self.tickets[number] = replace(ticket, messages=(*ticket.messages, message))

    def change(self, number: str, **changes: Any) -> None:
        self.tickets[number] = replace(self.tickets[number], **changes)

    def by_bot(self, number: str, public: bool) -> list[Message]:
        return [item for item in self.tickets[number].messages if item.author is Author.BOT and item.public is public]

    async def _call(self, name: str, work: Callable[[], Any]) -> Any:
        await self.trouble(name, "before")
        result = work()
        await self.trouble(name, "after")
        return result

    async def changes(self, cursor: str) -> Changes:
        mine = tuple(number for number, ticket in self.tickets.items() if ticket.owner == AGENT)
        return await self._call("changes", lambda: Changes(mine, "1"))

    async def read(self, ticket_id: str) -> Ticket:
        if ticket_id not in self.tickets:
            raise TicketGone("no such ticket")
        return await self._call("read", lambda: self.tickets[ticket_id])

    async def glance(self, ticket_id: str) -> Ticket:
        return await self._call("glance", lambda: self.tickets[ticket_id])

    async def reply(self, ticket: Ticket, post: Post) -> None:
        def posted() -> None:
            self.write(ticket.id, post.text, Author.BOT, True, post.key)
            self.change(ticket.id, status=Status.WAITING)

        await self._call("reply", posted)

    async def note(self, ticket: Ticket, post: Post) -> None:
        await self._call("note", lambda: self.write(ticket.id, post.text, Author.BOT, False, post.key))

    async def release(self, ticket: Ticket, queue: str) -> None:
        await self._call("release", lambda: self.change(ticket.id, owner="", queue=queue or ticket.queue, status=Status.OPEN))

    async def create(self, ticket: NewTicket) -> str:
        if ticket.key not in self.created:
            self.created[ticket.key] = await self._call("create", lambda: self.open(ticket.text, "", ticket.queue))
            self.asked_for.append(ticket)
        return self.created[ticket.key]

    def hook(self, call: HookCall) -> Sequence[str]:
        return ()

    async def close(self) -> None:
        """Nothing to give back."""


@dataclass
class Scene:
    """A bridge over a helpdesk in memory and a real database. now: the time that all of them go by."""

    folder: Path
    url: str = ""
    mode: Mode = Mode.REPLY
    keeps_keys: bool = True
    now: float = 1_000_000.0

    def __post_init__(self) -> None:
        self.helpdesk = MemoryHelpdesk(self.clock, self.keeps_keys)
        self.bot = ObjectBot()
        self.modes = Modes(self.mode)

    def clock(self) -> float:
        return self.now

    def bridge(self, bot: Any = None) -> Bridge:
        """One more process's worth of bridge over the same database."""
        database = Database(self.url or f"sqlite:///{self.folder}/tickets.db", *TABLES)
        self.outbox = Outbox(database, self.helpdesk.name, self.clock)
        self.inbox = Inbox(database, self.helpdesk.name, self.clock)
        tools = Tools(self.helpdesk, bot or self.bot, MailReader(), MailAnswerer(), self.outbox, lambda: self.modes, AGENT, "Humans")
        return Bridge(tools, self.inbox, 1.0, clock=self.clock)

    async def look(self, bridge: Bridge, number: str) -> None:
        await bridge.look(Hint(self.helpdesk.name, number, self.now, ""))

    async def settle(self, bridge: Bridge, most: int = 40) -> None:
        """Looks and steps until nothing is due within the next hours."""
        for _ in range(most):
            await bridge.poll()
            while (hint := await self.inbox.take()) is not None:
                await bridge.looked(hint)
            while (job := await self.outbox.claim()) is not None:
                await bridge.step(job)
            if not set(WORKING) & (await self.outbox.counts()).keys() and not await self.inbox.waiting():
                return
            self.now += 120.0


class Crash(BaseException):
    """The process is gone: nothing of ours may catch this."""


def away_for(times: int, *calls: str) -> Trouble:
    """The first calls of these names fail, before anything is done."""
    left = itertools.repeat(None, times)

    async def trouble(call: str, when: str) -> None:
        if call in calls and when == "before" and next(left, "over") is None:
            raise HelpdeskAway("503")

    return trouble
