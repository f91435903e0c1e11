"""The moves of advice_cases.yml, worked out by hand, get the advice that the table says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.moves import LAWS, Case, place
from waypost.content.files import read_yaml
from waypost.moves.advice import Advice, advise
from waypost.moves.lines import LINES

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "advice_cases.yml")
FIELDS = {"case", "asset", "from", "to", "verdict", "by", "gets", "over", "says", "lacks", "or", "missing", "because"}
AT_LEAST = 60


def advised(case: dict[str, Any]) -> Advice:
    return advise(case["asset"], place(case["from"]), place(case["to"]))


def said(advice: Advice) -> set[str]:
    return {line.key for line in (advice.reason, *advice.steps, *advice.checks, *advice.risks)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_move_gets_the_advice_of_the_table(case: dict[str, Any]) -> None:
    advice = advised(case)
    others = {other.line.key for other in advice.alternatives}
    seen = said(advice) | others
    assert advice.verdict == case["verdict"], case["because"]
    assert [hop.kind for hop in advice.hops] == case.get("by", [])
    assert list(advice.missing) == case.get("missing", [])
    assert "gets" not in case or advice.hops[-1].receives == case["gets"]
    assert "over" not in case or [hop.route for hop in advice.hops] == [case["over"]]
    assert {f"advice.{key}" for key in case.get("says", [])} - said(advice) == set()
    assert {f"advice.{key}" for key in case.get("lacks", [])} & seen == set()
    assert {f"advice.{key}" for key in case.get("or", [])} - others == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_move_of_the_table_keeps_the_laws(case: dict[str, Any]) -> None:
    asked = Case(case["asset"], place(case["from"]), place(case["to"]), advised(case))
    assert [breach for law in LAWS for breach in law(asked)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_record_of_the_table_is_well_formed(case: dict[str, Any]) -> None:
    assert set(case) <= FIELDS
    assert case["because"]
    assert {f"advice.{key}" for field in ("says", "lacks", "or") for key in case.get(field, [])} - set(LINES) == set()


def test_the_table_has_enough_moves() -> None:
    assert len(CASES) >= AT_LEAST
    assert len({case["case"] for case in CASES}) == len(CASES)
    assert {case["verdict"] for case in CASES} == {"direct", "via_exchange", "bridge", "swap", "same_chain", "not_possible", "retired", "unknown"}
