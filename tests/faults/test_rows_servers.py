"""Rows of the table of faults: PostgreSQL and Redis stop, come back, restart, are not there; two bots share them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Iterator

import pytest

from tests.faults.test_rows_actions import burst
from tests.support.bot import Answer, free_port
from tests.support.lone_bot import LoneBot, held, is_answer, is_apology, once
from tests.support.odd_actions import OddActions, slow
from tests.support.servers import Server, postgres, redis, served
from waypost.ops.health import KEPT_S
from waypost.store.locks import LEASE_S

pytestmark = pytest.mark.services


@dataclass(frozen=True)
class Shared:
    """Two bots over one PostgreSQL and one Redis. absent: what the first said while it ran without a database."""

    one: LoneBot
    two: LoneBot
    database: Server
    locks: Server
    actions: OddActions
    absent: tuple[int, str, Answer]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    actions = OddActions(free_port())
    actions.start()
    with served(postgres) as database, served(redis) as locks:
        addresses = {"WAYPOST_DATABASE_URL": database.url, "WAYPOST_REDIS_URL": locks.url}
        one, two = (LoneBot(tmp_path_factory.mktemp(name), actions.port, **addresses) for name in ("one", "two"))
        try:
            two.begin()
            with database.away():
                one.start("/live")
                status, body = one.health()
                absent = (status, body["reason"], one.say("absent", "message-1"))
            one.wait()
            two.wait()
            yield Shared(one, two, database, locks, actions, absent)
        finally:
            one.end()
            two.end()
    actions.stop()


def test_a_postgresql_that_is_absent_at_the_start_is_waited_for(shared: Shared) -> None:
    status, reason, answer = shared.absent
    assert (status, "store" in reason) == (503, True)
    assert is_apology(answer, 503)
    assert is_answer(shared.one.say("absent", "message-1"))
    assert once(shared.database.url, "absent", "message-1")


def test_a_postgresql_that_stops_is_told_and_nothing_is_forgotten_in_silence(shared: Shared) -> None:
    assert is_answer(shared.one.say("stopped", "message-1"))
    with shared.database.away():
        assert is_apology(shared.one.say("stopped", "message-2"), 503)
        time.sleep(KEPT_S)  # until then it may say what it found just before
        assert shared.one.health()[1]["checks"]["store"] is False
        assert shared.one.status("/live") == 200
    assert is_answer(shared.one.say("stopped", "message-2"))
    assert held(shared.database.url, "stopped") == ["message-1", "message-2"]


def test_a_postgresql_that_comes_back_is_used_at_once(shared: Shared) -> None:
    before = shared.one.say("back", "message-1")
    with shared.database.away():
        time.sleep(1.0)
    assert shared.one.say("back", "message-1").entries == before.entries
    assert is_answer(shared.one.say("back", "message-2"))
    assert held(shared.database.url, "back") == ["message-1", "message-2"]


def test_after_a_restart_of_an_idle_postgresql_the_first_message_is_stored(shared: Shared) -> None:
    assert is_answer(shared.one.say("idle", "message-1"))
    with shared.database.away():
        pass
    assert is_answer(shared.one.say("idle", "message-2"))
    assert held(shared.database.url, "idle") == ["message-1", "message-2"]


def test_ten_messages_within_50_ms_with_locks_in_redis(shared: Shared) -> None:
    """At two bots, those of each stay in order: which bot hears its message first within 5 ms, nobody can know."""
    for bots in ((shared.one,), (shared.one, shared.two)):
        sender, started = f"burst-{len(bots)}", time.monotonic()
        burst(bots[0], sender, 10, *bots[1:])
        print(f"10 messages within 50 ms, locks in Redis, {len(bots)} bots: {time.monotonic() - started:.2f} s")
        found = [int(message_id.rpartition("-")[2]) for message_id in held(shared.database.url, sender)]
        for share in range(len(bots)):
            assert [number for number in found if number % len(bots) == share] == list(range(share, 10, len(bots)))


def test_messages_that_do_not_wait_for_answers_stay_in_order_over_two_bots(shared: Shared) -> None:
    """Each comes while those before it are still worked on, at the one bot and at the other."""
    shared.actions.behaviour["order"] = slow(0.8)
    burst(shared.one, "order", 8, shared.two, pause_s=0.5)
    assert held(shared.database.url, "order") == [f"message-{number}" for number in range(8)]


def test_while_redis_is_down_people_are_told_and_nothing_is_lost(shared: Shared) -> None:
    assert is_answer(shared.one.say("locks", "message-1"))
    with shared.locks.away():
        started = time.monotonic()
        assert is_apology(shared.one.say("locks", "message-2"), 503)
        assert time.monotonic() - started < 5.0
        status, body = shared.one.health()
        assert (status, body["checks"]["lock"]) == (503, False)
    assert is_answer(shared.one.say("locks", "message-2"))
    assert held(shared.database.url, "locks") == ["message-1", "message-2"]


def test_a_bot_killed_with_a_lock_holds_its_conversation_up_for_seconds(shared: Shared) -> None:
    """The other bot answers the person's next message; the one that was broken off is not run behind it, but when it is repeated."""
    shared.actions.behaviour["killed"] = slow(5.0)
    lost: list[Answer | None] = []
    asking = threading.Thread(target=lambda: lost.append(shared.one.say_or_fail("killed", "message-1")))
    asking.start()
    while not shared.actions.runs("killed"):
        time.sleep(0.02)
    shared.one.kill()
    asking.join()
    shared.actions.behaviour.clear()
    started = time.monotonic()
    assert is_answer(shared.two.say("killed", "message-2"))
    taken = time.monotonic() - started
    print(f"the next message was answered {taken:.1f} s after the kill")
    assert (lost, taken < LEASE_S + 3.0) == ([None], True)
    assert is_answer(shared.two.say("killed", "message-1"))
    assert once(shared.database.url, "killed", "message-1", "message-2")
