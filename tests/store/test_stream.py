"""The event stream on a real RabbitMQ: everything that was stored arrives, in order, and an outage costs nobody anything."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from pathlib import Path
from typing import Any, AsyncIterator, Callable

import aio_pika
import pytest

from tests.support.servers import Server, rabbitmq, served
from tests.support.turns import Instance, file_url, run
from waypost.figures import exposition
from waypost.store.database import Database
from waypost.store.outbox import STREAM_TABLES, Outbox, Sending
from waypost.store.relay import QUEUE, Relay
from waypost.store.tracker import TABLES

pytestmark = pytest.mark.services


class Streaming:
    """An instance whose turns go to the stream, and its relay."""

    def __init__(self, folder: Path, url: str) -> None:
        outbox, database = Outbox(), Database(file_url(folder), *TABLES, *STREAM_TABLES)
        self.instance = Instance(file_url(folder), database=database, outbox=outbox)
        self.relay = Relay(url, database, outbox)
        self.sending = Sending(database)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.ensure_future(self.relay.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def figure(self, name: str) -> float:
        return next(float(line.split()[1]) for line in exposition(self.relay.figures()).splitlines() if line.startswith(f"{name} "))


async def until(met: Callable[[], Any], seconds: float = 30.0) -> None:
    limit = time.monotonic() + seconds
    while not await met():
        assert time.monotonic() < limit, "it never came"
        await asyncio.sleep(0.1)


async def read(url: str) -> list[dict[str, Any]]:
    """Everything in the queue; it is empty afterwards. One event of the stream each, with the id of its message as `_id`."""
    connection = await aio_pika.connect(url)
    queue = await (await connection.channel()).declare_queue(QUEUE, durable=True)
    found = []
    while (message := await queue.get(no_ack=True, fail=False)) is not None:
        found.append({**json.loads(message.body), "_id": message.message_id})
    await connection.close()
    return found


def said(events: list[dict[str, Any]]) -> list[str]:
    return [event["text"] for event in events if event["event"] == "user"]


@pytest.fixture(scope="module")
def broker() -> Any:
    with served(rabbitmq) as server:
        yield server


def test_what_was_stored_arrives_once_and_in_order(tmp_path: Path, broker: Server) -> None:
    async def scene() -> list[dict[str, Any]]:
        streaming = Streaming(tmp_path, broker.url)
        async with streaming.running():
            for number in range(30):
                assert (await streaming.instance.say(f"text {number}", f"message-{number:03}")).status == 200
            await until(lambda: nothing_waits(streaming))
        return await read(broker.url)

    events = run(scene())
    assert said(events) == [f"text {number}" for number in range(30)]
    assert len({event["_id"] for event in events}) == len(events) > 30


async def nothing_waits(streaming: Streaming) -> bool:
    return await streaming.sending.waiting() == 0


@pytest.mark.parametrize("outage", ["away", "frozen"])
def test_while_the_broker_is_away_turns_go_on_and_nothing_is_lost(tmp_path: Path, broker: Server, outage: str) -> None:
    async def scene() -> tuple[list[dict[str, Any]], float]:
        streaming, longest = Streaming(tmp_path, broker.url), 0.0
        async with streaming.running():
            await streaming.instance.say("before", "message-before")
            await until(lambda: nothing_waits(streaming))
            with getattr(broker, outage)():
                for number in range(20):
                    started = time.monotonic()
                    assert (await streaming.instance.say(f"text {number}", f"message-{number:03}")).status == 200
                    longest = max(longest, time.monotonic() - started)
                await asyncio.sleep(2.0)
                assert await streaming.sending.waiting() >= 20
                assert outage == "frozen" or streaming.figure("waypost_stream_away") == 1
            await until(lambda: nothing_waits(streaming), 60)
            assert streaming.figure("waypost_stream_away") == 0
        return await read(broker.url), longest

    events, longest = run(scene())
    unique = list({event["_id"]: event for event in events}.values())
    assert said(unique) == ["before", *(f"text {number}" for number in range(20))]
    assert longest < 1.0, "a turn waited for the broker"


def test_what_a_killed_instance_left_is_sent_by_the_next(tmp_path: Path, broker: Server) -> None:
    async def scene() -> list[dict[str, Any]]:
        await Streaming(tmp_path, broker.url).instance.say("left", "message-left")
        streaming = Streaming(tmp_path, broker.url)
        async with streaming.running():
            await until(lambda: nothing_waits(streaming))
        return await read(broker.url)

    assert said(run(scene())) == ["left"]


def test_an_address_that_is_wrong_hurts_nobody_and_is_counted(tmp_path: Path) -> None:
    async def scene() -> tuple[int, float, int]:
        streaming = Streaming(tmp_path, "amqp://nobody:wrong@127.0.0.1:9/")
        async with streaming.running():
            outcome = await streaming.instance.say("hi", "message-hi")
            await asyncio.sleep(1.0)
            return outcome.status, streaming.figure("waypost_stream_away"), await streaming.sending.waiting()

    status, away, waiting = run(scene())
    assert (status, away, waiting > 0) == (200, 1, True)
