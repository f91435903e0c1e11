"""What holds for every advice, as laws: an asset, two places and their advice in, what is wrong out. They read the facts by themselves.

Also how tests write a place: `binance` an account, `metamask@bsc` a wallet on a network, `@tron` a network alone, `metamask` a wallet that
was said without its network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterator, Sequence

from tests.support.bot import ROOT
from waypost.content.facts import facts
from waypost.content.files import read_mapping
from waypost.moves.advice import Advice, Alternative, Hop, Line, Place
from waypost.moves.lines import LINES

GOES = ("direct", "via_exchange", "bridge", "swap")
LINKS = read_mapping(ROOT / "facts/links.yml")
ECHOES = ("advice.say.unknown_asset", "advice.say.unknown_place")
"""Lines that name what the facts do not have."""


@dataclass(frozen=True)
class Case:
    """One question and its answer."""

    asset: str | None
    source: Place | None
    target: Place | None
    advice: Advice

    def __str__(self) -> str:
        return f"{self.asset}: {written(self.source)} -> {written(self.target)}: {self.advice.verdict}"


def place(text: str | None) -> Place | None:
    if text is None:
        return None
    venue, _, network = text.partition("@")
    return Place(venue or None, network or None)


def written(found: Place | None) -> str:
    return "nothing" if found is None else f"{found.venue or ''}{f'@{found.network}' if found.network else ''}"


def is_exchange(found: Place) -> bool:
    return found.venue is not None and facts().venues[found.venue].kind == "exchange"


def every_way(advice: Advice) -> Iterator[Sequence[Hop]]:
    """The way that is advised, and every way among the alternatives."""
    yield advice.hops
    yield from (other.hops for other in advice.alternatives)


def every_line(advice: Advice) -> Iterator[Line]:
    yield advice.reason
    yield from (*advice.steps, *advice.checks, *advice.risks)
    yield from (other.line for other in advice.alternatives)


def names() -> frozenset[str]:
    """Every text that may stand in a value: names, symbols, labels, contracts, beginnings of addresses and days of the facts."""
    found = facts()
    texts = {record.name for kind in (found.networks, found.venues, found.routes) for record in kind.values()}
    texts |= {network.exchange_label for network in found.networks.values() if network.exchange_label}
    texts |= set(found.assets) | {known.begins for known in found.addresses.values()}
    texts |= {str(notice.days) for notice in found.notices.values() if notice.days}
    forms = [form for asset in found.assets.values() for form in asset.kind_on.values()]
    return frozenset(texts | {address for form in forms for address in (form.contract, form.former_contract) if address})


NAMES = names()


# -- the laws ------------------------------------------------------------------------------------------------------------------


def a_way_comes_with_steps_and_checks(case: Case) -> Iterator[str]:
    advice, goes = case.advice, case.advice.verdict in GOES
    if goes and not (advice.hops and advice.steps and advice.checks and advice.risks):
        yield "no way, steps, checks or risks"
    ours = any(end.venue == "binance" or not is_exchange(end) for hop in advice.hops for end in (hop.source, hop.target))
    if goes and ours and not advice.links:
        yield "no links"
    if not goes and (advice.hops or advice.checks):
        yield "a way, although the verdict is none"
    if not goes and advice.steps and advice.verdict != "same_chain":
        yield "steps, although there is nothing to do"


def a_way_leads_from_here_to_there(case: Case) -> Iterator[str]:
    if not case.advice.hops:
        return
    for way in (case.advice.hops, *(other.hops for other in case.advice.alternatives if other.hops and other.target is None)):
        if case.advice.verdict in GOES and not (_same(way[0].source, case.source) and _same(way[-1].target, case.target)):
            yield f"begins or ends elsewhere: {way}"
        for hop, following in zip(way, way[1:], strict=False):
            if not _same(hop.target, following.source) or hop.receives != following.asset:
                yield f"a gap between {hop} and {following}"


def _same(found: Place, said: Place | None) -> bool:
    """An account by its venue; a wallet by its network, when that was said."""
    if said is None or is_exchange(found) != is_exchange(said):
        return False
    return found.venue == said.venue if is_exchange(found) else said.network in (None, found.network)


def a_hop_is_what_its_kind_says(case: Case) -> Iterator[str]:
    for hop in (hop for way in every_way(case.advice) for hop in way):
        ends = {"withdraw": (True, False), "deposit": (False, True), "transfer": (True, True)}.get(hop.kind, (False, False))
        if (is_exchange(hop.source), is_exchange(hop.target)) != ends:
            yield f"{hop} is between other places"
        if hop.kind == "send" and (hop.source.network != hop.target.network or hop.asset != hop.receives):
            yield f"{hop}: a send changes nothing"
        if hop.kind == "bridge" and (hop.route is None or hop.source.network == hop.target.network):
            yield f"{hop}: a bridge needs a route and two networks"
        if hop.kind == "swap" and ((hop.route is None) != (hop.source.network == hop.target.network) or hop.asset == hop.receives):
            yield f"{hop}: a swap changes the asset, and needs a route to change the network"


def nothing_that_has_ended_is_advised(case: Case) -> Iterator[str]:
    found = facts()
    for hop in (hop for way in every_way(case.advice) for hop in way):
        for end in (hop.source, hop.target):
            if end.network and found.networks[end.network].status != "live":
                yield f"{hop}: {end.network} has ended"
            if end.venue and found.venues[end.venue].status != "live":
                yield f"{hop}: {end.venue} has ended"
        if hop.route and found.routes[hop.route].status != "live":
            yield f"{hop}: the route has ended"
        if hop.receives and found.assets[hop.receives].status != "live":
            yield f"{hop}: {hop.receives} has ended"
        if found.assets[hop.asset].status != "live" and hop.kind != "swap":
            yield f"{hop}: {hop.asset} has ended, it can only be swapped"
    offered = [end for other in case.advice.alternatives for end in (other.source, other.target) if end and end.network]
    yield from (f"offers {end.network}, which has ended" for end in offered if found.networks[end.network or ""].status != "live")


def what_has_ended_gets_no_way(case: Case) -> Iterator[str]:
    found = facts()
    wanted = {end.network for end in (case.source, case.target) if end and end.network in found.networks}
    ended = any(found.networks[name or ""].status != "live" for name in wanted)
    ended |= case.asset in found.assets and found.assets[case.asset or ""].status != "live"
    if ended and case.advice.verdict not in ("retired", "unknown"):
        yield "something that has ended gets another verdict"


def the_receiver_can_use_it(case: Case) -> Iterator[str]:
    """A wallet has an address there; an exchange has the network on its list, or its list is not known, or the line says `if listed`."""
    for way, conditional in ((case.advice.hops, False), *((o.hops, o.line.key == "advice.or.if_listed") for o in case.advice.alternatives)):
        for hop in way:
            if not _has_address(hop.target):
                yield f"{hop}: the wallet can have no address there"
            if hop.kind in ("deposit", "withdraw") and not conditional:
                account, wallet = (hop.target, hop.source) if hop.kind == "deposit" else (hop.source, hop.target)
                if not _may_list(account.venue or "", wallet.network or "", (hop.asset, hop.receives)):
                    yield f"{hop}: the exchange does not list the network"
    for hop in case.advice.hops:
        if hop.route and not all(facts().networks[end.network or ""].evm for end in (hop.source, hop.target)):
            yield f"{hop}: whether the wallet has an account of that type is not known"
    offered = [end for other in case.advice.alternatives for end in (other.source, other.target) if end]
    yield from (f"offers {written(end)}, where the wallet can have no address" for end in offered if not _has_address(end))


def _has_address(end: Place) -> bool:
    if end.venue is None or end.network is None or is_exchange(end):
        return True
    types = facts().venues[end.venue].address_types
    network = facts().networks[end.network]
    return types is None or ("evm" if network.evm else end.network) in types


def _may_list(exchange: str, network_id: str, assets: tuple[str | None, ...]) -> bool:
    network, known = facts().networks[network_id], facts().venues[exchange].networks
    listed = known is None or (network.exchange_code is not None if known == "exchange_code" else network_id in known)
    return listed or (not network.evm and network.native in assets)


def an_asset_is_known_where_it_arrives(case: Case) -> Iterator[str]:
    """A wallet only gets what the facts know on its network; no way begins with something that is not there."""
    for hop in (hop for way in every_way(case.advice) for hop in way):
        for symbol, end in ((hop.asset, hop.source), (hop.receives, hop.target)):
            if symbol and not is_exchange(end) and end.network not in facts().assets[symbol].kind_on:
                yield f"{hop}: {symbol} is not known on {end.network}"


def a_route_joins_its_networks(case: Case) -> Iterator[str]:
    found = facts()
    for hop in (hop for way in every_way(case.advice) for hop in way if hop.route):
        route, ends = found.routes[hop.route or ""], (hop.source.network or "", hop.target.network or "")
        marked = route.networks == "bridge_support" and all(found.networks[name].bridge_support for name in ends)
        if not (marked or ends in [(leg.source, leg.target) for leg in route.legs]):
            yield f"{hop}: the route does not join them"
        if route.kind == "native_bridge" and hop.asset != hop.receives:
            yield f"{hop}: a native bridge changes no asset"


def the_coin_for_fees_is_named(case: Case) -> Iterator[str]:
    """At the end, when that is a wallet, and wherever a wallet sends."""
    hops = case.advice.hops
    if hops and not is_exchange(hops[-1].target) and not _gas_named(case.advice, "advice.check.gas_there", hops[-1].target):
        yield "no word about gas on the network of the destination"
    for hop in hops:
        if not is_exchange(hop.source) and not _gas_named(case.advice, "advice.check.gas_here", hop.source):
            yield f"no word about gas on {hop.source.network}"


def _gas_named(advice: Advice, key: str, end: Place) -> bool:
    network = facts().networks[end.network or ""]
    mine = [check.values for check in advice.checks if check.key.startswith(key) and check.values["network"] == network.name]
    return any(network.native is None or values.get("coin") == network.native for values in mine)


def the_screen_of_the_exchange_decides(case: Case) -> Iterator[str]:
    said = {
        value
        for check in case.advice.checks
        if check.key in ("advice.check.screen_decides", "advice.check.both_screens")
        for value in check.values.values()
    }
    for hop in case.advice.hops:
        ends = (end for end in (hop.source, hop.target) if is_exchange(end))
        yield from (f"does not say that the screen of {end.venue} decides" for end in ends if facts().venues[end.venue or ""].name not in said)


def values_are_names_of_the_facts(case: Case) -> Iterator[str]:
    """Neither fees nor minimums nor sentences can stand in a value."""
    for said in every_line(case.advice):
        if said.key not in LINES or said.values.keys() != LINES[said.key]:
            yield f"{said} is not a line of LINES"
        if said.key in ECHOES:
            continue
        texts = [part for name, value in said.values.items() for part in (value.split(", ") if name == "networks" else [value])]
        yield from (f"{said.key}: {text!r} is no name of the facts" for text in texts if text not in NAMES)


def links_are_pages_of_the_registry(case: Case) -> Iterator[str]:
    for link in (*case.advice.links, *(other.link for other in case.advice.alternatives if other.link)):
        if link not in LINKS or LINKS[link]["kind"] in ("source", "rpc"):
            yield f"{link} is no page for people"


def test_coins_stay_among_themselves(case: Case) -> Iterator[str]:
    networks = facts().networks
    for way in every_way(case.advice):
        kinds = {networks[end.network].kind for hop in way for end in (hop.source, hop.target) if end.network}
        if len(kinds) > 1 or ("testnet" in kinds and any(is_exchange(end) for hop in way for end in (hop.source, hop.target))):
            yield f"a test network and worth on one way: {way}"


def another_address_type_is_said(case: Case) -> Iterator[str]:
    for hop in case.advice.hops:
        if is_exchange(hop.target) or facts().networks[hop.target.network or ""].evm:
            continue
        keys = {said.key for said in (*case.advice.checks, *case.advice.risks)}
        if "advice.risk.not_a_0x_address" not in keys or not keys & {"advice.check.address_there", "advice.check.address_begins"}:
            yield f"{hop}: does not say that a 0x address is none there"


def there_is_always_something_next(case: Case) -> Iterator[str]:
    """Without a way: a question, another way, or a human."""
    advice = case.advice
    if advice.verdict in ("unknown", "not_possible", "retired") and not (advice.missing or advice.alternatives):
        yield "leaves the person with nothing"
    if advice.missing and advice.verdict != "unknown":
        yield "asks, although the verdict is certain"


def the_verdict_is_what_the_way_is(case: Case) -> Iterator[str]:
    kinds, verdict = [hop.kind for hop in case.advice.hops], case.advice.verdict
    fits = {
        "direct": len(kinds) == 1 and kinds[0] in ("withdraw", "deposit", "transfer", "send"),
        "bridge": "bridge" in kinds,
        "swap": "swap" in kinds,
        "via_exchange": "deposit" in kinds and "withdraw" in kinds or "transfer" in kinds and len(kinds) == 2,
    }.get(verdict, not kinds)
    if not fits:
        yield f"the way is {kinds}"


def nothing_is_said_twice(case: Case) -> Iterator[str]:
    for name in ("steps", "checks", "risks", "links"):
        said = [str(item) for item in getattr(case.advice, name)]
        if len(said) != len(set(said)):
            yield f"{name}: something stands twice"


LAWS: tuple[Callable[[Case], Iterator[str]], ...] = (
    a_way_comes_with_steps_and_checks,
    a_way_leads_from_here_to_there,
    a_hop_is_what_its_kind_says,
    nothing_that_has_ended_is_advised,
    what_has_ended_gets_no_way,
    the_receiver_can_use_it,
    an_asset_is_known_where_it_arrives,
    a_route_joins_its_networks,
    the_coin_for_fees_is_named,
    the_screen_of_the_exchange_decides,
    values_are_names_of_the_facts,
    links_are_pages_of_the_registry,
    test_coins_stay_among_themselves,
    another_address_type_is_said,
    there_is_always_something_next,
    the_verdict_is_what_the_way_is,
    nothing_is_said_twice,
)
__all__ = ["LAWS", "Alternative", "Case", "place", "written"]
