"""A move between two settled places in, the plan of the way out: with an exchange at one end or both, or on one network."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator

from waypost.content.facts import facts
from waypost.moves.gates import Move, elsewhere
from waypost.moves.lines import line
from waypost.moves.lore import (
    EXCHANGE,
    Place,
    account_asset,
    form,
    holds,
    kin,
    lists,
    network,
    networks_of,
    only_binance_makes_it,
    only_evm,
    original,
    paid_out,
    preferred,
    routes,
    usable,
    wrapped,
)
from waypost.moves.names import network_name, venue_name
from waypost.moves.plan import HUMAN, Alternative, Hop, Plan


def withdrawal(move: Move) -> Plan:
    """Exchange to wallet."""
    if wrapped(move.asset):
        return _wrapped_withdrawal(move)
    symbol, exchange, network_id = account_asset(move.asset), move.source.venue or "", move.target.network or ""
    arrives = paid_out(symbol, network_id)
    if arrives is None:
        return not_there(move, symbol, move.target)
    names = {"asset": symbol, "exchange": venue_name(exchange), "network": network_name(network_id)}
    hop = Hop("withdraw", symbol, arrives, move.source, move.target)
    if exchange != EXCHANGE and only_binance_makes_it(arrives, network_id):
        through = Hop("transfer", symbol, symbol, replace(move.source, network=None), Place(EXCHANGE))
        return _pegged_by_binance(move, symbol, exchange, (through, replace(hop, source=Place(EXCHANGE))), hop)
    listed = lists(exchange, network_id, symbol)
    if listed is not False:
        return Plan("direct", line("advice.say.withdraw" if listed else "advice.say.withdraw_if_listed", **names), (hop,))
    if_listed = Alternative(line("advice.or.if_listed", **names), (hop,))
    for via, onward in _landings(move, symbol):
        reason = line("advice.say.withdraw_then_bridge", via=network_name(via), **names)
        return Plan("bridge", reason, onward).otherwise(if_listed)
    not_listed = line("advice.say.not_on_list", exchange=names["exchange"], network=names["network"])
    return Plan("unknown", not_listed).otherwise(if_listed, *over_networks(move, symbol), HUMAN)


def _pegged_by_binance(move: Move, symbol: str, exchange: str, hops: tuple[Hop, Hop], straight: Hop) -> Plan:
    """Only Binance makes and takes the pegged token: the other exchange is reached over the coin's own network."""
    wallet = straight.target if straight.kind == "withdraw" else straight.source
    names = {"asset": symbol, "exchange": venue_name(exchange)}
    if_listed = Alternative(line("advice.or.if_listed", network=network_name(wallet.network or ""), **names), (straight,))
    between = next(hop for hop in hops if hop.kind == "transfer")
    common = common_networks(replace(move, source=between.source, target=between.target), symbol)
    if not common:
        return Plan("unknown", line("advice.say.not_on_list", exchange=names["exchange"], network=network_name(wallet.network or ""))).otherwise(
            if_listed, HUMAN
        )
    return Plan("via_exchange", line("advice.say.exchange_then_exchange", through=venue_name(EXCHANGE), **names), hops).otherwise(if_listed)


def _landings(move: Move, symbol: str) -> Iterator[tuple[str, tuple[Hop, ...]]]:
    """Listed networks from which a route leads on to the one that is wanted; those where the asset is not pegged first."""
    target = move.target.network or ""
    for via in _by_likeness(symbol):
        lands = paid_out(symbol, via)
        arrives = kin(lands, target) if lands else None
        joined = [route for route, _ in routes(via, target) if arrives == lands or route.kind == "aggregator"]
        if lands and arrives and joined and lists(move.source.venue or "", via, symbol):
            wallet = replace(move.target, network=via)
            yield via, (Hop("withdraw", symbol, lands, move.source, wallet), Hop("bridge", lands, arrives, wallet, move.target, joined[0].id))


