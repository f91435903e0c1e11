"""No turn is lost, and none is run twice: hang-ups, repeats, restarts, and a database that goes away."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path
from typing import Awaitable, Callable

import pytest
from rasa.core.channels.channel import UserMessage

from tests.support.turns import Clock, Instance, file_url, run
from waypost.channels import once
from waypost.channels.inbox import Incoming
from waypost.errors import ChannelError
from waypost.store.journal import KEPT_S, LEASE_S, MOST_RUNS, Noted

FIRST, SECOND = "message-1", "message-2"


def held() -> tuple[Callable[[UserMessage], Awaitable[None]], asyncio.Event, asyncio.Event]:
    """A step of the dialogue that waits, an event that tells when it has begun, and one that lets it go on."""
    begun, go = asyncio.Event(), asyncio.Event()

    async def waits(message: UserMessage) -> None:
        begun.set()
        await go.wait()

    return waits, begun, go


async def dies(message: UserMessage) -> None:
    """As far as the journal can see, this is a kill -9: nothing behind it happens any more."""
    raise asyncio.CancelledError


async def fails(message: UserMessage) -> None:
    raise ValueError(message.text)


def kinds(outcome: once.Outcome) -> list[str]:
    return [entry["custom"]["answer"] for entry in outcome.entries if "custom" in entry]


def test_a_repeat_gets_the_stored_answer_and_runs_nothing(tmp_path: Path) -> None:
    async def scene() -> None:
        instance = Instance(file_url(tmp_path))
        first = await instance.say("hi", FIRST)
        assert (await instance.say("hi", FIRST), instance.dialogue.runs) == (first, [FIRST])
        assert kinds(first) == ["greet"]

    run(scene())


def test_a_repeat_gets_the_stored_answer_after_a_restart(tmp_path: Path) -> None:
    async def scene() -> None:
        first = await Instance(file_url(tmp_path)).say("hi", FIRST)
        restarted = Instance(file_url(tmp_path))
        assert (await restarted.say("hi", FIRST), restarted.dialogue.runs, await restarted.stored()) == (first, [], [FIRST])

    run(scene())


def test_a_repeat_while_the_first_one_runs_waits_for_the_same_answer(tmp_path: Path) -> None:
    async def scene() -> None:
        waits, begun, go = held()
        instance = Instance(file_url(tmp_path), waits)
        first = asyncio.ensure_future(instance.say("hi", FIRST))
        await begun.wait()
        repeat = asyncio.ensure_future(instance.say("hi", FIRST))
        await asyncio.sleep(0.05)
        assert not repeat.done()
        go.set()
        assert await repeat == await first
        assert instance.dialogue.runs == [FIRST]

    run(scene())


def test_a_repeat_at_another_instance_waits_for_the_same_answer(tmp_path: Path) -> None:
    async def scene() -> None:
        waits, begun, go = held()
        one, other = Instance(file_url(tmp_path), waits), Instance(file_url(tmp_path))
        first = asyncio.ensure_future(one.say("hi", FIRST))
        await begun.wait()
        repeat = asyncio.ensure_future(other.say("hi", FIRST))
        await asyncio.sleep(once.LOOK_AGAIN_S * 2)
        assert not repeat.done()
        go.set()
        assert await repeat == await first
        assert other.dialogue.runs == []

    run(scene())


def test_a_hang_up_does_not_end_the_turn(tmp_path: Path) -> None:
    async def scene() -> None:
        waits, begun, go = held()
        instance = Instance(file_url(tmp_path), waits)
        request = asyncio.ensure_future(instance.say("hi", FIRST))
        await begun.wait()
        request.cancel()  # what the server does when the client hangs up
        with contextlib.suppress(asyncio.CancelledError):
            await request
        go.set()
        await instance.turns.finish(5)
        assert await instance.stored() == [FIRST]
        assert kinds(await instance.say("hi", FIRST)) == ["greet"]
        assert instance.dialogue.runs == [FIRST]

    run(scene())


def test_a_turn_over_the_limit_is_apologized_for_and_its_answer_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        go = asyncio.Event()

        async def waits(message: UserMessage) -> None:
            await go.wait()

        monkeypatch.setattr(once, "TURN_LIMIT_S", 0.1)
        instance = Instance(file_url(tmp_path), waits)
        late = await instance.say("hi", FIRST)
        assert (kinds(late), late.status) == (["fallback"], 200)
        go.set()
        await instance.turns.finish(5)
        assert kinds(await instance.say("hi", FIRST)) == ["greet"]
        assert instance.dialogue.runs == [FIRST]

    run(scene())


def test_messages_of_one_person_are_dealt_with_in_their_order(tmp_path: Path) -> None:
    async def scene() -> None:
        instance = Instance(file_url(tmp_path))
        ids = [f"message-{number:02}" for number in range(20)]
        await asyncio.gather(*(instance.say("hi", message_id) for message_id in ids))
        assert (instance.dialogue.runs, await instance.stored()) == (ids, ids)

    run(scene())


def test_a_turn_that_hangs_makes_way_for_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(message: UserMessage) -> None:
        if message.message_id == FIRST:
            await asyncio.Event().wait()

    async def scene() -> None:
        monkeypatch.setattr(once, "RUN_LIMIT_S", 0.2)
        instance = Instance(file_url(tmp_path), hangs)
        outcomes = await asyncio.gather(instance.say("hi", FIRST), instance.say("hi", SECOND))
        assert [kinds(outcome) for outcome in outcomes] == [["fallback"], ["greet"]]
        assert await instance.stored() == [SECOND]

    run(scene())


def test_the_same_id_of_another_person_is_another_message(tmp_path: Path) -> None:
    async def scene() -> None:
        instance = Instance(file_url(tmp_path))
        mine = await instance.say("my words", FIRST, "me")
        yours = await instance.say("your words", FIRST, "you")
        assert ("my words" in str(mine), "my words" in str(yours)) == (True, False)

    run(scene())


def test_an_id_used_for_another_message_is_refused(tmp_path: Path) -> None:
    async def scene() -> None:
        instance = Instance(file_url(tmp_path))
        await instance.say("hi", FIRST)
        with pytest.raises(ChannelError) as refused:
            await instance.say("something else", FIRST)
        assert (refused.value.status, refused.value.reason, instance.dialogue.runs) == (409, "message_id_reused", [FIRST])

    run(scene())


def test_a_message_with_a_secret_is_never_taken_for_another_one(tmp_path: Path) -> None:
    phrase = "fringe horn pretty that friend wisdom mass caught track wealth gown excess"

    async def scene() -> None:
        instance = Instance(file_url(tmp_path))
        assert await instance.say(f"{phrase} help", FIRST) == await instance.say(f"{phrase} please help", FIRST)

    run(scene())


def test_an_answer_is_kept_for_a_day(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        instance = Instance(file_url(tmp_path), clock=clock)
        await instance.say("hi", FIRST)
        clock.now += KEPT_S - 1
        assert await instance.journal.forget() == 0
        clock.now += 2
        assert await instance.journal.forget() == 1

    run(scene())


def test_the_journal_forgets_what_was_asked_when_it_is_answered(tmp_path: Path) -> None:
    async def scene() -> None:
        await Instance(file_url(tmp_path)).say("a sentence of mine", FIRST)

    run(scene())
    with contextlib.closing(sqlite3.connect(tmp_path / "tracker.db")) as database:
        assert database.execute("select state, message from waypost_turns").fetchall() == [("answered", "")]


async def broken_off(folder: Path, clock: Clock, message_id: str = FIRST) -> None:
    """A turn of a process that dies in the middle of it."""
    instance = Instance(file_url(folder), dies, clock)
    with contextlib.suppress(asyncio.CancelledError):
        await instance.say("hi", message_id)


def test_a_turn_that_a_crash_broke_off_is_answered_after_the_restart(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        await broken_off(tmp_path, clock)
        restarted = Instance(file_url(tmp_path), clock=clock)
        assert await restarted.stored() == []
        clock.now += LEASE_S + 1
        await restarted.turns.recover()
        assert await restarted.stored() == [FIRST]
        assert kinds(await restarted.say("hi", FIRST)) == ["greet"]
        assert restarted.dialogue.runs == [FIRST]

    run(scene())


def test_a_turn_that_was_stored_before_the_crash_is_not_run_again(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        instance = Instance(file_url(tmp_path), clock=clock)
        await instance.journal.open(Noted(FIRST, "person", "hi"))
        incoming = Incoming.of("person", "hi", None, FIRST)
        said = await once.spoken(incoming, instance.dialogue.handle)  # the process dies here: the journal does not hear of it
        restarted = Instance(file_url(tmp_path), clock=clock)
        clock.now += LEASE_S + 1
        await restarted.turns.recover()
        assert (await restarted.say("hi", FIRST)).entries == said
        assert (restarted.dialogue.runs, await restarted.stored()) == ([], [FIRST])

    run(scene())


def test_turns_of_a_living_instance_are_left_alone(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        waits, begun, go = held()
        one, other = Instance(file_url(tmp_path), waits, clock), Instance(file_url(tmp_path), clock=clock)
        turn = asyncio.ensure_future(one.say("hi", FIRST))
        await begun.wait()
        for _ in range(3):
            clock.now += LEASE_S - 1
            await one.turns._renew()
        await other.turns.recover()
        go.set()
        await turn
        assert (other.dialogue.runs, await other.stored()) == ([], [FIRST])

    run(scene())


def test_a_broken_off_turn_is_not_run_over_a_newer_one_until_it_is_repeated(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        await broken_off(tmp_path, clock)
        restarted = Instance(file_url(tmp_path), clock=clock)
        clock.now += LEASE_S + 1
        await restarted.say("hi", SECOND)
        await restarted.turns.recover()
        assert await restarted.stored() == [SECOND]
        assert kinds(await restarted.say("hi", FIRST)) == ["greet"]
        assert await restarted.stored() == [SECOND, FIRST]

    run(scene())


def test_two_turns_that_a_crash_broke_off_are_answered_in_their_order(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        await broken_off(tmp_path, clock)
        clock.now += 1
        await broken_off(tmp_path, clock, SECOND)
        clock.now += LEASE_S + 1
        restarted = Instance(file_url(tmp_path), clock=clock)
        await restarted.turns.recover()
        assert await restarted.stored() == [FIRST, SECOND]

    run(scene())


def test_a_turn_that_takes_the_process_down_is_given_up(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        for _ in range(MOST_RUNS):
            await broken_off(tmp_path, clock)
            clock.now += LEASE_S + 1
        restarted = Instance(file_url(tmp_path), clock=clock)
        await restarted.turns.recover()
        outcome = await restarted.say("hi", FIRST)
        assert (kinds(outcome), outcome.status, restarted.dialogue.runs) == (["fallback"], 200, [])

    run(scene())


def test_a_turn_that_failed_may_be_tried_again_under_its_id(tmp_path: Path) -> None:
    async def scene() -> None:
        instance = Instance(file_url(tmp_path), fails)
        assert kinds(await instance.say("hi", FIRST)) == ["fallback"]
        restarted = Instance(file_url(tmp_path))
        assert kinds(await restarted.say("hi", FIRST)) == ["greet"]
        assert await restarted.stored() == [FIRST]

    run(scene())


@pytest.mark.parametrize("moment", ["before", "during"])
def test_without_the_database_the_answer_is_503_in_the_persons_language_and_the_turn_comes_later(tmp_path: Path, moment: str) -> None:
    async def scene() -> None:
        file, away = tmp_path / "tracker.db", tmp_path / "away"
        losses = ["during"]

        async def loses_it(message: UserMessage) -> None:
            if message.message_id == SECOND and moment in losses:
                losses.clear()
                file.rename(away)

        instance = Instance(file_url(tmp_path), loses_it)
        await instance.say("hi", FIRST)
        if moment == "before":
            file.rename(away)
        outcome = await instance.say("ho", SECOND)
        envelope = outcome.entries[1]["custom"]
        assert (outcome.status, envelope["answer"], envelope["locale"]) == (503, "fallback", "nl")
        assert envelope["fault"] in outcome.entries[0]["text"]
        away.rename(file)
        assert kinds(await instance.say("ho", SECOND)) == ["greet"]
        assert await instance.stored() == [FIRST, SECOND]

    run(scene())
