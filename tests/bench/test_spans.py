"""Time is counted where it is spent: a part that calls another one has not spent the other's time."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

from bench.spans import Spans

NAP_S = 0.02


class Parts:
    """Something with an inner and an outer part."""

    async def turn(self) -> int:
        await self.inner()
        return await asyncio.ensure_future(self.inner())

    async def inner(self) -> int:
        time.sleep(NAP_S)
        return 1

    @classmethod
    def parse(cls, value: int) -> int:
        return value

    @staticmethod
    def static(value: int) -> int:
        return value


def traced(skip: int = 0) -> tuple[type[Parts], Spans]:
    class Mine(Parts):
        turn, inner, parse = Parts.turn, Parts.inner, vars(Parts)["parse"]
        static = vars(Parts)["static"]

    spans = Spans("turn", skip)
    for name in ("turn", "inner", "parse", "static"):
        spans.wrap(Mine, name, name)
    return Mine, spans


def test_a_part_is_not_charged_for_what_it_calls_also_in_another_task() -> None:
    mine, spans = traced()
    assert asyncio.run(mine().turn()) == 1
    own = spans.own_ms()
    assert own["inner"] >= 2 * NAP_S * 1000
    assert own["turn"] < NAP_S * 1000


def test_methods_of_a_class_stay_what_they_are() -> None:
    mine, spans = traced()
    assert (mine.parse(1), mine.static(2), mine().static(3)) == (1, 2, 3)
    assert {"parse", "static"} <= set(spans.own_ms())


def test_the_first_turns_do_not_count(tmp_path: Path) -> None:
    mine, spans = traced(skip=2)
    for _ in range(3):
        asyncio.run(mine().turn())
    spans.dump(tmp_path / "spans.json")
    found = json.loads((tmp_path / "spans.json").read_text(encoding="utf-8"))
    assert found["turns"] == 1
    assert found["own_ms"]["inner"] < 4 * NAP_S * 1000
