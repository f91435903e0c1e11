"""Many tickets through a real Request Tracker at once, with everything that goes wrong in life: mails twice, hooks twice, two bridges of which one
is killed (-9) again and again, agents who answer or solve while the bot works.

WAYPOST_TICKETS_LOAD is the number of tickets (40). Figures go to build/ticket_load.json.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import statistics
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.support.bot import ROOT
from tests.support.live import RtWorld
from tests.support.processes import BridgeProcess, wait_for
from tests.support.stub_bot import stub_bot

pytestmark = pytest.mark.services

TICKETS = int(os.environ.get("WAYPOST_TICKETS_LOAD", "40"))
PHRASE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
KILL_EVERY_S = 60.0
PEOPLE = 2
MODES = "default: reply\nqueues:\n  Billing: {mode: draft}\n"


@dataclass
class Plan:
    """One ticket. what: `plain`, `human` (wants one), `twice` (a mail comes two times), `agent` (an agent answers), `solved`, `secret`."""

    what: str
    queue: str
    number: str = ""
    opened: float = 0.0


@dataclass
class Load:
    rt: RtWorld
    plans: list[Plan]
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def begin(self, plan: Plan) -> None:
        text = {"human": "get me a human", "secret": f"how do I withdraw, my phrase is {PHRASE}"}.get(plan.what, "how do I withdraw")
        body = {"Subject": "Help", "Queue": plan.queue, "Requestor": f"{uuid.uuid4().hex[:8]}@customer.example", "Content": text}
        plan.number = str(self.rt.call("alice", "POST", "/ticket", {**body, "ContentType": "text/plain", "Owner": "bot"})["id"])
        plan.opened = time.time()
        if plan.what == "twice":
            message_id = f"<{uuid.uuid4().hex}@customer.example>"
            for _ in range(2):
                self.rt.write(plan.number, "and the fee?", message_id=message_id)
        elif plan.what in ("agent", "solved"):
            time.sleep(self.chance.uniform(0.0, 8.0))
            if plan.what == "agent":
                self.rt.says("alice", plan.number, "I have this one")
            else:
                self.rt.solve(plan.number)


def plans(count: int) -> list[Plan]:
    kinds = ["plain", "plain", "plain", "human", "twice", "agent", "agent", "solved", "secret", "plain"]
    return [Plan(kinds[number % len(kinds)], "Billing" if number % 2 else "Support") for number in range(count)]


@pytest.fixture
def bridges(tmp_path: Path) -> Iterator[list[BridgeProcess]]:
    rt = RtWorld.of_environment()
    (tmp_path / "modes.yml").write_text(MODES, encoding="utf-8")
    with stub_bot() as bot:
        pair = [
            BridgeProcess(
                tmp_path,
                "rt",
                rt.account,
                bot.address,
                poll_s=10,
                lease_s=45.0,
                settings={"WAYPOST_TICKET_MODES": str(tmp_path / "modes.yml"), "WAYPOST_DATABASE_URL": f"sqlite:///{tmp_path}/load.db"},
            )
            for _ in range(2)
        ]
        for bridge in pair:
            bridge.start()
        rt.hook_to(f"{pair[0].address}/hooks/rt")
        yield pair
        rt.hook_to("")
        for bridge in pair:
            bridge.kill()


def jobs(folder: Path) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"file:{folder}/load.db?mode=ro", uri=True, timeout=20)
    try:
        return connection.execute("SELECT ticket, state, hinted, posted, mode FROM waypost_ticket_jobs").fetchall()
    finally:
        connection.close()


def settled(folder: Path, wanted: set[str]) -> bool:
    """Whether no job is under way, and each of these tickets has had one."""
    found = jobs(folder)
    return wanted <= {row[0] for row in found} and not any(row[1] in ("queued", "decided", "posting", "handing_back") for row in found)


def replies(rt: RtWorld, plan: Plan) -> dict[str, Any]:
    """What a ticket looks like in the end, judged by RT's own history."""
    items = rt.call("alice", "GET", f"/ticket/{plan.number}/history?fields=Type,Creator,Field,NewValue&per_page=100")["items"]
    order = [(item["Type"], item["Creator"]["id"], item.get("NewValue")) for item in sorted(items, key=lambda item: int(item["id"]))]
    first_human = next((place for place, entry in enumerate(order) if entry[:2] == ("Correspond", "alice")), len(order))
    solved = next((place for place, entry in enumerate(order) if entry[0] == "Status" and entry[2] == "resolved"), len(order))
    public = [place for place, entry in enumerate(order) if entry[:2] == ("Correspond", "bot")]
    notes = [place for place, entry in enumerate(order) if entry[:2] == ("Comment", "bot")]
    return {
        "public": len(public),
        "notes": len(notes),
        "after_human": sum(1 for place in public if place > first_human),
        "after_solved": sum(1 for place in public if place > solved),
        "status": rt.fields(plan.number)["Status"],
        "owner": rt.fields(plan.number)["Owner"],
    }


