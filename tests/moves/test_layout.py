"""A laid out advice begins with its verdict, keeps the way, the gas and the screen, and fits wherever it can."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest

from waypost.content.facts import facts
from waypost.content.languages import live_languages
from waypost.content.live import phrases
from waypost.moves.advice import Advice, advise
from waypost.moves.layout import KEPT_CHECKS, MOST_VISIBLE, SEEN, Pages, Words, laid_out, visible_length
from waypost.moves.lore import Place

ASSETS = ("BNB", "USDT", "ETH", "BTC", "BTCB", "BUSD", "CAKE", "SOL", "USDC.e")
PLACES = (
    *map(Place, ("binance", "binance_us", "kraken", "metamask")),
    *(Place("metamask", network) for network in ("bsc", "ethereum", "polygon", "tron", "opbnb", "zksync")),
    *(Place(None, network) for network in ("bitcoin", "beacon", "fantom", "bsc_testnet")),
)
PAGES = Pages(("mm_depositing_original", "mm_binance_guide"), frozenset({"mm_depositing_original"}))
LONGEST = 1250
"""A way over two exchanges and a bridge is told whole."""


@cache
def advices() -> tuple[Advice, ...]:
    return tuple(advise(asset, source, target) for asset, source, target in product(ASSETS, PLACES, PLACES))


def words(locale: str) -> Words:
    return Words(
        say=lambda line: phrases().say(locale, line),
        part=lambda name: phrases().part(locale, name),
        links={link.id: link.title[locale] for link in facts().links.values()},
    )


@pytest.mark.parametrize("locale", live_languages())
def test_nothing_dear_is_cut(locale: str) -> None:
    say, fits = words(locale).say, 0
    for advice in advices():
        text = laid_out(advice, PAGES, words(locale))
        assert text.startswith(say(advice.reason))
        way = [step for step in advice.steps if not step.key.startswith(SEEN)]
        kept = [check for check in advice.checks if check.key.startswith(KEPT_CHECKS)]
        assert all(say(each) in text for each in (*way, *kept)), advice
        assert "(link:mm_depositing_original)" in text
        assert visible_length(text) <= LONGEST, advice
        fits += visible_length(text) <= MOST_VISIBLE
    assert fits >= 0.9 * len(advices())


@pytest.mark.parametrize("locale", live_languages())
def test_an_answer_on_bridges_says_that_only_official_ones_are_safe(locale: str) -> None:
    official = phrases().texts[locale]["advice.risk.official_bridges_only"]
    assert all(official in laid_out(advice, PAGES, words(locale), bridging=True) for advice in advices())


@pytest.mark.parametrize("locale", live_languages())
def test_somebody_who_checks_gets_all_that_is_to_be_compared(locale: str) -> None:
    advice = advise("BNB", Place("binance"), Place("metamask", "bsc"))
    text, say = laid_out(advice, PAGES, words(locale), checking=True), words(locale).say
    assert all(say(check) in text for check in advice.checks)
    told = {step.key: say(step) in text for step in advice.steps}
    assert (told["advice.step.test_amount"], told["advice.step.pick_network_label"], told["advice.step.copy_address"]) == (True, True, False)


def test_the_steps_are_numbered_from_one() -> None:
    text = laid_out(advise("USDT", Place("metamask", "bsc"), Place("binance")), PAGES, words("en"))
    assert "\n1. In Binance, open `Deposit`" in text
    assert "\n2. " in text


def test_where_there_is_no_way_the_networks_that_work_are_named() -> None:
    text = laid_out(advise("USDT", Place("binance"), Place("metamask", "tron")), PAGES, words("en"))
    assert text.startswith("**No.**")
    assert "- USDT on BNB Smart Chain" in text
