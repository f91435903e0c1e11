"""Rasa's conversations are kept as Rasa keeps them, only strictly."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore, check_if_tracker_store_async
from rasa.core.utils import read_endpoints_from_path
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from tests.support.turns import file_url, run
from waypost.content.files import ROOT
from waypost.errors import SettingsError, StaleConversation, StoreAway
from waypost.store.tracker import StrictTrackerStore, strictly


def begin_session(tracker: DialogueStateTracker) -> None:
    tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")], None)


def take_turn(tracker: DialogueStateTracker, text: str) -> None:
    said = BotUttered(f"re: {text}", {"custom": {"answer": text}})
    tracker.update_with_events([UserUttered(text, message_id=f"id-{text}"), ActionExecuted("a"), said, ActionExecuted("action_listen")], None)


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


def test_it_is_the_store_of_endpoints_yml_and_honours_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_DATABASE_URL", file_url(tmp_path))
    store = TrackerStore.create(read_endpoints_from_path(str(ROOT / "endpoints.yml")).tracker_store, Domain.empty())
    assert type(store) is StrictTrackerStore
    assert check_if_tracker_store_async(store)
    run(store.keys())
    assert (tmp_path / "tracker.db").exists()


def test_each_turn_is_stored_once_and_in_order(store: StrictTrackerStore) -> None:
    async def scene() -> tuple[list[str], int]:
        for number in range(5):
            tracker = await store.get_or_create_tracker("person")
            if not number:
                begin_session(tracker)
            take_turn(tracker, str(number))
            await store.save(tracker)
        found = await store.retrieve_full_tracker("person")
        return texts(found), len(found.events) if found else 0

    assert run(scene()) == (["0", "1", "2", "3", "4"], 4 + 5 * 4)


def test_saving_the_same_tracker_again_adds_nothing(store: StrictTrackerStore) -> None:
    """A commit may succeed and its answer be lost: the second try must see that."""

    async def scene() -> list[str]:
        tracker = await store.get_or_create_tracker("person")
        begin_session(tracker)
        take_turn(tracker, "one")
        await store.save(tracker)
        await store.save(tracker)
        tracker = await store.get_or_create_tracker("person")
        begin_session(tracker)
        take_turn(tracker, "two")
        await store.save(tracker)
        await store.save(tracker)
        return texts(await store.retrieve_full_tracker("person"))

    assert run(scene()) == ["one", "two"]


def test_a_new_session_hides_the_old_one_and_loses_nothing(store: StrictTrackerStore) -> None:
    async def scene() -> tuple[list[str], list[str]]:
        for text in ("one", "two"):
            tracker = await store.get_or_create_tracker("person")
            begin_session(tracker)
            take_turn(tracker, text)
            await store.save(tracker)
        tracker = await store.get_or_create_tracker("person")
        take_turn(tracker, "three")
        await store.save(tracker)
        return texts(await store.retrieve("person")), texts(await store.retrieve_full_tracker("person"))

    assert run(scene()) == (["two", "three"], ["one", "two", "three"])


def test_a_tracker_that_missed_a_turn_is_refused(store: StrictTrackerStore) -> None:
    """Rasa's own store counts: it would drop the first events of such a tracker."""

    async def scene() -> list[str]:
        tracker = await store.get_or_create_tracker("person")
        begin_session(tracker)
        await store.save(tracker)
        early, late = await store.retrieve("person"), await store.retrieve("person")
        assert early is not None
        assert late is not None
        take_turn(early, "early")
        take_turn(late, "late")
        await store.save(early)
        with pytest.raises(StaleConversation):
            await store.save(late)
        empty = store.init_tracker("person")
        take_turn(empty, "from an empty memory")
        with pytest.raises(StaleConversation):
            await store.save(empty)
        return texts(await store.retrieve("person"))

    assert run(scene()) == ["early"]


def test_conversations_of_rasas_own_store_go_on(tmp_path: Path) -> None:
    async def scene() -> tuple[list[str], list[str]]:
        old = SQLTrackerStore(Domain.empty(), db=str(tmp_path / "tracker.db"))
        new = StrictTrackerStore(Domain.empty(), host=file_url(tmp_path))
        stores: list[Any] = [old, new, old, new]
        for number, store in enumerate(stores):
            tracker = await store.get_or_create_tracker("person")
            if not number:
                begin_session(tracker)
            take_turn(tracker, str(number))
            await store.save(tracker)
        return texts(await old.retrieve("person")), texts(await new.retrieve("person"))

    every = ["0", "1", "2", "3"]
    assert run(scene()) == (every, every)


def test_rows_hold_what_rasas_own_store_holds(tmp_path: Path) -> None:
    async def scene() -> None:
        for store in (SQLTrackerStore(Domain.empty(), db=str(tmp_path / "old.db")), StrictTrackerStore(host=file_url(tmp_path))):
            await store.save(tracker)

    tracker = DialogueStateTracker("person", [])
    begin_session(tracker)
    take_turn(tracker, "one")
    run(scene())
    rows = []
    for name in ("old.db", "tracker.db"):
        with closing(sqlite3.connect(tmp_path / name)) as database:
            rows.append(database.execute("select * from events order by id").fetchall())
    assert rows[0] == rows[1]


def test_the_answer_to_a_message_can_be_read_from_the_conversation(store: StrictTrackerStore) -> None:
    async def scene() -> None:
        tracker = await store.get_or_create_tracker("person")
        take_turn(tracker, "one")
        take_turn(tracker, "two")
        await store.save(tracker)
        one = [{"recipient_id": "person", "text": "re: one"}, {"recipient_id": "person", "custom": {"answer": "one"}}]
        assert await store.answer_to("person", "id-one") == one
        assert await store.answer_to("person", "id-three") is None
        assert await store.answer_to("somebody else", "id-one") is None

    run(scene())


def test_ids_of_conversations_are_listed_and_found(store: StrictTrackerStore) -> None:
    async def scene() -> None:
        await store.create_tracker("person")
        assert (list(await store.keys()), await store.exists("person"), await store.exists("nobody")) == (["person"], True, False)

    run(scene())


def test_rasas_wrapping_that_hides_faults_is_taken_off(tmp_path: Path) -> None:
    agent = Agent(domain=Domain.empty(), tracker_store=StrictTrackerStore(host=file_url(tmp_path)))
    store = strictly(agent)
    assert agent.tracker_store is store
    run(store.keys())
    (tmp_path / "tracker.db").unlink()
    with pytest.raises(StoreAway):
        run(agent.tracker_store.retrieve("person"))


def test_an_agent_that_keeps_conversations_in_memory_is_refused() -> None:
    with pytest.raises(SettingsError):
        strictly(Agent(domain=Domain.empty()))


def test_many_conversations_at_once_are_all_stored(store: StrictTrackerStore) -> None:
    async def talk(sender: str) -> list[str]:
        for number in range(3):
            tracker = await store.get_or_create_tracker(sender)
            take_turn(tracker, str(number))
            await store.save(tracker)
        return texts(await store.retrieve(sender))

    async def scene() -> list[list[str]]:
        return await asyncio.gather(*(talk(f"person-{number}") for number in range(20)))

    assert run(scene()) == [["0", "1", "2"]] * 20
