"""The names decide a direction only when the classifier cannot."""

from __future__ import annotations

import logging

import pytest

from waypost.nlu.names.gazetteer import Name
from waypost.nlu.needs.settling import settled

TO_THE_EXCHANGE = (Name("venue", "metamask", 0, 0, role="from"), Name("venue", "binance", 2, 2, role="to"))


def test_a_sure_direction_stands_against_the_names() -> None:
    assert settled([("withdraw", 0.9), ("deposit", 0.1)], TO_THE_EXCHANGE)[0] == ("withdraw", 0.9)


def test_an_unsure_direction_is_settled_by_the_names() -> None:
    assert settled([("withdraw", 0.5), ("deposit", 0.4), ("gas", 0.1)], TO_THE_EXCHANGE) == [("deposit", 0.9), ("withdraw", 0.0), ("gas", 0.1)]


@pytest.mark.parametrize("ranking", [[("gas", 0.5), ("deposit", 0.4)], [("withdraw", 0.5), ("gas", 0.4)], [("bridge_to_bsc", 0.5)]])
def test_nothing_but_a_move_and_its_reverse_is_settled(ranking: list[tuple[str, float]]) -> None:
    assert settled(ranking, TO_THE_EXCHANGE) == ranking


def test_names_that_agree_take_the_reverse_out() -> None:
    assert settled([("deposit", 0.5), ("withdraw", 0.4), ("gas", 0.1)], TO_THE_EXCHANGE) == [("deposit", 0.9), ("withdraw", 0.0), ("gas", 0.1)]


def test_names_that_agree_leave_another_rival_where_it_is() -> None:
    ranking = [("deposit", 0.5), ("gas", 0.4), ("withdraw", 0.1)]
    assert settled(ranking, TO_THE_EXCHANGE) == ranking


def test_a_contradiction_is_logged_without_the_message(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        settled([("withdraw", 0.9), ("deposit", 0.1)], TO_THE_EXCHANGE)
    assert caplog.messages == ["direction.contradiction classifier=withdraw share=0.9 names=deposit"]
