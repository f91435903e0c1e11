"""Hosts that look alike are told from real and harmless ones: two tables of sixty, at most two wrong in both together."""

from __future__ import annotations

from tests.support.bot import ROOT
from waypost.safety.links import judged

TABLES = ("hosts_1.tsv", "hosts_2.tsv")
MOST_WRONG = 2


def rows(table: str) -> list[tuple[str, str]]:
    lines = (ROOT / "tests" / "safety" / table).read_text(encoding="utf-8").splitlines()
    return [(text, verdict) for text, _, verdict in (line.partition("\t") for line in lines if not line.startswith("# "))]


def said(text: str) -> str:
    first = next(iter(judged(text)), None)
    return "nothing" if first is None else f"imitation {first.brand}" if first.verdict == "imitation" else first.verdict


def wrong(table: str) -> list[str]:
    return [f"{text}: {said(text)} instead of {verdict}" for text, verdict in rows(table) if said(text) != verdict]


def test_there_are_sixty_of_each() -> None:
    verdicts = [verdict for table in TABLES for _, verdict in rows(table)]
    assert sum(verdict.startswith("imitation") for verdict in verdicts) == 60
    assert len(verdicts) == 120


def test_at_most_two_hosts_are_judged_wrong() -> None:
    found = [line for table in TABLES for line in wrong(table)]
    assert len(found) <= MOST_WRONG, "\n".join(found)


def test_an_ending_that_is_a_word_too_ends_a_host_after_a_hyphen() -> None:
    assert said("is metamask-support.help real? they ask me") == "imitation metamask"
    assert said("i only use metamask.help me please") == "nothing"
