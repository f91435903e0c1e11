"""Scenarios of a transaction, made on real nodes; and which text of the copy a reply is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Mapping

from tests.support.bot import ROOT
from tests.support.evm import COIN, Node, somebody
from waypost.content.facts import facts
from waypost.content.files import read_mapping
from waypost.content.live import catalog

SPOKEN: Mapping[str, Mapping[str, str]] = read_mapping(ROOT / "tests" / "chain" / "scenarios.yml")
USDT = str(facts().assets["USDT"].kind_on["bsc"].contract)


@dataclass(frozen=True)
class Made:
    """A transaction that was made. shows: pieces that the reply must have. wallet: methods it must offer."""

    tx: str
    own: str = ""
    explorer: str = "https://bscscan.com"
    shows: tuple[str, ...] = ()
    wallet: tuple[str, ...] = ()

    def said(self, scenario: str, language: str) -> str:
        return SPOKEN[scenario][language].format(tx=self.tx, own=self.own, link=f"{self.explorer}/tx/{self.tx}")


def arrived_coin(bsc: Node) -> Made:
    own = somebody()
    return Made(bsc.send(own, COIN), own, shows=("BNB", own[:6]), wallet=("wallet_addEthereumChain",))


def arrived_token(bsc: Node) -> Made:
    own = somebody()
    tx = bsc.call(bsc.token(USDT), "transfer(address,uint256)", own, 20 * COIN)
    return Made(tx, own, shows=("20 USDT", f"`{USDT}`"), wallet=("wallet_addEthereumChain", "wallet_watchAsset"))


def elsewhere(bsc: Node) -> Made:
    tx = bsc.call(bsc.token(USDT), "transfer(address,uint256)", somebody(), COIN)
    return Made(tx, explorer="https://etherscan.io", shows=("Ethereum", "BNB Smart Chain"), wallet=("wallet_addEthereumChain", "wallet_watchAsset"))


def pending(bsc: Node) -> Made:
    return Made(bsc.waiting(somebody(), COIN))


def failed(bsc: Node) -> Made:
    return Made(bsc.failing(bsc.token()), shows=("BNB",))


def arrived_unlisted(bsc: Node) -> Made:
    own = somebody()
    token = bsc.token()
    return Made(bsc.call(token, "transfer(address,uint256)", own, COIN), own, shows=("TEST", f"`{token}`"), wallet=("wallet_addEthereumChain",))


def spam(bsc: Node) -> Made:
    own = somebody()
    return Made(bsc.call(bsc.place("Spam"), "drop(address)", own), own)


def other_receiver(bsc: Node) -> Made:
    there = somebody()
    return Made(bsc.send(there, COIN), somebody(), shows=(there[:6],))


def look_alike(bsc: Node) -> Made:
    own, other = somebody(), somebody()
    return Made(bsc.send(own[:6] + other[6:-4] + own[-4:], COIN), own)


def poisoning(bsc: Node) -> Made:
    own = somebody()
    return Made(bsc.call(bsc.token(), "bait(address,address)", own, somebody()), own)


def no_gas(bsc: Node) -> Made:
    made = arrived_token(bsc)
    return Made(made.tx, made.own, shows=("20 USDT", "BNB"))


def inside(bsc: Node) -> Made:
    return Made("0x" + "7" * 63 + "a", shows=("Polygon",))


def nowhere(bsc: Node) -> Made:
    return Made("0x" + "8" * 63 + "b", shows=("Ethereum", "BNB Smart Chain", "Polygon"))


def receiver(bsc: Node) -> Made:
    there = somebody()
    return Made(bsc.send(there, 2 * COIN), shows=("2 BNB", there[-4:]))


def receivers(bsc: Node) -> Made:
    own = somebody()
    tx = bsc.call(bsc.token(USDT), "pay(address[],uint256)", [somebody(), own, somebody()], COIN, gas=hex(1_000_000))
    return Made(tx, own)


MADE: Mapping[str, Callable[[Node], Made]] = {
    made.__name__: made
    for made in (
        *(arrived_coin, arrived_token, elsewhere, pending, failed, arrived_unlisted, spam, other_receiver),
        *(look_alike, poisoning, no_gas, inside, nowhere, receiver, receivers),
    )
}


def key_of(text: str, locale: str) -> str | None:
    """The key of the copy whose text a reply begins with."""
    keys = sorted(key for key in catalog().keys(locale) if key.startswith(("transaction", "missing_tokens")))
    return next((key for key in keys if _pattern(catalog().entry(locale, key).text).match(text)), None)


def _pattern(written: str) -> re.Pattern[str]:
    """The text with anything in place of its values and links."""
    pieces = re.split(r"\{[^{}]*\}|(?<=\])\(link:[a-z_]+\)", written)
    return re.compile(".+?".join(map(re.escape, pieces)), re.DOTALL)
