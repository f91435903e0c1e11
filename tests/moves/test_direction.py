"""Two places make a move, and what is known so far decides which moves are still possible."""

from __future__ import annotations

import itertools

import pytest

from waypost.content.facts import facts
from waypost.moves.direction import MOVES, REVERSE, direction, possible_moves, sort_of

SORTS = ("exchange", "wallet", "bsc", "evm", "other")
DIRECTIONS = {
    ("exchange", "wallet"): "withdraw",
    ("exchange", "bsc"): "withdraw",
    ("exchange", "evm"): "withdraw",
    ("wallet", "exchange"): "deposit",
    ("bsc", "exchange"): "deposit",
    ("evm", "exchange"): "deposit",
    ("evm", "bsc"): "bridge_to_bsc",
    ("bsc", "evm"): "bridge_from_bsc",
}
PLACES = [(kind, record) for kind in ("venue", "network") for record in facts().records[kind]]


@pytest.mark.parametrize(("source", "target"), list(itertools.product((*SORTS, None), repeat=2)))
def test_two_places_make_the_move_between_them(source: str | None, target: str | None) -> None:
    assert direction(source, target) == DIRECTIONS.get((source or "", target or ""))


@pytest.mark.parametrize(
    ("kind", "record", "sort"),
    [
        ("venue", "binance", "exchange"),
        ("venue", "binance_us", "exchange"),
        ("venue", "metamask", "wallet"),
        ("venue", "nowhere", "other"),
        ("network", "bsc", "bsc"),
        ("network", "ethereum", "evm"),
        ("network", "polygon", "evm"),
        ("network", "beacon", "other"),
        ("network", "nowhere", "other"),
    ],
)
def test_a_place_is_of_its_sort(kind: str, record: str, sort: str) -> None:
    assert sort_of(kind, record) == sort


@pytest.mark.parametrize(("kind", "record"), PLACES)
def test_every_place_of_the_facts_has_a_sort(kind: str, record: str) -> None:
    assert sort_of(kind, record) in SORTS


@pytest.mark.parametrize("move", MOVES)
def test_the_way_back_of_the_way_back_is_the_move(move: str) -> None:
    assert REVERSE[REVERSE[move]] == move != REVERSE[move]


@pytest.mark.parametrize(("places", "move"), DIRECTIONS.items())
def test_a_known_move_is_among_the_possible_ones(places: tuple[str, str], move: str) -> None:
    assert move in possible_moves(*places)


@pytest.mark.parametrize(
    ("source", "target", "moves"),
    [
        (None, None, MOVES),
        ("exchange", None, ("withdraw",)),
        (None, "exchange", ("deposit",)),
        ("wallet", None, ("deposit", "bridge_to_bsc", "bridge_from_bsc")),
        (None, "wallet", ("withdraw", "bridge_to_bsc", "bridge_from_bsc")),
        ("bsc", None, ("deposit", "bridge_from_bsc")),
        (None, "bsc", ("withdraw", "bridge_to_bsc")),
        ("evm", None, ("deposit", "bridge_to_bsc")),
        (None, "evm", ("withdraw", "bridge_from_bsc")),
        ("exchange", "exchange", MOVES),
        ("other", None, MOVES),
    ],
)
def test_only_moves_that_fit_are_possible(source: str | None, target: str | None, moves: tuple[str, ...]) -> None:
    assert possible_moves(source, target) == moves
