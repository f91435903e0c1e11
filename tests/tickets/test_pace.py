"""Calls to a helpdesk are spread as its limits ask, in the order of asking, and a caller that gave up has used nothing."""

from __future__ import annotations

import asyncio
import time

from waypost.tickets.pace import Bucket

PER_MINUTE = 600
BURST = PER_MINUTE // 10
EVERY_S = 60 / PER_MINUTE


async def emptied() -> Bucket:
    bucket = Bucket(PER_MINUTE, time.monotonic)
    for _ in range(BURST):
        await bucket.enter()
    return bucket


def test_after_the_burst_calls_come_evenly_and_in_order() -> None:
    async def calls() -> list[tuple[int, float]]:
        bucket, order = await emptied(), []
        begun = time.monotonic()

        async def call(name: int) -> None:
            await bucket.enter()
            order.append((name, time.monotonic() - begun))

        await asyncio.gather(*(call(name) for name in range(4)))
        return order

    order = asyncio.run(calls())
    assert [name for name, _ in order] == [0, 1, 2, 3]
    assert order[-1][1] >= 3 * EVERY_S


def test_who_gives_up_while_waiting_has_used_nothing() -> None:
    async def wait_after_others_gave_up() -> float:
        bucket = await emptied()
        waiting = [asyncio.create_task(bucket.enter()) for _ in range(50)]
        await asyncio.sleep(EVERY_S / 10)
        for task in waiting:
            task.cancel()
        begun = time.monotonic()
        await bucket.enter()
        return time.monotonic() - begun

    assert asyncio.run(wait_after_others_gave_up()) < 10 * EVERY_S


def test_without_a_limit_nobody_waits() -> None:
    async def calls() -> float:
        bucket, begun = Bucket(0, time.monotonic), time.monotonic()
        for _ in range(10_000):
            await bucket.enter()
        return time.monotonic() - begun

    assert asyncio.run(calls()) < 5
