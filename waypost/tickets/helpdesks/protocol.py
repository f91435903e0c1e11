"""What an adapter does. A new helpdesk is one module here with a class `Adapter`, and a fixture for the contract suite (tests/tickets).

Every call raises HelpdeskAway when it may work later, HelpdeskRefused when it will not, TicketGone when there is no such ticket.
An adapter decides nothing: it reads a ticket as it is now, and writes what it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Protocol, Sequence

from waypost.tickets.types import NewTicket, Post, Ticket


@dataclass(frozen=True)
class Account:
    """How to reach a helpdesk. agent: the bot's user name there. queue: where humans work. secrets: of the hooks, the newest first; all of
    them count, so that one can be changed without a gap."""

    url: str
    token: str
    agent: str
    queue: str
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """Tickets that may have something new, and where to go on next time."""

    tickets: tuple[str, ...]
    cursor: str


@dataclass(frozen=True)
class HookCall:
    """A request to `/hooks/<helpdesk>` or `/hooks/<helpdesk>/<key>`. headers: lower-case names. body: as it came. now: seconds since 1970."""

    headers: Mapping[str, str]
    body: bytes
    now: float
    key: str = ""


class Helpdesk(Protocol):
    """A helpdesk. Opened in the process's event loop, closed at its end."""

    name: str
    """As in WAYPOST_HELPDESK, in the address of its hooks and in the names of conversations."""
    needs_email: bool
    """Whether it opens no ticket without the customer's e-mail address."""

    async def changes(self, cursor: str) -> Changes:
        """Tickets of the bot that changed since `cursor` (empty: from now on, with what waits already). May name some again."""

    async def read(self, ticket_id: str) -> Ticket:
        """The ticket with all of its messages, now."""

    async def glance(self, ticket_id: str) -> Ticket:
        """The ticket now as `read` gives it, for the look right before a post: owner, status and who wrote since. Texts may be missing."""

    async def reply(self, ticket: Ticket, post: Post) -> None:
        """A public message; the ticket then waits for the customer."""

    async def note(self, ticket: Ticket, post: Post) -> None:
        """An internal message that no customer ever sees."""

    async def release(self, ticket: Ticket, queue: str) -> None:
        """Takes the ticket off the bot and puts it open before the humans of a queue. Doing it twice does no harm."""

    async def create(self, ticket: NewTicket) -> str:
        """Opens a ticket and gives its id; the id of the one that has this key already when there is one."""

    def hook(self, call: HookCall) -> Sequence[str]:
        """Ids of the tickets that a webhook speaks of, none when it is about the bot's own doings.

        Raises ChannelError with status 401 when it is not signed as it must be, 400 when it cannot be read.
        """

    async def close(self) -> None:
        """Gives its connections back."""
