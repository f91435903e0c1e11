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


def network_of(place: Place) -> str:
    """The name of a wallet's network."""
    return network_name(place.network or "")


def exchange_of(place: Place) -> str:
    """The name of an account's exchange."""
    return venue_name(place.venue or "")