def test_each_ticket_is_answered_once_or_handed_back_whatever_happens(tmp_path: Path, bridges: list[BridgeProcess]) -> None:
    rt, load = RtWorld.of_environment(), Load(RtWorld.of_environment(), plans(TICKETS))
    over, kills = threading.Event(), [0]

    def kill_again_and_again() -> None:
        while not over.wait(KILL_EVERY_S):
            bridges[1].kill()
            bridges[1].start()
            kills[0] += 1

    killing = threading.Thread(target=kill_again_and_again)
    killing.start()
    began = time.monotonic()
    try:
        with ThreadPoolExecutor(PEOPLE) as people:
            list(people.map(load.begin, load.plans))
        wanted = {plan.number for plan in load.plans if plan.what not in ("agent", "solved")}
        wait_for(lambda: settled(tmp_path, wanted), 60 + 30.0 * TICKETS)
    finally:
        over.set()
        killing.join()
    took = time.monotonic() - began
    time.sleep(15)
    ends = {plan.number: replies(rt, plan) for plan in load.plans}
    figures = summary(load.plans, ends, jobs(tmp_path), took, kills[0])
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "ticket_load.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    assert figures["wrong"] == []
    assert (figures["posts_after_a_solution"], figures["posts_after_a_human_without_a_note"]) == (0, 0)
    assert not any(b"abandon abandon" in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


def summary(all_plans: list[Plan], ends: dict[str, dict[str, Any]], rows: list[tuple[Any, ...]], took: float, kills: int) -> dict[str, Any]:
    """wrong: tickets whose end is not one of those that are right for them."""
    ours = {plan.number for plan in all_plans}
    waits = sorted(row[3] - row[2] for row in rows if row[0] in ours and row[1] in ("waiting_agent", "waiting_customer"))
    drafts = sorted(row[3] - row[2] for row in rows if row[0] in ours and row[1] == "waiting_agent")
    return {
        "tickets": len(all_plans),
        "seconds": round(took, 1),
        "kills": kills,
        "wrong": [f"{plan.what} {plan.queue} {plan.number}: {ends[plan.number]}" for plan in all_plans if not right(plan, ends[plan.number])],
        "posts_after_a_human": sum(end["after_human"] for end in ends.values()),
        "posts_after_a_human_without_a_note": sum(end["after_human"] for end in ends.values() if not end["notes"]),
        "posts_after_a_solution": sum(end["after_solved"] for end in ends.values()),
        "hint_to_post_s": quantiles(waits),
        "hint_to_draft_s": quantiles(drafts),
        "states": {state: sum(1 for row in rows if row[0] in ours and row[1] == state) for state in {row[1] for row in rows}},
    }


def quantiles(seconds: list[float]) -> dict[str, float]:
    if len(seconds) < 2:
        return {}
    return {"median": round(statistics.median(seconds), 2), "p95": round(statistics.quantiles(seconds, n=20)[-1], 2), "count": len(seconds)}


def right(plan: Plan, end: dict[str, Any]) -> bool:
    """One reply or draft for each question at most, none missing; the second of two quick mails may have overtaken the first question."""
    if plan.what == "human":
        return (end["public"], end["notes"], end["owner"]) == (0, 1, "Nobody")
    if plan.what == "secret":  # warned at once, and a human looks at it
        return (end["public"], end["notes"], end["owner"]) == (1, 1, "Nobody")
    mine, other = (end["notes"], end["public"]) if plan.queue == "Billing" else (end["public"], end["notes"])
    if plan.what in ("agent", "solved"):
        crossed = 1 if plan.what == "agent" else 0
        return mine <= 1 and other <= crossed and (plan.what != "solved" or end["status"] == "resolved")
    return mine in ((1, 2) if plan.what == "twice" else (1,)) and other == 0
