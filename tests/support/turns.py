"""Turns over a real database and Rasa's real trackers, with a small dialogue in place of the trained one: no model, no server."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore, LockStore
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered

from waypost.channels.inbox import Incoming
from waypost.channels.once import Turns, alone
from waypost.store.database import Database
from waypost.store.journal import Journal
from waypost.store.locks import RedisLocks
from waypost.store.outbox import Outbox
from waypost.store.tracker import TABLES, StrictTrackerStore

ENVELOPE = {"answer": "greet", "kind": "smalltalk", "locale": "nl", "links": [], "wallet": []}
POSTGRES = os.environ.get("WAYPOST_TEST_POSTGRES", "")
"""A database of its own for tests, such as postgresql://postgres@127.0.0.1/waypost_test."""
REDIS = os.environ.get("WAYPOST_TEST_REDIS", "")
RABBITMQ = os.environ.get("WAYPOST_TEST_RABBITMQ", "")
Effect = Callable[[UserMessage], Awaitable[None]]


async def nothing(message: UserMessage) -> None:
    """An action without effect."""


class Dialogue:
    """Does what Rasa's processor does with a message: reads the tracker, acts, says, stores all of it at the end."""

    def __init__(self, store: StrictTrackerStore, effect: Effect, locks: LockStore) -> None:
        self.store = store
        self.effect = effect
        self.runs: list[str] = []
        self._locks = locks

    async def handle(self, message: UserMessage) -> None:
        async with self._locks.lock(message.sender_id):
            tracker = await self.store.get_or_create_tracker(message.sender_id, append_action_listen=False)
            if not tracker.events:
                tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")], None)
            tracker.update(UserUttered(message.text, {"name": "greet"}, message_id=message.message_id))
            self.runs.append(message.message_id)
            await self.effect(message)
            data = {"buttons": [{"title": "a", "payload": "ask:withdraw"}], "custom": {**ENVELOPE, "links": [{"title": message.text, "url": ""}]}}
            tracker.update_with_events(
                [ActionExecuted("action_answer"), BotUttered(f"Hello {message.text}", data), ActionExecuted("action_listen")], None
            )
            await message.output_channel.send_response(message.sender_id, {"text": f"Hello {message.text}", **data})
            await self.store.save(tracker)


class Instance:
    """One process of the bot, as far as its turns go."""

    def __init__(
        self,
        url: str,
        effect: Effect = nothing,
        clock: Callable[[], float] | None = None,
        database: Database | None = None,
        outbox: Outbox | None = None,
        locks: LockStore | None = None,
    ) -> None:
        self.database = database or Database(url, *TABLES)
        self.store = StrictTrackerStore(database=self.database, outbox=outbox)
        self.dialogue = Dialogue(self.store, effect, locks or InMemoryLockStore())
        self.journal = Journal(self.database, clock) if clock else Journal(self.database)
        line_up = locks.line_up if isinstance(locks, RedisLocks) else alone
        self.turns = Turns(self.journal, self.dialogue.handle, self._locale_of, self.store.answer_to, self.store.hide, line_up)

    async def _locale_of(self, sender: str) -> str | None:
        return "nl" if await self.store.retrieve(sender) else None

    async def say(self, text: str, message_id: str, sender: str = "person") -> Any:
        return await self.turns.answer(Incoming.of(sender, text, None, message_id))

    async def stored(self, sender: str = "person") -> list[str]:
        """The ids of the messages that the conversation holds."""
        tracker = await self.store.retrieve_full_tracker(sender)
        return [event.message_id for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def file_url(folder: Path) -> str:
    return f"sqlite:///{folder}/tracker.db"


def run(work: Awaitable[Any]) -> Any:
    async def whole() -> Any:
        return await work

    return asyncio.run(whole())
