"""One job, step by step: read, decide, look again, post, look once more. Each step is stored before the next: a crash resumes and repeats nothing."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Awaitable, Callable, Iterator

from waypost.errors import BotAway, HelpdeskAway
from waypost.tickets import outbox
from waypost.tickets.chats import Chats
from waypost.tickets.checks import crossed, is_ours, is_there, post_key, repeated, stopped
from waypost.tickets.copy import copy
from waypost.tickets.helpdesks.protocol import Helpdesk
from waypost.tickets.modes import Modes
from waypost.tickets.outbox import Outbox
from waypost.tickets.seams import Answerer, Bot, Reader
from waypost.tickets.states import POSTED, Job, State
from waypost.tickets.types import HandBack, Kind, Memory, Mode, Outcome, Post, Reading, Reply, Ticket

log = logging.getLogger(__name__)
Look = Callable[[str], Awaitable[Ticket]]
Write = Callable[[Ticket, Post], Awaitable[None]]
ANSWER_LIMIT_S = 35.0
SETTLE_S = 30.0
"""Longer than the time limit of a call."""
MOST_REPLIES = 5
"""Of the bot in one ticket in a day: more is a loop, or somebody whom it does not help."""


@dataclass(frozen=True)
class Tools:
    """What a bridge works with. agent: the bot's user name. queue: where humans work. agents: locale of what agents read."""

    helpdesk: Helpdesk
    bot: Bot
    reader: Reader
    answerer: Answerer
    outbox: Outbox
    modes: Callable[[], Modes]
    agent: str
    queue: str
    agents: str = "en"
    chats: Chats | None = None
    """The chat's tickets: nobody answers those by mail."""


