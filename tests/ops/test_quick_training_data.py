"""Rasa's training data, joined quickly: held against what Rasa itself makes of the same."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waypost.ops.quick_training_data import quickly_joined

Shown = tuple[list[dict[str, Any]], dict[str, Any]]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rasa's own again afterwards."""
    for owner, name in ((TrainingData, "merge"), (Message, "fingerprint")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(TrainingData, "sanitize_examples", staticmethod(TrainingData.sanitize_examples))


def said(*rows: tuple[str, str]) -> TrainingData:
    return TrainingData([Message({TEXT: text, INTENT: intent, "metadata": {"example": {"language": "en"}}}) for text, intent in rows])


def parts() -> list[TrainingData]:
    """With a message twice, a blank behind an intent, data that is empty and data that is more than messages."""
    more = TrainingData([Message({TEXT: "bsc", INTENT: "gas"})], entity_synonyms={"bnb": "BNB"}, responses={"utter_a": [{"text": "a"}]})
    return [said(("how", "gas"), ("when", "gas ")), TrainingData(), said(("how", "gas"), ("why", "deposit")), more]


def shown(data: TrainingData) -> Shown:
    return [message.data for message in data.training_examples], {**data.entity_synonyms, **data.responses}


@pytest.mark.parametrize("chosen", [(0, 1), (1, 0), (0, 1, 2), (1, 1), (0, 3), (2, 3, 1), (0,)], ids=str)
def test_the_same_messages_come_out(chosen: tuple[int, ...], quick: None) -> None:
    def joined() -> Shown:
        first, *others = (parts()[at] for at in chosen)
        return shown(first.merge(*others, None))

    rasas = joined()
    quickly_joined()
    assert joined() == rasas


def test_messages_are_told_apart_by_all_that_they_hold(quick: None) -> None:
    quickly_joined()
    one, same, other = (Message({TEXT: "how", INTENT: intent}) for intent in ("gas", "gas", "deposit"))
    assert one == same
    assert one != other
    other.set(INTENT, "gas")
    assert one == other


def test_what_is_no_plain_text_gets_rasas_fingerprint(quick: None) -> None:
    message = Message({TEXT: "how", "odd": {1, 2}})
    rasas = Message({TEXT: "how", "odd": {1, 2}}).fingerprint()
    quickly_joined()
    assert message.fingerprint() == rasas
