"""The laws of tests/support/moves.py hold for every asset between every two places of the facts, and notice when an advice is spoilt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any, Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.anything import ANYTHING
from tests.support.moves import LAWS, Case, place
from waypost.content.facts import facts
from waypost.moves import lines
from waypost.moves.advice import Advice, Hop, Line, Place, advise
from waypost.moves.lines import LINES

ACCOUNTS = ("binance", "binance_us", "kraken", "exchange", "binance@bsc", "binance@tron", "binance@beacon")
WALLETS = ("metamask", "wallet", "trust_wallet@bsc", "trust_wallet@tron", "trust_wallet@bsc_testnet", "ledger@ethereum")
NO_PLACES = ("lido", "binance_bridge")
SHOWN = 5


def places() -> list[Place]:
    """Accounts with a known list and without; MetaMask on every network; every network that is not EVM alone; what is said incompletely."""
    networks = facts().networks
    texts = [
        *ACCOUNTS,
        *WALLETS,
        *NO_PLACES,
        *(f"metamask@{name}" for name in networks),
        *(f"@{name}" for name in networks if not networks[name].evm),
    ]
    return [found for text in texts if (found := place(text))]


@dataclass(frozen=True)
class Walk:
    """What was seen on a walk over the whole matrix."""

    size: int
    verdicts: Counter[str]
    keys: frozenset[str]
    wrong: dict[str, list[str]]


@cache
def matrix() -> Walk:
    """Every asset between every two places, each advice made once and held against every law."""
    verdicts: Counter[str] = Counter()
    keys: set[str] = set()
    wrong: dict[str, list[str]] = {law.__name__: [] for law in LAWS}
    for asset, source, target in product(facts().assets, places(), places()):
        case = Case(asset, source, target, advise(asset, source, target))
        verdicts[case.advice.verdict] += 1
        keys.update(said.key for said in _lines(case.advice))
        for law in LAWS:
            for breach in law(case):
                wrong[law.__name__].append(f"{case}: {breach}")
    return Walk(sum(verdicts.values()), verdicts, frozenset(keys), wrong)


def _breaches(case: Case) -> Iterator[tuple[str, list[str]]]:
    return ((law.__name__, list(law(case))) for law in LAWS)


def _lines(advice: Advice) -> Iterator[Line]:
    yield from (advice.reason, *advice.steps, *advice.checks, *advice.risks, *(other.line for other in advice.alternatives))


def test_the_matrix_is_the_whole_of_it() -> None:
    walk = matrix()
    assert walk.size == len(facts().assets) * len(places()) ** 2 > 200_000
    assert set(walk.verdicts) == {"direct", "via_exchange", "bridge", "swap", "same_chain", "not_possible", "retired", "unknown"}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_holds_for_every_asset_between_every_two_places(law: Callable[[Case], Iterator[str]]) -> None:
    wrong = matrix().wrong[law.__name__]
    assert wrong[:SHOWN] == [], f"{len(wrong)} breaches"


QUESTIONS = {"advice.say.ask_asset", "advice.say.ask_source", "advice.say.ask_target", "advice.say.unknown_asset", "advice.say.unknown_place"}
"""Lines for what is not said or not in the facts: the matrix has none of it."""
NO_ASSET_THERE_YET = {"advice.check.gas_here_unnamed", "advice.check.gas_there_unnamed"}
"""For networks whose coin is not in the facts; they know no asset on one yet."""


def test_every_line_is_said_somewhere() -> None:
    assert sorted(set(LINES) - matrix().keys - QUESTIONS - NO_ASSET_THERE_YET) == []


VENUES = st.sampled_from([None, *facts().venues, "nowhere"])
NETWORKS = st.sampled_from([None, *facts().networks, "nowhere"])
PLACES = st.none() | st.builds(Place, VENUES, NETWORKS)


@settings(ANYTHING, max_examples=1500)
@given(st.sampled_from([None, *facts().assets, "NOCOIN", "fee 0.1"]), PLACES, PLACES)
def test_the_laws_hold_for_anything_that_is_said(asset: str | None, source: Place | None, target: Place | None) -> None:
    case = Case(asset, source, target, advise(asset, source, target))
    assert {name: found for name, found in _breaches(case) if found} == {}


@pytest.mark.parametrize(
    ("asset", "source", "target", "missing"),
    [
        (None, None, None, ("asset", "source", "target")),
        ("BNB", None, "metamask@bsc", ("source",)),
        ("BNB", "binance", None, ("target",)),
        (None, "binance", "metamask@bsc", ("asset",)),
        ("USDT", "binance", "metamask", ("target_network",)),
        ("USDT", "metamask", "binance", ("source_network",)),
        ("USDT", "metamask", "@polygon", ("source_network",)),
    ],
)
def test_what_is_missing_is_asked_for(asset: str | None, source: str | None, target: str | None, missing: tuple[str, ...]) -> None:
    assert advise(asset, place(source), place(target)).missing == missing


def test_pressing_an_offered_network_answers_the_question() -> None:
    asked = advise("USDT", place("binance"), place("metamask"))
    assert [advise("USDT", place("binance"), other.target).verdict for other in asked.alternatives] == ["direct"] * len(asked.alternatives)


BSC, TRON, FANTOM = Place("metamask", "bsc"), Place("metamask", "tron"), Place("metamask", "fantom")


def _asked(asset: str, source: str, target: str) -> Case:
    return Case(asset, place(source), place(target), advise(asset, place(source), place(target)))


GOOD = _asked("USDT", "binance", "metamask@bsc")
BRIDGED = _asked("USDT", "metamask@bsc", "metamask@ethereum")
TO_TRON = _asked("USDT", "binance", "@tron")


def _spoilt(case: Case, **changed: Any) -> Case:
    return replace(case, advice=replace(case.advice, **changed))


def _hop(case: Case, **changed: Any) -> Case:
    return _spoilt(case, hops=(replace(case.advice.hops[0], **changed),))


def _without(case: Case, part: str, beginning: str) -> Case:
    return _spoilt(case, **{part: tuple(said for said in getattr(case.advice, part) if not said.key.startswith(beginning))})


SPOILT: dict[str, tuple[str, Case]] = {
    "to an address type that MetaMask has not": ("the_receiver_can_use_it", _hop(GOOD, target=TRON)),
    "over a network that has ended": ("nothing_that_has_ended_is_advised", _hop(GOOD, target=FANTOM)),
    "of an asset that has ended": ("nothing_that_has_ended_is_advised", _hop(GOOD, asset="BUSD")),
    "by a route that has ended": ("nothing_that_has_ended_is_advised", _hop(BRIDGED, route="binance_bridge")),
    "by a route that goes elsewhere": ("a_route_joins_its_networks", _hop(BRIDGED, route="arbitrum_bridge")),
    "over a network that the exchange has not": ("the_receiver_can_use_it", _hop(GOOD, target=Place("metamask", "scroll"))),
    "by a route to another address type": ("the_receiver_can_use_it", _hop(BRIDGED, target=Place(None, "solana"))),
    "as a token that is not known there": ("an_asset_is_known_where_it_arrives", _hop(GOOD, receives="CRO")),
    "without the coin for fees": ("the_coin_for_fees_is_named", _without(GOOD, "checks", "advice.check.gas")),
    "without the screen": ("the_screen_of_the_exchange_decides", _without(GOOD, "checks", "advice.check.screen")),
    "without steps": ("a_way_comes_with_steps_and_checks", _spoilt(GOOD, steps=())),
    "with a fee": ("values_are_names_of_the_facts", _spoilt(GOOD, reason=Line("advice.say.same_account", {"exchange": "a fee of 1"}))),
    "with an unknown line": ("values_are_names_of_the_facts", _spoilt(GOOD, reason=Line("advice.say.nothing", {}))),
    "with a source as link": ("links_are_pages_of_the_registry", _spoilt(GOOD, links=("ccxt_repo",))),
    "without a word about the address": ("another_address_type_is_said", _without(TO_TRON, "risks", "advice.risk.not_a")),
    "to elsewhere": ("a_way_leads_from_here_to_there", _hop(GOOD, target=Place("metamask", "base"))),
    "with a gap": ("a_way_leads_from_here_to_there", _spoilt(GOOD, hops=(*GOOD.advice.hops, Hop("send", "BNB", "BNB", BSC, BSC)))),
    "a send that changes the network": ("a_hop_is_what_its_kind_says", _hop(BRIDGED, kind="send")),
    "with test coins": ("test_coins_stay_among_themselves", _hop(BRIDGED, target=Place("metamask", "bsc_testnet"))),
    "with another verdict": ("the_verdict_is_what_the_way_is", _spoilt(GOOD, verdict="bridge")),
    "with nothing next": ("there_is_always_something_next", _spoilt(GOOD, verdict="unknown", hops=(), alternatives=())),
    "said twice": ("nothing_is_said_twice", _spoilt(GOOD, links=GOOD.advice.links * 2)),
    "for an asset that has ended": ("what_has_ended_gets_no_way", replace(GOOD, asset="BUSD")),
    "from a network that has ended": ("what_has_ended_gets_no_way", replace(BRIDGED, source=FANTOM)),
}


@pytest.mark.parametrize(("law", "case"), SPOILT.values(), ids=SPOILT)
def test_a_law_notices_a_spoilt_advice(law: str, case: Case) -> None:
    assert dict(_breaches(case))[law] != []


@pytest.mark.parametrize("case", [GOOD, BRIDGED, TO_TRON], ids=str)
def test_what_was_spoilt_was_good(case: Case) -> None:
    assert not any(found for _, found in _breaches(case))


def test_every_law_is_seen_to_notice() -> None:
    assert {law for law, _ in SPOILT.values()} == {law.__name__ for law in LAWS}


def test_a_line_with_other_values_is_refused() -> None:
    with pytest.raises(Exception, match=r"advice\.say\.send takes"):
        lines.line("advice.say.send", asset="BNB")
