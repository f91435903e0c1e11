"""A message that asks for two things is cut where the second one begins; one request stays one."""

from __future__ import annotations

from typing import Sequence

import numpy as np
import pytest

from waypost.nlu.needs.judge import SURE_OF_STATEMENTS, SURE_WHEN_ADDED, Judge
from waypost.nlu.needs.model import NeedModel
from waypost.nlu.needs.requests import Halves, halves
from waypost.nlu.reading import read

NEEDS = ("greet", "gas", "network_setup", "safety", "withdraw")


class Reader(NeedModel):
    """Stands for a trained model: sure of a need by one word."""

    def __init__(self, share: float = 0.99) -> None:
        super().__init__(NEEDS, (), np.zeros(0), np.zeros((0, 5)), np.zeros(5), 1.0, frozenset())
        object.__setattr__(self, "share", share)

    def probabilities(self, blocks: Sequence[Sequence[str]]) -> np.ndarray:
        words = blocks[0]
        hits = [need for need, word in zip(NEEDS, ("hello", "fee", "network", "scam", "withdraw"), strict=True) if word in words]
        best = NEEDS.index(hits[-1]) if hits else 0
        shares = np.full(len(NEEDS), (1 - self.share) / (len(NEEDS) - 1))  # type: ignore[attr-defined]
        shares[best] = self.share if hits else 0.3  # type: ignore[attr-defined]
        return shares


def judged(text: str, share: float = 0.99) -> tuple[str, tuple[str, ...]]:
    judgement = Judge(Reader(share), frozenset()).judge(text, read(text, "en"))
    return judgement.ranking[0][0], judgement.also


@pytest.mark.parametrize(
    ("language", "text", "first", "second"),
    [
        ("en", "How do I add the network, and where do I see my fee?", "How do I add the network", "and where do I see my fee?"),
        ("en", "I have no fee. Also this looks like a scam", "I have no fee.", "Also this looks like a scam"),
        ("en", "1. how to withdraw bnb 2. what is the fee", "1. how to withdraw bnb", "2. what is the fee"),
        ("nl", "hoe voeg ik het netwerk toe en waar zie ik de kosten", "hoe voeg ik het netwerk toe", "en waar zie ik de kosten"),
        ("ru", "как добавить сеть и где взять газ", "как добавить сеть", "и где взять газ"),
        ("ms", "macam mana nak tambah rangkaian dan kat mana nak tengok yuran", "macam mana nak tambah rangkaian", "dan kat mana nak tengok yuran"),
    ],
)
def test_a_word_that_adds_opens_the_second_request(language: str, text: str, first: str, second: str) -> None:
    cuts = [(cut.first, cut.second) for cut in halves(text, language) if cut.added]
    assert (first, second) in cuts


def test_a_dot_inside_a_name_cuts_nothing() -> None:
    assert list(halves("how do I withdraw from binance.us to metamask", "en")) == []


def test_a_half_of_one_or_two_words_is_no_request() -> None:
    assert list(halves("Hello there. Thanks!", "en")) == []


def test_a_half_that_asks_is_told_from_statements() -> None:
    (cut,) = halves("My coins are gone. Is that a scam?", "en")
    assert cut == Halves("My coins are gone.", "Is that a scam?", added=False, asked=True)


def test_both_needs_of_a_message_are_found_in_their_order() -> None:
    assert judged("how do I add the network and what is the fee") == ("network_setup", ("gas",))


def test_the_same_need_twice_is_one() -> None:
    assert judged("how do I add the network and what is that network") == ("network_setup", ())


def test_an_unsure_half_makes_no_second_request() -> None:
    assert judged("how do I add the network and what is the fee", SURE_WHEN_ADDED - 0.01)[1] == ()


def test_statements_side_by_side_need_more_certainty_than_words_that_add() -> None:
    text = "this person is a scam. my network is not there."
    assert (judged(text)[1], judged(text, SURE_OF_STATEMENTS - 0.01)[1]) == (("network_setup",), ())


def test_a_story_of_one_withdrawal_is_one_request() -> None:
    assert judged("I made a withdraw yesterday. The network says nothing today.", 0.99)[1] == ()
