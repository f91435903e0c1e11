"""`python -m bench.report`: measures Waypost beside a stock Rasa project on this machine; JSON and one HTML page under build/bench.

Each part can be run alone and writes its figures when it is finished; the page shows the last run of every part.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Callable, Mapping, Sequence

from bench import content, latency, length, memory, starting, turn_cost
from bench.figures import KEPT, Figures, machine, read, record, write
from bench.page import page
from bench.plan import STOCK, WAYPOST, Plan
from waypost.errors import BotError
from waypost.ops.bundle import BundleFailed, ensure_bundle
from waypost.ops.settings import Settings
from waypost.ops.training import ensure_model

Part = Callable[[Plan], Figures]
PARTS: Mapping[str, Part] = {
    "start": starting.starts,
    "latency": latency.measure,
    "cost": turn_cost.measure,
    "length": length.measure,
    "storage": length.stored,
    "content": content.measure,
    "memory": memory.measure,
    "training": starting.training,
}
BY_DEFAULT = tuple(name for name in PARTS if name != "training")
"""A training takes minutes of a whole core; ask for it by name."""
FULL = {"conversations": 50_000, "rounds": 4, "starts": 3}


def main(arguments: Sequence[str] | None = None, plan: Plan | None = None) -> int:
    """The exit code: 1 when a part failed. plan: instead of that of the options."""
    options = _options(arguments)
    plan = plan or _plan(options)
    failed = []
    prepare()
    for number, name in enumerate(options.only, 1):
        print(f"bench | part {number} of {len(options.only)}: {name}", flush=True)
        try:
            run(name, plan)
        except (BotError, OSError) as error:
            failed.append(name)
            print(f"bench | {name} failed: {error}", file=sys.stderr, flush=True)
        publish(plan.folder)
    if options.keep:
        write({**read(KEPT), **{name: each for name, each in read(plan.folder / "figures.json").items() if name in options.only}}, KEPT)
    print(f"bench | {plan.folder / 'report.html'}")
    return 1 if failed else 0


def prepare() -> None:
    """Model and widget are there, so that no start makes them. Ends the process when there is no model."""
    try:
        ensure_model(Settings.from_environment().var / "tmp")
        with contextlib.suppress(BundleFailed):
            ensure_bundle()
    except BotError as error:
        sys.exit(f"bench | {error}")


def run(name: str, plan: Plan) -> None:
    """One part: measured, and its figures put in the place of those before."""
    on, started = machine(), time.monotonic()
    figures = PARTS[name](plan)
    record(name, figures, on, time.monotonic() - started, plan.folder)
    for left in plan.folder.glob("run-*"):
        shutil.rmtree(left, ignore_errors=True)


def publish(folder: Path) -> None:
    """The page of what is measured so far; of parts that were never run here, the committed figures."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.html").write_text(page({**read(KEPT), **read(folder / "figures.json")}), encoding="utf-8")


def _plan(options: argparse.Namespace) -> Plan:
    contenders = (WAYPOST,) if options.alone else (WAYPOST, STOCK)
    plan = Plan(contenders=contenders, stock_messages=options.stock_messages, stock_epochs=options.stock_epochs)
    return replace(plan, **FULL) if options.full else plan


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.report", description="writes build/bench/report.html and figures.json")
    parser.add_argument("--only", type=_parts, default=BY_DEFAULT, metavar="PART,...", help=f"of {', '.join(PARTS)}; by default all but training")
    parser.add_argument("--alone", action="store_true", help="Waypost only, without the stock project")
    parser.add_argument("--full", action="store_true", help="50,000 conversations for memory, more rounds: hours")
    parser.add_argument("--stock-messages", type=int, metavar="N", help="train the stock project on so many messages instead of all")
    parser.add_argument("--stock-epochs", type=int, default=Plan.stock_epochs, metavar="N", help="of its DIET and TED (%(default)s)")
    parser.add_argument("--keep", action="store_true", help="also put these parts into bench/figures.json, to be committed")
    return parser.parse_args(arguments)


def _parts(given: str) -> tuple[str, ...]:
    names = tuple(given.split(","))
    if unknown := [name for name in names if name not in PARTS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no part: one of {', '.join(PARTS)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
