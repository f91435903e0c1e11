"""The table that the browser's check and this room share: both must judge its texts alike (widget/tests has the other side)."""

from __future__ import annotations

import pytest

from tests.support.bot import ROOT
from waypost.content.files import read_yaml
from waypost.safety.redact import redact

CASES = read_yaml(ROOT / "tests" / "safety" / "browser_cases.yml")


def test_the_table_has_both_kinds() -> None:
    assert sum(case["secret"] for case in CASES) > 30
    assert sum(not case["secret"] for case in CASES) > 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_text_is_judged_as_the_table_says(case: dict[str, object]) -> None:
    assert bool(redact(str(case["text"])).kinds) == case["secret"]
