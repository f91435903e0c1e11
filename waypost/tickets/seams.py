"""Where reading and answering plug into the bridge. What stands in their place by default: reading.py and answering.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Protocol

from waypost.tickets.types import HandBack, Memory, Message, Outcome, Reading, Ticket


@dataclass(frozen=True)
class BotReply:
    """One reply of the bot. texts: Markdown. buttons: (title, payload). envelope: as docs/rest.md has it."""

    texts: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]
    envelope: Mapping[str, Any]


class Bot(Protocol):
    """The bot, over its REST channel."""

    async def ask(self, sender: str, text: str, hint: str | None, message_id: str) -> BotReply:
        """What the bot says to a text or a button's payload. The same message_id gets the same reply, without being said twice.

        sender: `ticket:<helpdesk>:<id>`. text: at most 2,000 characters. Raises BotAway when it cannot answer now.
        """


class Reader(Protocol):
    """Understands what a ticket's message says, without asking anybody."""

    def read(self, ticket: Ticket, message: Message, memory: Memory) -> Reading:
        """message: the newest of the customer; `ticket.unanswered` has those before it. Everything is redacted already."""

    def orders(self, ticket: Ticket, memory: Memory) -> Memory:
        """What agents ordered in internal notes, put into the memory (`Memory.mode`, `Memory.locale`). Reads the whole ticket each time."""


class Answerer(Protocol):
    """Decides what is to be done with a message."""

    async def answer(self, ticket: Ticket, reading: Reading, memory: Memory, bot: Bot) -> Outcome:
        """Raises BotAway. It may run again for the same message, after a crash: what it asks the bot then must have the same message ids."""

    def hand_back(self, ticket: Ticket, memory: Memory, reason: str, locale: str) -> HandBack:
        """What the agent is told when the bridge itself gives a ticket back. locale: the agents' language. reason: one of REASONS."""


REASONS = ("bot_away", "helpdesk_refused", "too_many_replies", "mode_off")
"""Why the bridge itself hands a ticket back."""
