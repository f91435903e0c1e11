"""How long a start takes with the model there, and a training; memory right after the start. One bot at a time, in turn."""

from __future__ import annotations

import subprocess
import sys
import time

from bench.figures import Figures, median
from bench.plan import STOCK, Plan
from bench.servers import running
from bench.stock_project import environment, ready
from waypost.content.files import ROOT
from waypost.errors import BotError


class TrainingFailed(BotError):
    """Waypost's own training ended with an error; its output is above."""


def starts(plan: Plan) -> Figures:
    """Seconds until it answers that it is ready."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in plan.contenders}
    for number in range(plan.starts):
        for name in plan.order(number):
            with running(name, plan) as server:
                found[name].append((round(server.started_s, 1), server.resident_mb()))
            print(f"bench |   {name}: ready after {found[name][-1][0]} s, {found[name][-1][1]} MB", flush=True)
    return {
        name: {
            "ready_s": median([seconds for seconds, _ in runs]),
            "runs_s": [seconds for seconds, _ in runs],
            "resident_mb": median([megabytes for _, megabytes in runs]),
        }
        for name, runs in found.items()
    }


def training(plan: Plan) -> Figures:
    """Waypost's whole training into a folder of its own; the stock project's is that of when it was made."""
    started = time.monotonic()
    plan.folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "waypost.ops.rasa_quietly", "train", "--skip-validation", "--force", "--out", str(plan.folder)]
    done = subprocess.run([*command, "--fixed-model-name", "retrained"], cwd=ROOT, env=environment(plan.folder), check=False)
    if done.returncode != 0:
        raise TrainingFailed("training failed: the lines above say why")
    figures: Figures = {"waypost": {"training_s": round(time.monotonic() - started, 1)}}
    if STOCK in plan.contenders:
        figures[STOCK] = ready(plan).described()
    return figures
