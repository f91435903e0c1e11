"""The widget's two ways in for tests: real Socket.IO clients (websocket or polling) and REST, against the bot's real application.

Every frame that comes is held against the protocol's schema.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from dataclasses import dataclass, field
from typing import Any, AsyncIterator

import aiohttp
import jsonschema
import socketio
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

from tests.support.bot import ROOT
from tests.support.doors import SmallAgent

PROTOCOL = ROOT / "widget" / "protocol"
SCHEMA = json.loads((PROTOCOL / "v1.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft7Validator(SCHEMA)
EVENTS = ("session", "history", "message", "typing", "reply", "rated", "locale", "deleted", "error")
PATIENCE_S = 20.0
BUTTONS = [{"title": "BEP2 or BEP20?", "payload": "ask:token_standard"}]
LINKS = [{"title": "a page", "url": "https://www.binance.com/en"}]
if not hasattr(aiohttp, "ClientWSTimeout"):
    aiohttp.ClientWSTimeout = lambda ws_close: ws_close  # the client wants an aiohttp newer than Rasa allows; the old one takes seconds
WALLET = [{"method": "wallet_addEthereumChain", "params": [{"chainId": "0x38"}], "title": "Add BSC"}]


class TalkingAgent(SmallAgent):
    """Answers each message with its number in the conversation, buttons, a link and a wallet request, and stores what it said. silent: it
    says nothing, as when a human has the conversation."""

    locale = "en"
    silent = False

    async def handle_message(self, message: UserMessage) -> None:
        self.seen.append(message)
        async with self.lock_store.lock(message.sender_id):
            tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
            event = UserUttered(message.text, {"name": "greet"}, input_channel=message.input_channel, message_id=message.message_id)
            event.metadata = message.metadata or {}
            tracker.update(event)
            await asyncio.sleep(self.pause_s)
            number = sum(isinstance(event, UserUttered) for event in tracker.events)
            locale = (message.metadata or {}).get("locale") or tracker.get_slot("locale") or self.locale
            tracker.update(SlotSet("locale", locale))
            envelope = {"answer": "withdraw", "kind": "answer", "locale": locale, "links": LINKS, "wallet": WALLET}
            said = {"custom": envelope} if self.silent else {"text": f"Answer {number}", "buttons": BUTTONS, "custom": envelope}
            tracker.update(BotUttered(said.get("text"), {key: said[key] for key in ("buttons", "custom") if key in said}))
            await self.tracker_store.save(tracker)
            await message.output_channel.send_response(message.sender_id, said)


def checked(event: str, data: Any) -> Any:
    """The data of a frame that the schema allows."""
    errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in _errors(event, data)]
    assert not errors, f"{event}: {errors[:3]} in {json.dumps(data)[:400]}"
    return data


def _errors(event: str, data: Any) -> list[jsonschema.ValidationError]:
    """The errors of the one definition that is meant: those of `oneOf` say nothing."""
    names = {name.removesuffix("_frame"): name for name in SCHEMA["definitions"] if name.endswith("_frame")}
    whole = list(VALID.iter_errors({"event": event, "data": data}))
    if not whole or event not in names:
        return whole
    return list(
        VALID.evolve(schema={**SCHEMA["definitions"][names[event]], "definitions": SCHEMA["definitions"]}).iter_errors({"event": event, "data": data})
    )


@dataclass
class Client:
    """One tab over Socket.IO. frames: everything that came, in order: (event, data)."""

    socket: socketio.AsyncClient
    frames: list[tuple[str, Any]] = field(default_factory=list)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, event: str, data: Any) -> None:
        self.frames.append((event, checked(event, data)))
        self._came.set()

    @property
    def token(self) -> str:
        return next(data["token"] for event, data in reversed(self.frames) if event == "session")

    def all(self, event: str) -> list[Any]:
        return [data for name, data in self.frames if name == event]

    async def next(self, event: str, number: int = 1) -> Any:
        """The data of the event's frame of this number, as soon as it is here."""
        async with _patience():
            while len(self.all(event)) < number:
                self._came.clear()
                await self._came.wait()
        return self.all(event)[number - 1]

    async def ask(self, event: str, data: Any) -> Any:
        """Sends an event. Result: its acknowledgement."""
        number = len(self.all("ack")) + 1
        await self.socket.emit(event, data, callback=lambda ack=None: self.hear("ack", ack))
        return await self.next("ack", number)

    async def say(self, text: str, message_id: str | None = None) -> dict[str, Any]:
        """A typed message. Result: its reply."""
        number = len(self.all("reply")) + 1
        ack = await self.ask("send", {"id": message_id or str(uuid.uuid4()), "text": text})
        assert ack["status"] == "sent", ack
        return await self.next("reply", number)


@contextlib.asynccontextmanager
async def _patience() -> AsyncIterator[None]:
    task = asyncio.current_task()
    assert task
    timer = asyncio.get_running_loop().call_later(PATIENCE_S, task.cancel)
    try:
        yield
    finally:
        timer.cancel()


@contextlib.asynccontextmanager
async def tab(
    port: int,
    token: str | None = None,
    transport: str | None = "websocket",
    origin: str | None = None,
    locale: str | None = None,
    greeted: bool = True,
) -> AsyncIterator[Client]:
    """A connected tab. transport: `websocket`, `polling`, or None for polling with an upgrade."""
    client = Client(socketio.AsyncClient(reconnection=False, request_timeout=int(PATIENCE_S)))
    for event in EVENTS:
        client.socket.on(event, lambda data, event=event: client.hear(event, data))
    auth = {"v": 1, "token": token, "locale": locale}
    try:
        await client.socket.connect(
            f"http://127.0.0.1:{port}",
            headers={"Origin": origin} if origin else {},
            auth=auth,
            transports=[transport] if transport else None,
            socketio_path="/widget/v1/socket.io",
            wait_timeout=PATIENCE_S,
        )
        if greeted:
            await client.next("history")
        yield client
    finally:
        await client.socket.disconnect()
        await client.socket.shutdown()


@dataclass
class Rest:
    """The same conversation over plain REST."""

    session: aiohttp.ClientSession
    address: str
    token: str | None = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, event: str, data: Any, **headers: str) -> dict[str, Any]:
        """One event. Result: acknowledgement and frames."""
        given = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **headers}
        async with self.session.post(f"{self.address}/widget/v1/{event}", json=data, headers=given) as answer:
            self.status, self.headers = answer.status, dict(answer.headers)
            body = checked("answer", await answer.json())
        self.token = next((item["data"]["token"] for item in body["events"] if item["event"] == "session"), self.token)
        return body


@contextlib.asynccontextmanager
async def rest(port: int, **hello: Any) -> AsyncIterator[Rest]:
    """A client that has said hello."""
    async with aiohttp.ClientSession() as session:
        client = Rest(session, f"http://127.0.0.1:{port}")
        await client.ask("hello", {"v": 1, **hello})
        yield client
