"""Events wait in the database in their order, come out once they may leave, and hold no secret when they do."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered

from tests.support.hostile import PHRASE
from tests.support.turns import POSTGRES, Clock, file_url, run
from waypost.store.database import Database
from waypost.store.outbox import LEASE_S, OUTBOX, RETRACTED, STREAM_TABLES, Outbox, Sending
from waypost.store.tracker import TABLES, StrictTrackerStore


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    made = Database(file_url(tmp_path) if request.param == "sqlite" else POSTGRES, *TABLES, *STREAM_TABLES)

    def empty(connection: Any) -> None:
        for table in (*TABLES, *STREAM_TABLES):
            connection.execute(table.delete())

    made.transact(empty)
    return made


async def say(store: StrictTrackerStore, text: str, message_id: str) -> None:
    tracker = await store.get_or_create_tracker("person")
    tracker.update(UserUttered(text, {"name": "greet"}, message_id=message_id))
    await store.save(tracker)


def bodies(database: Database) -> list[dict[str, Any]]:
    return [json.loads(event.body) for event in run(Sending(database).next())]


def test_what_is_stored_waits_for_the_stream_in_the_same_order(database: Database) -> None:
    async def scene() -> None:
        store = StrictTrackerStore(Domain.empty(), database=database, outbox=Outbox())
        for number in range(5):
            await say(store, f"text {number}", f"id-{number}")

    run(scene())
    said = [body["text"] for body in bodies(database) if body["event"] == "user"]
    assert (said, {body["sender_id"] for body in bodies(database)}) == ([f"text {number}" for number in range(5)], {"person"})


def test_a_turn_that_was_not_stored_does_not_wait(database: Database) -> None:
    async def scene() -> None:
        store = StrictTrackerStore(Domain.empty(), database=database, outbox=Outbox())
        tracker = await store.get_or_create_tracker("person")
        await say(store, "first", "id-1")
        tracker.update(UserUttered("late", {"name": "greet"}))
        with pytest.raises(Exception, match="changed"):
            await store.save(tracker)

    run(scene())
    assert [body["text"] for body in bodies(database) if body["event"] == "user"] == ["first"]


def test_a_secret_anywhere_in_an_event_is_taken_out_and_counted(database: Database) -> None:
    outbox = Outbox()

    async def scene() -> None:
        tracker = await StrictTrackerStore(Domain.empty(), database=database).get_or_create_tracker("person")
        events = [UserUttered(PHRASE, {"name": "greet"}, metadata={"page": [PHRASE]}), SlotSet("wallet", {"words": PHRASE})]
        await database.write(lambda connection: outbox.add(connection, tracker.sender_id, [event.as_dict() for event in events]))

    run(scene())
    assert (PHRASE in json.dumps(bodies(database)), len(bodies(database)), outbox.refused["recovery_phrase"] >= 3) == (False, 2, True)


def test_a_message_that_turns_out_to_be_a_piece_of_a_secret_is_taken_back(database: Database) -> None:
    async def scene() -> None:
        store = StrictTrackerStore(Domain.empty(), database=database, outbox=Outbox())
        await say(store, "fringe horn pretty", "id-piece")
        await say(store, "how do I withdraw", "id-fine")
        await store.hide("person", ["id-piece"])

    run(scene())
    found = bodies(database)
    assert [body["text"] for body in found if body["event"] == "user"] == ["how do I withdraw"]
    assert found[-1]["event"] == RETRACTED
    assert found[-1]["message_ids"] == ["id-piece"]


def test_what_the_broker_has_leaves_and_the_rest_stays(database: Database) -> None:
    async def scene() -> list[str]:
        store = StrictTrackerStore(Domain.empty(), database=database, outbox=Outbox())
        for number in range(3):
            await say(store, f"text {number}", f"id-{number}")
        sending = Sending(database)
        batch = await sending.next(most=2)
        again = await sending.next(most=2)
        await sending.sent(batch)
        assert [event.id for event in batch] == [event.id for event in again]
        return [json.loads(event.body).get("text", "") for event in await sending.next()]

    assert run(scene())[-1] == "text 2"


def test_one_instance_sends_until_it_is_dead(database: Database) -> None:
    clock = Clock()
    one, two = Sending(database, clock=clock), Sending(database, clock=clock)

    async def scene() -> list[bool]:
        first = [await one.claim(), await two.claim(), await one.claim()]
        clock.now += LEASE_S + 1
        return [*first, await two.claim(), await one.claim()]

    assert run(scene()) == [True, False, True, True, False]


def test_two_that_claim_at_once_are_one(database: Database) -> None:
    async def scene() -> int:
        return sum(await asyncio.gather(*(Sending(database).claim() for _ in range(5))))

    assert run(scene()) == 1


def test_an_event_rests_for_as_long_as_it_should(database: Database) -> None:
    clock = Clock()

    async def scene() -> tuple[int, int]:
        await database.write(lambda connection: Outbox(clock).add(connection, "person", [{"event": "user", "text": "hi"}]))
        sending = Sending(database, delay_s=300, clock=clock)
        early = len(await sending.next())
        clock.now += 301
        return early, len(await sending.next())

    assert run(scene()) == (0, 1)


def test_without_a_stream_nothing_waits(database: Database) -> None:
    run(say(StrictTrackerStore(Domain.empty(), database=database), "hi", "id-1"))
    assert database.transact(lambda connection: connection.execute(OUTBOX.select()).all()) == []
