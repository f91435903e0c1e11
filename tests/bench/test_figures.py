"""Times become figures, figures are kept part by part, and the page shows all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import content, report, turn_cost
from bench.figures import growth_percent, machine, percentiles, read, record
from bench.memory import marks
from bench.page import DRAWN, page
from bench.plan import STOCK, WAYPOST, Plan
from bench.traced import ACTION, CALL
from waypost.nlu.needs.model import NeedModel

TAKEN = {**percentiles([1.0, 2.0]), "turns_per_s": 10.0, "errors": 0}
GROWN = {"p50_ms_around_turn": {"5": 1.0, "200": 1.1}, "growth_percent": 10.0, "from_turn": 5, "to_turn": 200}
KEPT = {
    "after_start_mb": 1.0,
    "warm_mb": 2.0,
    "after_all_mb": 2.0,
    "growth_percent": 0.0,
    "conversations": 9,
    "errors": 0,
    "curve": [[0, 1.0], [9, 2.0]],
}
MADE = {"messages": 10, "epochs": 1, "training_s": 2.0, "model_mb": 3.0}
SCENARIOS = {"1 sender": TAKEN, "20 senders, saturated": TAKEN}
EVERY_PART = {
    "latency": {WAYPOST: SCENARIOS, STOCK: SCENARIOS, "stock_project": MADE},
    "cost": {"turn": TAKEN, "errors": 0, "own_ms": {"understanding": 1.0, "<door>": 0.5}},
    "length": {WAYPOST: GROWN},
    "start": {WAYPOST: {"ready_s": 9.0, "runs_s": [9.0], "resident_mb": 800.0}},
    "memory": {WAYPOST: KEPT},
    "storage": {"bytes_per_conversation": 1000.0},
    "content": {"languages": {"x1": {"render_ms": 0.1}}, "answers": {"x1": {"render_ms": 0.1}}},
    "training": {WAYPOST: {"training_s": 60.0}, STOCK: MADE},
}


def test_percentiles_are_times_that_were_measured() -> None:
    assert percentiles([float(number) for number in range(1, 101)]) == {
        "p50_ms": 50.0,
        "p95_ms": 95.0,
        "p99_ms": 99.0,
        "mean_ms": 50.5,
        "turns": 100,
    }


def test_percentiles_of_one_time_are_that_time() -> None:
    assert percentiles([7.04])["p99_ms"] == 7.0


def test_growth_is_told_in_per_cent_of_before() -> None:
    assert (growth_percent(10, 11), growth_percent(10, 9)) == (10.0, -10.0)


def test_a_part_takes_the_place_of_its_last_run_and_leaves_the_others(tmp_path: Path) -> None:
    record("start", {"n": 1}, machine(), 1.0, tmp_path)
    record("memory", {"n": 2}, machine(), 1.0, tmp_path)
    record("start", {"n": 3}, machine(), 1.0, tmp_path)
    kept = read(tmp_path / "figures.json")
    assert {part: run["figures"] for part, run in kept.items()} == {"start": {"n": 3}, "memory": {"n": 2}}
    assert kept["start"]["machine"]["cores"] >= 1


def test_every_part_is_on_the_page() -> None:
    assert set(EVERY_PART) == set(DRAWN) == set(report.PARTS)
    run = {"measured": "2026-11-21T20:00Z", "took_s": 5, "machine": machine()}
    drawn = page({name: {**run, "figures": json.loads(json.dumps(figures))} for name, figures in EVERY_PART.items()})
    assert all(f'<section id="{name}">' in drawn for name in EVERY_PART)
    assert "<door>" not in drawn


def test_a_page_without_any_run_is_a_page() -> None:
    assert "<section" not in page({})


def test_the_committed_figures_can_be_shown() -> None:
    assert page(read(report.KEPT))


def test_a_part_that_does_not_exist_is_refused_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        report.main(["--only", "latency,speed"])
    assert "'speed' is no part: one of start, latency" in capsys.readouterr().err


def test_the_two_bots_change_places_from_round_to_round() -> None:
    assert [Plan().order(number) for number in range(2)] == [(WAYPOST, STOCK), (STOCK, WAYPOST)]


@pytest.mark.parametrize("conversations", [6, 100, 5_000, 50_000])
def test_memory_is_looked_at_when_warm_and_at_the_end(conversations: int) -> None:
    found = marks(conversations)
    assert (found[0] >= 1, found == sorted(found), found[-1]) == (True, True, conversations)


def test_the_action_is_no_part_of_the_call_that_waits_for_it() -> None:
    own = turn_cost.together({CALL: 5.0, "door": 1.0}, {ACTION: 2.0}, whole_ms=10.0)
    assert own == {CALL: 3.0, turn_cost.CLIENT: 4.0, ACTION: 2.0, "door": 1.0}


@pytest.fixture
def model() -> NeedModel:
    messages = [[["a", "b"] for _ in range(6)], [["c", "d"] for _ in range(6)]] * 4
    return NeedModel.train(messages, ["one", "other"] * 4)


@pytest.mark.parametrize(("kind", "needs", "features"), [("answers", 8, 1), ("languages", 2, 4)])
def test_a_wider_model_has_so_many_times_the_needs_or_the_features(model: NeedModel, kind: str, needs: int, features: int) -> None:
    wide = content.wider(model, kind, 4)
    assert wide.weights.shape == (len(model.idf) * features, needs)
    assert len(wide.probabilities([["a", "b"] for _ in range(6)])) == needs