def _by_likeness(symbol: str) -> list[str]:
    """EVM networks on which the asset is known, its own and issued forms before pegged ones."""

    def pegged(name: str) -> bool:
        found = form(kin(symbol, name) or symbol, name)
        return found is None or found.kind == "pegged"

    return sorted((name for name in networks_of(symbol) if network(name).evm), key=pegged)


def _wrapped_withdrawal(move: Move) -> Plan:
    """Exchanges mostly list the original: withdraw that and swap it in the wallet; or the wrapped one itself if the page has it."""
    base, exchange, network_id = original(move.asset), move.source.venue or "", move.target.network or ""
    if form(move.asset, network_id) is None:
        return not_there(move, move.asset, move.target)
    names = {"asset": move.asset, "exchange": venue_name(exchange), "network": network_name(network_id)}
    itself = Hop("withdraw", move.asset, move.asset, move.source, move.target)
    if_listed = Alternative(line("advice.or.if_listed", **names), (itself,))
    if lists(exchange, network_id, base) is False:
        return Plan("unknown", line("advice.say.not_on_list", exchange=names["exchange"], network=names["network"])).otherwise(if_listed, HUMAN)
    if form(base, network_id) is None:
        return Plan("direct", line("advice.say.withdraw_if_listed", **names), (itself,))
    hops = (Hop("withdraw", base, base, move.source, move.target), Hop("swap", base, move.asset, move.target, move.target))
    reason = line("advice.say.withdraw_then_swap", **{**names, "asset": base, "receives": move.asset})
    return Plan("swap", reason, hops).otherwise(if_listed)


def deposit(move: Move) -> Plan:
    """Wallet to exchange."""
    exchange, network_id = move.target.venue or "", move.source.network or ""
    here = kin(move.asset, network_id)
    if here is None:
        return not_there(move, move.asset, move.source)
    hops: tuple[Hop, ...] = ()
    base = original(here)
    if wrapped(here) and form(base, network_id):
        hops, here = (Hop("swap", here, base, move.source, move.source),), base
    return _credited(move, exchange, hops, here)


def _credited(move: Move, exchange: str, before: tuple[Hop, ...], here: str) -> Plan:
    """The deposit of what is in the wallet by now, or of what a route makes of it on a network that the exchange lists."""
    symbol, network_id = account_asset(here), move.source.network or ""
    names = {"asset": here, "exchange": venue_name(exchange), "network": network_name(network_id)}
    hop = Hop("deposit", here, symbol, move.source, move.target)
    if exchange != EXCHANGE and only_binance_makes_it(here, network_id):
        through = Hop("transfer", symbol, symbol, Place(EXCHANGE), replace(move.target, network=None))
        return _pegged_by_binance(move, symbol, exchange, (replace(hop, target=Place(EXCHANGE)), through), hop)
    listed = lists(exchange, network_id, symbol)
    if listed is not False:
        if before:
            swapped = line("advice.say.swap_then_deposit", **{**names, "asset": before[0].asset, "receives": here})
            as_it_is = Hop("deposit", before[0].asset, before[0].asset, move.source, move.target)
            if_listed = Alternative(line("advice.or.if_listed", **{**names, "asset": before[0].asset}), (as_it_is,))
            return Plan("swap", swapped, (*before, hop)).otherwise(if_listed)
        return Plan("direct", line("advice.say.deposit" if listed and not wrapped(here) else "advice.say.deposit_if_listed", **names), (hop,))
    if_listed = Alternative(line("advice.or.if_listed", **names), (*before, hop))
    for via in _by_likeness(here):
        arrives, joined = kin(here, via), routes(network_id, via)
        if arrives == here and joined and lists(exchange, via, symbol):
            wallet = replace(move.source, network=via)
            onward = (*before, Hop("bridge", here, here, move.source, wallet, joined[0][0].id), replace(hop, source=wallet))
            return Plan("bridge", line("advice.say.bridge_then_deposit", via=network_name(via), **names), onward).otherwise(if_listed)
    not_listed = line("advice.say.not_on_list", exchange=names["exchange"], network=names["network"])
    return Plan("unknown", not_listed).otherwise(if_listed, HUMAN)


