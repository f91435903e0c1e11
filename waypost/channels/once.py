"""Each message once: noted before it is worked on, joined when it comes again, answered from the journal ever after.

The conversation itself is the proof of a turn: Rasa stores the events of a turn all or none at its end. So a turn that was broken off is
looked up there first; it is run again only when the conversation does not hold it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import Awaitable, Callable, Sequence
from weakref import WeakValueDictionary

from waypost.channels.inbox import Incoming, press_of
from waypost.channels.turns import Handler, LocaleOf, fault, is_whole, spoken
from waypost.errors import BotError, ChannelError, StoreAway
from waypost.store.journal import LEASE_S, MOST_RUNS, Abandoned, Entries, Journal, Key, Noted

log = logging.getLogger(__name__)

TURN_LIMIT_S = 20.0
"""After it the person gets an apology; the turn goes on."""
RUN_LIMIT_S = 120.0
"""After it the turn is broken off, so that the next message of the same person gets its turn."""
ROUND_S = LEASE_S / 4
"""How often leases are renewed and turns that nobody works on are looked for."""
FORGET_EVERY_S = 600.0
LOOK_AGAIN_S = 0.2
SPEAKERS_KEPT = 10_000
AnswerTo = Callable[[str, str], Awaitable[Entries | None]]
Tell = Callable[[str, str, Entries], None]
"""Called with sender, message id and reply when a turn has ended well."""
Hide = Callable[[str, Sequence[str]], Awaitable[None]]


class NotStored(BotError):
    """A turn that came to no end: the conversation does not hold it."""


class _Queue:
    """The messages of one person, in the order in which they came. Rasa's own lock keeps them apart too, but looks only once a second."""

    def __init__(self) -> None:
        self.to_note, self.to_run = asyncio.Lock(), asyncio.Lock()


@dataclass(frozen=True)
class Outcome:
    """What to send back. status: 200, or 503 when the turn was not stored because the database is away."""

    entries: Entries
    status: int = 200


