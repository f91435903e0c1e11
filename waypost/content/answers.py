"""What kind of reply each answer id is, and which buttons exist: the vocabulary that copy, actions and channels share."""

from __future__ import annotations

from dataclasses import dataclass

SMALLTALK = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "bot_challenge", "switch_language", "out_of_scope"})
VALUES = {
    "switch_language": frozenset({"language"}),
    "clarify.where_to": frozenset({"place"}),
    "clarify.where_from": frozenset({"place"}),
    "fallback.fault": frozenset({"id"}),
    "handoff.opened": frozenset({"ticket", "when"}),
    "handoff.risk": frozenset({"ticket", "when"}),
}
"""The values that code gives to a key; copy uses exactly these."""
TREES = {
    "wrong_network": "wrong_network.whose",
    "deposit_missing": "deposit_missing.status",
    "bridge_missing": "bridge_missing.status",
    "beacon_recovery": "beacon_recovery.keys",
}
"""Answers with a guided tree: the answer stands first, this question below it."""
QUESTIONS = frozenset({*TREES.values(), "wrong_network.own", "wrong_network.exchange", "deposit_missing.success", "bridge_missing.success"})
"""Keys of trees that ask; their buttons are what can be answered."""
FILLS = ("asset", "from", "to", "on")
"""The verbs of buttons that fill in what is missing of a move."""
KIND_OF = {"clarify": "clarify", "fallback": "fallback", "safety": "safety", "handoff": "handoff"}


def answer_of(key: str) -> str:
    """Answer id of a copy key: `clarify.move` is one of the texts of the answer `clarify`."""
    return key.split(".")[0]


def kind_of(key: str) -> str:
    """Kind of a reply as the envelope names it."""
    answer = answer_of(key)
    if key in QUESTIONS:
        return "clarify"
    return "smalltalk" if answer in SMALLTALK else KIND_OF.get(answer, "answer")


def in_tree(key: str) -> bool:
    """Whether a key is a question or an outcome of a guided tree."""
    return "." in key and answer_of(key) in TREES


@dataclass(frozen=True)
class Press:
    """A pressed button: it asks for an answer (`ask:withdraw`), sets the language (`language:nl`) or fills in what is missing of a move.

    A move is filled in with a record of the facts: `asset:USDT`, `from:binance`, `to:polygon`, or `on:bsc` for the network beside a venue.
    """

    verb: str
    value: str

    @property
    def payload(self) -> str:
        return f"{self.verb}:{self.value}"


def ask(need: str) -> str:
    """Payload of a button that asks for a need."""
    return Press("ask", need).payload


def fill(verb: str, record: str) -> str:
    """Payload of a button that fills in an asset, venue or network of the facts. verb: one of FILLS."""
    return Press(verb, record).payload


def speak(code: str) -> str:
    """Payload of a button that sets the language."""
    return Press("language", code).payload
