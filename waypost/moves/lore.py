"""What the facts say about moves: which forms an asset has, what an exchange lists, which routes join two networks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Iterable, Literal

from waypost.content.facts import facts
from waypost.content.records import EVM, Asset, Form, Leg, Network, Route

Sort = Literal["exchange", "wallet", "other"]
EXCHANGE = "binance"
"""The exchange whose list of networks the facts know best: a way through an exchange is planned with it."""


@dataclass(frozen=True)
class Place:
    """An account at a venue, or a wallet on a network. An exchange may carry the network that is to be used with it."""

    venue: str | None = None
    network: str | None = None

    @property
    def sort(self) -> Sort:
        """A network alone is a wallet there; a dapp or a bridge is `other`."""
        if self.venue is None:
            return "wallet"
        kind = facts().venues[self.venue].kind
        return kind if kind in ("exchange", "wallet") else "other"


def network(network_id: str) -> Network:
    return facts().networks[network_id]


def asset(symbol: str) -> Asset:
    return facts().assets[symbol]


def usable(network_id: str) -> bool:
    """A network that anything may be moved to."""
    found = network(network_id)
    return found.status == "live" and found.kind == "mainnet"


def form(symbol: str, network_id: str) -> Form | None:
    """How a live asset exists on a network, None: not known."""
    found = asset(symbol)
    return found.kind_on.get(network_id) if found.status == "live" else None


def original(symbol: str) -> str:
    return asset(symbol).stands_for or symbol


@cache
def family(symbol: str) -> tuple[str, ...]:
    """The asset itself, its original, then whatever stands for the same original."""
    base = original(symbol)
    relatives = [other for other, record in facts().assets.items() if record.stands_for == base]
    return tuple(dict.fromkeys((symbol, base, *relatives)))


@cache
def kin(symbol: str, network_id: str) -> str | None:
    """The asset as it is found on a network: itself or one of its family, None: not known there."""
    return next((other for other in family(symbol) if form(other, network_id)), None)


@cache
def networks_of(symbol: str) -> tuple[str, ...]:
    """The usable networks on which an asset or one of its family is known."""
    return tuple(name for name in facts().networks if usable(name) and kin(symbol, name))


def wrapped(symbol: str) -> bool:
    """Another contract holds the original, so that exchanges mostly list the original only."""
    found = asset(symbol)
    return found.stands_for is not None and any(each.kind == "wrapped" for each in found.kind_on.values())


def account_asset(symbol: str) -> str:
    """What an exchange calls it: Binance's pegged tokens are the coin itself there."""
    return symbol if wrapped(symbol) else original(symbol)


@cache
def paid_out(symbol: str, network_id: str) -> str | None:
    """What arrives when an exchange pays an asset out over a network: itself, or Binance's pegged token for it."""
    if form(symbol, network_id):
        return symbol
    others = ((other, form(other, network_id)) for other in family(account_asset(symbol)))
    return next((other for other, found in others if found and found.kind == "pegged"), None)


def preferred(names: Iterable[str], symbol: str) -> list[str]:
    """Networks in the order to offer them: BSC first, then those where the asset is known for sure, in the order of the facts."""

    def rank(name: str) -> tuple[bool, bool]:
        found = form(kin(symbol, name) or symbol, name)
        return name != "bsc", found is None or found.certainty != "verified"

    return sorted(names, key=rank)


@cache
def only_binance_makes_it(symbol: str, network_id: str) -> bool:
    """On this network it is Binance's pegged token for a coin that has no other form on any EVM network, so that other exchanges refuse it."""
    found = form(symbol, network_id)
    coin = asset(account_asset(symbol))
    return found is not None and found.kind == "pegged" and all(each.kind == "pegged" or not network(on).evm for on, each in coin.kind_on.items())


@cache
def lists(venue: str, network_id: str, symbol: str) -> bool | None:
    """Whether an exchange lists a network; None: not known, its screen decides.

    An exchange that has a coin with a chain of its own lists that chain, whatever the facts know of its list.
    """
    found, known = network(network_id), facts().venues[venue].networks
    if not usable(network_id):
        return False
    listed = found.exchange_code is not None if known == "exchange_code" else None if known is None else network_id in known
    return None if listed is False and not found.evm and found.native == symbol else listed


def holds(place: Place) -> bool:
    """Whether the wallet of a place can have an address on the network of that place; what is not known counts as yes."""
    if place.venue is None or place.network is None:
        return True
    types = facts().venues[place.venue].address_types
    return types is None or network(place.network).address_type in types


def only_evm(place: Place) -> bool:
    """A wallet whose only addresses are 0x ones."""
    return place.venue is not None and facts().venues[place.venue].address_types == (EVM,)


@cache
def routes(source: str, target: str) -> tuple[tuple[Route, Leg | None], ...]:
    """The live routes that are known to join two networks, MetaMask's own first, with the leg of native bridges."""
    if not (usable(source) and usable(target)):
        return ()
    return tuple((route, leg) for route in facts().routes.values() if route.status == "live" for leg in _legs(route, source, target))


def _legs(route: Route, source: str, target: str) -> tuple[Leg | None, ...]:
    if route.networks and network(source).bridge_support and network(target).bridge_support:
        return (None,)
    return tuple(leg for leg in route.legs if (leg.source, leg.target) == (source, target))


@cache
def hubs(*ends: str) -> tuple[Route, ...]:
    """Live routes around one of these networks that have to be looked up on their page."""
    return tuple(route for route in facts().routes.values() if route.status == "live" and route.hub in ends)
