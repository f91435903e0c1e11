"""Conversations of the chat that go to humans, and come back: a ticket is opened, what each side writes is passed on, the release is told.

Asked by the action server (`open`, `said`) and by the bridge's clock (`poll`). Whatever is asked twice happens once: the ticket has the key of
the message that wanted it, each note the id of the message that it passes on, each reply in the chat the id of the agent's message.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from typing import Any, Awaitable, Callable, Mapping

from waypost.content.languages import live_or_none
from waypost.errors import ChannelError, HelpdeskError, TicketGone
from waypost.safety.redact import redact
from waypost.store.handovers import SILENT, Handover, Handovers, With
from waypost.tickets.checks import normal
from waypost.tickets.copy import REASONS, copy
from waypost.tickets.desk import Desk
from waypost.tickets.helpdesks.protocol import Helpdesk
from waypost.tickets.mail.quotes import own_lines
from waypost.tickets.mail.words import mail_words
from waypost.tickets.types import Author, Message, NewTicket, Post, Status, Ticket

log = logging.getLogger(__name__)
Push = Callable[[str, str, str], Awaitable[None]]
"""(conversation, id, text): writes into an open chat. Raises BotAway."""
WEB = "web:"
"""Conversations of the widget, which can be written into at any time; others get what humans wrote with their next message."""
SOON_S, LATE_S = 5.0, 300.0
"""Seconds between two looks at a ticket: a tenth of how long nobody has written, within these."""
FAILED_S = 30.0
RISKS = ("secret", "loss")
"""Tickets that the bot opens unasked: it goes on answering until somebody takes them."""
LONGEST_SUBJECT = 80
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}\b")


@dataclass(frozen=True)
class Wanted:
    """What the chat asks for. key: of the message that wants it. question: the last thing the person asked. facts: lines for agents, such as
    `asset: USDT`. transcript: of the conversation, redacted. need: answer id."""

    sender: str
    key: str
    locale: str
    reason: str
    question: str = ""
    transcript: str = ""
    facts: str = ""
    need: str = ""

    @classmethod
    def parse(cls, data: Any) -> Wanted:
        """From the JSON of a request. Raises ChannelError with status 400."""
        names, fields = cls.__dataclass_fields__, data if isinstance(data, dict) else {}
        if not all(isinstance(fields.get(name, ""), str) for name in names) or not fields.get("sender") or not fields.get("key"):
            raise ChannelError(400, "bad_request", f"send texts: {', '.join(names)}")
        if data.get("reason") not in REASONS or not live_or_none(data.get("locale")):
            raise ChannelError(400, "bad_request", '"reason" must be one of the bridge\'s reasons and "locale" a live language')
        return cls(**{name: redact(data[name]).text if name not in ("sender", "key") else data[name] for name in names if name in data})


@dataclass(frozen=True)
class Told:
    """What the chat is told. state: whom the conversation is with now. ticket: its number. when: a sentence. replies: what humans wrote."""

    state: str
    ticket: str = ""
    when: str = ""
    replies: tuple[str, ...] = ()

    def as_data(self) -> Mapping[str, Any]:
        return asdict(self)


class Chats:
    """The chats of one helpdesk. Raises HelpdeskError and StoreAway: then nothing was promised, and the same call may come again."""

    def __init__(self, helpdesk: Helpdesk, handovers: Handovers, push: Push, desk: Desk, queue: str, agent: str, agents: str) -> None:
        """queue: where humans work. agent: the bot's user name. agents: locale of what agents read."""
        self._helpdesk, self._handovers, self._push = helpdesk, handovers, push
        self._desk, self._queue, self._agent, self._agents = desk, queue, agent, agents

    async def is_chat(self, ticket_id: str) -> bool:
        """Whether a ticket is a chat's, so that the bridge does not answer it by mail."""
        return await self._handovers.is_chat(self._helpdesk.name, ticket_id)

    async def open(self, wanted: Wanted) -> Told:
        """Opens a ticket, goes on with the open one, or asks for the e-mail address that the helpdesk needs."""
        found = await self._handovers.of(wanted.sender)
        if found is not None and found.state in (With.WAITING, With.HUMAN) and found.ticket:
            return self._told(await self._handovers.change(found, state=_state_for(wanted.reason, found.state)), wanted)
        if found is not None and found.ticket and await self._again(found, wanted):
            return self._told(replace(found, state=_state_for(wanted.reason)), wanted)
        if self._helpdesk.needs_email:
            if wanted.reason in RISKS:
                return Told(With.BOT.value)
            asked = Handover(wanted.sender, self._helpdesk.name, "", With.ASKED, wanted.locale, json.dumps(asdict(wanted), ensure_ascii=False))
            await self._handovers.keep(asked)
            return Told(With.ASKED.value)
        return await self._opened(wanted, "")

    async def said(self, sender: str, message_id: str, text: str) -> Told:
        """Passes on what the person typed while a human has the conversation."""
        found = await self._handovers.of(sender)
        if found is None or found.state not in SILENT:
            return Told(With.BOT.value)
        if found.state is With.ASKED:
            return await self._address(found, text)
        try:
            ticket = (await self._helpdesk.read(found.ticket)).redacted()
        except TicketGone:
            await self._handovers.change(found, state=With.BOT)
            return Told(With.BOT.value)
        post = Post(_key(sender, message_id), copy().text(self._agents, "chat.customer", text=redact(text).text))
        over = self._is_over(ticket)
        if not over and not _is_there(ticket, post):
            await self._helpdesk.note(ticket, post)
        told = await self._with_replies(found, ticket, post.key)
        if not over:
            return told
        await self._released(found, ticket)
        return replace(told, state=With.BOT.value)

    async def poll(self) -> None:
        """Looks at the tickets that are due; one that fails is looked at again later."""
        for found in await self._handovers.due(self._helpdesk.name):
            try:
                await self._look(found)
            except TicketGone:
                await self._handovers.change(found, state=With.BOT)
            except HelpdeskError as error:
                log.warning("chat.not_read kind=%s", type(error).__name__)
                await self._handovers.change(found, due=time.time() + FAILED_S)

    async def _opened(self, wanted: Wanted, email: str) -> Told:
        say = copy()
        subject = say.text(self._agents, "chat.subject", question=" ".join(wanted.question.split())[:LONGEST_SUBJECT] or wanted.need or "-")
        opened = say.text(self._agents, "chat.opened", reason=say.text(self._agents, f"reason.{wanted.reason}"))
        language = say.text(self._agents, "note.language", language=wanted.locale)
        text = "\n".join(part for part in (opened, language, wanted.facts, say.text(self._agents, "chat.how")) if part)
        transcript = say.text(self._agents, "chat.transcript", transcript=wanted.transcript)
        number = await self._helpdesk.create(
            NewTicket(_key(wanted.sender, wanted.key), self._queue_of(wanted), subject, text, email, wanted.locale, transcript)
        )
        now = time.time()
        kept = Handover(wanted.sender, self._helpdesk.name, number, _state_for(wanted.reason), wanted.locale, touched=now, due=now + SOON_S)
        await self._handovers.keep(kept)
        log.info("chat.opened reason=%s", wanted.reason)
        return self._told(kept, wanted)

    def _told(self, found: Handover, wanted: Wanted) -> Told:
        return Told(found.state.value, found.ticket, self._desk.when(self._queue_of(wanted), datetime.now(timezone.utc), wanted.locale))

    async def _address(self, found: Handover, text: str) -> Told:
        """An answer to the question for an e-mail address. Whoever gives none gets no ticket, and the bot back."""
        email = _EMAIL.search(text)
        if email is None:
            await self._handovers.change(found, state=With.BOT, wanted="")
            return Told(With.BOT.value)
        return await self._opened(Wanted.parse(json.loads(found.wanted)), email.group())

    async def _with_replies(self, found: Handover, ticket: Ticket, key: str) -> Told:
        """The same replies for the same message, should it come again."""
        since = found.earlier if found.heard == key else found.last
        replies = () if found.sender.startswith(WEB) else tuple(_text_of(item) for item in _news(ticket, since))
        now = time.time()
        last = found.last if found.sender.startswith(WEB) or not ticket.messages else ticket.messages[-1].id
        due = min(found.due, now + SOON_S)  # whoever writes without a pause does not put the look at their ticket off
        await self._handovers.change(found, heard=key, earlier=since, last=last, touched=now, due=due)
        return Told(found.state.value, found.ticket, replies=replies)

    async def _look(self, found: Handover) -> None:
        ticket = (await self._helpdesk.read(found.ticket)).redacted()
        news, now, web = _news(ticket, found.last), time.time(), found.sender.startswith(WEB)
        changes: dict[str, Any] = {}
        if web:
            for item in news:
                await self._push(found.sender, f"human:{ticket.helpdesk}-{ticket.id}-{item.id}"[:64], _text_of(item))
            changes = {"last": ticket.messages[-1].id if ticket.messages else found.last, **({"touched": now} if news else {})}
        if news or ticket.owner not in ("", self._agent):
            changes["state"] = With.HUMAN
        changes["due"] = now + min(max((now - changes.get("touched", found.touched)) / 10, SOON_S), LATE_S)
        found = await self._handovers.change(found, **changes)
        if self._is_over(ticket):
            await self._released(found, ticket)

    def _is_over(self, ticket: Ticket) -> bool:
        """Whether humans have ended it or handed it to the bot."""
        return ticket.status is Status.SOLVED or ticket.owner == self._agent

    async def _released(self, found: Handover, ticket: Ticket) -> None:
        """The chat is the bot's again, and the person is told so."""
        if found.sender.startswith(WEB) and found.state is With.HUMAN:
            await self._push(found.sender, f"back:{ticket.helpdesk}-{ticket.id}-{found.last}"[:64], copy().text(found.locale, "chat.back"))
        await self._handovers.change(found, state=With.BOT)
        log.info("chat.released")

    async def _again(self, found: Handover, wanted: Wanted) -> bool:
        """Gives the open ticket that an agent had handed to the bot back to humans. False when there is no such ticket any more."""
        try:
            ticket = await self._helpdesk.read(found.ticket)
        except TicketGone:
            return False
        if ticket.status is Status.SOLVED:
            return False
        say = copy()
        transcript = say.text(self._agents, "chat.transcript", transcript=wanted.transcript)
        text = say.text(self._agents, "chat.opened", reason=say.text(self._agents, f"reason.{wanted.reason}")) + "\n" + transcript
        post = Post(_key(wanted.sender, wanted.key), text)
        if not _is_there(ticket, post):
            await self._helpdesk.note(ticket, post)
        await self._helpdesk.release(ticket, self._queue_of(wanted))
        now = time.time()
        await self._handovers.change(found, state=_state_for(wanted.reason), locale=wanted.locale, touched=now, due=now + SOON_S)
        return True

    def _queue_of(self, wanted: Wanted) -> str:
        return self._desk.needs.get(wanted.need, self._queue)


def _state_for(reason: str, before: With = With.WAITING) -> With:
    return before if reason in RISKS else With.HUMAN


def _key(sender: str, name: str) -> str:
    """The idempotency key of a ticket or of a note."""
    return "wp-" + hashlib.sha256(f"chat|{sender}|{name}".encode()).hexdigest()[:29]


def _is_there(ticket: Ticket, post: Post) -> bool:
    """Whether a note has arrived, by its key or its text."""
    ours = [item for item in ticket.messages if item.author is Author.BOT]
    return any(item.key == post.key or (not item.key and normal(item.text) == normal(post.text)) for item in ours)


def _news(ticket: Ticket, since: str) -> list[Message]:
    """What agents wrote to the person after a message; all of it when that message is unknown."""
    later = ticket.after(since) if any(item.id == since for item in ticket.messages) else ticket.messages
    return [item for item in later if item.public and item.author is Author.AGENT and _text_of(item)]


def _text_of(message: Message) -> str:
    """What an agent wrote, without what they quoted."""
    return own_lines(message.text, mail_words()).text
