"""A hop in, what to compare before sending and what can go wrong out."""

from __future__ import annotations

from typing import Iterator

from waypost.content.facts import facts
from waypost.moves.gates import Move
from waypost.moves.lines import Line, line
from waypost.moves.lore import form, lists, network, original, usable
from waypost.moves.names import exchange_of, network_names, network_of
from waypost.moves.plan import Hop
from waypost.moves.steps import legs_of
from waypost.moves.ways import common_networks

MOST_COMMON_NETWORKS = 6


def checks_of(hop: Hop) -> Iterator[Line]:
    """What to compare for this hop."""
    yield from _exchange_checks(hop)
    if hop.receives and hop.receives != hop.asset and hop.kind != "deposit":
        yield line("advice.check.arrives_as", asset=hop.asset, receives=hop.receives, network=network_of(hop.target))
    if hop.kind == "deposit" and hop.receives and hop.receives != hop.asset:
        yield line("advice.check.is_there_as", asset=hop.receives, receives=hop.asset, network=network_of(hop.source))
    if hop.target.sort == "wallet" and hop.source != hop.target:
        yield from _address_checks(hop)
    if hop.route and facts().routes[hop.route].kind == "native_bridge":
        yield line("advice.check.bridge_lists_it", route=facts().routes[hop.route].name, asset=hop.asset)


def _exchange_checks(hop: Hop) -> Iterator[Line]:
    if hop.kind == "transfer":
        yield line("advice.check.both_screens", source=exchange_of(hop.source), target=exchange_of(hop.target))
        common = common_networks(Move(hop.asset, hop.source, hop.target), hop.asset)
        yield line("advice.check.common_networks", networks=network_names(common[:MOST_COMMON_NETWORKS]))
        yield line("advice.check.memo_if_shown")
    elif hop.kind in ("withdraw", "deposit"):
        account, wallet = (hop.source, hop.target) if hop.kind == "withdraw" else (hop.target, hop.source)
        yield line("advice.check.same_network", network=network_of(wallet))
        yield line("advice.check.screen_decides", exchange=exchange_of(account))
        yield line("advice.check.no_memo" if network(wallet.network or "").evm else "advice.check.memo_if_shown")


def _address_checks(hop: Hop) -> Iterator[Line]:
    target = network(hop.target.network or "")
    known = facts().addresses.get(target.address_type)
    if not target.evm and known:
        yield line("advice.check.address_begins", network=target.name, begins=known.begins)
    elif not target.evm:
        yield line("advice.check.address_there", network=target.name)
    elif hop.kind in ("withdraw", "send"):
        yield line("advice.check.address")


def gas_of(hops: tuple[Hop, ...]) -> Iterator[Line]:
    """The coin that pays the fee wherever a wallet sends, and at the end where it will want to."""
    for hop in hops:
        if hop.source.sort == "wallet":
            yield from _gas_line("here", hop.source.network or "")
    last = hops[-1]
    if last.target.sort == "wallet":
        found = network(last.target.network or "")
        if found.native and found.native == last.receives:
            yield line("advice.check.gas_there_is_it", coin=found.native, network=found.name)
        else:
            yield from _gas_line("there", found.id)


def _gas_line(where: str, network_id: str) -> Iterator[Line]:
    found = network(network_id)
    keys = (
        ("advice.check.gas_here", "advice.check.gas_here_unnamed")
        if where == "here"
        else ("advice.check.gas_there", "advice.check.gas_there_unnamed")
    )
    yield line(keys[0], coin=found.native, network=found.name) if found.native else line(keys[1], network=found.name)


def risks_of(hop: Hop) -> Iterator[Line]:
    """What can go wrong on this hop."""
    if hop.kind in ("deposit", "transfer"):
        yield line("advice.risk.wrong_network_deposit", exchange=exchange_of(hop.target))
    if hop.kind == "withdraw":
        yield line("advice.risk.wrong_network_withdrawal")
    if hop.kind == "send":
        yield line("advice.risk.irreversible")
    if hop.kind == "transfer" and {hop.source.venue, hop.target.venue} == {"binance", "binance_us"}:
        yield line("advice.risk.separate_accounts", source=exchange_of(hop.source), target=exchange_of(hop.target))
    if hop.source.network != hop.target.network and hop.route:
        yield from (line("advice.risk.send_is_not_bridge"), line("advice.risk.official_bridges_only"), *_days(hop))
    if hop.target.sort == "wallet" and not network(hop.target.network or "").evm:
        yield line("advice.risk.not_a_0x_address", network=network_of(hop.target))
    yield from _list_risks(hop)
    yield from _asset_risks(hop)


def _days(hop: Hop) -> Iterator[Line]:
    for leg in legs_of(hop):
        if leg.wait:
            yield line("advice.risk.days", route=facts().routes[hop.route or ""].name, days=str(facts().notices[leg.wait].days))


def _list_risks(hop: Hop) -> Iterator[Line]:
    """The exchange's list of networks is old, or not known at all."""
    for place, other in ((hop.source, hop.target), (hop.target, hop.source)):
        if place.sort == "exchange" and other.sort == "wallet" and _unsure_list(place.venue or "", other.network or "", hop.asset):
            yield line("advice.risk.unsure_list", exchange=exchange_of(place))
        if place.sort == "exchange" and hop.kind == "transfer" and not facts().venues[place.venue or ""].networks:
            yield line("advice.risk.unsure_list", exchange=exchange_of(place))


def _unsure_list(venue: str, network_id: str, symbol: str) -> bool:
    record = facts().venues[venue]
    likely = "likely" in (record.networks_certainty, network(network_id).exchange_certainty if record.networks == "exchange_code" else None)
    return likely or lists(venue, network_id, symbol) is not True


def _asset_risks(hop: Hop) -> Iterator[Line]:
    for symbol, place in ((hop.asset, hop.source), (hop.receives, hop.target)):
        found = form(symbol, place.network or "") if symbol and place.sort == "wallet" else None
        if symbol is None or found is None:
            continue
        names = {"asset": symbol, "network": network_of(place)}
        if found.certainty == "likely":
            yield line("advice.risk.unsure_asset", **names)
        if found.kind == "pegged":
            yield line("advice.risk.pegged", **names)
        if found.kind == "pegged" and hop.kind in ("withdraw", "deposit") and "binance" not in (hop.source.venue, hop.target.venue):
            exchange = hop.source if hop.kind == "withdraw" else hop.target
            yield line("advice.risk.pegged_elsewhere", asset=symbol, exchange=exchange_of(exchange))
        if found.former_contract:
            yield line("advice.risk.former_contract", contract=found.former_contract, **names)
        if found.kind == "wrapped" and original(symbol) != symbol:
            yield line("advice.risk.another_token", asset=symbol, original=original(symbol))
        if not usable(place.network or ""):
            yield line("advice.risk.worthless", asset=symbol)
