"""How a turn's time grows with its conversation, and what a conversation takes of the database."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from itertools import cycle
from pathlib import Path

from bench.figures import Figures, growth_percent, median
from bench.load import Client, Feed, Taken, closed_loop, new_sender
from bench.plan import WAYPOST, Plan
from bench.servers import Server, running

SAID = (
    "how do I withdraw BNB from Binance to MetaMask?",
    "what is the difference between BEP2 and BEP20?",
    "wat kost een transactie op BSC?",
    "как добавить BSC в MetaMask?",
    "token saya tidak muncul dalam MetaMask",
)
"""The same five in every five turns, so that no turn is longer because of what is said."""
EARLY, LATE = 5, 200
STORED_CONVERSATIONS = 100


def measure(plan: Plan) -> Figures:
    figures: Figures = {}
    for name in plan.contenders:
        with running(name, plan) as server:
            figures[name] = asyncio.run(_lengths(server, plan))
    return figures


async def _lengths(server: Server, plan: Plan) -> Figures:
    """Medians of windows of turns, over some conversations that grow side by side, one turn at a time."""
    times: list[list[float]] = []
    async with Client(server.address, 1) as client:
        await closed_loop(client, Feed(), 1, 40)
        senders, said = [new_sender() for _ in range(plan.long_conversations)], cycle(SAID)
        for _ in range(plan.length):
            taken, text = Taken(), next(said)
            for sender in senders:
                await client.turn(sender, text, taken)
            times.append(taken.times_ms)
    curve = {turn: _around(times, turn) for turn in windows(plan.length)}
    late = min(LATE, max(curve))
    print(f"bench |   {server.name}: {curve}", flush=True)
    return {"p50_ms_around_turn": curve, "growth_percent": growth_percent(curve[EARLY], curve[late]), "from_turn": EARLY, "to_turn": late}


def windows(length: int) -> list[int]:
    """Turns around which the median is taken."""
    return [turn for turn in (5, 25, 50, 100, 200, 300, 400, 495) if turn <= max(length - 5, EARLY)]


def _around(times: list[list[float]], turn: int) -> float:
    """Median of ten turns and all conversations."""
    return median([each for one in times[max(turn - 5, 0) : turn + 5] for each in one], 2)


def stored(plan: Plan) -> Figures:
    """Bytes of SQLite's file and rows for a conversation of five turns."""
    with running(WAYPOST, plan) as server:
        before = _size(server.var / "tracker.db")
        asyncio.run(_talk(server, STORED_CONVERSATIONS))
        after = _size(server.var / "tracker.db")
    found = {f"{name}_per_conversation": round((after[name] - before[name]) / STORED_CONVERSATIONS, 1) for name in after}
    return {"turns_per_conversation": 5, **found}


async def _talk(server: Server, conversations: int) -> None:
    async with Client(server.address, 1) as client:
        for _ in range(conversations):
            sender = new_sender()
            for text in SAID:
                await client.turn(sender, text, Taken())


def _size(database: Path) -> dict[str, int]:
    """bytes: of pages in use. Of a table: its rows and the bytes of its texts."""
    with contextlib.closing(sqlite3.connect(database)) as connection:

        def one(query: str) -> int:
            return int(connection.execute(query).fetchone()[0] or 0)

        pages = one("PRAGMA page_count") - one("PRAGMA freelist_count")
        events, turns = "SELECT sum(length(data)) FROM events", "SELECT sum(length(message) + length(answer)) FROM waypost_turns"
        return {
            "bytes": pages * one("PRAGMA page_size"),
            "events": one("SELECT count(*) FROM events"),
            "event_text_bytes": one(events),
            "journal_text_bytes": one(turns),
        }