def transfer(move: Move) -> Plan:
    """Exchange to exchange: over a network that both list."""
    symbol = account_asset(move.asset)
    common = common_networks(move, symbol)
    names = {"asset": symbol, "source": venue_name(move.source.venue or ""), "target": venue_name(move.target.venue or "")}
    if not common:
        return Plan("unknown", line("advice.say.no_known_way", **names), alternatives=(HUMAN,))
    only = common[0] if len(common) == 1 else None
    hop = Hop("transfer", symbol, symbol, replace(move.source, network=only), replace(move.target, network=only))
    through = next((name for name in preferred(common, symbol) if network(name).evm and not wrapped(symbol)), None)
    wallet = Alternative(line("advice.or.via_wallet", network=network_name(through)), _through_wallet(move, symbol, through)) if through else None
    return Plan("direct", line("advice.say.transfer", **names), (hop,)).otherwise(wallet)


def common_networks(move: Move, symbol: str) -> tuple[str, ...]:
    """The networks over which an asset can go from one exchange to the other; only the one that was said, when one was."""
    said = move.target.network or move.source.network
    ends = (move.source.venue or "", move.target.venue or "")
    return tuple(
        name
        for name in facts().networks
        if usable(name) and said in (None, name) and _same_token(symbol, name) and all(lists(end, name, symbol) is not False for end in ends)
    )


def _same_token(symbol: str, network_id: str) -> bool:
    """Two exchanges mean the same token on a network; Binance's pegged ones are its own affair."""
    found = paid_out(symbol, network_id)
    return found is not None and not only_binance_makes_it(found, network_id)


def _through_wallet(move: Move, symbol: str, network_id: str) -> tuple[Hop, ...]:
    wallet, held = Place(network=network_id), paid_out(symbol, network_id) or symbol
    return (
        Hop("withdraw", symbol, held, replace(move.source, network=None), wallet),
        Hop("deposit", held, symbol, wallet, replace(move.target, network=None)),
    )


def sending(move: Move) -> Plan:
    """Wallet to another wallet on the same network."""
    network_id = move.source.network or ""
    here = kin(move.asset, network_id)
    if here is None:
        return not_there(move, move.asset, move.source)
    return Plan("direct", line("advice.say.send", asset=here, network=network_name(network_id)), (Hop("send", here, here, move.source, move.target),))


def not_there(move: Move, symbol: str, place: Place) -> Plan:
    """The facts do not know the asset on a network: not possible if no network of the wallet has it, else unknown, with those that have it."""
    if place is move.target and only_evm(place) and not any(network(name).evm for name in networks_of(symbol)):
        return elsewhere(symbol)
    reason = line("advice.say.not_known_there", asset=symbol, network=network_name(place.network or ""))
    others = over_networks(move, symbol) if place is move.target else _known_at(symbol, place)
    return Plan("unknown", reason, links=("mm_binance_guide",)).otherwise(*others, HUMAN)


def _known_at(symbol: str, place: Place) -> Iterator[Alternative]:
    """Networks where the asset of a wallet may be, in place of the one that was said."""
    for name in preferred(networks_of(symbol), symbol):
        if name != place.network and holds(replace(place, network=name)):
            yield Alternative(line("advice.or.source_network", asset=symbol, network=network_name(name)), source=replace(place, network=name))


def over_networks(move: Move, symbol: str) -> Iterator[Alternative]:
    """Networks over which the exchange can pay the asset out to the wallet instead."""
    for name in preferred(networks_of(symbol), symbol):
        target = replace(move.target, network=name)
        arrives = paid_out(symbol, name)
        fits = network(name).evm == network(move.target.network or name).evm
        if arrives and fits and name != move.target.network and lists(move.source.venue or "", name, symbol) is not False:
            hop = Hop("withdraw", symbol, arrives, move.source, target)
            yield Alternative(line("advice.or.over_network", asset=symbol, network=network_name(name)), (hop,), target=target)
