"""A phrase that comes in several messages is nowhere afterwards: not in the conversation, not in the journal, not in the file."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import BotUttered, UserUttered

from tests.support.doors import open_doors
from tests.support.turns import Instance, file_url, run
from waypost.channels.inbox import Incoming
from waypost.channels.once import _incoming, _noted
from waypost.safety.redact import MARK
from waypost.safety.tail import Tail
from waypost.store.fence import fenced
from waypost.store.journal import TURNS
from waypost.store.tracker import EVENTS, _row_of

WORDS = ["fringe", "horn", "pretty", "that", "friend", "wisdom", "mass", "caught", "track", "wealth", "gown", "excess"]
HALVES = (" ".join(WORDS[:6]), " ".join(WORDS[6:]))


def ids(number: int) -> str:
    return f"message-{number}"


def tail() -> Tail:
    return Tail(lambda: 5.0)


def test_the_second_half_of_a_phrase_names_the_first() -> None:
    kept = tail()
    first, second = (Incoming.of("a", half, None, ids(number), kept) for number, half in enumerate(HALVES))
    assert (first.secrets, second.secrets, second.earlier, second.text) == ((), ("recovery_phrase",), (ids(0),), MARK)


def test_halves_of_two_people_are_no_phrase() -> None:
    kept = tail()
    assert [Incoming.of(sender, half, None, None, kept).secrets for sender, half in zip("ab", HALVES, strict=True)] == [(), ()]


def test_a_repeat_is_the_same_message_and_not_the_other_half() -> None:
    kept = tail()
    assert [Incoming.of("a", HALVES[0], None, ids(0), kept).secrets for _ in range(3)] == [(), (), ()]
    seconds = [Incoming.of("a", HALVES[1], None, ids(1), kept) for _ in range(2)]
    assert seconds[0] == seconds[1], "a repeat after a 503 still knows what is to be hidden"


def test_what_is_to_be_hidden_survives_the_journal() -> None:
    kept = tail()
    second = [Incoming.of("a", half, None, ids(number), kept) for number, half in enumerate(HALVES)][1]
    assert _incoming(_noted(second)) == second


def test_the_earlier_half_is_taken_out_of_conversation_and_journal(tmp_path: Path) -> None:
    async def scene() -> None:
        instance, kept = Instance(file_url(tmp_path)), tail()
        for number, half in enumerate(HALVES):
            await instance.turns.answer(Incoming.of("person", half, None, ids(number), kept))
        tracker = await instance.store.retrieve_full_tracker("person")
        assert tracker is not None
        assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == [MARK, MARK]
        rows = await instance.database.read(lambda connection: connection.execute(sa.select(TURNS).order_by(TURNS.c.id)).all())
        assert [(row.message, row.digest) for row in rows] == [("", ""), ("", "")]

    run(scene())


def test_an_open_turn_that_is_hidden_stays_open_without_its_text(tmp_path: Path) -> None:
    async def scene() -> None:
        instance = Instance(file_url(tmp_path))
        await instance.journal.open(_noted(Incoming.of("person", HALVES[0], None, ids(0))))
        await instance.store.hide("person", [ids(0)])
        row = await instance.database.read(lambda connection: connection.execute(sa.select(TURNS)).one())
        assert (row.state, json.loads(row.message)["text"], row.digest) == ("open", MARK, "")

    run(scene())


def test_over_http_no_half_is_left_in_any_file(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        doors.say("anna-1", "Hoe stort ik USDT vanuit MetaMask?")
        for half in HALVES:
            assert doors.say("anna-1", half).status == 200
        said = [event["text"] for event in doors.events("anna-1") if event["event"] == "user"]
        assert said == ["Hoe stort ik USDT vanuit MetaMask?", MARK, MARK]
        stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert [half for half in HALVES if half.encode() in stored] == []
        counted = doors.ask("GET", "/metrics").body.decode()
        assert 'waypost_redactions_total{kind="recovery_phrase"} 1' in counted
        doors.ask("DELETE", "/webhooks/rest/conversations/anna-1")
        assert doors.say("anna-1", HALVES[0]).status == 200
        assert doors.events("anna-1")[-2]["text"] == HALVES[0], "after deletion nothing of before is remembered"


def test_delete_my_data_deletes_the_journal_too(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        for sender in ("anna-1", "bob-2"):
            doors.say(sender, "hello")
        doors.ask("DELETE", "/webhooks/rest/conversations/anna-1")
        with sqlite3.connect(tmp_path / "tracker.db") as database:
            assert database.execute("select sender from waypost_turns").fetchall() == [("bob-2",)]


# -- the fence at the store ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", [UserUttered(" ".join(WORDS), {"name": "greet"}), BotUttered(" ".join(WORDS))])
def test_a_secret_that_came_round_the_door_is_not_stored_and_is_counted(event: UserUttered | BotUttered, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        row = _row_of("person", fenced(event.as_dict()))
    assert MARK in row["data"]
    assert not any(word in row["data"] for word in WORDS if len(word) > 5)
    assert (caplog.text.count("store.fenced"), any(word in caplog.text for word in WORDS if len(word) > 5)) == (1, False)


def test_a_harmless_event_is_stored_as_it_is() -> None:
    event = UserUttered("where is 0x" + "ab12cd34" * 8, {"name": "greet"}, [{"entity": "hash", "value": "0x" + "ab12cd34" * 8}]).as_dict()
    assert fenced(event) is event


def test_what_is_stored_by_the_fence_can_be_read_again(tmp_path: Path) -> None:
    async def scene() -> None:
        store = Instance(file_url(tmp_path)).store
        tracker = await store.get_or_create_tracker("person")
        tracker.update(UserUttered(" ".join(WORDS), {"name": "greet"}))
        await store.save(tracker)
        kept = await store.retrieve("person")
        assert kept is not None
        assert kept.events[-1].text == MARK
        rows = await store.database.read(lambda connection: connection.execute(sa.select(EVENTS)).all())
        assert not any("fringe" in row.data for row in rows)

    asyncio.run(scene())
