"""The guided trees end: few questions, every branch reached, every outcome with the pages that its answer must name."""

from __future__ import annotations

from typing import Iterator

import pytest

from tests.support.content import REQUIRED_LINKS
from waypost.content.answers import QUESTIONS, TREES, answer_of, in_tree, kind_of
from waypost.content.catalog import link_ids
from waypost.content.facts import facts
from waypost.content.languages import live_languages
from waypost.content.live import catalog
from waypost.moves.lore import Place
from waypost.moves.trees import MOST_QUESTIONS, branch, question_below

EVERY = sorted(key for key in catalog().keys("en") if in_tree(key))


def branches(key: str) -> list[str]:
    return [need for _, need in catalog().entry("en", key).buttons]


def ways(key: str) -> Iterator[list[str]]:
    """Every way from a question to an outcome."""
    if key not in QUESTIONS:
        yield [key]
        return
    for each in branches(key):
        yield from ([key, *way] for way in ways(each))


@pytest.mark.parametrize("need", TREES)
def test_a_tree_asks_no_more_than_it_may(need: str) -> None:
    asked = [sum(key in QUESTIONS for key in way) for way in ways(TREES[need])]
    assert 0 < max(asked) <= MOST_QUESTIONS[need]


def test_every_key_of_a_tree_is_reached() -> None:
    assert sorted({key for need in TREES for way in ways(TREES[need]) for key in way}) == EVERY


def test_a_question_offers_only_steps_of_trees() -> None:
    assert set(EVERY) >= QUESTIONS
    assert all(in_tree(each) for key in QUESTIONS for each in branches(key))


@pytest.mark.parametrize("key", sorted(set(EVERY) - QUESTIONS))
@pytest.mark.parametrize("locale", live_languages())
def test_an_outcome_begins_with_its_odds_and_names_the_pages_of_its_answer(key: str, locale: str) -> None:
    entry = catalog().entry(locale, key)
    assert entry.text.startswith("**")
    assert entry.buttons
    urls = [facts().link(link_id).url for link_id in link_ids(entry)]
    assert [part for part in REQUIRED_LINKS.get(answer_of(key), []) if not any(part in url for url in urls)] == []


def test_a_question_is_of_the_kind_that_asks_and_an_outcome_is_an_answer() -> None:
    assert {key: kind_of(key) for key in EVERY} == {key: "clarify" if key in QUESTIONS else "answer" for key in EVERY}


@pytest.mark.parametrize(
    ("key", "place", "then"),
    [
        ("wrong_network", Place("binance"), "wrong_network.exchange"),
        ("wrong_network.whose", Place("metamask"), "wrong_network.own"),
        ("wrong_network.whose", Place(None, "bsc"), None),
        ("wrong_network.own", Place(None, "polygon"), "wrong_network.own_evm"),
        ("wrong_network.own", Place(None, "tron"), "wrong_network.own_other"),
        ("wrong_network.own", Place(None, "beacon"), "wrong_network.own_old"),
        ("bridge_missing.success", Place("metamask_bridge"), "bridge_missing.metamask"),
        ("bridge_missing.success", Place("stargate"), "bridge_missing.other"),
        ("beacon_recovery", Place("binance"), "beacon_recovery.held"),
        ("pending.waiting", Place("kraken"), "pending.from_exchange"),
        ("pending.waiting", Place("metamask"), "pending.own"),
        ("pending", Place("kraken"), None),
        ("gas", Place("binance"), "gas.exchange"),
        ("gas", Place(None, "bsc"), None),
        ("transaction", Place("binance"), None),
        (None, Place("binance"), None),
    ],
)
def test_a_named_place_answers_the_question_it_fits(key: str | None, place: Place, then: str | None) -> None:
    assert branch(key, [place]) == then


def test_what_was_said_at_once_is_not_asked() -> None:
    assert question_below("wrong_network", [Place("kraken")]) == "wrong_network.exchange"
    assert question_below("wrong_network", [Place("metamask"), Place(None, "bsc")]) == "wrong_network.own"
    assert question_below("wrong_network", []) == "wrong_network.whose"
