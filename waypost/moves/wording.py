"""A plan in, the lines of its advice out: steps in order, checks before sending, risks, links. Keys and values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Iterator

from waypost.content.facts import facts
from waypost.moves.cautions import checks_of, gas_of, risks_of
from waypost.moves.lines import Line, line
from waypost.moves.lore import asset
from waypost.moves.plan import Hop, Plan
from waypost.moves.steps import STEPS, seen

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
    steps = [each for hop in hops for each in STEPS[hop.kind](hop)]
    steps += seen(hops[-1])
    checks = _one_word_on_memos([*plan.assumed, *(each for hop in hops for each in checks_of(hop)), *gas_of(hops)])
    risks = [each for hop in hops for each in risks_of(hop)]
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
