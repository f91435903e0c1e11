"""The open tabs of each conversation: a frame for a conversation in, the same frame in each of its tabs, in one order, out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Awaitable, Callable, Iterable

from waypost.channels.frames import Frame
from waypost.channels.session import Session
from waypost.errors import TooMany

MOST_TABS = 10
"""Of one conversation."""
_AGAIN_S = 30
Emit = Callable[[str, Frame], Awaitable[None]]


@dataclass
class Tab:
    """One socket. id: Socket.IO's. locale: the hint of its hello. greeted: whether it has its history; frames wait for that."""

    id: str
    session: Session
    address: str
    locale: str | None
    greeted: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: list[Frame] = field(default_factory=list)
    refusals: int = 0


class Tabs:
    """All tabs of one process. emit: sends a frame to a socket."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._by_conversation: dict[str, dict[str, Tab]] = {}
        self._by_id: dict[str, Tab] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, tab_id: str) -> Tab | None:
        return self._by_id.get(tab_id)

    def of(self, conversation: str) -> list[Tab]:
        return list(self._by_conversation.get(conversation, {}).values())

    def add(self, tab: Tab) -> None:
        """From now on the tab gets what its conversation gets, after its greeting. Raises TooMany."""
        if len(self.of(tab.session.conversation)) >= MOST_TABS:
            raise TooMany("busy", f"a session has at most {MOST_TABS} sockets: close one", _AGAIN_S)
        self._by_id[tab.id] = tab
        self._by_conversation.setdefault(tab.session.conversation, {})[tab.id] = tab

    def drop(self, tab_id: str) -> None:
        tab = self._by_id.pop(tab_id, None)
        if tab:
            self._leave(tab)

    def move(self, tab: Tab, session: Session) -> None:
        """Into another conversation, with a fresh session of it."""
        self._leave(tab)
        tab.session = session
        self._by_conversation.setdefault(session.conversation, {})[tab.id] = tab

    async def greet(self, tab: Tab, frames: Iterable[Frame]) -> None:
        """The first frames of a tab, then what came meanwhile."""
        for frame in frames:
            await self._emit(tab.id, frame)
        while tab.waiting:
            await self._emit(tab.id, tab.waiting.pop(0))
        tab.greeted.set()

    async def tell(self, conversation: str, *frames: Frame) -> int:
        """To every tab of a conversation. Result: tabs."""
        tabs = self.of(conversation)
        for tab in tabs:
            await self.tell_one(tab, *frames)
        return len(tabs)

    async def tell_one(self, tab: Tab, *frames: Frame) -> None:
        for frame in frames:
            if tab.greeted.is_set():
                await self._emit(tab.id, frame)
            else:
                tab.waiting.append(frame)

    def _leave(self, tab: Tab) -> None:
        tabs = self._by_conversation.get(tab.session.conversation, {})
        tabs.pop(tab.id, None)
        if not tabs:
            self._by_conversation.pop(tab.session.conversation, None)
