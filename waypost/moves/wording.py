"""A plan in, the lines of its advice out: steps in order, checks before sending, risks, links. Keys and values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Iterator

from waypost.content.facts import facts
from waypost.content.records import Leg
from waypost.moves.gates import Move
from waypost.moves.lines import Line, line
from waypost.moves.lore import Place, asset, form, lists, network, original, usable
from waypost.moves.names import network_name, network_names, venue_name
from waypost.moves.plan import Hop, Plan
from waypost.moves.ways import common_networks

MOST_COMMON_NETWORKS = 6
RANKS = (
    ("not_that_network", "is_it_there"),
    ("same_network", "common_networks", "bridge_lists_it"),
    ("address",),
    ("arrives_as", "is_there_as"),
    ("gas",),
    ("screen_decides", "both_screens"),
    ("memo", "no_memo"),
)
"""Kinds of checks, by the beginning of their key; the first cost most to get wrong."""


@dataclass(frozen=True)
class Words:
    """What is said beside the verdict."""

    steps: tuple[Line, ...]
    checks: tuple[Line, ...]
    risks: tuple[Line, ...]
    links: tuple[str, ...]


def worded(plan: Plan) -> Words:
    """Each line once, where it is needed first. Source of the steps: the guides that `links` name."""
    hops = plan.hops
    if plan.reason.key == "advice.say.same_wallet":
        return Words((line("advice.step.open_network", **plan.reason.values),), (), (), plan.links)
    if not hops:
        return Words((), (), (), plan.links)
    steps = [each for hop in hops for each in _STEPS[hop.kind](hop)]
    steps += _seen(hops[-1])
    checks = _one_word_on_memos([*plan.assumed, *(each for hop in hops for each in _checks(hop)), *_gas(hops)])
    risks = [each for hop in hops for each in _risks(hop)]
    links = [*plan.links, *(each for hop in hops for each in _links(hop))]
    return Words(_once(steps), _once(sorted(checks, key=_rank)), _once(risks), tuple(dict.fromkeys(links)))


def _one_word_on_memos(checks: list[Line]) -> list[Line]:
    """Where one hop may need a memo, that another one needs none is left out."""
    needed = any(check.key == "advice.check.memo_if_shown" for check in checks)
    return [check for check in checks if not (needed and check.key == "advice.check.no_memo")]


def _rank(check: Line) -> int:
    """Checks in the order of what it costs to be wrong; those of one rank stay as they are."""
    kind = check.key.removeprefix("advice.check.")
    return next(number for number, kinds in enumerate(RANKS) if kind.startswith(kinds))


def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
    found: dict[tuple[object, ...], Line] = {}
    for each in lines:
        found.setdefault((each.key, *each.values.items()), each)
    return tuple(found.values())


def _name(place: Place) -> str:
    return network_name(place.network or "")


def _exchange(place: Place) -> str:
    return venue_name(place.venue or "")


# -- steps ---------------------------------------------------------------------------------------------------------------------


def _withdraw(hop: Hop) -> Iterator[Line]:
    target = network(hop.target.network or "")
    yield line("advice.step.copy_address") if target.evm else line("advice.step.copy_address_there", network=target.name)
    yield line("advice.step.withdraw", exchange=_exchange(hop.source), asset=hop.asset)
    if hop.source.venue == "binance" and target.exchange_label:
        yield line("advice.step.pick_network_label", network=target.name, label=target.exchange_label)
    else:
        yield line("advice.step.pick_network", network=target.name)
    yield line("advice.step.test_amount")


def _deposit(hop: Hop) -> Iterator[Line]:
    yield line("advice.step.deposit", exchange=_exchange(hop.target), asset=hop.receives or hop.asset, network=_name(hop.source))
    yield line("advice.step.send_to_exchange", asset=hop.asset, network=_name(hop.source))
    yield line("advice.step.test_amount")
    yield line("advice.step.wait_for_credit", exchange=_exchange(hop.target))


def _transfer(hop: Hop) -> Iterator[Line]:
    yield line("advice.step.deposit_page_first", exchange=_exchange(hop.target), asset=hop.asset)
    yield line("advice.step.withdraw_over_the_same", exchange=_exchange(hop.source), asset=hop.asset)
    yield line("advice.step.test_amount")
    yield line("advice.step.wait_for_credit", exchange=_exchange(hop.target))


def _send(hop: Hop) -> Iterator[Line]:
    yield line("advice.step.send", asset=hop.asset, network=_name(hop.source))
    yield line("advice.step.test_amount")


def _cross(hop: Hop) -> Iterator[Line]:
    if hop.route is None:
        yield line("advice.step.swap_here", asset=hop.asset, receives=hop.receives or "", network=_name(hop.source))
        return
    route = facts().routes[hop.route]
    if route.kind == "native_bridge":
        yield line("advice.step.native_bridge", route=route.name, asset=hop.asset, source=_name(hop.source), target=_name(hop.target))
        yield line("advice.step.test_amount")
        if any(leg.claim for leg in _legs(hop)):
            yield line("advice.step.native_claim", route=route.name)
        return
    yield line("advice.step.bridge_open", asset=hop.asset, network=_name(hop.source))
    if hop.receives:
        yield line("advice.step.bridge_choose", receives=hop.receives, network=_name(hop.target))
    else:
        yield line("advice.step.bridge_choose_any", network=_name(hop.target))
    yield line("advice.step.bridge_quote")
    yield line("advice.step.test_amount")


_STEPS = {"withdraw": _withdraw, "deposit": _deposit, "transfer": _transfer, "send": _send, "bridge": _cross, "swap": _cross}


def _seen(last: Hop) -> Iterator[Line]:
    """How what has arrived in a wallet is seen there."""
    if last.target.sort != "wallet" or not network(last.target.network or "").evm:
        return
    yield line("advice.step.open_network", network=_name(last.target))
    found = form(last.receives, last.target.network or "") if last.receives else None
    if last.receives and found and found.contract:
        yield line("advice.step.import_token", asset=last.receives, network=_name(last.target), contract=found.contract)
    elif last.receives and found and found.kind != "native":
        yield line("advice.step.import_token_from_tx", asset=last.receives, network=_name(last.target))


# -- checks --------------------------------------------------------------------------------------------------------------------


def _checks(hop: Hop) -> Iterator[Line]:
    yield from _exchange_checks(hop)
    if hop.receives and hop.receives != hop.asset and hop.kind != "deposit":
        yield line("advice.check.arrives_as", asset=hop.asset, receives=hop.receives, network=_name(hop.target))
    if hop.kind == "deposit" and hop.receives and hop.receives != hop.asset:
        yield line("advice.check.is_there_as", asset=hop.receives, receives=hop.asset, network=_name(hop.source))
    if hop.target.sort == "wallet" and hop.source != hop.target:
        yield from _address_checks(hop)
    if hop.route and facts().routes[hop.route].kind == "native_bridge":
        yield line("advice.check.bridge_lists_it", route=facts().routes[hop.route].name, asset=hop.asset)


def _exchange_checks(hop: Hop) -> Iterator[Line]:
    if hop.kind == "transfer":
        yield line("advice.check.both_screens", source=_exchange(hop.source), target=_exchange(hop.target))
        common = common_networks(Move(hop.asset, hop.source, hop.target), hop.asset)
        yield line("advice.check.common_networks", networks=network_names(common[:MOST_COMMON_NETWORKS]))
        yield line("advice.check.memo_if_shown")
    elif hop.kind in ("withdraw", "deposit"):
        account, wallet = (hop.source, hop.target) if hop.kind == "withdraw" else (hop.target, hop.source)
        yield line("advice.check.same_network", network=_name(wallet))
        yield line("advice.check.screen_decides", exchange=_exchange(account))
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


def _gas(hops: tuple[Hop, ...]) -> Iterator[Line]:
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


# -- risks ---------------------------------------------------------------------------------------------------------------------


def _risks(hop: Hop) -> Iterator[Line]:
    if hop.kind in ("deposit", "transfer"):
        yield line("advice.risk.wrong_network_deposit", exchange=_exchange(hop.target))
    if hop.kind == "withdraw":
        yield line("advice.risk.wrong_network_withdrawal")
    if hop.kind == "send":
        yield line("advice.risk.irreversible")
    if hop.kind == "transfer" and {hop.source.venue, hop.target.venue} == {"binance", "binance_us"}:
        yield line("advice.risk.separate_accounts", source=_exchange(hop.source), target=_exchange(hop.target))
    if hop.source.network != hop.target.network and hop.route:
        yield from (line("advice.risk.send_is_not_bridge"), line("advice.risk.official_bridges_only"), *_days(hop))
    if hop.target.sort == "wallet" and not network(hop.target.network or "").evm:
        yield line("advice.risk.not_a_0x_address", network=_name(hop.target))
    yield from _list_risks(hop)
    yield from _asset_risks(hop)


def _days(hop: Hop) -> Iterator[Line]:
    for leg in _legs(hop):
        if leg.wait:
            yield line("advice.risk.days", route=facts().routes[hop.route or ""].name, days=str(facts().notices[leg.wait].days))


def _legs(hop: Hop) -> list[Leg]:
    legs = facts().routes[hop.route].legs if hop.route else ()
    return [leg for leg in legs if (leg.source, leg.target) == (hop.source.network, hop.target.network)]


def _list_risks(hop: Hop) -> Iterator[Line]:
    """The exchange's list of networks is old, or not known at all."""
    for place, other in ((hop.source, hop.target), (hop.target, hop.source)):
        if place.sort == "exchange" and other.sort == "wallet" and _unsure_list(place.venue or "", other.network or "", hop.asset):
            yield line("advice.risk.unsure_list", exchange=_exchange(place))
        if place.sort == "exchange" and hop.kind == "transfer" and not facts().venues[place.venue or ""].networks:
            yield line("advice.risk.unsure_list", exchange=_exchange(place))


