"""The widget's conversations, whatever they come over: a session and the data of an event in, frames for its tabs and an acknowledgement out.

`sockets.py` (Socket.IO) and `widget_rest.py` are its two ways in. What a message goes through is the same as over REST: inbox, limits, journal.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable, Coroutine, TypeVar

from waypost.channels.acks import Acks, kept_or_over
from waypost.channels.conversations import Conversations
from waypost.channels.door import Door
from waypost.channels.frames import (
    BOT,
    VERSION,
    Frame,
    Hello,
    Rate,
    Send,
    error_data,
    frame,
    hidden_frame,
    human_frame,
    is_silent,
    message_frame,
    milliseconds,
    nothing,
    reply_frame,
    unavailable,
    wanted_after,
    wanted_locale,
)
from waypost.channels.history import Shown
from waypost.channels.inbox import Incoming
from waypost.channels.limits import Stay
from waypost.channels.once import Turns
from waypost.channels.session import Session, Sessions
from waypost.channels.tabs import Tab, Tabs
from waypost.content.locale import reply_locale
from waypost.errors import ChannelError, StoreAway
from waypost.safety.redact import redact
from waypost.store.journal import Entries, Key

log = logging.getLogger(__name__)
SETTLE_S = 30.0
"""For turns under way, before their conversation is deleted."""
T = TypeVar("T")
Erase = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Kept:
    """A message that is in the journal. turn: its reply."""

    message: Frame
    turn: asyncio.Task[Entries]
    acknowledged: Callable[[], object]
    """To be called just before the acknowledgement is given back: the reply waits for it."""


@dataclass
class Widget:
    """turns: of this process, once the server has started. erase: deletes a conversation; raises ChannelError 503. erased: whether one was."""

    door: Door
    sessions: Sessions
    tabs: Tabs
    conversations: Conversations
    turns: Callable[[], Turns]
    erase: Erase
    erased: Callable[[str], bool]
    _acks: Acks = field(default_factory=Acks)
    _ending: set[str] = field(default_factory=set)
    _work: set[asyncio.Task[Any]] = field(default_factory=set)

    def session_of(self, token: object) -> Session:
        """Raises ChannelError with status 401."""
        session = self.sessions.verify(token)
        if session.conversation in self._ending or self.erased(session.conversation):
            raise ChannelError(401, "expired", "this conversation was deleted: say hello again")
        return session

    def enter(self, hello: Hello) -> tuple[Session, str | None]:
        """A fresh session of the token's conversation, else of a new one and the reason: `expired`, `invalid`, or None without a token."""
        if hello.token is None:
            return self.sessions.new(), None
        try:
            return self.sessions.again(self.session_of(hello.token).conversation), None
        except ChannelError as error:
            return self.sessions.new(), error.reason

    async def greeting(self, session: Session, renewed: str | None, hint: str | None) -> list[Frame]:
        """Session, history, and that somebody writes when a turn is under way. When the database is away: session and error."""
        try:
            shown = await self.conversations.shown(session.conversation)
        except StoreAway:
            error = frame("error", error_data(unavailable(), hint))
            return [self.session_frame(session, reply_locale(hint=hint), renewed), error]
        busy = self.turns().under_way(session.conversation)
        typing = [frame("typing", {"on": True, "author": BOT})] if busy else []
        locale = reply_locale(conversation=shown.locale, hint=hint)
        return [self.session_frame(session, locale, renewed), shown.history(0), *typing]

    def session_frame(self, session: Session, locale: str, renewed: str | None) -> Frame:
        token = self.sessions.token(session)
        return frame("session", {"v": VERSION, "token": token, "expires": session.expires * 1000, "locale": locale, "renewed": renewed})

    async def send(self, conversation: str, data: object, locale: str | None) -> Kept:
        """Puts a message into the journal and begins its turn. Raises ChannelError; then nothing was kept."""
        ask = Send.parse(data)
        incoming = ask.incoming(conversation, locale, self.door.tail)
        stay, kept, key = self.door.limits.enter(conversation), asyncio.Event(), (conversation, incoming.id)
        self._acks.begin(key)
        turn = self.begin(self._turn(incoming, stay, kept))
        try:
            await kept_or_over(turn, kept)
            message = message_frame(incoming, await self._title(incoming), milliseconds())
        except BaseException:
            self._acks.end(key)
            raise
        await self.tabs.tell(conversation, message, *(hidden_frame(earlier, milliseconds()) for earlier in incoming.earlier))
        return Kept(message, turn, lambda: asyncio.get_running_loop().call_soon(self.begin, self._acknowledged(key, turn)))

    def locale_of(self, conversation: str, hint: str | None) -> str | None:
        """The language of a refusal; asks no database, because that may be what fails."""
        return self.door.measures.locale_of(conversation) or hint

    async def freshen(self, tab: Tab) -> None:
        """A new token for a socket that has been open for long."""
        if self.sessions.is_ageing(tab.session):
            tab.session = self.sessions.again(tab.session.conversation)
            locale = reply_locale(conversation=self.locale_of(tab.session.conversation, tab.locale))
            await self.tabs.tell_one(tab, self.session_frame(tab.session, locale, None))

    async def history(self, conversation: str, data: object) -> Frame:
        """Raises ChannelError and StoreAway."""
        after = wanted_after(data)
        return (await self.conversations.shown(conversation)).history(after)

    async def rate(self, conversation: str, data: object) -> Frame:
        """Keeps a thumb, counts it and tells the tabs. Raises ChannelError (404: no such reply) and StoreAway."""
        rate = Rate.parse(data)
        envelope = (await self.conversations.shown(conversation)).answers.get(rate.reply)
        if envelope is None:
            raise ChannelError(404, "not_found", "there is no such reply in this conversation")
        await self.conversations.rate(conversation, rate, envelope["answer"], envelope["locale"])
        self.door.measures.rating(envelope["answer"], envelope["locale"], rate.value, rate.reason)
        rated = frame("rated", {"reply": rate.reply, "value": rate.value, "reason": rate.reason})
        await self.tabs.tell(conversation, rated)
        return rated

    async def set_locale(self, conversation: str, data: object) -> Frame:
        """Raises ChannelError and StoreAway."""
        locale = wanted_locale(data)
        await self.conversations.set_locale(conversation, locale)
        wished = frame("locale", {"locale": locale})
        await self.tabs.tell(conversation, wished)
        return wished

    async def delete(self, conversation: str, data: object, locale: str | None) -> list[Frame]:
        """Deletes everything of a conversation, also what is under way in it, and gives its tabs a new one. Raises ChannelError."""
        nothing(data)
        self._ending.add(conversation)
        try:
            under_way = self.turns().under_way(conversation)
            if under_way:
                await asyncio.wait(under_way, timeout=SETTLE_S)
            await self.erase(conversation)
        finally:
            self._ending.discard(conversation)
        session = self.sessions.new()
        frames = [frame("deleted", {}), self.session_frame(session, reply_locale(hint=locale), "deleted")]
        for tab in self.tabs.of(conversation):
            await self.tabs.tell_one(tab, *frames)
            self.tabs.move(tab, session)
        return frames

    async def push(self, conversation: str, push_id: str, name: str | None, text: str) -> int:
        """What a human agent wrote, to the conversation and its tabs. Result: tabs that got it. Raises ChannelError (404) and StoreAway."""
        shown = await self.conversations.shown(conversation)
        if not shown.items or self.erased(conversation):
            raise ChannelError(404, "not_found", "there is no such conversation: it may have been deleted")
        clean = redact(text).text
        if not await self.conversations.add_human(conversation, push_id, name, clean):
            return 0
        said = human_frame(push_id, name, clean, reply_locale(conversation=shown.locale), milliseconds())
        return await self.tabs.tell(conversation, said)

    def ended(self, conversation: str, message_id: str, entries: Entries) -> None:
        """A turn has ended, whoever began it and in whichever channel."""
        if self.tabs.of(conversation):
            self.begin(self._reply(conversation, message_id, entries))

    async def _turn(self, incoming: Incoming, stay: Stay, kept: asyncio.Event) -> Entries:
        """The reply. Raises ChannelError when the message was not kept. An apology reaches the tabs from here, an answer through `ended`."""
        if incoming.sender in self._ending:
            raise ChannelError(401, "expired", "this conversation is being deleted: say hello again")
        started = time.monotonic()
        with stay:
            outcome = await self.turns().answer(incoming, stay.during(self.conversations.handle), kept)
        if outcome.status == 503 and not kept.is_set():
            raise unavailable()
        before = self.door.measures.locale_of(incoming.sender)
        self.door.measures.turn("widget", incoming.sender, incoming.secrets, outcome.entries, time.monotonic() - started)
        if any("fault" in entry.get("custom", {}) for entry in outcome.entries):
            await self._reply(incoming.sender, incoming.id, outcome.entries)
        now = self.door.measures.locale_of(incoming.sender)
        if before != now:
            await self.tabs.tell(incoming.sender, frame("locale", {"locale": now}))
        return outcome.entries

    async def _reply(self, conversation: str, message_id: str, entries: Entries) -> None:
        """After the acknowledgement of its message, when one is under way."""
        await self._acks.given((conversation, message_id))
        silent = frame("typing", {"on": False, "author": BOT})
        await self.tabs.tell(conversation, silent if is_silent(entries) else reply_frame(message_id, entries, milliseconds()))

    async def _acknowledged(self, key: Key, turn: asyncio.Task[Entries]) -> None:
        """The acknowledgement is on its way: now comes what follows it."""
        if not turn.done():
            await self.tabs.tell(key[0], frame("typing", {"on": True, "author": BOT}))
        self._acks.end(key)

    async def _title(self, incoming: Incoming) -> str:
        """What the message shows in the tabs."""
        if incoming.press is None:
            return incoming.text
        try:
            shown = await self.conversations.shown(incoming.sender)
        except StoreAway:
            shown = Shown()
        return shown.title(incoming.press, incoming.text)

    def begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Something that goes on when nobody waits for it; its fault is a line in the log."""
        task = asyncio.ensure_future(work)
        self._work.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._work.discard(task)
        error = None if task.cancelled() else task.exception()
        if error and not isinstance(error, ChannelError):
            log.error("widget.failed kind=%s", type(error).__name__)
