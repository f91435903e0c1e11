"""A move in, the plan out when nothing can be planned yet or ever: something unknown, retired, missing, or impossible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator

from waypost.content.facts import facts
from waypost.moves.lines import Line, line
from waypost.moves.lore import Place, asset, form, holds, kin, lists, network, networks_of, only_evm, paid_out, preferred, usable
from waypost.moves.names import network_name, network_names, venue_name
from waypost.moves.plan import HUMAN, Alternative, Hop, Missing, Plan

RECOVERY = ("beacon_recovery", "beacon_recovery_tool", "beacon_shutdown")
ASKS: dict[Missing, str] = {"asset": "advice.say.ask_asset", "source": "advice.say.ask_source", "target": "advice.say.ask_target"}


@dataclass(frozen=True)
class Move:
    """What is to be moved, from where, to where; all three known to the facts."""

    asset: str
    source: Place
    target: Place


def not_in_facts(symbol: str | None, places: tuple[Place | None, ...]) -> Plan | None:
    """A name that the facts do not have, or a venue that holds nothing."""
    if symbol is not None and symbol not in facts().assets:
        return Plan("unknown", line("advice.say.unknown_asset", asset=symbol), alternatives=(HUMAN,), missing=("asset",))
    sides: tuple[Missing, ...] = ("source", "target")
    for side, place in zip(sides, places, strict=True):
        for name, known in ((place.venue, facts().venues), (place.network, facts().networks)) if place else ():
            if name is not None and name not in known:
                return Plan("unknown", line("advice.say.unknown_place", place=name), alternatives=(HUMAN,), missing=(side,))
        if place and place.venue and facts().venues[place.venue].status == "retired":
            return Plan(
                "retired", line("advice.say.retired_venue", venue=venue_name(place.venue)), alternatives=(HUMAN,), links=("mm_bridge", "bnb_bridge")
            )
        if place and place.sort == "other":
            named = line("advice.say.not_a_place", venue=venue_name(place.venue or ""))
            return Plan("unknown", named, alternatives=(HUMAN,), missing=(side,))
    return None


def ended(symbol: str | None, source: Place | None, target: Place | None) -> Plan | None:
    """A network or an asset that has ended: no way over it, whatever else was said."""
    for place in (source, target):
        if place and place.network and network(place.network).status != "live":
            return _ended_network(symbol, place, source, target)
    if symbol and asset(symbol).status == "retired":
        return Plan("retired", line("advice.say.retired_asset", asset=symbol), alternatives=(*_instead_of(symbol, source), HUMAN))
    return None


def _ended_network(symbol: str | None, place: Place, source: Place | None, target: Place | None) -> Plan:
    found = network(place.network or "")
    retired = found.status == "retired"
    if place is source and place.sort == "wallet":
        if not retired:
            return Plan("retired", line("advice.say.leave_deprecated", network=found.name), alternatives=(HUMAN,))
        recovery = Alternative(line("advice.or.beacon_recovery"), need="beacon_recovery", link="beacon_recovery")
        return Plan("retired", line("advice.say.beacon_coins", network=found.name), alternatives=(recovery, HUMAN), links=RECOVERY)
    reason = line("advice.say.retired_network" if retired else "advice.say.deprecated_network", network=found.name)
    links = RECOVERY[2:] if retired else ()
    return Plan("retired", reason, alternatives=(*_over_successor(symbol, place, source, target), HUMAN), links=links)


def _over_successor(symbol: str | None, place: Place, source: Place | None, target: Place | None) -> Iterator[Alternative]:
    """The network that took the place of an ended one, as what to ask for instead; only where the asset can be."""
    successor = network(place.network or "").successor
    if successor is None or not usable(successor) or (symbol and not kin(symbol, successor)):
        return
    instead = replace(place, network=successor)
    named = line("advice.or.successor", network=network_name(successor))
    yield Alternative(named, source=instead if place is source else None, target=instead if place is target else None)


def _instead_of(symbol: str, source: Place | None) -> Iterator[Alternative]:
    """What holders of a retired asset can do: swap it where it is, or look for what it became in their account."""
    successor = asset(symbol).successor
    if successor is None or source is None:
        return
    if source.sort == "exchange":
        yield Alternative(line("advice.or.became", asset=symbol, receives=successor))
    elif source.network and symbol_there(symbol, source.network) and form(successor, source.network):
        swap = Hop("swap", symbol, successor, source, source)
        yield Alternative(line("advice.or.swap_first", asset=symbol, receives=successor, network=network_name(source.network)), (swap,))


def symbol_there(symbol: str, network_id: str) -> bool:
    """Whether an asset, retired ones too, is known on a network."""
    return network_id in asset(symbol).kind_on


def unsaid(symbol: str | None, source: Place | None, target: Place | None) -> Plan | None:
    """What has to be asked first; the first missing thing words the question."""
    said: dict[Missing, object] = {"asset": symbol, "source": source, "target": target}
    missing = tuple(name for name, value in said.items() if value is None or value == Place())
    return Plan("unknown", line(ASKS[missing[0]]), missing=missing) if missing else None


def worthless(move: Move) -> Plan | None:
    """Test coins and test networks stay among themselves."""
    for place, other in ((move.target, move.source), (move.source, move.target)):
        open_yet = other.sort == "wallet" and other.network is None
        if place.network and network(place.network).kind == "testnet" and place.network != other.network and not open_yet:
            return Plan("not_possible", line("advice.say.testnet", network=network_name(place.network)), alternatives=(HUMAN,))
    only_test = all(network(name).kind == "testnet" for name in asset(move.asset).kind_on)
    if only_test and any(place.sort == "exchange" or (place.network and usable(place.network)) for place in (move.source, move.target)):
        return Plan("not_possible", line("advice.say.test_coin", asset=move.asset), alternatives=(HUMAN,))
    return None


def settled(move: Move) -> tuple[Move, tuple[Line, ...]] | Plan:
    """The move with the networks of its wallets, and checks of what was taken for granted; or the question for them."""
    checks: tuple[Line, ...] = ()
    for side in ("source", "target"):
        place = move.source if side == "source" else move.target
        if place.sort == "wallet" and place.network is None:
            filled = _with_network(move, side, _options(move, side))
            if isinstance(filled, Plan):
                return filled
            move, checks = filled[0], checks + filled[1]
    return move, checks + _other_network_said(move)


def _other_network_said(move: Move) -> tuple[Line, ...]:
    """The network said with the exchange is not the wallet's: the wallet's counts."""
    for account, wallet in ((move.source, move.target), (move.target, move.source)):
        if account.sort == "exchange" and wallet.sort == "wallet" and account.network not in (None, wallet.network):
            names = {"said": network_name(account.network or ""), "network": network_name(wallet.network or "")}
            return (line("advice.check.not_that_network", **names),)
    return ()


def _options(move: Move, side: str) -> tuple[str, ...]:
    """The networks that a wallet said without one can be meant on: the one that was said on the other side, or those of the asset."""
    if side == "source":
        named = move.target.network if move.target.sort == "exchange" else None
        return (named,) if named else _networks_here(move)
    return (move.source.network,) if move.source.network else _networks_there(move)


def _with_network(move: Move, side: str, options: tuple[str, ...]) -> tuple[Move, tuple[Line, ...]] | Plan:
    place = move.source if side == "source" else move.target
    if len(options) == 1:
        filled = replace(place, network=options[0])
        known = line("advice.check.is_it_there", asset=move.asset, network=network_name(options[0]))
        moved = replace(move, source=filled) if side == "source" else replace(move, target=filled)
        said = (move.target if side == "source" else move.source).network == options[0]
        return moved, (known,) if side == "source" and not said else ()
    if not options and only_evm(place):
        return elsewhere(move.asset)
    return _asked(move, side, place, options)


def _asked(move: Move, side: str, place: Place, options: tuple[str, ...]) -> Plan:
    """The question for a network, with those that can be it."""
    here = side == "source"
    key, other = (
        ("advice.say.ask_source_network", "advice.or.source_network") if here else ("advice.say.ask_target_network", "advice.or.over_network")
    )

    def choice(name: str) -> Alternative:
        filled = replace(place, network=name)
        return Alternative(
            line(other, asset=move.asset, network=network_name(name)), source=filled if here else None, target=None if here else filled
        )

    missing: Missing = "source_network" if here else "target_network"
    return Plan("unknown", line(key, asset=move.asset), missing=(missing,)).otherwise(*map(choice, options))


def _networks_here(move: Move) -> tuple[str, ...]:
    """Where the asset of a wallet can be: usable networks that the wallet can have, those the other side lists first."""
    candidates = [name for name in _all_networks(move.asset) if holds(replace(move.source, network=name))]
    candidates = preferred(candidates, move.asset)
    if move.target.sort == "exchange":
        candidates.sort(key=lambda name: lists(move.target.venue or "", name, move.asset) is False)
    elif move.target.network in candidates:
        candidates.sort(key=lambda name: name == move.target.network)
    return tuple(candidates)


def _networks_there(move: Move) -> tuple[str, ...]:
    """Where an exchange can pay out to a wallet: listed networks, or else those where the asset is known at all."""
    mine = [name for name in facts().networks if usable(name) and paid_out(move.asset, name) and holds(replace(move.target, network=name))]
    listed = [name for name in mine if lists(move.source.venue or "", name, move.asset) is not False]
    return tuple(preferred(listed or mine, move.asset))


def _all_networks(symbol: str) -> tuple[str, ...]:
    return networks_of(symbol) or tuple(asset(symbol).kind_on)


def elsewhere(symbol: str) -> Plan:
    """The asset is known only where a 0x address is of no use."""
    names = network_names(_all_networks(symbol))
    reason = line("advice.say.only_elsewhere", asset=symbol, networks=names)
    return Plan("not_possible", reason, alternatives=(HUMAN,), links=("mm_binance_guide",))


def wrong_address(move: Move) -> Plan | None:
    """A wallet cannot have an address on the network it is said to be on."""
    for place in (move.target, move.source):
        if place.sort == "wallet" and not holds(place):
            reason = line("advice.say.address_type", network=network_name(place.network or ""))
            others = _usable_instead(move) if place is move.target else (Alternative(line("advice.or.wrong_network"), need="wrong_network"),)
            return Plan("not_possible", reason, links=("mm_binance_guide",)).otherwise(*others, HUMAN)
    return None


def _usable_instead(move: Move) -> Iterator[Alternative]:
    """Networks that the receiving wallet can use, for a network that it cannot."""
    for name in _networks_there(move) if move.source.sort == "exchange" else preferred(networks_of(move.asset), move.asset):
        target = replace(move.target, network=name)
        if holds(target) and name != move.source.network:
            yield Alternative(line("advice.or.over_network", asset=move.asset, network=network_name(name)), target=target)


def nothing_to_move(move: Move) -> Plan | None:
    """Both places are one: the same account, or wallets that are not told apart on one network."""
    source, target = move.source, move.target
    if source.sort == "exchange":
        generic = facts().venues[source.venue or ""].generic
        same = source.venue == target.venue and not generic
        return Plan("same_chain", line("advice.say.same_account", exchange=venue_name(source.venue or ""))) if same else None
    if target.sort != "wallet" or source.network != target.network or not (_unnamed(source) or _unnamed(target) or source.venue == target.venue):
        return None
    return Plan("same_chain", line("advice.say.same_wallet", network=network_name(source.network or "")), links=("mm_display_tokens",))


def _unnamed(wallet: Place) -> bool:
    return wallet.venue is None or facts().venues[wallet.venue].generic
