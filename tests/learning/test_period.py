"""What a maintainer writes as a period is the days that they meant."""

from __future__ import annotations

from datetime import date

import pytest

from learning.period import Period, day_of
from waypost.errors import SettingsError

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", date(2026, 10, 23), TODAY),
        ("1d", TODAY, TODAY),
        ("7d", date(2026, 11, 15), TODAY),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-11-05", date(2026, 11, 5), date(2026, 11, 5)),
        ("2026-11-01..2026-11-15", date(2026, 11, 1), date(2026, 11, 15)),
    ],
)
def test_a_period_has_these_days(text: str, first: date, last: date) -> None:
    assert Period.parse(text, TODAY) == Period(first, last)


@pytest.mark.parametrize("text", ["0d", "9999d", "7", "week", "2026-13", "2026-02-30", "2026-11-15..2026-11-01", "2026-11-01..", "..", "0000-00"])
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(SettingsError, match=r"PERIOD=.*2026-11-01\.\.2026-11-15"):
        Period.parse(text, TODAY)


def test_a_period_holds_its_first_moment_and_not_the_one_after_its_last() -> None:
    period = Period(date(2026, 11, 1), date(2026, 11, 2))
    assert (period.since in period, period.until in period, period.until - period.since) == (True, False, 2 * 86_400)
    assert (day_of(period.since), day_of(period.until - 0.001)) == (date(2026, 11, 1), date(2026, 11, 2))


def test_every_day_of_a_period_is_listed_once() -> None:
    assert [str(day) for day in Period.parse("2026-02-27..2026-03-02", TODAY).days()] == ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]