def _unsure_list(venue: str, network_id: str, symbol: str) -> bool:
    record = facts().venues[venue]
    likely = "likely" in (record.networks_certainty, network(network_id).exchange_certainty if record.networks == "exchange_code" else None)
    return likely or lists(venue, network_id, symbol) is not True


def _asset_risks(hop: Hop) -> Iterator[Line]:
    for symbol, place in ((hop.asset, hop.source), (hop.receives, hop.target)):
        found = form(symbol, place.network or "") if symbol and place.sort == "wallet" else None
        if symbol is None or found is None:
            continue
        names = {"asset": symbol, "network": _name(place)}
        if found.certainty == "likely":
            yield line("advice.risk.unsure_asset", **names)
        if found.kind == "pegged":
            yield line("advice.risk.pegged", **names)
        if found.kind == "pegged" and hop.kind in ("withdraw", "deposit") and "binance" not in (hop.source.venue, hop.target.venue):
            exchange = hop.source if hop.kind == "withdraw" else hop.target
            yield line("advice.risk.pegged_elsewhere", asset=symbol, exchange=_exchange(exchange))
        if found.former_contract:
            yield line("advice.risk.former_contract", contract=found.former_contract, **names)
        if found.kind == "wrapped" and original(symbol) != symbol:
            yield line("advice.risk.another_token", asset=symbol, original=original(symbol))
        if not usable(place.network or ""):
            yield line("advice.risk.worthless", asset=symbol)


