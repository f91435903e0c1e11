"""What conversations teach is read from a real database, SQLite and PostgreSQL alike: whole, in order, never written to."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from learning.figures import Figures
from learning.misses import misses
from learning.period import Period
from learning.reading import EVENTS, Conversations, _reading
from learning.report import read
from learning.turns import Conversation
from tests.support.talks import DAY_S, NOON, Talk, keep
from waypost.errors import StoreAway
from waypost.store.database import Database
from waypost.store.journal import TURNS, Journal, Noted
from waypost.store.tracker import EVENTS as STORED
from waypost.tickets.tables import JOBS
from waypost.tickets.tables import TABLES as TICKET_TABLES

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def all_of(address: str, period: Period = NOVEMBER) -> dict[str, Conversation]:
    return {sender: Conversation.of(sender, rows) for sender, rows in Conversations(address).of(period)}


def figures_of(address: str) -> Figures:
    return read(Conversations(address), NOVEMBER)


def test_the_table_has_the_columns_that_are_read() -> None:
    assert {column.name for column in EVENTS.columns} <= {column.name for column in STORED.columns}


def test_conversations_come_whole_and_in_order(address: str) -> None:
    talks = [Talk(f"person-{number}").say("one").miss("two").say("ask:gas", "gas") for number in range(30)]
    keep(address, *talks)
    found = all_of(address)
    assert set(found) == {talk.sender for talk in talks}
    assert {tuple(turn.text for turn in one.turns) for one in found.values()} == {("one", "two", "ask:gas")}
    assert {tuple((turn.outcome.value, turn.key) for turn in one.turns) for one in found.values()} == {
        (("answered", "withdraw"), ("fallback", "fallback"), ("answered", "gas"))
    }


def test_a_conversation_that_began_before_the_period_is_read_from_its_beginning_and_counted_from_the_period_on(address: str) -> None:
    old = Talk("old", NOON - 2 * DAY_S).say("before", "deposit")
    old.at = NOON
    keep(address, old.say("within", "gas"), Talk("gone", NOON - 2 * DAY_S).say("never read"))
    assert [[turn.text for turn in one.turns] for one in all_of(address).values()] == [["before", "within"]]
    figures = figures_of(address)
    assert (figures.conversations, figures.messages, dict(figures.needs)) == (1, 1, {("gas", "en"): 1})


def test_the_wait_is_known_as_long_as_the_journal_knows_when_a_message_came(address: str) -> None:
    talk = Talk("person").say("how", took_s=0.3)
    keep(address, talk)
    database = Database(address, TURNS)
    journal = Journal(database, lambda: NOON - 0.5)
    asyncio.run(journal.open(Noted(talk.last_id, "person", "how")))
    (turn,) = all_of(address)["person"].turns
    assert (turn.waited_s, turn.worked_s) == (pytest.approx(0.8), pytest.approx(0.3))
    assert figures_of(address).waited.percentile(50) == pytest.approx(0.8, rel=0.06)


def test_drafts_of_the_period_are_counted_by_their_fate(address: str) -> None:
    keep(address, Talk("person").say("how"))
    Database(address, *TICKET_TABLES).transact(lambda connection: connection.execute(JOBS.insert(), [_job(*row) for row in enumerate(FATES)]))
    assert figures_of(address).drafts == {("Support", "gas", "nl"): (2, 3)}


FATES = [("unedited", NOON), ("unedited", NOON), ("edited", NOON), ("", NOON), ("unedited", NOON - 3 * DAY_S)]


def _job(number: int, fate_at: tuple[str, float]) -> dict[str, object]:
    fate, posted = fate_at
    own = {"sender": f"ticket:{number}", "message": "1", "fate": fate, "posted": posted, "queue": "Support", "need": "gas", "locale": "nl"}
    rest = {"helpdesk": "rt", "ticket": str(number), "state": "waiting_agent", "round": 1, "owner": "", "tries": 1, "outcome": "", "mode": "draft"}
    return {**own, **rest, "lease": 0.0, "due": 0.0, "hinted": 0.0, "received": posted}


def test_nothing_can_be_written_through_what_reads(address: str) -> None:
    keep(address, Talk("person").say("how"))
    with pytest.raises(StoreAway), _reading(address) as connection:
        connection.execute(sa.delete(EVENTS))
    assert list(all_of(address)) == ["person"]


def test_an_empty_database_has_no_conversations_and_gets_no_tables(address: str) -> None:
    if address.startswith("sqlite:///"):
        Path(address.removeprefix("sqlite:///")).touch()
    figures = figures_of(address)
    assert (figures.messages, figures.drafts) == (0, {})
    with _reading(address) as connection:
        assert sa.inspect(connection).get_table_names() == []


def test_a_conversation_that_is_stored_meanwhile_is_not_half_read(address: str) -> None:
    keep(address, *[Talk(f"person-{number:03}").say("one").say("two") for number in range(20)])
    seen = []
    for sender, rows in Conversations(address).of(NOVEMBER):
        if not seen:
            keep(address, Talk("person-999").say("late"))
        seen.append((sender, len(Conversation.of(sender, rows).turns)))
    assert seen == [(f"person-{number:03}", 2) for number in range(20)]


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").write_bytes(b"no database, but long enough to be looked at" * 100)
    with pytest.raises(StoreAway, match="WAYPOST_DATABASE_URL"):
        Conversations(f"sqlite:///{tmp_path}/tracker.db").rows(NOVEMBER)


def test_an_error_of_the_database_repeats_nothing_of_it(address: str) -> None:
    keep(address, Talk("person").say("very private words"))
    with pytest.raises(StoreAway) as raised, _reading(address) as connection:
        connection.execute(sa.text("SELECT 'very private words' FROM nowhere"))
    assert "private" not in str(raised.value)
    assert isinstance(raised.value.__cause__, DBAPIError)


def test_what_was_not_understood_is_found_with_its_reason(address: str) -> None:
    talk = Talk("person").miss("first").offer("second", "gas", "deposit").say("ask:gas", "gas").offer("third", "gas").say("fourth")
    keep(address, talk.say("fifth").rate("down", "wrong").say("sixth").rate("up"))
    assert [(turn.text, why.value) for turn, why in misses(all_of(address)["person"])] == [
        ("first", "fallback"),
        ("third", "clarified"),
        ("fifth", "thumb_down"),
    ]
