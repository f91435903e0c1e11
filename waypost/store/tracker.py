"""Rasa's tracker store without its leniency: what it says is stored is stored, and what it cannot do it raises.

Same table as Rasa's SQLTrackerStore, so conversations of before stay readable. endpoints.yml names this class.
"""

from __future__ import annotations

import json
from typing import Any, Iterable, Optional, Sequence

import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection

from waypost.errors import SettingsError, StaleConversation
from waypost.ops.settings import Settings
from waypost.store.database import Database
from waypost.store.fence import fenced, hide_event, hide_turns
from waypost.store.handovers import HANDOVERS
from waypost.store.journal import TURNS, Entries
from waypost.store.kinds import quickly_found
from waypost.store.outbox import Outbox
from waypost.store.ratings import AnswerRated
from waypost.store.recent import EVENTS, NEWEST, recent_events

TABLES = (EVENTS, TURNS, HANDOVERS)
OUR_EVENTS = (AnswerRated,)
"""Rasa reads back those kinds of events that are imported: whoever reads conversations imports this module."""


class StrictTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Conversations in SQLite or PostgreSQL. Every method raises StoreAway when the database cannot be used."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[str] = None,
        event_broker: Optional[EventBroker] = None,
        database: Optional[Database] = None,
        outbox: Optional[Outbox] = None,
        **kwargs: Any,
    ) -> None:
        """database: shared with others. Without it, Rasa made this store: of `url` in endpoints.yml, or the settings' database.
        outbox: where events wait for the event stream; its tables must be among the database's."""
        self.database = database or Database(host or Settings.from_environment().database_url, *TABLES)
        self._outbox = outbox
        quickly_found()
        super().__init__(domain, event_broker, **kwargs)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation since its last session began, of a long one the last turns (see recent.py); None when there is none."""
        return self._tracker(sender_id, await self.database.read(lambda connection: recent_events(connection, sender_id)))

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """The conversation with all its sessions."""
        return self._tracker(conversation_id, await self.database.read(lambda connection: _data(connection, _of(conversation_id))))

    async def exists(self, conversation_id: str) -> bool:
        return bool(await self.database.read(lambda connection: connection.execute(_of(conversation_id).limit(1)).first()))

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        every = sa.select(EVENTS.c.sender_id).distinct()
        return await self.database.read(lambda connection: [row[0] for row in connection.execute(every)])

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds the events that are not stored yet, all or none, here and in the outbox; then tells an event broker of Rasa's."""
        if not tracker.events:
            return
        new = await self.database.write(lambda connection: _add(connection, tracker, self._outbox))
        if self._outbox is not None:
            self._outbox.wake()
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    async def answer_to(self, sender_id: str, message_id: str) -> Entries | None:
        """What the bot said to a message, in the shape of the REST reply; None when the conversation does not hold the message.

        Events are stored all or none at the end of a turn, so a message that is here was dealt with.
        """
        return _answer(sender_id, message_id, await self.database.read(lambda connection: _data(connection, _of(sender_id))))

    async def events_of(self, sender_id: str) -> list[dict[str, Any]]:
        """The stored events of a conversation with all its sessions, as Event.as_dict gives them, oldest first."""
        return await self.database.read(lambda connection: _data(connection, _of(sender_id)))

    async def hide(self, sender_id: str, message_ids: Sequence[str]) -> None:
        """Puts the mark of removed secrets in the place of messages, in the conversation and in the journal. May be done again."""
        await self.database.write(lambda connection: _hide(connection, sender_id, frozenset(message_ids), self._outbox))
        await self.database.wipe()

    def _tracker(self, sender_id: str, events: list[dict[str, Any]]) -> Optional[DialogueStateTracker]:
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None


def strictly(agent: Agent) -> StrictTrackerStore:
    """Takes the wrapping off with which Rasa hides faults of a store (it answers from an empty memory, and forgets)."""
    store = agent.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store
        agent.tracker_store = store
        if agent.processor:
            agent.processor.tracker_store = store
    if not isinstance(store, StrictTrackerStore):
        raise SettingsError(f"the tracker store is a {type(store).__name__}: name waypost.store.tracker.StrictTrackerStore in endpoints.yml")
    return store


def _of(sender_id: str) -> Any:
    return sa.select(EVENTS).where(EVENTS.c.sender_id == sender_id).order_by(EVENTS.c.id)


def _data(connection: Connection, rows: Any) -> list[dict[str, Any]]:
    return [json.loads(row.data) for row in connection.execute(rows)]


def _add(connection: Connection, tracker: DialogueStateTracker, outbox: Outbox | None) -> list[Event]:
    """The events that were added: those behind the one that is stored last. None when this very tracker is stored already: a commit may succeed
    and seem to fail. A tracker that does not hold what is stored last has missed something."""
    sender, events = tracker.sender_id, list(tracker.events)
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(sender))))
    last = connection.execute(NEWEST, {"whose": sender, "most": 1}).first()
    known = 0 if last is None else next((at for at in range(len(events), 0, -1) if _is(last, events[at - 1])), 0)
    if last is not None and not known:
        raise StaleConversation("the conversation was changed by somebody else meanwhile: nothing was stored, let the person try again")
    new = [fenced(event.as_dict()) for event in events[known:]]
    if new:
        connection.execute(EVENTS.insert(), [_row_of(sender, data) for data in new])
    if outbox is not None:
        outbox.add(connection, sender, new)
    return events[known:]


def _hide(connection: Connection, sender: str, message_ids: frozenset[str], outbox: Outbox | None) -> None:
    for row in connection.execute(_of(sender).where(EVENTS.c.type_name == "user")).all():
        data = json.loads(row.data)
        if data.get("message_id") in message_ids:
            connection.execute(sa.update(EVENTS).where(EVENTS.c.id == row.id).values(data=json.dumps(hide_event(data))))
    hide_turns(connection, sender, message_ids)
    if outbox is not None:
        outbox.retract(connection, sender, message_ids)


def _is(row: Any, event: Event) -> bool:
    return bool(row.type_name == event.type_name and row.timestamp == event.timestamp)


def _row_of(sender: str, data: dict[str, Any]) -> dict[str, Any]:
    """data: an event as Event.as_dict gives it."""
    intent = data.get("parse_data", {}).get("intent", {}).get("name")
    columns = {"type_name": data["event"], "timestamp": data.get("timestamp"), "intent_name": intent, "action_name": data.get("name")}
    return {"sender_id": sender, **columns, "data": json.dumps(data)}


def _answer(sender: str, message_id: str, events: list[dict[str, Any]]) -> Entries | None:
    place = next((number for number, data in enumerate(events) if data["event"] == "user" and data.get("message_id") == message_id), None)
    if place is None:
        return None
    entries: Entries = []
    for data in events[place + 1 :]:
        if data["event"] == "user":
            break
        if data["event"] == "bot":
            entries.extend(_entries(sender, data))
    return entries


def _entries(sender: str, said: dict[str, Any]) -> Entries:
    data = said.get("data") or {}
    text = (
        [{"recipient_id": sender, "text": said["text"], **({"buttons": data["buttons"]} if data.get("buttons") else {})}] if said.get("text") else []
    )
    return [*text, *([{"recipient_id": sender, "custom": data["custom"]}] if data.get("custom") else [])]
