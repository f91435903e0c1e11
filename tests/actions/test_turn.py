"""What an action knows of its turn."""

from __future__ import annotations

from actions.turn import Turn
from tests.actions.stage import tracker


def test_each_run_of_a_turn_has_the_same_idempotency_key() -> None:
    assert Turn.of(tracker("greet")).once == Turn.of(tracker("greet")).once == "person/message-1"
