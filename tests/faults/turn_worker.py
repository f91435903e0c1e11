"""One process of the bot's turns for the tests that kill it: messages in over a pipe, answers out, real database, real trackers."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage

from tests.support.turns import Instance
from waypost.channels import once
from waypost.channels.inbox import Incoming
from waypost.store import journal

LEASE_S = 0.4
LONGEST_EFFECT_S = 0.01


def work(pipe: Connection, url: str, ledger: Path) -> None:
    """Until it is killed. A message on the pipe is (sender, message id, text), an answer (message id, status, entries)."""
    journal.LEASE_S, once.ROUND_S, once.MOST_RUNS = LEASE_S, LEASE_S / 4, 1000
    asyncio.run(_serve(pipe, url, ledger))


async def _serve(pipe: Connection, url: str, ledger: Path) -> None:
    async def effect(message: UserMessage) -> None:
        """An action with an effect outside: it keeps its idempotency key, as a helpdesk would, and counts how often it was asked."""
        await asyncio.sleep(random.uniform(0, LONGEST_EFFECT_S))
        _note(ledger, f"{message.sender_id}/{message.message_id}")
        await asyncio.sleep(random.uniform(0, LONGEST_EFFECT_S))

    instance = Instance(url, effect)
    pipe.send("ready")
    watching = asyncio.ensure_future(instance.turns.watch())
    answering: set[asyncio.Future[None]] = set()
    while not watching.done():
        message = await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        task = asyncio.ensure_future(_answer(pipe, instance, *message))
        answering.add(task)
        task.add_done_callback(answering.discard)


async def _answer(pipe: Connection, instance: Instance, sender: str, message_id: str, text: str) -> None:
    outcome = await instance.turns.answer(Incoming.of(sender, text, None, message_id))
    answer: tuple[str, int, list[dict[str, Any]]] = (message_id, outcome.status, outcome.entries)
    pipe.send(answer)


def make_ledger(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("create table effects (key text primary key, asked integer not null)")


def _note(path: Path, key: str) -> None:
    with sqlite3.connect(path, timeout=10) as database:
        database.execute("insert into effects values (?, 1) on conflict (key) do update set asked = asked + 1", (key,))
