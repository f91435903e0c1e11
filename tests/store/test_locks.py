"""Locks on a real Redis: one turn of a conversation at a time among all instances, in the order in which the messages came."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers import redis, served
from tests.support.turns import REDIS, Instance, file_url, run
from waypost.errors import LocksAway
from waypost.store import locks as module
from waypost.store.locks import PREFIX, RedisLocks

pytestmark = pytest.mark.services


async def turn(locks: RedisLocks, sender: str, name: str, done: list[str], seconds: float = 0.005) -> None:
    async with locks.line_up(sender):
        await asyncio.sleep(0.001)
        async with locks.lock(sender):
            done.append(f"begin {name}")
            await asyncio.sleep(seconds)
            done.append(f"end {name}")


def both(names: list[str]) -> list[str]:
    return [f"{step} {name}" for name in names for step in ("begin", "end")]


def test_turns_of_two_instances_follow_each_other_in_the_order_they_came() -> None:
    async def scene() -> tuple[list[str], float]:
        instances, done = [RedisLocks(REDIS), RedisLocks(REDIS)], []  # type: ignore[var-annotated]
        started, tasks = time.monotonic(), []
        for number in range(10):
            tasks.append(asyncio.ensure_future(turn(instances[number % 2], "burst", str(number), done)))
            await asyncio.sleep(0.005)
        await asyncio.gather(*tasks)
        taken = time.monotonic() - started
        for instance in instances:
            await instance.close()
        return done, taken

    done, taken = run(scene())
    print(f"10 turns of 5 ms within 50 ms at two instances: {taken:.2f} s")
    assert done == both([str(number) for number in range(10)])
    assert taken < 2.0


def test_conversations_do_not_wait_for_each_other() -> None:
    async def scene() -> float:
        locks, done = RedisLocks(REDIS), []  # type: ignore[var-annotated]
        started = time.monotonic()
        await asyncio.gather(*(turn(locks, f"person-{number}", "x", done, 0.3) for number in range(20)))
        await locks.close()
        return time.monotonic() - started

    assert run(scene()) < 1.5


def test_a_lock_without_a_place_takes_one() -> None:
    async def scene() -> list[str]:
        locks, done = RedisLocks(REDIS), []  # type: ignore[var-annotated]

        async def work(name: str) -> None:
            async with locks.lock("plain"):
                done.append(f"begin {name}")
                await asyncio.sleep(0.01)
                done.append(f"end {name}")

        first = asyncio.ensure_future(work("a"))
        await asyncio.sleep(0.005)
        await asyncio.gather(first, work("b"))
        await locks.close()
        return done

    assert run(scene()) == both(["a", "b"])


def test_a_line_that_has_ended_leaves_nothing_in_redis() -> None:
    async def scene() -> Any:
        locks = RedisLocks(REDIS)
        await turn(locks, "gone", "x", [])
        found = await locks._redis.keys(f"{PREFIX}{{gone}}*")
        await locks.close()
        return found

    assert run(scene()) == []


def test_an_instance_that_was_killed_holds_a_conversation_up_for_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEASE_S", 1.0)
    monkeypatch.setattr(module, "RENEW_EVERY_S", 0.2)

    async def scene() -> float:
        dead, alive = RedisLocks(REDIS), RedisLocks(REDIS)
        await dead._renew(module.Place("orphan"))  # a place that nobody renews
        started = time.monotonic()
        await turn(alive, "orphan", "x", [])
        await alive.close()
        await dead.close()
        return time.monotonic() - started

    assert 0.8 < run(scene()) < 2.0


def test_a_turn_that_takes_longer_than_a_lease_keeps_its_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEASE_S", 0.6)
    monkeypatch.setattr(module, "RENEW_EVERY_S", 0.15)

    async def scene() -> list[str]:
        one, two, done = RedisLocks(REDIS), RedisLocks(REDIS), []  # type: ignore[var-annotated]
        slow = asyncio.ensure_future(turn(one, "slow", "a", done, 2.0))
        await asyncio.sleep(0.1)
        await asyncio.gather(slow, turn(two, "slow", "b", done))
        await one.close()
        await two.close()
        return done

    assert run(scene()) == both(["a", "b"])


def test_while_redis_is_away_no_turn_runs_and_afterwards_all_do() -> None:
    async def scene(server: Any) -> tuple[list[str], float]:
        locks, done = RedisLocks(server.url), []  # type: ignore[var-annotated]
        await turn(locks, "person", "before", done)
        for outage in (server.away, server.frozen):
            with outage():
                started = time.monotonic()
                with pytest.raises(LocksAway, match="WAYPOST_REDIS_URL") as error:
                    await turn(locks, "person", "meanwhile", done)
                waited = time.monotonic() - started
                assert "127.0.0.1" not in str(error.value)
        await turn(locks, "person", "after", done)
        await locks.close()
        return done, waited

    with served(redis) as server:
        done, waited = run(scene(server))
    assert (done, waited < 4 * module.PATIENCE_S) == (both(["before", "after"]), True)


def test_a_redis_that_lost_everything_gives_the_line_back_in_its_order() -> None:
    async def scene() -> list[str]:
        one, two, done = RedisLocks(REDIS), RedisLocks(REDIS), []  # type: ignore[var-annotated]
        first = asyncio.ensure_future(turn(one, "lost", "a", done, 0.5))
        await asyncio.sleep(0.1)
        rest = []
        for locks, name in ((two, "b"), (one, "c")):
            rest.append(asyncio.ensure_future(turn(locks, "lost", name, done)))
            await asyncio.sleep(0.1)
        await one._redis.delete(*module.Place("lost").keys)
        for place in one._places:
            await one._renew(place)
        await asyncio.gather(first, *rest)
        await one.close()
        await two.close()
        return done

    assert run(scene()) == both(["a", "b", "c"])


def test_the_same_message_at_two_instances_at_once_is_run_by_one_and_answered_by_both(tmp_path: Path) -> None:
    """The one that stands first in the line need not be the one that has noted it: neither may wait for the other for ever."""

    async def scene() -> tuple[int, bool]:
        locks = [RedisLocks(REDIS), RedisLocks(REDIS)]
        instances = [Instance(file_url(tmp_path), locks=each) for each in locks]
        same = True
        for number in range(20):
            one, two = await asyncio.gather(*(instance.say("hi", f"message-{number:02}", "twice") for instance in instances))
            same = same and one == two and one.status == 200
        for each in locks:
            await each.close()
        return sum(len(instance.dialogue.runs) for instance in instances), same

    assert run(asyncio.wait_for(scene(), 60)) == (20, True)
