"""A real bridge process is killed (-9) while it does something, and started again: each message is answered once or handed back.

The helpdesk is the fake of Zendesk over HTTP: it holds a request back, before or after it has done what was asked, until the bridge is dead.
"""

from __future__ import annotations

import threading
import time
import urllib.request
from pathlib import Path
from typing import Iterator

import pytest

from tests.support.fakes.server import Call, Refusal, serving
from tests.support.fakes.zendesk import BOT, Fake
from tests.support.processes import BridgeProcess, wait_for
from tests.support.stub_bot import StubBot, stub_bot


@pytest.fixture
def bot() -> Iterator[StubBot]:
    with stub_bot() as running:
        yield running


@pytest.fixture
def fake() -> Iterator[Fake]:
    helpdesk = Fake()
    with serving(helpdesk):
        yield helpdesk


@pytest.fixture
def bridge(tmp_path: Path, fake: Fake, bot: StubBot) -> Iterator[BridgeProcess]:
    process = BridgeProcess(tmp_path, "zendesk", fake.account, bot.address)
    yield process
    process.kill()


def is_write(call: Call, what: str) -> bool:
    """what: comment, public comment, or the release."""
    fields = call.body["ticket"] if call.method == "PUT" else {}
    if what == "release":
        return "assignee_id" in fields
    return "comment" in fields and fields["comment"]["public"] is (what == "reply")


def by_bot(fake: Fake, ticket: str, public: bool) -> int:
    return sum(1 for item in fake.comments[int(ticket)] if item["author_id"] == BOT and item["public"] is public)


class Hold:
    """Holds the n-th request of a kind until the bridge is dead; done: whether the helpdesk had done it by then."""

    def __init__(self, fake: Fake, what: str, done: bool) -> None:
        self.reached, self.released = threading.Event(), threading.Event()
        self._fake, self._what, self._done = fake, what, done
        fake.before = self._before

    def _before(self, call: Call) -> None:
        matches = is_write(call, self._what) if self._what in ("reply", "note", "release") else self._what in call.path
        if not matches or self.reached.is_set():
            return
        if self._done:
            self._fake._update(call)
        self.reached.set()
        self.released.wait(30)
        raise Refusal(503)


@pytest.mark.parametrize(
    ("what", "done", "text"),
    [
        ("comments", False, "how do I withdraw"),
        ("reply", False, "how do I withdraw"),
        ("reply", True, "how do I withdraw"),
        ("note", False, "get me a human"),
        ("note", True, "get me a human"),
        ("release", False, "get me a human"),
        ("release", True, "get me a human"),
    ],
)
def test_killed_in_the_middle_it_goes_on_where_it_was(fake: Fake, bridge: BridgeProcess, what: str, done: bool, text: str) -> None:
    ticket = fake.open(text)
    hold = Hold(fake, what, done)
    bridge.start()
    assert hold.reached.wait(30), f"no {what}"
    bridge.kill()
    hold.released.set()
    bridge.start()
    if text.endswith("human"):
        wait_for(lambda: fake.tickets[int(ticket)]["assignee_id"] is None and by_bot(fake, ticket, False) == 1, 90)
    else:
        wait_for(lambda: by_bot(fake, ticket, True) == 1, 90)
    time.sleep(2)
    expected = (0, 1) if text.endswith("human") else (1, 0)
    assert (by_bot(fake, ticket, True), by_bot(fake, ticket, False)) == expected
    assert bridge.stop() == 0


def test_killed_while_the_bot_answers_it_asks_again_under_the_same_id(fake: Fake, bot: StubBot, bridge: BridgeProcess) -> None:
    ticket = fake.open("how do I withdraw")
    bot.away.set()
    bridge.start()
    wait_for(lambda: len(bot.asked) >= 1, 30)
    bridge.kill()
    bot.away.clear()
    bridge.start()
    wait_for(lambda: by_bot(fake, ticket, True) == 1, 90)
    assert len({body["message_id"] for body in bot.asked}) == 1


def test_a_helpdesk_that_is_down_for_a_while_is_caught_up_with(fake: Fake, bridge: BridgeProcess) -> None:
    down = threading.Event()

    def refuse(call: Call) -> None:
        if down.is_set():
            raise Refusal(503, Retry_After="1")

    fake.before = refuse
    bridge.start()
    down.set()
    tickets = [fake.open(f"how do I withdraw {number}") for number in range(5)]
    time.sleep(4)
    assert sum(by_bot(fake, ticket, True) for ticket in tickets) == 0
    down.clear()
    wait_for(lambda: [by_bot(fake, ticket, True) for ticket in tickets] == [1] * 5, 90)


def test_duplicate_and_reordered_hooks_make_one_reply(fake: Fake, bridge: BridgeProcess) -> None:
    bridge.poll_s = 600
    bridge.start()
    tickets = [fake.open(f"how do I withdraw {number}") for number in range(3)]
    for ticket in [*reversed(tickets), *tickets, *tickets]:
        call = fake.hook(ticket)
        headers = {**call.headers, "Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(f"{bridge.address}/hooks/zendesk", call.body, headers), timeout=10) as answer:
            assert answer.status == 200
    wait_for(lambda: [by_bot(fake, ticket, True) for ticket in tickets] == [1] * 3, 90)
    time.sleep(2)
    assert [by_bot(fake, ticket, True) for ticket in tickets] == [1] * 3
    assert 'waypost_ticket_hooks_total{result="noted"} 9' in bridge.metrics()
