"""Figures of one part in, the file of all parts out: each part's last run, with its machine, its moment and how it was made."""

from __future__ import annotations

import json
import os
import platform
import time
from pathlib import Path
from typing import Any, Mapping, Sequence

from evals.metrics import percentile
from waypost.content.files import ROOT

FOLDER = ROOT / "build" / "bench"
KEPT = ROOT / "bench" / "figures.json"
"""The figures that are committed: of a whole run on a quiet machine."""
Figures = dict[str, Any]


def percentiles(times_ms: Sequence[float]) -> Figures:
    """Of at least one time. Milliseconds with one decimal."""
    shares = {f"p{share}_ms": round(float(percentile(times_ms, share)), 1) for share in (50, 95, 99)}
    return {**shares, "mean_ms": round(sum(times_ms) / len(times_ms), 1), "turns": len(times_ms)}


def median(values: Sequence[float], digits: int = 1) -> float:
    return round(float(percentile(list(values), 50)), digits)


def growth_percent(before: float, after: float) -> float:
    """How much more `after` is; negative when it is less."""
    return round((after / before - 1) * 100, 1)


def machine() -> Figures:
    """What the figures were measured on. load: runnable processes of the last minute, before the part began."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory_gb, 1),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    """As Linux calls it; elsewhere the architecture."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def read(path: Path) -> dict[str, Figures]:
    """Part -> its last run; nothing before the first."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def record(part: str, figures: Figures, on: Figures, took_s: float, folder: Path = FOLDER) -> None:
    """Puts one part's run in the place of the one before: a run that is cut off keeps what it has."""
    run = {"measured": time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime()), "took_s": round(took_s), "machine": on, "figures": figures}
    write({**read(folder / "figures.json"), part: run}, folder / "figures.json")


def write(parts: Mapping[str, Figures], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_text(json.dumps(parts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    half.replace(path)
