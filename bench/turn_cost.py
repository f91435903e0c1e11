"""Where the milliseconds of a turn go: both processes run with their parts measured (traced.py), one sender writes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Iterator

from bench import traced
from bench.figures import Figures, percentiles
from bench.load import Client, Feed, Taken, closed_loop
from bench.plan import Plan
from bench.servers import START_LIMIT_S, STOP_LIMIT_S, NotStarted
from tests.support.bot import NO_LIMITS, NO_NETWORK, free_port
from waypost.content.files import ROOT

CLIENT = "HTTP: the web server and the client"


def measure(plan: Plan) -> Figures:
    """Own time of each part, milliseconds a turn. What the client waited for beyond all parts is the web server's and its own."""
    folder = plan.folder / f"run-traced-{free_port()}"
    folder.mkdir(parents=True)
    with _both(folder) as address:
        taken = asyncio.run(_talk(address, plan.traced_turns))
    bot, actions = (json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))["own_ms"] for kind in ("bot", "actions"))
    whole = percentiles(taken.times_ms)
    return {"turn": whole, "errors": taken.errors, "own_ms": together(bot, actions, whole["mean_ms"])}


def together(bot: dict[str, float], actions: dict[str, float], whole_ms: float) -> dict[str, float]:
    """One list of both processes: the call waits for the action, which is told apart here."""
    parts = {**bot, **actions}
    parts[traced.CALL] = max(parts.get(traced.CALL, 0.0) - sum(actions.values()), 0.0)
    parts[CLIENT] = max(whole_ms - sum(parts.values()), 0.0)
    return {label: round(own, 2) for label, own in sorted(parts.items(), key=lambda item: -item[1])}


async def _talk(address: str, turns: int) -> Taken:
    async with Client(address, 1) as client:
        await closed_loop(client, Feed(), 1, traced.SKIPPED)
        return await closed_loop(client, Feed(), 1, turns)


@contextlib.contextmanager
def _both(folder: Path) -> Iterator[str]:
    """The two processes; when they have ended their files are there."""
    ports = {"PORT": str(free_port()), "ACTIONS_PORT": str(free_port())}
    variables = {**os.environ, **ports, **NO_LIMITS, **NO_NETWORK, "PYTHONPATH": str(ROOT), "WAYPOST_VAR": str(folder), "TMPDIR": str(folder)}
    with (folder / "output.txt").open("wb") as output:
        started = [
            subprocess.Popen([sys.executable, "-m", "bench.traced", kind, str(folder / f"{kind}.json")], cwd=ROOT, env=variables, stderr=output)
            for kind in ("actions", "bot")
        ]
    address = f"http://127.0.0.1:{ports['PORT']}"
    try:
        _wait(address, started)
        yield address
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(STOP_LIMIT_S)


def _wait(address: str, started: list[subprocess.Popen[bytes]]) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit and all(process.poll() is None for process in started):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise NotStarted("the measured bot was not ready: see output.txt in the folder run-traced-* under build/bench")
