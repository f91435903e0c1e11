"""Facts that nobody has checked for long are listed, the oldest first."""

from __future__ import annotations

import datetime as dt

import pytest

from waypost.content import freshness
from waypost.content.facts import FOLDER, read_typed
from waypost.content.freshness import report, stale
from waypost.content.records import Notice

TODAY = dt.date(2026, 12, 1)


def noticed(name: str, days_ago: int) -> Notice:
    return Notice(id=name, source="a test", checked=TODAY - dt.timedelta(days=days_ago), certainty="verified", what="a test")


@pytest.mark.parametrize(("days_ago", "is_stale"), [(0, False), (180, False), (181, True), (1000, True), (-1, False), (-2, True)])
def test_a_fact_is_stale_after_half_a_year(days_ago: int, is_stale: bool) -> None:
    assert bool(stale({"notices": {"one": noticed("one", days_ago)}}, TODAY)) is is_stale


def test_the_oldest_comes_first() -> None:
    records = {"notices": {name: noticed(name, days) for name, days in (("new", 1), ("old", 200), ("oldest", 300))}}
    assert [record.id for _, record in stale(records, TODAY)] == ["oldest", "old"]


def test_the_report_names_file_record_day_and_source() -> None:
    old = stale({"notices": {"old": noticed("old", 200)}}, TODAY)
    assert report(old, 3).splitlines() == [
        "facts/notices.yml: old: checked 2026-05-15, source a test",
        "1 of 3 facts were checked more than 180 days ago (or in the future)",
    ]


def test_every_file_of_the_facts_is_looked_at() -> None:
    records = read_typed(FOLDER)
    number = sum(map(len, records.values()))
    assert len(stale(records, dt.date(2036, 1, 1))) == number > 250


@pytest.mark.parametrize(("old", "status"), [([], 0), ([("notices", noticed("old", 200))], 1)])
def test_the_verb_fails_when_something_is_stale(
    old: list[tuple[str, Notice]], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(freshness, "stale", lambda records, today: old)
    assert freshness.main() == status
    assert f"{len(old)} of " in capsys.readouterr().out
