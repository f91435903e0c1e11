"""Resident memory after a start and after thousands of conversations: whether anything is kept that should not be."""

from __future__ import annotations

import asyncio
from typing import Sequence

from bench.figures import Figures, growth_percent
from bench.load import Client, Feed, closed_loop
from bench.plan import Plan
from bench.servers import Server, running

WARM_UP = 500
"""Conversations after which everything is loaded that is loaded once."""
SENDERS = 20


def measure(plan: Plan) -> Figures:
    """One turn a conversation; one bot at a time."""
    figures: Figures = {}
    for name in plan.contenders:
        with running(name, plan) as server:
            figures[name] = asyncio.run(_grown(server, marks(plan.conversations)))
    return figures


def marks(conversations: int) -> list[int]:
    """After how many conversations memory is looked at."""
    warm = min(WARM_UP, conversations // 2)
    return [warm + (conversations - warm) * part // 5 for part in range(6)]


async def _grown(server: Server, at: Sequence[int]) -> Figures:
    curve, done, feed, errors = [(0, server.resident_mb())], 0, Feed(), 0
    async with Client(server.address, SENDERS) as client:
        for mark in at:
            taken = await closed_loop(client, feed, SENDERS, mark - done, of_a_conversation=1)
            done, errors = mark, errors + taken.errors
            curve.append((done, server.resident_mb()))
            print(f"bench |   {server.name}: {done} conversations, {curve[-1][1]} MB, {taken.figures().get('turns_per_s')} a second", flush=True)
    return {
        "after_start_mb": curve[0][1],
        "warm_mb": curve[1][1],
        "after_all_mb": curve[-1][1],
        "growth_percent": growth_percent(curve[1][1], curve[-1][1]),
        "conversations": done,
        "errors": errors,
        "curve": [list(point) for point in curve],
    }
