"""What was said of a move in, the two places that the adviser asks for out: what the need implies is filled in, nothing else.

A withdrawal ends in MetaMask and a deposit starts there, a bridge to or from BSC has BSC at one end. An exchange is never assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Sequence

from waypost.content.facts import facts
from waypost.moves.lore import Place

WALLET = "metamask"
BSC = "bsc"
FORMS = ("withdraw", "deposit", "bridge_to_bsc", "bridge_from_bsc", "asset_support")
"""The needs that the adviser answers when it knows enough."""


@dataclass(frozen=True)
class Said:
    """A move as far as it is known. source, target: None when nobody said them and the need does not imply them."""

    asset: str | None
    source: Place | None
    target: Place | None

    @property
    def worth_a_question(self) -> bool:
        """Somebody who names the coin, or both ends, wants it exact; who asks in general gets the general answer only."""
        return self.asset is not None or bool(_told(self.source) and _told(self.target))


def said(need: str, asset: str | None, source: Place | None, target: Place | None, loose: Sequence[Place]) -> Said:
    """loose: places that were named without a direction, such as the network of "over BEP20"."""
    source, target = _holder(source), _holder(target)
    if need == "deposit" and target and target.venue is None and _missing_exchange(True, loose):
        loose, target = [*loose, target], None  # "put it, on Polygon, into Binance": the network is the wallet's
    source = source or _missing_exchange(need == "withdraw", loose)
    target = target or _missing_exchange(need == "deposit", loose)
    source, target = _implied(need, source, target)
    networks = [place.network for place in loose if place.venue is None and place.network]
    return Said(asset, *_over(networks, source, target, need))


def _holder(place: Place | None) -> Place | None:
    """A place that can hold something: an exchange that has no name counts as not said, a wallet that has none is MetaMask."""
    if place is None or place.venue is None:
        return place
    venue = facts().venues[place.venue]
    if venue.generic:
        return replace(place, venue=WALLET) if venue.kind == "wallet" else None
    return place if venue.kind in ("exchange", "wallet") or venue.status == "retired" else None


def _missing_exchange(wanted: bool, loose: Sequence[Place]) -> Place | None:
    return next((place for place in loose if place.sort == "exchange" and _holder(place)), None) if wanted else None


def _implied(need: str, source: Place | None, target: Place | None) -> tuple[Place | None, Place | None]:
    if need == "withdraw" and (target is None or target.venue is None):
        target = Place(WALLET, target.network if target else None)
    if need == "deposit" and source is None:
        source = Place(WALLET)
    if need == "bridge_to_bsc":
        source, target = source or Place(WALLET), _on_bsc(target)
    if need == "bridge_from_bsc":
        source = _on_bsc(source)
        target = None if _open(target) else target
    return source, target


def _on_bsc(place: Place | None) -> Place:
    return replace(place or Place(WALLET), network=BSC) if _open(place) else place or Place(WALLET, BSC)


def _open(place: Place | None) -> bool:
    """Not said, or a wallet of which the network is not said."""
    return place is None or (place.sort == "wallet" and place.network is None)


def _over(networks: Sequence[str], source: Place | None, target: Place | None, need: str) -> tuple[Place | None, Place | None]:
    """The network without a direction belongs to the wallet; between two wallets, to the one that is open and not on it already."""
    ends = [place.network for place in (source, target) if place and place.sort == "wallet"]
    name = next((each for each in networks if each not in ends), None)
    if name is None:
        return source, target
    if need in ("withdraw", "deposit") or any(place and place.sort == "exchange" for place in (source, target)):
        return _over_account(name, source, target)
    if need == "bridge_from_bsc" and target is None:
        return source, Place(network=name)
    if _open(source) and source is not None:
        return replace(source, network=name), target
    if _open(target) and target is not None:
        return source, replace(target, network=name)
    return source, target


def _over_account(name: str, source: Place | None, target: Place | None) -> tuple[Place | None, Place | None]:
    if source and target and source.sort == target.sort == "exchange":
        return replace(source, network=None), replace(target, network=name)
    return _using(name, source), _using(name, target)


def _using(name: str, place: Place | None) -> Place | None:
    return place and replace(place, network=name if place.sort == "wallet" else None)


def _told(place: Place | None) -> bool:
    """Said by the person, or by the need as surely: a wallet alone is only where everybody has it."""
    return place is not None and place != Place(WALLET)
