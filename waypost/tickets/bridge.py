"""The loops of the bridge: polls and hooks in, looks at tickets and steps of jobs out. What fails is put back with a pause, never lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import replace
from typing import Awaitable, Callable

from waypost.errors import BotAway, HelpdeskAway, HelpdeskError, StoreAway, TicketGone
from waypost.tickets.checks import fate_of, is_ours, post_key, was_answered
from waypost.tickets.inbox import Inbox
from waypost.tickets.measures import Measures
from waypost.tickets.outbox import DAY_S, LostLease
from waypost.tickets.pace import pause
from waypost.tickets.states import POSTED, Hint, Job, State
from waypost.tickets.types import Ticket
from waypost.tickets.work import Tools, Worker

log = logging.getLogger(__name__)
IDLE_S = 0.5
STORE_PAUSE_S = 2.0
BOT_PATIENCE_S = 600.0
"""A bot that cannot be asked for so long has its tickets go to humans."""
MOST_FAULTS = 3
"""Of a step that fails for another reason than an outage; then humans get the ticket."""
LOOK_AGAIN_S = 600.0
CHATS_S = 2.0
"""Between two rounds through the chats that humans have; how often a ticket is looked at is its own affair."""
DRAFTS_WATCHED_S = 14 * DAY_S


class Bridge:
    """One process's share of the work. Any number of bridges may share a database."""

    def __init__(self, tools: Tools, inbox: Inbox, poll_s: float, workers: int = 2, clock: Callable[[], float] = time.time) -> None:
        """poll_s: seconds between two polls. workers: tickets that are worked on at once. clock: seconds since 1970, as the inbox has it."""
        self._tools, self._inbox = tools, inbox
        self._poll_s, self._workers, self._clock = poll_s, workers, clock
        self._worker = Worker(tools)
        self.measures = Measures()
        self._news = asyncio.Event()
        self.poll_failing = ""

    async def run(self) -> None:
        """Until it is cancelled."""
        loops = [self._forever(self.poll, self._poll_s), self._forever(self.sweep, LOOK_AGAIN_S)]
        if self._tools.chats is not None:
            loops.append(self._forever(self._tools.chats.poll, CHATS_S))
        await asyncio.gather(*loops, *(self._forever(self._work_once, 0.0) for _ in range(self._workers)))

    async def hear(self, tickets: tuple[str, ...], delay_s: float) -> None:
        """A hook spoke of tickets. Raises StoreAway: then the sender must be told that it was not taken."""
        await self._inbox.hear(tickets, delay_s)
        self._news.set()

    async def poll(self) -> None:
        """Asks the helpdesk what has changed."""
        try:
            changes = await self._tools.helpdesk.changes(await self._inbox.cursor())
        except HelpdeskError as error:
            self.poll_failing = self.poll_failing or type(error).__name__
            raise
        if self.poll_failing:
            self.poll_failing = ""
            log.warning("helpdesk.back")
        await self._inbox.advance(changes.tickets, changes.cursor)
        if changes.tickets:
            self._news.set()

    async def sweep(self) -> None:
        """Has a look at tickets whose drafts nobody has sent yet: not every helpdesk tells of what agents do there."""
        now = self._clock()
        await self._inbox.hear(await self._tools.outbox.unlooked(now - LOOK_AGAIN_S, now - DRAFTS_WATCHED_S))

    async def look(self, hint: Hint) -> None:
        """A ticket as it is now: the newest message gets its job, a draft its fate."""
        if self._tools.chats is not None and await self._tools.chats.is_chat(hint.ticket):
            return
        ticket = await self._worker.read(hint.ticket)
        await self._judge(ticket)
        mine = is_ours(ticket, self._tools.agent)
        job = await self._tools.outbox.look(ticket, mine, self._open_question(ticket, hint) if mine else None, hint.at)
        if job is not None:
            await self.step(job, ticket)

    def _open_question(self, ticket: Ticket, hint: Hint) -> str | None:
        """The message that nobody has answered."""
        question = ticket.newest_question
        if question is None:
            return None
        first = Job(hint.helpdesk, ticket.id, ticket.sender, question.id, State.QUEUED, 1, 1, hint.at, hint.at)
        return None if was_answered(ticket, question, post_key(first, "reply")) else question.id

    async def step(self, job: Job, ticket: Ticket | None = None) -> None:
        """Works on a claimed job; when that fails, puts it back."""
        try:
            end = await self._worker.work(job, ticket)
        except LostLease:
            log.info("ticket.lease_lost state=%s", job.state.value)
        except TicketGone:
            await self._outbox_finish(job, State.YIELDED)
        except HelpdeskAway as error:
            self.measures.failures.add("helpdesk")
            await self._later(job, pause(job.tries, error.retry_after_s))
        except BotAway as error:
            self.measures.failures.add("bot")
            await self._bot_is_away(job, error)
        except StoreAway:
            raise
        except Exception as error:  # a fault of ours, or the helpdesk's refusal: seen in the log, and by humans when it stays
            await self._fault(job, error)
        else:
            self.measures.ended(end, self._clock() - job.hinted if end in POSTED else None)

    async def _judge(self, ticket: Ticket) -> None:
        draft = await self._tools.outbox.open_draft(ticket.sender)
        if draft is None or draft.outcome is None or draft.outcome.reply is None:
            return
        fate = fate_of(ticket, draft.message, draft.outcome.reply.text)
        if fate is not None:
            await self._tools.outbox.fate(draft, fate)

    async def _bot_is_away(self, job: Job, error: BotAway) -> None:
        if self._clock() - job.since < BOT_PATIENCE_S:
            await self._later(job, pause(job.tries, error.retry_after_s))
        else:
            await self._give_back(job, "bot_away")

    async def _fault(self, job: Job, error: Exception) -> None:
        log.error("ticket.failed state=%s kind=%s tries=%s", job.state.value, type(error).__name__, job.tries, exc_info=error)
        if job.tries < MOST_FAULTS:
            await self._later(job, pause(job.tries))
        elif job.state is State.HANDING_BACK:
            log.error("ticket.dead")
            await self._outbox_finish(job, State.DEAD)
        else:
            await self._give_back(job, "helpdesk_refused" if isinstance(error, HelpdeskError) else "cannot")

    async def _give_back(self, job: Job, reason: str) -> None:
        """To humans; when even that fails it is tried again as any step is."""
        try:
            await self.step(await self._worker.give_back(job, reason))
        except (HelpdeskError, LostLease) as error:
            log.warning("ticket.not_given_back kind=%s", type(error).__name__)
            await self._later(replace(job, tries=job.tries + 1), pause(job.tries))

    async def _later(self, job: Job, seconds: float) -> None:
        with contextlib.suppress(LostLease):
            await self._tools.outbox.later(job, seconds)

    async def _outbox_finish(self, job: Job, state: State) -> None:
        with contextlib.suppress(LostLease):
            await self._tools.outbox.finish(job, state)

    async def _work_once(self) -> None:
        """One look or one step; waits when there is neither."""
        hint = await self._inbox.take()
        if hint is not None:
            await self.looked(hint)
            return
        job = await self._tools.outbox.claim()
        if job is not None:
            await self.step(job)
            return
        self._news.clear()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._news.wait(), IDLE_S)

    async def looked(self, hint: Hint) -> None:
        """A look, and what becomes of its hint."""
        try:
            await self.look(hint)
        except TicketGone:
            await self._inbox.drop(hint)
        except HelpdeskAway as error:
            self.measures.failures.add("helpdesk")
            await self._inbox.later(hint, pause(1, error.retry_after_s))
        except HelpdeskError as error:
            log.error("ticket.not_read kind=%s", type(error).__name__)
            await self._inbox.later(hint, pause(4))
        else:
            await self._inbox.drop(hint)

    async def _forever(self, once: Callable[[], Awaitable[None]], every_s: float) -> None:
        """Again and again; an outage makes it wait, and no fault ends it."""
        while True:
            wait_s = every_s
            try:
                await once()
            except StoreAway:
                wait_s = max(every_s, STORE_PAUSE_S)
            except HelpdeskAway as error:
                wait_s = max(every_s, error.retry_after_s)
            except Exception as error:
                log.error("tickets.loop_failed kind=%s", type(error).__name__, exc_info=error)
                wait_s = max(every_s, STORE_PAUSE_S)
            await asyncio.sleep(wait_s)
