"""A move from a wallet on one network to a wallet on another in, the plan of the way out."""

from __future__ import annotations

from typing import Iterator

from waypost.content.records import Leg, Route
from waypost.moves.gates import Move, elsewhere
from waypost.moves.lines import Line, line
from waypost.moves.lore import (
    EXCHANGE,
    Place,
    account_asset,
    form,
    hubs,
    kin,
    lists,
    network,
    networks_of,
    original,
    paid_out,
    routes,
    usable,
    wrapped,
)
from waypost.moves.names import network_name, venue_name
from waypost.moves.plan import HUMAN, Alternative, Hop, Plan
from waypost.moves.ways import not_there


def crossing(move: Move) -> Plan:
    """By a route when both networks are EVM and one joins them, else through an exchange; another asset when the first is not known there."""
    source, target = move.source.network or "", move.target.network or ""
    here = kin(move.asset, source)
    if here is None:
        return not_there(move, move.asset, move.source)
    there = kin(here, target)
    if there is None:
        return _something_else(move, here)
    joined = [(route, leg) for route, leg in routes(source, target) if route.kind == "aggregator" or form(there, source)]
    through = through_exchange(move, here)
    if joined and _both_evm(move):
        otherwise = Alternative(_exchange_line(move), through) if through else None
        return _bridged(move, here, there, joined).otherwise(otherwise, *_look_on(move, here))
    bridges = [_by_route(move, here, there, route, leg) for route, leg in joined]
    if through:
        return Plan("via_exchange", _via_exchange(move, here), through).otherwise(*bridges, *_look_on(move, here))
    return Plan("unknown", _no_way(move, here)).otherwise(*bridges, *_look_on(move, here), *_keep(move, here), HUMAN)


def _both_evm(move: Move) -> bool:
    """A wallet surely has an address on both sides; a route to another type is no more than an alternative."""
    return network(move.source.network or "").evm and network(move.target.network or "").evm


def _bridged(move: Move, here: str, there: str, joined: list[tuple[Route, Leg | None]]) -> Plan:
    first, *others = joined
    names = {"asset": here, **_ends(move)}
    hops = _route_hops(move, here, there, *first)
    natives = (_by_route(move, here, there, route, leg) for route, leg in others)
    if here == there:
        return Plan("bridge", line("advice.say.bridge", **names), hops).otherwise(*natives)
    return Plan("swap", line("advice.say.swap", receives=there, **names), hops).otherwise(*natives)


def _route_hops(move: Move, here: str, there: str, route: Route, leg: Leg | None) -> tuple[Hop, ...]:
    """A native bridge carries an asset as it is, so a change comes before it; an aggregator changes it on the way."""
    if leg and here != there:
        return (Hop("swap", here, there, move.source, move.source), Hop("bridge", there, there, move.source, move.target, route.id))
    return (Hop("bridge" if here == there else "swap", here, there, move.source, move.target, route.id),)


def _ends(move: Move) -> dict[str, str]:
    """The names of both networks."""
    return {"source": network_name(move.source.network or ""), "target": network_name(move.target.network or "")}


def _by_route(move: Move, here: str, there: str, route: Route, leg: Leg | None) -> Alternative:
    named = line("advice.or.native_bridge" if leg else "advice.or.bridge", route=route.name, **_ends(move))
    return Alternative(named, _route_hops(move, here, there, route, leg), link=route.link)


def through_exchange(move: Move, here: str) -> tuple[Hop, ...]:
    """Deposit over the one network, withdraw over the other; () when the exchange is not known to take part on both."""
    source, target = move.source.network or "", move.target.network or ""
    before: tuple[Hop, ...] = ()
    if wrapped(here) and form(original(here), source):
        before, here = (Hop("swap", here, original(here), move.source, move.source),), original(here)
    symbol = account_asset(here)
    arrives = paid_out(symbol, target)
    if wrapped(here) or arrives is None or lists(EXCHANGE, source, symbol) is False or lists(EXCHANGE, target, symbol) is False:
        return ()
    account = Place(venue=EXCHANGE)
    return (*before, Hop("deposit", here, symbol, move.source, account), Hop("withdraw", symbol, arrives, account, move.target))


def _something_else(move: Move, here: str) -> Plan:
    """The asset is not known on the other network: an aggregator can bring another one, if it serves both."""
    source, target = move.source.network or "", move.target.network or ""
    aggregators = [route for route, _ in routes(source, target) if route.kind == "aggregator"]
    if aggregators and _both_evm(move):
        hop = Hop("swap", here, None, move.source, move.target, aggregators[0].id)
        return Plan("swap", line("advice.say.swap_choose", asset=here, **_ends(move)), (hop,)).otherwise(*_keep(move, here))
    if network(target).evm and not any(network(name).evm for name in networks_of(here)):
        return elsewhere(here)
    return Plan("unknown", _no_way(move, here)).otherwise(*_look_on(move, here), *_keep(move, here), HUMAN)


def _keep(move: Move, here: str) -> Iterator[Alternative]:
    """Networks where the asset is known, that a route of the facts reaches."""
    for name in networks_of(here):
        if name not in (move.source.network, move.target.network) and usable(name) and network(name).evm and routes(move.source.network or "", name):
            target = Place(move.target.venue, name)
            yield Alternative(line("advice.or.over_network", asset=here, network=network_name(name)), target=target)


def _look_on(move: Move, here: str) -> Iterator[Alternative]:
    """Official pages that may know a route that the facts do not."""
    source, target = move.source.network or "", move.target.network or ""
    if _both_evm(move) and usable(source) and usable(target):
        for route in hubs(source, target):
            yield Alternative(line("advice.or.look_on_page", route=route.name, asset=here), link=route.link)


def _no_way(move: Move, here: str) -> Line:
    return line("advice.say.no_known_way", asset=here, **_ends(move))


def _via_exchange(move: Move, here: str) -> Line:
    return line("advice.say.via_exchange", asset=here, exchange=venue_name(EXCHANGE), **_ends(move))


def _exchange_line(move: Move) -> Line:
    return line("advice.or.via_exchange", exchange=venue_name(EXCHANGE), **_ends(move))
