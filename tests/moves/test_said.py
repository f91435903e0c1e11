"""What the need implies is filled in, an exchange is never assumed, and a network without a direction finds its end."""

from __future__ import annotations

import pytest

from waypost.moves.lore import Place
from waypost.moves.said import said

BINANCE, METAMASK = Place("binance"), Place("metamask")


def on(network: str, venue: str | None = None) -> Place:
    return Place(venue, network)


@pytest.mark.parametrize(
    ("need", "source", "target", "loose", "ends"),
    [
        ("withdraw", BINANCE, METAMASK, [on("bsc")], (BINANCE, on("bsc", "metamask"))),
        ("withdraw", BINANCE, None, [], (BINANCE, METAMASK)),
        ("withdraw", None, METAMASK, [BINANCE, on("bsc")], (BINANCE, on("bsc", "metamask"))),
        ("withdraw", None, None, [on("bsc")], (None, on("bsc", "metamask"))),
        ("withdraw", BINANCE, on("tron"), [], (BINANCE, on("tron", "metamask"))),
        ("withdraw", on("ethereum", "binance"), METAMASK, [on("bsc")], (BINANCE, on("bsc", "metamask"))),
        ("withdraw", Place("exchange"), METAMASK, [], (None, METAMASK)),
        ("withdraw", BINANCE, Place("wallet"), [], (BINANCE, METAMASK)),
        ("withdraw", BINANCE, Place("trust_wallet"), [], (BINANCE, Place("trust_wallet"))),
        ("deposit", None, BINANCE, [], (METAMASK, BINANCE)),
        ("deposit", on("bsc"), BINANCE, [], (on("bsc"), BINANCE)),
        ("deposit", None, None, [BINANCE], (METAMASK, BINANCE)),
        ("deposit", METAMASK, on("polygon"), [BINANCE], (on("polygon", "metamask"), BINANCE)),
        ("deposit", METAMASK, Place("pancakeswap"), [], (METAMASK, None)),
        ("bridge_to_bsc", on("polygon"), None, [], (on("polygon"), on("bsc", "metamask"))),
        ("bridge_to_bsc", None, None, [on("polygon")], (on("polygon", "metamask"), on("bsc", "metamask"))),
        ("bridge_to_bsc", None, METAMASK, [], (METAMASK, on("bsc", "metamask"))),
        ("bridge_from_bsc", None, None, [], (on("bsc", "metamask"), None)),
        ("bridge_from_bsc", None, METAMASK, [], (on("bsc", "metamask"), None)),
        ("bridge_from_bsc", on("bsc"), None, [on("base")], (on("bsc"), on("base"))),
        ("asset_support", BINANCE, Place("kraken"), [on("ethereum")], (BINANCE, on("ethereum", "kraken"))),
        ("asset_support", None, on("bsc"), [], (None, on("bsc"))),
    ],
)
def test_the_two_ends_of_a_move(need: str, source: Place | None, target: Place | None, loose: list[Place], ends: tuple[object, object]) -> None:
    known = said(need, "USDT", source, target, loose)
    assert (known.source, known.target) == ends


@pytest.mark.parametrize(
    ("need", "asset", "source", "target", "worth"),
    [
        ("withdraw", None, None, None, False),
        ("withdraw", None, BINANCE, METAMASK, False),
        ("withdraw", None, BINANCE, on("bsc"), True),
        ("withdraw", "USDT", None, None, True),
        ("bridge_to_bsc", None, None, None, False),
        ("bridge_to_bsc", None, on("polygon"), None, True),
        ("asset_support", None, None, None, False),
    ],
)
def test_a_question_in_general_is_not_answered_with_a_question(
    need: str, asset: str | None, source: Place | None, target: Place | None, worth: bool
) -> None:
    assert said(need, asset, source, target, []).worth_a_question is worth
