"""`make report PERIOD=30d`: the database of the conversations in, build/report/report.html and report.json out, readable by their owner only."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Sequence

from learning.figures import Figures, Times
from learning.page import report
from learning.period import USUAL, Period, today
from learning.progress import Progress
from learning.reading import Conversations
from learning.turns import Conversation
from learning.writing import write_whole
from waypost.content.files import ROOT
from waypost.errors import BotError
from waypost.ops.settings import Settings

OUT = ROOT / "build" / "report"
PERCENT = (50, 95, 99)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    try:
        period = Period.parse(options.period, today())
        figures = read(Conversations(Settings.from_environment().database_url), period)
        write(figures, options.out)
    except (BotError, OSError) as error:
        sys.exit(f"waypost | {error}")
    print(f"{period}: {figures.conversations} conversations, {figures.messages} messages")
    print(f"report: {options.out / 'report.html'}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m learning.report", description="writes report.html and report.json over what people asked")
    parser.add_argument("period", nargs="?", default="", help=f"7d, 2026-11 or 2026-11-01..2026-11-15; {USUAL} unless given")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER", help="another folder than build/report")
    return parser.parse_args(arguments)


def read(stored: Conversations, period: Period) -> Figures:
    """The figures of a period. Raises StoreAway."""
    figures = Figures(period)
    if not stored.is_there():
        print("waypost | there is no database yet: nothing was said, or WAYPOST_VAR is another folder", file=sys.stderr)
        return figures
    progress = Progress(stored.rows(period))
    for sender, rows in stored.of(period):
        figures.add(Conversation.of(sender, progress.through(rows)))
    figures.add_drafts(stored.drafts(period))
    return figures


def write(figures: Figures, folder: Path) -> None:
    """Both files, each whole or not at all."""
    write_whole(folder / "report.html", report(figures), private=True)
    write_whole(folder / "report.json", json.dumps(as_data(figures), indent=1, ensure_ascii=False) + "\n", private=True)


def as_data(figures: Figures) -> dict[str, Any]:
    """What the page shows, for programs."""
    return {
        "period": {"first": str(figures.period.first), "last": str(figures.period.last)},
        "conversations": figures.conversations,
        "messages": figures.messages,
        "pressed": figures.pressed,
        "channels": dict(figures.channels),
        "days": {str(day): dict(counts) for day, counts in sorted(figures.days.items())},
        "outcomes": _nested(figures.outcomes),
        "needs": _nested(figures.needs),
        "thumbs": _nested(figures.thumbs),
        "thumb_reasons": _nested(figures.reasons),
        "wrong_language": _nested(figures.signals),
        "foreign": dict(figures.foreign),
        "seconds": {language: _times(times) for language, times in figures.worked.items()},
        "whole_wait_seconds": _times(figures.waited),
        "unanswered": {language: _groups(figures, language) for language in figures.unanswered},
        "drafts": [
            {"queue": queue, "need": need, "language": locale, "unedited": unedited, "drafts": total}
            for (queue, need, locale), (unedited, total) in figures.drafts.items()
        ],
    }


def _nested(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (first, second), count in sorted(counts.items()):
        found.setdefault(first, {})[second] = count
    return found


def _times(times: Times) -> dict[str, float]:
    spread = {f"p{percent}": round(times.percentile(percent), 3) for percent in PERCENT} if len(times) else {}
    return {"replies": len(times), **spread}


def _groups(figures: Figures, language: str) -> dict[str, Any]:
    unanswered = figures.unanswered[language]
    groups = [
        {"times": group.count, "messages": group.examples, "why": {why.value: count for why, count in group.reasons.items()}}
        for group in unanswered.groups()
    ]
    return {"messages": unanswered.count, "not_grouped": unanswered.beyond, "groups": groups}


if __name__ == "__main__":
    main()
