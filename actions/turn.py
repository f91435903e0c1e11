"""Rasa's tracker in, what an action needs to know of this turn out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Mapping, Sequence

from rasa_sdk import Tracker

from waypost.content.locale import reply_locale
from waypost.safety.shield import Shield

PLACE_KINDS = ("venue", "network")
REMEMBERED, REMEMBERED_S = 8, 1_800.0
"""How many messages, and seconds, a transaction or address that was written stays what the conversation is about."""


@dataclass(frozen=True)
class Place:
    """A venue or network that was named. network: the one that was named with a venue."""

    kind: str
    id: str
    network: str | None = None

    @classmethod
    def parse(cls, value: object) -> Place | None:
        """From a slot value `kind:id` or `venue:id@network`; anything else is None."""
        kind, _, record = value.partition(":") if isinstance(value, str) else ("", "", "")
        record, _, network = record.partition("@")
        return cls(kind, record, network or None) if kind in PLACE_KINDS and record else None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" + (f"@{self.network}" if self.network else "")


@dataclass(frozen=True)
class Turn:
    """One message and the conversation it stands in.

    once: the same for each run of this turn, and for no other turn. Whatever an action does outside the conversation (a ticket, a mail)
    carries it as its idempotency key: a turn that a crash broke off is run again.
    """

    once: str
    sender: str
    need: str
    locale: str
    text: str
    before: tuple[str, ...]
    """What the person wrote in the half hour before, the newest first."""
    confidence: float
    ranking: Sequence[tuple[str, float]]
    also: tuple[str, ...]
    foreign: str | None
    wish: str | None
    source: Place | None
    target: Place | None
    places: tuple[Place, ...]
    loose: tuple[Place, ...]
    """Those of the places that have no direction."""
    asset: str | None
    shield: Shield | None
    last_key: str | None
    last_need: str | None
    offered: tuple[str, ...]
    misses: int
    slots: Mapping[str, Any]

    @property
    def of_ticket(self) -> bool:
        """Whether the ticket bridge asks."""
        return self.once.startswith("ticket:")

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        message = tracker.latest_message or {}
        entities = message.get("entities") or []
        slots = tracker.slots
        places = [(Place(item["entity"], item["value"]), item.get("role")) for item in entities if item.get("entity") in PLACE_KINDS]
        return cls(
            once=f"{tracker.sender_id}/{message.get('message_id') or ''}",
            sender=str(tracker.sender_id),
            need=str((message.get("intent") or {}).get("name") or ""),
            locale=reply_locale(
                wish=_value(entities, "locale_wish") or slots.get("locale_wish"),
                message=_value(entities, "locale"),
                conversation=slots.get("locale"),
                hint=(message.get("metadata") or {}).get("locale"),
            ),
            text=str(message.get("text") or ""),
            before=_before(tracker),
            confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
            ranking=[(item["name"], item["confidence"]) for item in message.get("intent_ranking") or []],
            also=tuple(str(item["value"]) for item in entities if item.get("entity") == "also"),
            foreign=_value(entities, "foreign"),
            wish=_value(entities, "locale_wish"),
            source=_with_role(places, "from"),
            target=_with_role(places, "to"),
            places=tuple(place for place, _ in places),
            loose=tuple(place for place, role in places if role not in ("from", "to")),
            asset=_value(entities, "asset"),
            shield=next((Shield(item["value"], item.get("host"), item.get("brand")) for item in entities if item.get("entity") == "shield"), None),
            last_key=slots.get("last_key"),
            last_need=slots.get("need"),
            offered=tuple(slots.get("offered") or ()),
            misses=int(slots.get("misses") or 0),
            slots=slots,
        )


def _before(tracker: Tracker) -> tuple[str, ...]:
    said = [event for event in tracker.events or () if event.get("event") == "user"]
    now = float(said[-1].get("timestamp") or 0) if said else 0.0
    recent = [event for event in said[:-1] if now - float(event.get("timestamp") or 0) <= REMEMBERED_S]
    return tuple(str(event.get("text") or "") for event in recent[: -REMEMBERED - 1 : -1])


def _value(entities: Sequence[Mapping[str, Any]], name: str) -> str | None:
    return next((str(item["value"]) for item in entities if item.get("entity") == name), None)


def _with_role(places: Sequence[tuple[Place, str | None]], role: str) -> Place | None:
    """The place with a role; an exchange or wallet says more than the network named beside it, and keeps it."""
    found = [place for place, given in places if given == role]
    network = next((place for place in found if place.kind == "network"), None)
    venue = next((place for place in found if place.kind == "venue"), None)
    return replace(venue, network=network.id if network else None) if venue else network
