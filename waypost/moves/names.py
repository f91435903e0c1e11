"""Ids of the facts in, the names that people read out."""

from __future__ import annotations

from typing import Iterable

from waypost.content.facts import facts
from waypost.moves.lore import Place, network


def network_name(network_id: str) -> str:
    return network(network_id).name


def venue_name(venue: str) -> str:
    return facts().venues[venue].name


def network_names(network_ids: Iterable[str]) -> str:
    return ", ".join(map(network_name, network_ids))


def place_name(place: Place) -> str:
    """A wallet goes by its network, an account by its venue."""
    if place.sort == "wallet" and place.network:
        return network_name(place.network)
    return venue_name(place.venue) if place.venue else ""
