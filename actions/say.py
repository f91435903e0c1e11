"""The only mouth: a key of the copy in, one whole reply with its envelope out."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from waypost.content.answers import answer_of, kind_of
from waypost.content.catalog import Button, Reply
from waypost.content.facts import Link, facts
from waypost.content.live import catalog
from waypost.content.wallet import WalletRequest, add_network
from waypost.replies import entries_of

MISSES = ("clarify.did_you_mean", "fallback", "out_of_scope")
OFFERED_NETWORKS = {"network_setup": "bsc", "missing_tokens.coin": "bsc", "missing_tokens.token": "bsc"}
"""Answers that are about one network of MetaMask: their reply offers to add it."""
Events = list[dict[str, Any]]


def say(
    dispatcher: CollectingDispatcher,
    turn: Turn,
    key: str,
    *,
    buttons: Sequence[Button] | None = None,
    again: bool = False,
    below: str = "",
    values: Mapping[str, str] | None = None,
    links: Mapping[str, Link] | None = None,
    wallet: Sequence[WalletRequest] = (),
) -> Events:
    """Says a key in the turn's locale and returns what the conversation must remember of it. below: one more paragraph."""
    also, wallet = _also(turn, key), wallet or _offers(turn, key)
    reply = catalog().render(turn.locale, key, buttons=buttons, again=again, also=also, below=below, links=links, wallet=wallet, **(values or {}))
    return _said(dispatcher, turn, reply)


def say_composed(dispatcher: CollectingDispatcher, turn: Turn, key: str, markdown: str, buttons: Sequence[Button]) -> Events:
    """Says a text that was put together from phrases as the answer of a key."""
    return _said(dispatcher, turn, catalog().composed(turn.locale, key, markdown, buttons=buttons, also=_also(turn, key)))


def _said(dispatcher: CollectingDispatcher, turn: Turn, reply: Reply) -> Events:
    text, envelope = entries_of(reply, extra=_metadata(turn))
    dispatcher.utter_message(text=text["text"], buttons=text.get("buttons"), json_message=envelope["custom"])
    return [
        SlotSet("locale", turn.locale),
        SlotSet("last_key", reply.key),
        SlotSet("offered", [button.payload for button in reply.buttons]),
        SlotSet("misses", turn.misses + 1 if reply.key in MISSES else 0),
    ]


def network_offer(turn: Turn, network: str) -> WalletRequest:
    """Offers to add a network of the facts to the wallet."""
    return add_network(facts(), network, catalog().note(turn.locale, "add_network", network=facts().networks[network].name))


def _offers(turn: Turn, key: str) -> list[WalletRequest]:
    return [network_offer(turn, OFFERED_NETWORKS[key])] if key in OFFERED_NETWORKS else []


def stay_silent(dispatcher: CollectingDispatcher, turn: Turn, human: Sequence[str] = ()) -> Events:
    """A reply without words of ours: a human has the conversation. human: what they wrote, for a channel that cannot be written into."""
    envelope = {"answer": "handoff", "kind": "handoff", "locale": turn.locale, "links": [], "wallet": []}
    dispatcher.utter_message(text="\n\n".join(human) or None, json_message=envelope)
    return []


def _metadata(turn: Turn) -> dict[str, Any]:
    """What programs want to know of a turn. A ticket's hand-back says how sure the bot was and what it knows of the move."""
    found: dict[str, Any] = {"language": turn.foreign} if turn.foreign else {}
    if turn.of_ticket:
        known = {"asset": turn.asset or turn.slots.get("asset"), "from": turn.source or turn.slots.get("source")}
        known |= {"to": turn.target or turn.slots.get("target")}
        found |= {"confidence": round(turn.confidence, 2), "known": [name for name, value in known.items() if value]}
    return found


def _also(turn: Turn, key: str) -> tuple[str, ...]:
    """What else was asked for in this message: named below a real answer, never below small talk or a fallback."""
    answered = answer_of(key)
    if kind_of(key) in ("smalltalk", "fallback"):
        return ()
    return tuple(need for need in turn.also if need != answered and need in catalog().keys(turn.locale))
