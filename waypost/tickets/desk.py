"""A file about the people of the helpdesk in, when somebody answers and which queue knows about what out.

```yaml
zone: Europe/Amsterdam
hours: {monday-friday: "09:00-17:30", saturday: "10:00-14:00"}
queues:
  Support: {wait_minutes: 120}
  Security: {wait_minutes: 15, hours: {monday-sunday: "00:00-24:00"}}
needs: {safety: Security}
```
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Mapping
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_timedelta

from waypost.content.files import read_mapping
from waypost.content.languages import cldr
from waypost.errors import ContentError
from waypost.tickets.copy import copy

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
MINUTES_OF_A_DAY = 24 * 60
Week = Mapping[int, tuple[int, int]]
"""Weekday (0 is Monday) -> minutes after midnight when it opens and closes."""


@dataclass(frozen=True)
class Queue:
    """week: None when nothing is said of hours. wait: usual time until somebody answers, while it is open."""

    week: Week | None = None
    wait: timedelta | None = None


@dataclass(frozen=True)
class Desk:
    """All queues. usual: for queues that are not named. needs: answer id -> queue."""

    zone: ZoneInfo = ZoneInfo("UTC")
    usual: Queue = Queue()
    queues: Mapping[str, Queue] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Desk:
        """Raises ContentError with the file's path."""
        data = read_mapping(path)
        if set(data) - {"zone", "hours", "queues", "needs"}:
            raise ContentError(f"{path}: has `zone`, `hours`, `queues` and `needs`, nothing else: docs/tickets.md shows one")
        try:
            zone = ZoneInfo(str(data.get("zone", "UTC")))
        except (KeyError, ValueError, OSError):
            raise ContentError(f"{path}: zone: must be a name such as Europe/Amsterdam") from None
        usual = Queue(_week(path, data["hours"]) if "hours" in data else None)
        queues = {str(name): _queue(path, str(name), record, usual) for name, record in _mapping(path, data, "queues").items()}
        return cls(zone, usual, queues, {str(need): str(queue) for need, queue in _mapping(path, data, "needs").items()})

    def when(self, queue: str, now: datetime, locale: str) -> str:
        """When somebody will answer, as a sentence. now: aware."""
        found = self.queues.get(queue, self.usual)
        if found.wait is None:
            return copy().text(locale, "chat.when_unknown")
        wait, opens = format_timedelta(found.wait, threshold=1.5, locale=cldr(locale)), opening(found.week, now.astimezone(self.zone))
        if opens is None:
            return copy().text(locale, "chat.when_open", wait=wait)
        told = format_datetime(opens, "EEEE HH:mm", locale=cldr(locale)) + f", {self.zone.key}"
        return copy().text(locale, "chat.when_closed", opens=told, wait=wait)


def opening(week: Week | None, now: datetime) -> datetime | None:
    """When it opens next; None when it is open, or when nothing is said. now: in the zone of the week."""
    minute = now.hour * 60 + now.minute
    for ahead in range(8 if week else 0):
        day = now + timedelta(days=ahead)
        span = (week or {}).get(day.weekday())
        if span is None or (not ahead and minute >= span[1]):
            continue
        if not ahead and span[0] <= minute:
            return None
        return day.replace(hour=span[0] // 60, minute=span[0] % 60, second=0, microsecond=0)
    return None


def _queue(path: Path, name: str, record: Any, usual: Queue) -> Queue:
    if not isinstance(record, dict) or set(record) - {"hours", "wait_minutes"}:
        raise ContentError(f"{path}: {name}: has `hours` and `wait_minutes`, nothing else")
    minutes = record.get("wait_minutes")
    if minutes is not None and (not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0):
        raise ContentError(f"{path}: {name}: wait_minutes must be a whole number of minutes")
    return Queue(_week(path, record["hours"]) if "hours" in record else usual.week, timedelta(minutes=minutes) if minutes else None)


def _week(path: Path, record: Any) -> Week:
    if not isinstance(record, dict) or not record:
        raise ContentError(f'{path}: hours: must be days with hours, such as monday-friday: "09:00-17:30"')
    return {day: _span(path, span) for days, span in record.items() for day in _days(path, str(days))}


def _days(path: Path, words: str) -> range:
    first, _, last = words.partition("-")
    if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
        raise ContentError(f"{path}: hours: {words!r} is no day, nor days from one to a later one of the week")
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


def _span(path: Path, words: Any) -> tuple[int, int]:
    match = _SPAN.fullmatch(str(words))
    hours = tuple(map(int, match.groups())) if match else (0, 0, 0, 0)
    opens, closes = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if not 0 <= opens < closes <= MINUTES_OF_A_DAY:
        raise ContentError(f'{path}: hours: {words!r} must be from and to, such as "09:00-17:30", to 24:00 at the latest')
    return opens, closes


def _mapping(path: Path, data: Mapping[str, Any], name: str) -> Mapping[Any, Any]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise ContentError(f"{path}: {name}: must be a mapping")
    return found
