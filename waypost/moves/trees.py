"""A question of a guided tree and the places that were named in, the branch they answer it with out.

The trees themselves are copy: a question is a key of locales/<lang>/trees.yml, its buttons are its branches, an outcome asks nothing.
"""

from __future__ import annotations

from typing import Sequence

from waypost.content.answers import QUESTIONS, TREES
from waypost.content.facts import facts
from waypost.moves.lore import Place

MOST_QUESTIONS = {
    "missing_tokens": 4,
    "wrong_network": 3,
    "deposit_missing": 2,
    "bridge_missing": 2,
    "beacon_recovery": 2,
    "pending": 2,
    "gas": 2,
}
"""How much a person may be asked before the outcome, by tree."""
ASKS_WHENCE = frozenset({"pending.waiting", "gas", "gas.where", "beacon_recovery", "beacon_recovery.keys"})
"""Questions, and answers with one below, that the place where something comes from or lies answers."""
BRIDGES_OF_METAMASK = ("metamask", "metamask_bridge")


def branch(key: str | None, places: Sequence[Place]) -> str | None:
    """The branch of a question, or of the first question below an answer, that the named places decide; None when they decide nothing."""
    question = TREES.get(key or "", key)
    for place in places:
        decided = _decided(question, place)
        if decided:
            return decided
    return None


def question_below(need: str, places: Sequence[Place]) -> str:
    """The first question of a tree that is still open when some places are known."""
    question = TREES[need]
    while (decided := branch(question, places)) in QUESTIONS:
        question = decided or question
    return question


def _decided(question: str | None, place: Place) -> str | None:
    venue = facts().venues[place.venue].kind if place.venue else None
    match question:
        case "wrong_network.whose":
            return {"exchange": "wrong_network.exchange", "wallet": "wrong_network.own"}.get(venue or "")
        case "missing_tokens.mine" if place.network:
            return "missing_tokens.bsc" if place.network == "bsc" else "missing_tokens.elsewhere"
        case "wrong_network.own":
            return _network_branch(place.network)
        case "bridge_missing.success":
            if place.venue in BRIDGES_OF_METAMASK:
                return "bridge_missing.metamask"
            return "bridge_missing.other" if venue == "bridge" else None
        case "pending.waiting":
            return {"exchange": "pending.from_exchange", "wallet": "pending.own"}.get(venue or "")
        case "gas.where":
            return "gas.exchange" if venue == "exchange" else None
        case "beacon_recovery.keys":
            return "beacon_recovery.held" if venue == "exchange" else None
    return None


def _network_branch(network_id: str | None) -> str | None:
    if network_id is None:
        return None
    found = facts().networks[network_id]
    if found.status == "retired":
        return "wrong_network.own_old"
    return "wrong_network.own_evm" if found.evm else "wrong_network.own_other"
