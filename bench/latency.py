"""Turn times over REST at one, 20 and 200 senders, Waypost and the stock project in turn, both running on the same machine."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Awaitable, Callable

from bench.figures import Figures
from bench.load import Client, Feed, Taken, closed_loop, paced
from bench.plan import STOCK, Plan
from bench.servers import Server, running
from bench.stock_project import ready

WARM_UP = 40
MANY, CROWD = 20, 200
Scenario = Callable[[Client, Feed], Awaitable[Taken]]


def scenarios(plan: Plan) -> dict[str, Scenario]:
    """What is done to each bot in each round."""
    return {
        "1 sender": lambda client, feed: closed_loop(client, feed, 1, plan.turns),
        f"{MANY} senders, saturated": lambda client, feed: closed_loop(client, feed, MANY, 2 * plan.turns),
        f"{CROWD} senders, 40 messages/s": lambda client, feed: paced(client, feed, CROWD, plan.paced_s),
    }


def measure(plan: Plan) -> Figures:
    with contextlib.ExitStack() as until_the_end:
        servers = {name: until_the_end.enter_context(running(name, plan)) for name in plan.contenders}
        figures: Figures = asyncio.run(_rounds(plan, servers))
    if STOCK in plan.contenders:
        figures["stock_project"] = ready(plan).described()
    return figures


async def _rounds(plan: Plan, servers: dict[str, Server]) -> Figures:
    """name -> scenario -> all rounds together, and the median of each round."""
    together = {name: {scenario: Taken() for scenario in scenarios(plan)} for name in servers}
    p50s: dict[str, dict[str, list[float]]] = {name: {scenario: [] for scenario in scenarios(plan)} for name in servers}
    for number in range(plan.rounds):
        for name in plan.order(number):
            async with Client(servers[name].address, CROWD) as client:
                await closed_loop(client, Feed(), 1, WARM_UP)
                for scenario, work in scenarios(plan).items():
                    before = servers[name].cpu_s()
                    taken = await work(client, Feed())
                    taken.cpu_s = servers[name].cpu_s() - before
                    together[name][scenario].add(taken)
                    p50s[name][scenario].append(taken.figures().get("p50_ms", 0.0))
                    print(f"bench |   {name}, {scenario}: {taken.figures()}", flush=True)
    return {
        name: {scenario: {**taken.figures(), "p50_of_rounds_ms": p50s[name][scenario]} for scenario, taken in of.items()}
        for name, of in together.items()
    }
