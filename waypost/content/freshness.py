"""The facts and today in, those that nobody has checked for long out; `make facts-check` prints them and fails when there are any."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Iterable, Mapping

from waypost.content.facts import FOLDER, read_typed
from waypost.content.records import Record

CHECK_EVERY = dt.timedelta(days=180)


def stale(records: Mapping[str, Mapping[str, Record]], today: dt.date) -> list[tuple[str, Record]]:
    """(stem of the file, record), the oldest first. A day in the future counts as stale: it is a typing mistake."""
    since, until = today - CHECK_EVERY, _next_day(today)
    since, until = today - CHECK_EVERY, _next_day(today)
    old = [(stem, record) for stem, found in records.items() for record in found.values() if not since <= record.checked <= until]
    return sorted(old, key=lambda item: (item[1].checked, item[0], item[1].id))


def _next_day(today: dt.date) -> dt.date:
    """Whoever checks east of this machine may be a day ahead."""
    return today + dt.timedelta(days=1)


def report(old: Iterable[tuple[str, Record]], number: int) -> str:
    """One line for each, and one with the count."""
    lines = [f"facts/{stem}.yml: {record.id}: checked {record.checked}, source {record.source}" for stem, record in old]
    return "\n".join([*lines, f"{len(lines)} of {number} facts were checked more than {CHECK_EVERY.days} days ago (or in the future)"])


def main() -> int:
    records = read_typed(FOLDER)
    old = stale(records, dt.datetime.now(dt.timezone.utc).date())
    print(report(old, sum(map(len, records.values()))))
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
