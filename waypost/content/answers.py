"""What kind of reply each answer id is, and which buttons exist: the vocabulary that copy, actions and channels share."""

from __future__ import annotations

from dataclasses import dataclass

SMALLTALK = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "bot_challenge", "switch_language", "out_of_scope"})
VALUES = {
    "switch_language": frozenset({"language"}),
    "switch_language.going_on": frozenset({"language"}),
    "clarify.where_to": frozenset({"place"}),
    "clarify.where_from": frozenset({"place"}),
    "fallback.fault": frozenset({"id"}),
    "transaction.ask": frozenset(),
    "transaction.self": frozenset(),
    "transaction.nowhere": frozenset({"networks"}),
    "transaction.inside": frozenset({"networks"}),
    "transaction.elsewhere": frozenset({"network", "other", "what", "receiver"}),
    "transaction.pending": frozenset({"network"}),
    "transaction.failed": frozenset({"network", "fee"}),
    "transaction.nothing_moved": frozenset({"network"}),
    "transaction.arrived_coin": frozenset({"network", "what", "receiver"}),
    "transaction.arrived_token": frozenset({"network", "what", "receiver", "contract"}),
    "transaction.arrived_unlisted": frozenset({"network", "what", "receiver", "contract"}),
    "transaction.import_anyway": frozenset({"network", "what", "contract"}),
    "transaction.spam": frozenset({"network"}),
    "transaction.receiver": frozenset({"network", "what", "receiver"}),
    "transaction.receivers": frozenset({"network"}),
    "transaction.other_receiver": frozenset({"network", "what", "receiver"}),
    "transaction.look_alike": frozenset({"network", "what", "wrong", "own"}),
    "transaction.poisoning": frozenset({"network"}),
    "transaction.no_gas": frozenset({"network", "what", "coin"}),
    "transaction.credited": frozenset({"network", "what", "receiver", "confirmations"}),
    "transaction.balances": frozenset({"address", "holdings"}),
    "transaction.empty": frozenset({"address", "networks"}),
    "transaction.contract": frozenset({"network", "token"}),
    "safety.link_imitation": frozenset({"host", "brand", "real"}),
    "safety.link_listed": frozenset({"host"}),
    "safety.link_unknown": frozenset({"host"}),
    "safety.link_official": frozenset({"host", "brand"}),
    "handoff.opened": frozenset({"ticket", "when"}),
    "handoff.risk": frozenset({"ticket", "when"}),
}
"""The values that code gives to a key; copy uses exactly these."""
GIVEN_LINKS = {"transaction": frozenset({"tx", "receiver", "address"})}
"""Links to pages that code makes up from the registry of explorers, by answer: copy names them as it names those of the facts."""
STEPS = frozenset({"transaction.mine", "transaction.other", "transaction.import_anyway"})
"""What buttons below a look-up ask: they mean something only beside the transaction that the conversation is about."""
TREES = {
    "missing_tokens": "missing_tokens.status",
    "wrong_network": "wrong_network.whose",
    "deposit_missing": "deposit_missing.status",
    "bridge_missing": "bridge_missing.status",
    "beacon_recovery": "beacon_recovery.keys",
    "pending": "pending.status",
    "gas": "gas.where",
}
"""Answers with a guided tree: the answer stands first, this question below it."""
QUESTIONS = frozenset(
    {
        *TREES.values(),
        "missing_tokens.success",
        "missing_tokens.mine",
        "missing_tokens.bsc",
        "wrong_network.own",
        "wrong_network.exchange",
        "deposit_missing.success",
        "bridge_missing.success",
        "pending.waiting",
        "gas.have",
    }
)
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
    if key in QUESTIONS or key in ("transaction.ask", "transaction.receiver", "transaction.receivers"):
        return "clarify"
    return "smalltalk" if answer in SMALLTALK else KIND_OF.get(answer, "answer")


def aside(key: str | None) -> bool:
    """Whether a reply leaves an open question open: a word of courtesy, or a warning in the middle of a move."""
    return key is not None and (key in SMALLTALK or answer_of(key) == "safety")


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
