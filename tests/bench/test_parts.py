"""Each part measures the real bot: in small."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench import latency, length, memory, turn_cost
from bench.figures import read
from bench.plan import WAYPOST, Plan
from bench.report import main
from bench.servers import Server
from bench.traced import ACTION, CALL, TURN, UNDERSTANDING
from tests.support.bot import Bot


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(
        contenders=(WAYPOST,),
        folder=tmp_path,
        rounds=1,
        turns=4,
        paced_s=0.5,
        starts=1,
        conversations=6,
        length=10,
        long_conversations=1,
        traced_turns=5,
    )


@pytest.fixture
def server(bot: Bot) -> Server:
    return Server(WAYPOST, bot.address, bot.process, 1.0, bot.var)


def test_turn_times_of_every_scenario_are_measured(plan: Plan, server: Server) -> None:
    found = asyncio.run(latency._rounds(plan, {WAYPOST: server}))[WAYPOST]
    assert set(found) == set(latency.scenarios(plan))
    assert [(taken["errors"], taken["p50_ms"] > 0) for taken in found.values()] == [(0, True)] * 3


def test_memory_of_all_processes_is_looked_at_on_the_way(server: Server) -> None:
    found = asyncio.run(memory._grown(server, memory.marks(6)))
    assert (found["conversations"], found["errors"]) == (6, 0)
    assert found["after_start_mb"] > 300


def test_turns_of_a_growing_conversation_are_timed(plan: Plan, server: Server) -> None:
    found = asyncio.run(length._lengths(server, plan))
    assert list(found["p50_ms_around_turn"]) == [5]


def test_what_a_conversation_takes_of_the_database_is_seen(server: Server) -> None:
    before = length._size(server.var / "tracker.db")
    asyncio.run(length._talk(server, 1))
    after = length._size(server.var / "tracker.db")
    assert after["events"] - before["events"] > 5 * 4
    assert after["journal_text_bytes"] > before["journal_text_bytes"]


def test_every_part_of_a_turn_that_is_named_is_met(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that the code no longer has fails here, and not in the next benchmark."""
    assert main(["--only", "cost", "--alone"], plan) == 0
    own = read(plan.folder / "figures.json")["cost"]["figures"]["own_ms"]
    components = {f"understanding: {dotted.rpartition('.')[2]}" for dotted in UNDERSTANDING}
    assert components | {TURN, ACTION, CALL, turn_cost.CLIENT, "store: load the conversation", "journal: note", "reply: JSON"} <= set(own)
    assert "report.html" in capsys.readouterr().out
    assert not list(plan.folder.glob("run-*"))
