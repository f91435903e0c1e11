"""The client counts what a person would: whole replies, their times, and everything else as an error."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from typing import Any, AsyncIterator

import pytest
from aiohttp import web

from bench.load import Client, Feed, Taken, closed_loop, is_reply, paced

REPLY = [{"recipient_id": "x", "text": "hello"}, {"recipient_id": "x", "custom": {"answer": "greet"}}]
FAULT = [{"text": "sorry"}, {"custom": {"answer": "fallback", "fault": "0a1b"}}]


class Listener:
    """A bot that says the same to everybody. pause_s: before each answer."""

    def __init__(self, reply: Any = None, status: int = 200, pause_s: float = 0.0) -> None:
        self.said: list[dict[str, Any]] = []
        self._reply, self._status, self._pause_s = REPLY if reply is None else reply, status, pause_s

    async def answer(self, request: web.Request) -> web.Response:
        self.said.append(await request.json())
        await asyncio.sleep(self._pause_s)
        return web.json_response(self._reply, status=self._status)

    @contextlib.asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            async with Client(f"http://127.0.0.1:{runner.addresses[0][1]}") as client:
                yield client
        finally:
            await runner.cleanup()


def loop_over(listener: Listener, senders: int, turns: int, of_a_conversation: int = 5) -> Taken:
    async def scene() -> Taken:
        async with listener.client() as client:
            return await closed_loop(client, Feed(), senders, turns, of_a_conversation)

    return asyncio.run(scene())


@pytest.mark.parametrize("senders", [1, 3])
def test_a_closed_loop_says_so_many_turns_in_all(senders: int) -> None:
    listener = Listener()
    taken = loop_over(listener, senders, 10)
    assert (len(listener.said), len(taken.times_ms), taken.errors) == (10, 10, 0)


def test_a_conversation_has_so_many_turns_and_no_more() -> None:
    listener = Listener()
    loop_over(listener, 1, 10, of_a_conversation=2)
    assert list(Counter(said["sender"] for said in listener.said).values()) == [2] * 5


@pytest.mark.parametrize("listener", [Listener(status=500), Listener(reply=[]), Listener(reply=FAULT)])
def test_what_is_no_whole_reply_is_an_error(listener: Listener) -> None:
    taken = loop_over(listener, 2, 6)
    assert (taken.times_ms, taken.errors) == ([], 6)


def test_a_bot_that_is_not_there_is_an_error() -> None:
    async def scene() -> Taken:
        taken = Taken()
        async with Client("http://127.0.0.1:9") as client:
            await client.turn("x", "hello", taken)
        return taken

    assert asyncio.run(scene()).errors == 1


def test_who_waits_too_long_has_waited_for_the_next_answer_too() -> None:
    """A bot that takes three times as long as people think: the later messages are late from the beginning."""

    async def scene() -> Taken:
        async with Listener(pause_s=0.06).client() as client:
            return await paced(client, Feed(), 1, duration_s=0.1, think_s=0.02)

    times = asyncio.run(scene()).times_ms
    assert times == sorted(times)
    assert times[-1] > 3 * 40


def test_people_who_pace_themselves_keep_their_names() -> None:
    listener = Listener()

    async def scene() -> Taken:
        async with listener.client() as client:
            return await paced(client, Feed(), 4, duration_s=0.19, think_s=0.1)

    assert asyncio.run(scene()).errors == 0
    assert list(Counter(said["sender"] for said in listener.said).values()) == [2] * 4


def test_the_feed_says_the_same_again_to_who_begins_anew() -> None:
    one, other = Feed(), Feed()
    assert [next(one) for _ in range(20)] == [next(other) for _ in range(20)]


def test_text_makes_a_reply_and_a_fault_does_not() -> None:
    assert is_reply([{"text": "a stock bot has no envelope"}])
    assert not is_reply({"error": "busy"})
