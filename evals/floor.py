"""Today's figures and the last committed ones in, what became worse out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from waypost.content.files import ROOT
from waypost.errors import ContentError

FLOOR = ROOT / "evals" / "floor.json"
TOLERANCE = 0.005
ROUNDING = 1e-9


@dataclass(frozen=True)
class Change:
    """One figure before and now; None where it is not measured."""

    name: str
    before: float | None
    now: float | None
    lower_is_better: bool

    @property
    def gain(self) -> float:
        """How much better it is now; below 0 it is worse. A figure that is no longer measured has lost everything."""
        if self.before is None:
            return 0.0
        if self.now is None:
            return -1.0
        return self.before - self.now if self.lower_is_better else self.now - self.before

    @property
    def worse(self) -> bool:
        return self.gain < -TOLERANCE - ROUNDING

    def __str__(self) -> str:
        wanted = "at most" if self.lower_is_better else "at least"
        now = "not measured" if self.now is None else f"{self.now:.4f}"
        return f"{self.name}: {now}, floor {wanted} {self.before:.4f} ({self.gain:+.4f})" if self.before is not None else f"{self.name}: {now}, new"


def read_floor(path: Path = FLOOR) -> dict[str, float] | None:
    """The committed figures, or None when there are none yet. Raises ContentError."""
    if not path.exists():
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): float(value) for name, value in record.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise ContentError(f"{path}: must be a mapping of figures to numbers: {error}") from error


def write_floor(figures: Mapping[str, float], path: Path = FLOOR) -> None:
    rounded = {name: round(value, 4) for name, value in sorted(figures.items())}
    path.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


def changes(figures: Mapping[str, float], floor: Mapping[str, float], lower_is_better: frozenset[str]) -> list[Change]:
    """Every figure of either side, the worst first."""
    names = sorted({*figures, *floor})
    found = [Change(name, floor.get(name), figures.get(name), name in lower_is_better) for name in names]
    return sorted(found, key=lambda change: change.gain)
