"""What an action knows of its turn."""

from __future__ import annotations

from actions.turn import Turn
from tests.actions.stage import tracker


def test_each_run_of_a_turn_has_the_same_idempotency_key() -> None:
    assert Turn.of(tracker("greet")).once == Turn.of(tracker("greet")).once == "person/message-1"


def test_what_was_written_in_the_last_half_hour_is_remembered_the_newest_first() -> None:
    said = [("old", 0.0), ("one", 3_000.0), ("two", 4_000.0), ("now", 4_700.0)]
    conversation = tracker("transaction", text="now")
    conversation.events = [{"event": "user", "text": text, "timestamp": at} for text, at in said] + [
        {"event": "bot", "text": "hello", "timestamp": 4_000.0}
    ]
    assert Turn.of(conversation).before == ("two", "one")


def test_only_a_few_messages_are_remembered() -> None:
    assert Turn.of(tracker("greet", before=[str(number) for number in range(20)])).before == tuple(map(str, range(19, 11, -1)))
