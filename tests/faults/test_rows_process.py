"""Rows of the table of faults: what can happen to the bot's process. One life after the other on the same SQLite file."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.bot import Answer, free_port
from tests.support.lone_bot import LoneBot, held, is_answer, once
from tests.support.odd_actions import OddActions, slow

pytestmark = pytest.mark.services
READY_LIMIT_S = 120.0
"""On a machine that does much else; alone it is a tenth of this."""


@dataclass
class Lives:
    """What was seen: a message before each kill, one that the kill broke off, one that TERM met in its middle."""

    bot: LoneBot
    actions: OddActions
    ready_s: list[float] = field(default_factory=list)
    before: list[Answer] = field(default_factory=list)
    again: list[Answer] = field(default_factory=list)
    broken_off: list[Answer | None] = field(default_factory=list)
    taken_up_s: float = 0.0
    refused_while_starting: bool = False
    met_by_term: list[Answer | None] = field(default_factory=list)
    exit_code: int = -1


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Lives:
    actions = OddActions(free_port())
    actions.start()
    seen = Lives(LoneBot(tmp_path_factory.mktemp("lives"), actions.port), actions)
    first_life(seen)
    second_life(seen)
    actions.stop()
    return seen


def in_the_middle(seen: Lives, sender: str, answers: list[Answer | None], seconds: float) -> threading.Thread:
    """A message whose action takes so long; returns once the action server has been asked."""
    seen.actions.behaviour[sender] = slow(seconds)
    asking = threading.Thread(target=lambda: answers.append(seen.bot.say_or_fail(sender, "message-1")))
    asking.start()
    while not seen.actions.runs(sender):
        time.sleep(0.02)
    return asking


def first_life(seen: Lives) -> None:
    """Ends with kill -9 in the middle of a turn."""
    seen.bot.begin()
    seen.refused_while_starting = seen.bot.say_or_fail("early", "message-1") is None
    started = time.monotonic()
    seen.bot.wait()
    seen.ready_s.append(time.monotonic() - started)
    seen.before.append(seen.bot.say("kept", "message-1"))
    asking = in_the_middle(seen, "broken", seen.broken_off, 3.0)
    seen.bot.kill()
    asking.join()
    seen.actions.behaviour.clear()


def second_life(seen: Lives) -> None:
    """Takes up what the first left, is told to end in the middle of a turn."""
    seen.ready_s.append(seen.bot.start())
    started = time.monotonic()
    while "message-1" not in held(seen.bot.database, "broken") and time.monotonic() - started < 30:
        time.sleep(0.2)
    seen.taken_up_s = time.monotonic() - started
    seen.again.append(seen.bot.say("kept", "message-1"))
    seen.broken_off.append(seen.bot.say("broken", "message-1"))
    asking = in_the_middle(seen, "term", seen.met_by_term, 4.0)
    seen.exit_code = seen.bot.end()
    asking.join()


def test_a_kill_between_messages_loses_nothing(lives: Lives) -> None:
    assert is_answer(lives.before[0])
    assert lives.again[0].entries == lives.before[0].entries
    assert once(lives.bot.database, "kept", "message-1")
    assert lives.actions.runs("kept") == {"message-1": 1}


def test_a_kill_in_mid_message_is_taken_up_after_the_restart(lives: Lives) -> None:
    """The action is asked for again with the same id, by which one with an effect outside knows the message."""
    print(f"taken up {lives.taken_up_s:.1f} s after the bot was ready")
    assert lives.broken_off[0] is None
    assert is_answer(lives.broken_off[1])
    assert once(lives.bot.database, "broken", "message-1")
    assert lives.actions.runs("broken") == {"message-1": 2}
    assert lives.taken_up_s < 20.0


def test_term_in_mid_message_waits_for_the_reply(lives: Lives) -> None:
    assert (is_answer(lives.met_by_term[0]), lives.exit_code) == (True, 0)
    assert once(lives.bot.database, "term", "message-1")


def test_while_it_starts_it_refuses_connections_and_is_ready_soon(lives: Lives) -> None:
    print(f"ready after {', '.join(f'{seconds:.1f}' for seconds in lives.ready_s)} s")
    assert lives.refused_while_starting
    assert max(lives.ready_s) < READY_LIMIT_S


def test_without_any_setting_conversations_outlive_the_process(lives: Lives) -> None:
    assert lives.bot.database == f"sqlite:///{lives.bot.var}/tracker.db"
    assert held(lives.bot.database, "kept") == ["message-1"]


def test_a_file_that_is_no_database_ends_the_start(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").write_bytes(b"not a database" * 1000)
    bot = LoneBot(tmp_path, free_port())
    bot.begin()
    assert bot.process.wait(READY_LIMIT_S) == 1
    assert "WAYPOST_DATABASE_URL" in bot.log.read_text()
