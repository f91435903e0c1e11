"""Every route and rule of the bot on a real port, with the real journal and tracker store behind them and a small agent in place of the model.

The agent reads a text as Rasa does (a leading slash is a command, its JSON sets slots), so that a payload that gets through does work.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import threading
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Restarted, SlotSet, UserUttered
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from sanic import Sanic
from sanic.touchup.service import TouchUp

from tests.support.bot import NO_LIMITS, free_port
from waypost.ops.bot import create_doors
from waypost.ops.settings import Settings
from waypost.store.database import Database
from waypost.store.tracker import TABLES, StrictTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet, restart, EXTERNAL_payment]
slots:
  locale: {type: text, mappings: [{type: custom}]}
  is_admin: {type: text, mappings: [{type: from_entity, entity: is_admin}]}
"""
)


class SmallAgent:
    """Stores what it is told, obeys what Rasa would obey, and answers with what the conversation holds."""

    model_id = "small"

    processor = None

    def __init__(self, database: Database) -> None:
        self.tracker_store = StrictTrackerStore(DOMAIN, database=database)
        self.lock_store = InMemoryLockStore()
        self.seen: list[UserMessage] = []
        self.pause_s = 0.0

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        self.seen.append(message)
        async with self.lock_store.lock(message.sender_id):
            await asyncio.sleep(self.pause_s)
            tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
            parsed = YAMLStoryReader.unpack_regex_message(Message({TEXT: message.text}), DOMAIN)
            intent, entities = parsed.get(INTENT) or {"name": "nlu_fallback"}, parsed.get(ENTITIES) or []
            event = UserUttered(
                message.text, intent, entities, parse_data=message.parse_data, input_channel=message.input_channel, message_id=message.message_id
            )
            event.metadata = message.metadata or {}
            tracker.update(event)
            for entity in entities:
                tracker.update(SlotSet(entity["entity"], entity["value"]))
            if intent["name"] == "restart":
                tracker.update(Restarted())
            first = next(event.text for event in tracker.events if isinstance(event, UserUttered))
            said = f"You are {tracker.sender_id}, admin: {tracker.get_slot('is_admin')}, and first said: {first}"
            tracker.update(BotUttered(said))
            await self.tracker_store.save(tracker)
            envelope = {"answer": "greet", "kind": "smalltalk", "locale": "en", "links": [], "wallet": []}
            await message.output_channel.send_response(message.sender_id, {"text": said, "custom": envelope})


@dataclass
class Doors:
    """A running application. Requests are real HTTP over one kept connection."""

    port: int
    agent: SmallAgent
    settings: Settings
    app: Sanic
    loop: asyncio.AbstractEventLoop
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        """One request; a connection that the server has closed is opened anew."""
        for _ in range(2):
            connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self._connection = connection
            try:
                connection.request(method, path, body, headers or {})
                answer = connection.getresponse()
                return Reply(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
            except (http.client.HTTPException, ConnectionError):
                connection.close()
                self._connection = None
        raise ConnectionError(f"no answer to {method} {path}")

    def post(self, fields: Any, **headers: str) -> Reply:
        """A message as JSON. headers: names with _ for -."""
        given = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.ask("POST", "/webhooks/rest/webhook", fields if isinstance(fields, bytes) else json.dumps(fields).encode(), given)

    def say(self, sender: str, message: str, **headers: str) -> Reply:
        return self.post({"sender": sender, "message": message}, **headers)

    def events(self, sender: str) -> list[dict[str, Any]]:
        """What the store has of a conversation."""
        tracker = asyncio.run_coroutine_threadsafe(self.agent.tracker_store.retrieve(sender), self.loop).result(10)
        return [event.as_dict() for event in tracker.events] if tracker else []


@dataclass(frozen=True)
class Reply:
    """A whole answer over HTTP; header names are lower case."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@contextlib.contextmanager
def open_doors(var: Path, agent: type[SmallAgent] = SmallAgent, **environment: str) -> Iterator[Doors]:
    """The application on a free port (or `PORT`) until the block ends."""
    port, loop = int(environment.get("PORT") or free_port()), asyncio.new_event_loop()
    settings = Settings.from_environment({"PORT": str(port), "WAYPOST_VAR": str(var), "ACTIONS_PORT": str(free_port()), **NO_LIMITS, **environment})
    var.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, *TABLES)
    app = create_doors(settings, database, f"doors-{uuid.uuid4().hex}")
    app.ctx.agent = agent(database)
    server = loop.run_until_complete(app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False))
    loop.run_until_complete(server.startup())
    loop.run_until_complete(server.before_start())
    loop.run_until_complete(server.after_start())
    TouchUp._registry.clear()  # Sanic rewrites its own methods at each start, and cannot do that twice in one process
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield Doors(port, app.ctx.agent, settings, app, loop)
    finally:
        asyncio.run_coroutine_threadsafe(server.before_stop(), loop).result(15)
        server.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
