"""All records of facts/ in, what contradicts or dangles out: one line each, which begins with the file and the record."""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping

from waypost.content.eip55 import checksummed
from waypost.content.records import Asset, Form, Network, Record, Route

Typed = Mapping[str, Mapping[str, Any]]
"""Stem of the file -> key -> record."""
LINK_ID = re.compile(r"[a-z0-9_]+")
REFERENCES = (
    ("networks", "native", "assets"),
    ("networks", "successor", "networks"),
    ("networks", "explorer", "links"),
    ("networks", "rpc", "links"),
    ("assets", "stands_for", "assets"),
    ("assets", "successor", "assets"),
    ("routes", "hub", "networks"),
    ("routes", "link", "links"),
    ("notices", "successor", "networks"),
)
"""(file, field, file that the field's value is a key of)."""


def contradictions(typed: Typed) -> Iterator[str]:
    yield from _dangling(typed)
    for stem, records in typed.items():
        for record in records.values():
            yield from (f"facts/{stem}.yml: {record.id}: {wrong}" for wrong in _alone(record, typed))


def _dangling(typed: Typed) -> Iterator[str]:
    for stem, name, other in REFERENCES:
        for record in typed[stem].values():
            value = getattr(record, name)
            if value is not None and value not in typed[other]:
                yield f"facts/{stem}.yml: {record.id}: {name} {value!r} is not in {other}.yml"
    for stem, records in typed.items():
        for record in records.values():
            if LINK_ID.fullmatch(record.source) and record.source not in typed["links"]:
                yield f"facts/{stem}.yml: {record.id}: the source {record.source!r} is not in links.yml"


def _alone(record: Record, typed: Typed) -> Iterator[str]:
    if getattr(record, "status", None) == "retired" and getattr(record, "retired", None) is None:
        yield "is retired: say when (retired: date)"
    if getattr(record, "status", None) == "live" and getattr(record, "retired", None) is not None:
        yield "has a date of retirement and is live"
    if isinstance(record, Network):
        yield from _network(record)
    elif isinstance(record, Asset):
        for network, form in record.kind_on.items():
            yield from (f"kind_on: {network}: {wrong}" for wrong in _form(record, form, typed["networks"].get(network)))
    elif isinstance(record, Route):
        yield from _route(record, typed)
    for network in getattr(record, "networks", None) or ():
        if isinstance(getattr(record, "networks", None), tuple) and network not in typed["networks"]:
            yield f"networks: {network!r} is not in networks.yml"


def _network(network: Network) -> Iterator[str]:
    if network.chain_id is not None and not network.evm:
        yield "has a chain_id and is not evm"
    if (network.chain_id is None) != (network.rpc is None):
        yield "chain_id and rpc go together: a wallet needs both to add a network"


def _form(asset: Asset, form: Form, network: Network | None) -> Iterator[str]:
    if network is None:
        yield "is not in networks.yml"
        return
    if (form.kind == "native") != (network.native == asset.id):
        yield f"kind {form.kind}, but the network's native asset is {network.native}"
    for name in ("contract", "former_contract"):
        address = getattr(form, name)
        if address and (form.kind == "native" or not network.evm):
            yield f"{name}: a native coin and a network that is not evm have none"
        if address and checksummed(address) != address:
            yield f"{name}: {address} fails its checksum, EIP-55 writes {checksummed(address)}: compare it with the source"
    if not 0 <= form.decimals <= 36:
        yield f"decimals: {form.decimals} cannot be"


def _route(route: Route, typed: Typed) -> Iterator[str]:
    if not (route.networks or route.legs or route.hub):
        yield "says nowhere what it joins: networks, legs or hub"
    for leg in route.legs:
        yield from (f"legs: {network!r} is not in networks.yml" for network in (leg.source, leg.target) if network not in typed["networks"])
        if leg.wait and (leg.wait not in typed["notices"] or typed["notices"][leg.wait].days is None):
            yield f"legs: wait {leg.wait!r} is no notice with days"