class Turns:
    """All turns of one instance."""

    def __init__(self, journal: Journal, handle: Handler, locale_of: LocaleOf, answer_to: AnswerTo, hide: Hide) -> None:
        """handle: Rasa's message handler. locale_of: the locale kept for a conversation. answer_to: what the conversation of a sender holds
        as the answer to a message id, None when it does not hold the message. hide: takes the texts of messages (sender, ids) out of it."""
        self.journal = journal
        self._handle = handle
        self._locale_of = locale_of
        self._answer_to = answer_to
        self._hide = hide
        self._running: dict[Key, tuple[Noted, asyncio.Future[Entries]]] = {}
        self._queues: WeakValueDictionary[str, _Queue] = WeakValueDictionary()
        self._spoken: OrderedDict[str, str] = OrderedDict()
        self.listeners: list[Tell] = []
        """Told of each turn that ends, whoever waits for it: also one that a crash or our limit had broken off."""

    async def answer(self, incoming: Incoming, handle: Handler | None = None, kept: asyncio.Event | None = None) -> Outcome:
        """The reply. handle: to be used for this turn, should it be run now, instead of the instance's own. kept: is set when the journal
        has the message (and not when an earlier call with this id still runs).

        Neither a client that hangs up nor our own limit ends a turn: only its answer comes too late.
        Raises ChannelError with status 409 when the id was used for another message.
        """
        turn = self._turn_of(incoming, handle or self._handle, kept or asyncio.Event())
        try:
            return self._heard(incoming, await asyncio.wait_for(asyncio.shield(turn), TURN_LIMIT_S))
        except ChannelError:
            raise
        except StoreAway as error:
            return Outcome(await fault(incoming, type(error).__name__, self._locale_without_store), 503)
        except Exception as error:  # whatever it was, the person gets an answer and the log a reason without their text
            return Outcome(await fault(incoming, type(error).__name__, self._locale_of))

    def _turn_of(self, incoming: Incoming, handle: Handler, kept: asyncio.Event) -> asyncio.Future[Entries]:
        """The turn of this message: the one that runs, or a new one."""
        noted = _noted(incoming)
        if noted.key in self._running:
            first, turn = self._running[noted.key]
            if noted.is_another_than(first.digest):
                raise _reused()
            log.info("turn.joined message=%s", noted.id)
            return turn
        turn = asyncio.ensure_future(self._once(incoming, noted, handle, kept))
        self._running[noted.key] = noted, turn
        turn.add_done_callback(lambda done: self._ended(noted.key, done))
        return turn

    def _ended(self, key: Key, turn: asyncio.Future[Entries]) -> None:
        self._running.pop(key, None)
        if not turn.cancelled() and turn.exception() is None:  # an error is heard here when everybody who waited for it has gone
            for tell in self.listeners:
                tell(*key, turn.result())

    def under_way(self, sender: str) -> list[asyncio.Future[Entries]]:
        """The turns of one person that run here."""
        return [turn for (whose, _), (_, turn) in self._running.items() if whose == sender]

    async def _once(self, incoming: Incoming, noted: Noted, handle: Handler, kept: asyncio.Event) -> Entries:
        queue = self._queues.setdefault(noted.sender, _Queue())
        async with queue.to_note:
            claim = await self.journal.open(noted)
        while not claim.mine:
            if noted.is_another_than(claim.digest):
                raise _reused()
            kept.set()
            if claim.answer is not None:
                log.info("turn.repeated message=%s", noted.id)
                return claim.answer
            await asyncio.sleep(LOOK_AGAIN_S)  # another instance has it: its answer will come, or its lease run out
            claim = await self.journal.open(noted)
        kept.set()
        async with queue.to_run:
            return await self._run(incoming, noted, claim.runs, handle)

    async def _run(self, incoming: Incoming, noted: Noted, runs: int, handle: Handler) -> Entries:
        try:
            entries = await self._work(incoming, noted, runs, handle)
        except StoreAway:
            raise  # it stays open: a repeat or the next round that finds the database takes it up
        except Exception:
            with contextlib.suppress(StoreAway):
                await self.journal.leave(noted.key)
            raise
        try:
            await self.journal.close(noted.key, entries)
        except StoreAway:
            log.error("turn.unclosed message=%s", noted.id)  # the conversation holds it: nothing is lost, and a round closes it later
        return entries

    async def _work(self, incoming: Incoming, noted: Noted, runs: int, handle: Handler) -> Entries:
        """The answer that the conversation holds already, or that a run brings. Raises when there is none: then nothing was stored."""
        if noted.earlier:
            await self._hide(noted.sender, noted.earlier)  # their turns have ended: one person's turns follow each other
            log.warning("message.hidden count=%s", len(noted.earlier))
        entries = await self._answer_to(*noted.key) if runs > 1 else None
        if entries is None:
            if runs > MOST_RUNS:
                raise NotStored(f"begun {runs} times and never ended")
            entries = await asyncio.wait_for(spoken(incoming, handle), RUN_LIMIT_S)
            if not is_whole(entries) and await self._answer_to(*noted.key) is None:
                raise NotStored("the dialogue neither answered nor stored it")
        return entries if is_whole(entries) else await fault(incoming, "no_reply", self._locale_of)

    def _heard(self, incoming: Incoming, entries: Entries) -> Outcome:
        """Remembers the language, for an apology at a time when the database cannot be asked."""
        locale = next((entry["custom"]["locale"] for entry in entries if "custom" in entry), None)
        if locale:
            self._spoken[incoming.sender] = locale
            self._spoken.move_to_end(incoming.sender)
            while len(self._spoken) > SPEAKERS_KEPT:
                self._spoken.popitem(last=False)
        return Outcome(entries)

    async def _locale_without_store(self, sender: str) -> str | None:
        return self._spoken.get(sender)

    def forget(self, sender: str) -> None:
        """Leaves nothing of a conversation in memory."""
        self._spoken.pop(sender, None)

    async def watch(self) -> None:
        """Until cancelled: renews the leases of what runs here, takes up what nobody works on, forgets what is a day old."""
        await asyncio.gather(_every(ROUND_S, self._renew), _every(ROUND_S, self.recover), _every(FORGET_EVERY_S, self.journal.forget))

    async def _renew(self) -> None:
        await self.journal.renew(list(self._running))

    async def recover(self) -> None:
        """Answers the turns that a crash left open. When the person has written again since, the old message is left for a repeat."""
        for found in await self.journal.abandoned():
            if found.noted.key not in self._running:
                await self._take_up(found)

    async def _take_up(self, found: Abandoned) -> None:
        noted = found.noted
        stored = await self._answer_to(*noted.key) is not None
        if found.overtaken and not stored:
            await self.journal.leave(noted.key)
            log.warning("turn.left message=%s reason=overtaken", noted.id)
            return
        outcome = await self.answer(_incoming(noted))
        log.warning("turn.recovered message=%s status=%s", noted.id, outcome.status)

    async def finish(self, limit_s: float) -> None:
        """Waits for what runs, before the process ends."""
        if self._running:
            await asyncio.wait([turn for _, turn in self._running.values()], timeout=limit_s)


def _noted(incoming: Incoming) -> Noted:
    press = f"{incoming.press.verb}:{incoming.press.value}" if incoming.press else None
    return Noted(incoming.id, incoming.sender, incoming.text, incoming.hint, press, incoming.secrets, incoming.earlier)


def _incoming(noted: Noted) -> Incoming:
    press = press_of(noted.press) if noted.press else None
    return Incoming(noted.id, noted.sender, noted.text, noted.hint, press, noted.secrets, noted.earlier)


def _reused() -> ChannelError:
    return ChannelError(409, "message_id_reused", '"message_id" was used for another message of this sender: make a new one for each message')


async def _every(seconds: float, work: Callable[[], Awaitable[object]]) -> None:
    """Does the work again and again; a fault of one time does not end it."""
    while True:
        try:
            await work()
        except Exception as error:  # the database says in the log itself when it is away
            if not isinstance(error, StoreAway):
                log.error("turn.watch reason=%s", type(error).__name__)
        await asyncio.sleep(seconds)
