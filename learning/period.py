"""`7d`, `2026-11` or `2026-11-01..2026-11-15` in, a span of whole days in UTC out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Iterator

from waypost.errors import SettingsError

USUAL = "30d"
MOST_DAYS = 3_660
_LAST = re.compile(r"([0-9]{1,4})d")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included, in UTC."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str, today: date, usual: str = USUAL) -> Period:
        """usual: when the text is empty. Raises SettingsError that says what a period looks like."""
        try:
            period = cls(*_days(text.strip() or usual, today))
        except (ValueError, OverflowError):
            raise _wrong(text, "is no period") from None
        if not 0 <= (period.last - period.first).days < MOST_DAYS:
            raise _wrong(text, f"must have 1 to {MOST_DAYS} days, the earlier one first")
        return period

    @property
    def since(self) -> float:
        """Its first moment, in seconds since 1970."""
        return _midnight(self.first)

    @property
    def until(self) -> float:
        """The first moment after it."""
        return _midnight(self.last + timedelta(days=1))

    def __contains__(self, moment: float) -> bool:
        return self.since <= moment < self.until

    def __str__(self) -> str:
        return f"{self.first} to {self.last}" if self.first != self.last else str(self.first)

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def day_of(moment: float) -> date:
    """The day in UTC of a moment in seconds since 1970."""
    return datetime.fromtimestamp(moment, timezone.utc).date()


def today() -> date:
    return datetime.now(timezone.utc).date()


def _days(text: str, today: date) -> tuple[date, date]:
    """Raises ValueError or OverflowError."""
    if last := _LAST.fullmatch(text):
        return today - timedelta(days=int(last.group(1)) - 1), today
    if month := _MONTH.fullmatch(text):
        first = date(int(month.group(1)), int(month.group(2)), 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    first_day, dots, last_day = text.partition("..")
    return date.fromisoformat(first_day), date.fromisoformat(last_day if dots else first_day)


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc).timestamp()


def _wrong(text: str, why: str) -> SettingsError:
    return SettingsError(f"PERIOD={text!r} {why}: set it to 7d, 2026-11, 2026-11-05 or 2026-11-01..2026-11-15")
