"""Senders in, times and errors out: a client of the REST channel over loopback, for one or many people at once."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from dataclasses import dataclass, field
from typing import Iterator

import aiohttp

from bench.figures import Figures, percentiles
from evals.messages import need_messages
from waypost.channels.inbox import LONGEST_TEXT

TURNS_OF_A_CONVERSATION = 5
PATIENCE_S = 60.0
THINK_S = 5.0
SEED = 1


@dataclass
class Taken:
    """times_ms: of turns that brought a whole reply. errors: turns that did not. took_s: from the first request to the last answer.
    cpu_s: processor time that the bot took meanwhile."""

    times_ms: list[float] = field(default_factory=list)
    errors: int = 0
    took_s: float = 0.0
    cpu_s: float = 0.0

    def add(self, other: Taken) -> None:
        self.times_ms += other.times_ms
        self.errors += other.errors
        self.took_s += other.took_s
        self.cpu_s += other.cpu_s

    def figures(self) -> Figures:
        """Percentiles, turns a second, processor time of a turn, errors."""
        found = percentiles(self.times_ms) if self.times_ms else {"turns": 0}
        if self.times_ms and self.cpu_s:
            found["cpu_ms"] = round(self.cpu_s * 1000 / len(self.times_ms), 1)
        return {**found, "turns_per_s": round(len(self.times_ms) / self.took_s, 1) if self.took_s else 0.0, "errors": self.errors}


class Feed:
    """Held-out messages of all languages, mixed, over and over: the same for everybody who begins anew."""

    def __init__(self) -> None:
        texts = [message.text[:LONGEST_TEXT] for message in need_messages()]
        random.Random(SEED).shuffle(texts)  # noqa: S311
        self._texts, self._next = texts, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self._next += 1
        return self._texts[self._next % len(self._texts)]


def new_sender() -> str:
    return uuid.uuid4().hex


class Client:
    """One connection pool to one bot. Use it as a context."""

    def __init__(self, address: str, most: int = 200) -> None:
        self._url = f"{address}/webhooks/rest/webhook"
        self._most = most

    async def __aenter__(self) -> Client:
        connector = aiohttp.TCPConnector(limit=self._most)
        self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=PATIENCE_S))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def turn(self, sender: str, text: str, taken: Taken, due: float | None = None) -> None:
        """Says one thing and notes how long the whole reply took. due: when it should have been said, in seconds of time.perf_counter."""
        started = due or time.perf_counter()
        try:
            async with self._session.post(self._url, json={"sender": sender, "message": text}) as answer:
                entries = await answer.json() if answer.status == 200 else []
        except (aiohttp.ClientError, asyncio.TimeoutError):
            entries = []
        if is_reply(entries):
            taken.times_ms.append((time.perf_counter() - started) * 1000)
        else:
            taken.errors += 1


def is_reply(entries: object) -> bool:
    """Whether a person got an answer and no apology for a fault."""
    if not isinstance(entries, list) or not any(entry.get("text") for entry in entries):
        return False
    return not any("fault" in entry.get("custom", {}) for entry in entries)


async def closed_loop(client: Client, feed: Feed, senders: int, turns: int, of_a_conversation: int = TURNS_OF_A_CONVERSATION) -> Taken:
    """Each sender writes again as soon as it is answered, `turns` times in all: how much a bot can do."""
    taken, left = Taken(), iter(range(turns))

    async def person() -> None:
        sender = new_sender()
        for number, _ in enumerate(left):
            if number and number % of_a_conversation == 0:
                sender = new_sender()
            await client.turn(sender, next(feed), taken)

    started = time.perf_counter()
    await asyncio.gather(*(person() for _ in range(senders)))
    taken.took_s = time.perf_counter() - started
    return taken


async def paced(client: Client, feed: Feed, senders: int, duration_s: float, think_s: float = THINK_S) -> Taken:
    """Each sender thinks before it writes again, and all have begun at another moment: senders / think_s messages a second.

    Time counts from the moment a message was due: who had to wait for the answer before it has waited for this one too.
    """
    taken, started = Taken(), time.perf_counter()

    async def person(number: int) -> None:
        sender, due = new_sender(), started + think_s * number / senders
        while due < started + duration_s:
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            await client.turn(sender, next(feed), taken, due)
            due += think_s

    await asyncio.gather(*(person(number) for number in range(senders)))
    taken.took_s = time.perf_counter() - started
    return taken