# -- links ---------------------------------------------------------------------------------------------------------------------

_GUIDES = {"withdraw": ("binance_withdraw", "mm_receiving_original"), "deposit": ("binance_deposit", "mm_depositing_original")}


def _links(hop: Hop) -> Iterator[str]:
    if hop.kind in _GUIDES:
        account = hop.source if hop.kind == "withdraw" else hop.target
        exchange_guide, wallet_guide = _GUIDES[hop.kind]
        if account.venue == "binance":
            yield exchange_guide
        if account.venue == "binance_us":
            yield "binance_us_support"
        yield wallet_guide
    if hop.kind == "transfer":
        yield from (link for place, link in ((hop.source, "binance_withdraw"), (hop.target, "binance_deposit")) if place.venue == "binance")
        yield from ("binance_us_support" for place in (hop.source, hop.target) if place.venue == "binance_us")
    if hop.route:
        route = facts().routes[hop.route]
        yield from (route.link,) if route.link else ()
        if hop.target.network == "bsc":
            yield "mm_to_bsc_original"
        if hop.source.network == "bsc":
            yield "mm_from_bsc_original"
    if hop.receives and hop.target.sort == "wallet" and asset(hop.receives).kind_on.get(hop.target.network or "") and hop.kind != "swap":
        yield "mm_display_tokens"
