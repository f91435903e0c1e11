"""The table of old packages speaks of what is installed: names and versions are those of the lock, and each says why, what and what is done."""

from __future__ import annotations

import re

import pytest

from tests.support.bot import ROOT

TABLE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").partition("## Old packages, and why they are old")[2]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| `")]
LOCK = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"), re.MULTILINE))
MOST_EXPOSED = {"sanic", "aiohttp", "rasa", "sqlalchemy", "redis", "aio-pika", "protobuf", "tensorflow", "setuptools"}


def packages(cell: str) -> list[tuple[str, str]]:
    """Names as the lock writes them, each with the version that is said of it, or nothing."""
    return [(name.lower().replace(".", "-"), version.rstrip(",.")) for name, version in re.findall(r"`([^`]+)`(?: ([0-9][0-9.]*))?", cell)]


def test_the_most_exposed_packages_are_in_the_table() -> None:
    named = {name for row in ROWS for name, _ in packages(row[0])}
    assert named >= MOST_EXPOSED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:30])
def test_a_row_says_why_what_and_what_is_done_of_packages_in_the_lock(row: list[str]) -> None:
    assert len(row) == 4
    assert all(len(cell) > 10 for cell in row)
    locked = {name.lower(): version for name, version in LOCK.items()}
    for name, version in packages(row[0]):
        assert name in locked, f"{name} is not in the lock: take it out of the table"
        assert locked[name] == version or locked[name].startswith(f"{version}.") or not version, f"{name} is {locked[name]} in the lock"
