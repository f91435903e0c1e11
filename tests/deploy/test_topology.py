"""Two bots behind nginx over one PostgreSQL, one Redis and one RabbitMQ: what production looks like, from Debian's packages.

nginx runs the configuration of deploy/. One bot is killed, both are restarted, one becomes two; nobody who writes meanwhile notices more than
a slow answer.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Iterator
from urllib.request import urlopen

import pytest

from tests.store.test_stream import read
from tests.support.bot import free_port
from tests.support.crowd import Crowd
from tests.support.lone_bot import LoneBot, held
from tests.support.odd_actions import OddActions, slow
from tests.support.proxies import Proxy, proxied
from tests.support.turns import POSTGRES, RABBITMQ, REDIS

pytestmark = pytest.mark.services
TOKEN = "a-token-for-the-crowd"
CROWD = 8
RUN = uuid.uuid4().hex[:6]
"""In every name: the servers hold what other tests wrote too."""
ACTION_S = 0.1
SEEN_AGAIN_S = 3.0
"""After it nginx has looked again at a bot that was away (`fail_timeout=2s`), and the other one may go."""


@dataclass(frozen=True)
class Production:
    one: LoneBot
    two: LoneBot
    proxy: Proxy
    database: str
    broker: str
    actions: OddActions

    @property
    def ports(self) -> list[int]:
        return [self.one.port, self.two.port]

    def crowd(self, name: str, size: int = CROWD) -> Crowd:
        return Crowd(self.proxy.port, size, TOKEN, f"{name}-{RUN}")


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    actions = OddActions(free_port())
    actions.usual = slow(ACTION_S)
    actions.start()
    shared = {"WAYPOST_DATABASE_URL": POSTGRES, "WAYPOST_REDIS_URL": REDIS, "WAYPOST_BROKER_URL": RABBITMQ}
    shared |= {"WAYPOST_REST_TOKEN": TOKEN, "WAYPOST_TRUSTED_PROXIES": "127.0.0.1"}
    bots = [LoneBot(tmp_path_factory.mktemp(name), actions.port, **shared) for name in ("one", "two")]
    try:
        for bot in bots:
            bot.begin()
        for bot in bots:
            bot.wait()
        with proxied(tmp_path_factory.mktemp("nginx"), [bot.port for bot in bots]) as proxy:
            yield Production(*bots, proxy, POSTGRES, RABBITMQ, actions)
    finally:
        for bot in bots:
            bot.end()
        actions.stop()


def lost_or_doubled(production: Production, crowd: Crowd) -> list[str]:
    """What the conversations hold compared with what was answered, in order."""
    wrong = []
    for person in crowd.people:
        found = held(production.database, person.name)
        fine = found == person.sent if person.gives_ids else len(found) == len(set(found)) == len(person.sent)
        wrong += [] if fine else [f"{person.name}: sent {len(person.sent)}, held {len(found)}, different {len(set(found))}"]
    return wrong


def turns_of(bot: LoneBot) -> float:
    with urlopen(f"{bot.address}/metrics", timeout=10) as answer:
        return sum(float(number) for number in re.findall(r"^waypost_turns_total\{.*\} (\S+)$", answer.read().decode(), re.MULTILINE))


def test_messages_of_one_person_over_both_bots_stay_in_order(production: Production) -> None:
    """Each comes while those before it are still worked on, at the one bot and at the other."""
    crowd, failed, sender = production.crowd("order", 0), [], f"order-{RUN}"
    before = [turns_of(bot) for bot in (production.one, production.two)]

    def say(number: int) -> None:
        failed.append(crowd.say(sender, f"message-{number:03}", conversation=f"any-{number}"))

    production.actions.behaviour[sender] = slow(0.8)
    threads = [threading.Thread(target=say, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
        time.sleep(0.5)
    for thread in threads:
        thread.join()
    shares = [turns_of(bot) - earlier for bot, earlier in zip((production.one, production.two), before, strict=True)]
    print(f"10 messages of one sender, shares of the bots: {shares}")
    assert [why for why in failed if why] == []
    assert min(shares) > 0, "one bot got everything: this proves nothing"
    assert held(production.database, sender) == [f"message-{number:03}" for number in range(10)]


def test_a_bot_that_is_killed_costs_nobody_a_message(production: Production) -> None:
    with production.crowd("killed") as crowd:
        time.sleep(4.0)
        production.one.kill()
        time.sleep(2.0)
        production.one.start()
        time.sleep(4.0)
    runs = Counter(message_id for name, message_id in production.actions.asked if name.startswith(f"killed-{RUN}"))
    print(f"killed: {crowd.answered} answered, {len(crowd.failed)} failed, slowest {crowd.slowest_s:.1f} s, ", end="")
    print(f"{sum(runs.values()) - len(runs)} actions asked for again")
    assert crowd.failed == []
    assert lost_or_doubled(production, crowd) == []
    assert sum(runs.values()) > len(runs), "no turn was hit: this proves nothing"


def test_a_rolling_restart_fails_no_request(production: Production) -> None:
    with production.crowd("rolling") as crowd:
        for bot in (production.one, production.two):
            time.sleep(1.0)
            assert bot.end() == 0
            bot.start()
            time.sleep(SEEN_AGAIN_S)
    print(f"rolling: {crowd.answered} answered, {len(crowd.failed)} failed, slowest {crowd.slowest_s:.1f} s")
    assert crowd.failed == []
    assert lost_or_doubled(production, crowd) == []


def test_one_bot_becomes_two_while_people_write(production: Production) -> None:
    rates = []
    production.proxy.send_to(production.ports[:1])
    before = turns_of(production.two)
    with production.crowd("scaled", 24) as crowd:
        for ports in (production.ports[:1], production.ports):
            production.proxy.send_to(ports)
            answered, started = crowd.answered, time.monotonic()
            time.sleep(8.0)
            rates.append((crowd.answered - answered) / (time.monotonic() - started))
    print(f"one bot {rates[0]:.1f} messages a second, two bots {rates[1]:.1f}; {len(crowd.failed)} failed")
    assert crowd.failed == []
    assert turns_of(production.two) > before
    assert lost_or_doubled(production, crowd) == []


def test_everything_that_was_stored_is_in_the_stream(production: Production) -> None:
    async def streamed() -> list[dict[str, object]]:
        found: dict[object, dict[str, object]] = {}
        for _ in range(60):
            new = await read(production.broker)
            found |= {event["_id"]: event for event in new}
            if found and not new:
                break
            await asyncio.sleep(1.0)
        return list(found.values())

    said = [event for event in asyncio.run(streamed()) if event["event"] == "user" and RUN in str(event["sender_id"])]
    senders = {str(event["sender_id"]) for event in said}
    wrong = [
        name for name in sorted(senders) if [each["message_id"] for each in said if each["sender_id"] == name] != held(production.database, name)
    ]
    print(f"{len(said)} messages of {len(senders)} senders in the stream")
    assert (wrong, len(senders) > CROWD) == ([], True)
