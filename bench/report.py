"""`make bench`: starts the bot as `make run` does and measures it; a table on the terminal, JSON and one HTML page under build/bench/.

Start to ready (model present), resident memory of both processes, and the time of a REST turn as a client sees it: one sender at a time,
and 20 senders at once, over the messages of the evaluation sets. The machine's load is part of every figure: quote medians.
"""

from __future__ import annotations

import html
import json
import platform
import statistics
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Iterator

from tests.support.bot import ROOT, Bot, running_bot
from waypost.content.languages import live_languages

FOLDER = ROOT / "build" / "bench"
WARM_UP, TURNS, SENDERS = 20, 200, 20


def messages() -> Iterator[str]:
    """Held-out messages of all languages in turn, over and over."""
    sets = [
        [line.split("\t")[1] for line in (ROOT / "evals" / code / "messages.tsv").read_text(encoding="utf-8").splitlines() if "\t" in line]
        for code in live_languages()
    ]
    while True:
        for row in zip(*sets, strict=False):
            yield from row


def turn_ms(bot: Bot, message: str) -> float:
    started = time.perf_counter()
    answer = bot.say(uuid.uuid4().hex, message[:2000])
    if answer.status != 200 or not answer.envelope:
        raise RuntimeError(f"no whole reply: status {answer.status}")
    return (time.perf_counter() - started) * 1000


def percentiles(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {"p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1), "p99_ms": round(cuts[98], 1), "turns": len(times)}


def resident_mb(bot: Bot) -> float:
    """Resident memory of the bot and the action server together."""
    children = subprocess.run(["ps", "-o", "rss=", "--ppid", str(bot.process.pid)], capture_output=True, text=True, check=True).stdout.split()
    return round(sum(map(int, children)) / 1024, 1)


def measure() -> dict[str, object]:
    started = time.monotonic()
    with running_bot(FOLDER / "var", PYTHONUNBUFFERED="1") as bot:
        ready = round(time.monotonic() - started, 1)
        memory = resident_mb(bot)
        feed = messages()
        for message in islice(feed, WARM_UP):
            turn_ms(bot, message)
        one = percentiles([turn_ms(bot, message) for message in islice(feed, TURNS)])
        began = time.perf_counter()
        with ThreadPoolExecutor(SENDERS) as pool:
            many = percentiles(list(pool.map(lambda message: turn_ms(bot, message), islice(feed, TURNS))))
        throughput = round(TURNS / (time.perf_counter() - began), 1)
        return {
            "machine": f"{platform.machine()}, Python {platform.python_version()}",
            "start_to_ready_s": ready,
            "memory_after_start_mb": memory,
            "memory_after_turns_mb": resident_mb(bot),
            "one_sender": one,
            f"{SENDERS}_senders": {**many, "turns_per_s": throughput},
        }


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    figures = measure()
    text = json.dumps(figures, indent=2)
    (FOLDER / "report.json").write_text(text + "\n", encoding="utf-8")
    rows = "".join(f"<tr><th>{html.escape(str(name))}</th><td>{html.escape(json.dumps(value))}</td></tr>" for name, value in figures.items())
    style = "body{font:1rem system-ui;margin:2rem}th{text-align:start;padding-inline-end:2rem}"
    page = f"<!doctype html><meta charset=utf-8><title>bench</title><style>{style}</style><table>{rows}</table>"
    Path(FOLDER / "report.html").write_text(page, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    sys.exit(main())