class Worker:
    """Takes a claimed job to its end. Raises LostLease, StoreAway, HelpdeskError, BotAway: then the job stays as it is, for another try."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._helpdesk, self._outbox = tools.helpdesk, tools.outbox

    async def work(self, job: Job, ticket: Ticket | None = None) -> State:
        """The end that the job came to. ticket: as it was read just now, redacted."""
        if job.state is State.QUEUED:
            job = await self._decide(job, ticket or await self.read(job.ticket))
        if job.state in (State.DECIDED, State.POSTING):
            job = await self._post(job)
        if job.state is State.HANDING_BACK:
            job = await self._hand_back(job)
        return job.state

    async def read(self, ticket_id: str) -> Ticket:
        """The ticket now, without secrets."""
        return (await self._helpdesk.read(ticket_id)).redacted()

    async def give_back(self, job: Job, reason: str) -> Job:
        """The job goes to humans, whatever was meant to be done."""
        memory = await self._outbox.memory(job.sender)
        ticket = await self.read(job.ticket)
        given = self._tools.answerer.hand_back(ticket, memory, reason, self._tools.agents)
        outcome = Outcome(Kind.HAND_BACK, memory, locale=memory.locale or self._tools.agents, hand_back=given, reason=reason)
        return await self._saved(job, State.HANDING_BACK, outcome, Mode.DRAFT)

    async def _decide(self, job: Job, ticket: Ticket) -> Job:
        end = stopped(ticket, job.message, self._tools.agent)
        if end is not None:
            return await self._ended(job, end)
        message = next(item for item in ticket.messages if item.id == job.message)
        earlier = repeated(ticket, message)
        if earlier is not None and await self._outbox.state_of(job.sender, earlier.id) in (*POSTED, State.HUMAN):
            return await self._ended(job, State.IGNORED)
        memory = self._tools.reader.orders(ticket, await self._outbox.memory(job.sender))
        reading = self._tools.reader.read(ticket, message, memory)
        outcome = await self._answer(ticket, job, memory, reading)
        if outcome.kind is Kind.IGNORE:
            return await self._ended(job, State.IGNORED, outcome.memory)
        if outcome.kind is Kind.HAND_BACK:
            return await self._saved(job, State.HANDING_BACK, outcome, self._mode(ticket, outcome))
        return await self._allowed(job, ticket, outcome)

    async def _answer(self, ticket: Ticket, job: Job, memory: Memory, reading: Reading) -> Outcome:
        """Raises BotAway also when it takes too long."""
        work = self._tools.answerer.answer(ticket, reading, memory, self._tools.bot)
        try:
            return await asyncio.wait_for(work, ANSWER_LIMIT_S)
        except asyncio.TimeoutError:
            raise BotAway("too slow") from None

    async def _allowed(self, job: Job, ticket: Ticket, outcome: Outcome) -> Job:
        """The same outcome when its mode and the limit let it out, else a hand-back."""
        mode = self._mode(ticket, outcome)
        reason = "mode_off" if mode is Mode.OFF else ""
        if mode is Mode.REPLY and await self._outbox.posted_today(job.sender) >= MOST_REPLIES:
            reason = "too_many_replies"
        if not reason:
            return await self._saved(job, State.DECIDED, outcome, mode)
        given = self._tools.answerer.hand_back(ticket, outcome.memory, reason, self._tools.agents)
        back = replace(outcome, kind=Kind.HAND_BACK, reply=None, hand_back=given, reason=reason)
        return await self._saved(job, State.HANDING_BACK, back, Mode.DRAFT)

    def _mode(self, ticket: Ticket, outcome: Outcome) -> Mode:
        return self._tools.modes().of(ticket.queue, outcome.needs, outcome.memory)

    async def _post(self, job: Job) -> Job:
        """A reply or a draft."""
        outcome, public = _decided(job), job.mode is Mode.REPLY
        draft = outcome.reply or Reply("", outcome.locale)
        reply = draft.signed if public else draft
        text = reply.text if public else copy().text(self._tools.agents, "draft", reply=reply.text)
        post = Post(post_key(job, "reply" if public else "draft"), text, reply.html if public else None)
        doubtful = job.state is State.POSTING
        job = job if doubtful else await self._saved(job, State.POSTING)
        ticket = await seen(self.read if doubtful else self._helpdesk.glance, job.ticket)
        if not is_there(ticket, job.message, post.key, post.text):
            end = stopped(ticket, job.message, self._tools.agent)
            if end is not None:
                return await self._ended(job, end)
            await self._outbox.renew(job)
            await written(self._helpdesk.reply if public else self._helpdesk.note, ticket, post)
        crossing = await self._look_back(job) if public else None
        job = await self._ended(job, State.WAITING_CUSTOMER if public else State.WAITING_AGENT, outcome.memory)
        if crossing is not None:
            await self._outbox.offer(ticket, crossing, job.since)
        return job

    async def _look_back(self, job: Job) -> str | None:
        """After a public post: an agent who wrote in the same moment is told. Result: the message of a customer who did, which needs an answer of
        its own."""
        ticket = await self._helpdesk.glance(job.ticket)
        note = Post(post_key(job, "crossed"), copy().text(self._tools.agents, "crossed"))
        if crossed(ticket, job.message) and not is_there(ticket, job.message, note.key, note.text):
            log.warning("ticket.crossed key=%s", note.key)
            await written(self._helpdesk.note, ticket, note)
        newest = ticket.newest_question
        return newest.id if newest is not None and newest.id != job.message and is_ours(ticket, self._tools.agent) else None

    async def _hand_back(self, job: Job) -> Job:
        """A note, what could be answered, then the release: each looked for first, so that a crash between them repeats none."""
        outcome = _decided(job)
        given = outcome.hand_back or HandBack(outcome.reason, "")
        ticket = await seen(self.read, job.ticket)
        if not is_ours(ticket, self._tools.agent):
            return await self._ended(job, State.HUMAN, outcome.memory)
        for write, post in self._parting(job, ticket, outcome, given):
            if not is_there(ticket, job.message, post.key, post.text):
                await self._outbox.renew(job)
                await written(write, ticket, post)
        await self._helpdesk.release(ticket, given.queue or self._tools.queue)
        log.info("ticket.handed_back reason=%s", outcome.reason)
        return await self._ended(job, State.HUMAN, outcome.memory)

    def _parting(self, job: Job, ticket: Ticket, outcome: Outcome, given: HandBack) -> Iterator[tuple[Write, Post]]:
        """What is written at a hand-back, in order."""
        yield self._helpdesk.note, Post(post_key(job, "note"), given.note)
        if outcome.reply is None:
            return
        if job.mode is not Mode.REPLY:
            yield self._helpdesk.note, Post(post_key(job, "part"), copy().text(self._tools.agents, "draft", reply=outcome.reply.text))
        elif stopped(ticket, job.message, self._tools.agent) is None:
            yield self._helpdesk.reply, Post(post_key(job, "part"), outcome.reply.signed.text, outcome.reply.signed.html)

    async def _saved(self, job: Job, state: State, outcome: Outcome | None = None, mode: Mode | None = None) -> Job:
        await self._outbox.save(job, state, outcome, mode)
        return replace(job, state=state, tries=1, outcome=outcome or job.outcome, mode=mode or job.mode)

    async def _ended(self, job: Job, state: State, memory: Memory | None = None) -> Job:
        await self._outbox.finish(job, state, memory)
        return replace(job, state=state)


async def written(write: Write, ticket: Ticket, post: Post) -> None:
    """A post, in a third of the lease. When its outcome is in doubt it is looked for after SETTLE_S: a slow helpdesk may still be at it."""
    try:
        await asyncio.wait_for(write(ticket, post), outbox.LEASE_S / 3)
    except asyncio.TimeoutError:
        raise HelpdeskAway("too slow", SETTLE_S) from None
    except HelpdeskAway as error:
        raise HelpdeskAway(error.reason, error.retry_after_s or SETTLE_S) from error


async def seen(look: Look, ticket_id: str) -> Ticket:
    """A look before a post, in two thirds of the lease: then the job is still held when its lease is renewed for the post."""
    try:
        return await asyncio.wait_for(look(ticket_id), outbox.LEASE_S * 2 / 3)
    except asyncio.TimeoutError:
        raise HelpdeskAway("too slow") from None


def _decided(job: Job) -> Outcome:
    """Raises ValueError for a job without an outcome: no state but `queued` has none."""
    if job.outcome is None:
        raise ValueError(f"a job in the state {job.state.value} has no outcome")
    return job.outcome
