"""An asset and two places in, what to do out: the verdict first, then steps, checks, risks, links and other ways.

Everything that is said is a key of `lines.LINES` with values; every link is an id of facts/links.yml. What has ended is never advised,
nothing leaves for an address or a network that the receiver cannot use, and no fee or minimum is quoted: the exchange's screen has those.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from waypost.moves import gates
from waypost.moves.crossing import crossing
from waypost.moves.lines import Line, line
from waypost.moves.lore import Place
from waypost.moves.names import network_name
from waypost.moves.plan import Alternative, Hop, Missing, Plan, Verdict
from waypost.moves.ways import deposit, sending, transfer, withdrawal
from waypost.moves.wording import worded

__all__ = ["Advice", "Alternative", "Hop", "Line", "Place", "advise"]


@dataclass(frozen=True)
class Advice:
    """What to answer. hops: the same way as data. missing: what to ask for, the most important first."""

    verdict: Verdict
    reason: Line
    steps: tuple[Line, ...]
    checks: tuple[Line, ...]
    risks: tuple[Line, ...]
    links: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    missing: tuple[Missing, ...]
    hops: tuple[Hop, ...]


def advise(asset: str | None, source: Place | None, target: Place | None) -> Advice:
    """The right way for an asset between two places; `unknown` with what is missing when it takes a question first.

    asset: an id of facts/assets.yml. What is not in the facts is `unknown`, never an error.
    """
    plan = _planned(asset, source, target)
    words = worded(plan)
    return Advice(plan.verdict, plan.reason, words.steps, words.checks, words.risks, words.links, plan.alternatives, plan.missing, plan.hops)


@lru_cache(maxsize=4096)
def _planned(asset: str | None, source: Place | None, target: Place | None) -> Plan:
    early = gates.not_in_facts(asset, (source, target)) or gates.ended(asset, source, target) or gates.unsaid(asset, source, target)
    if early:
        return early
    move = gates.Move(asset or "", source or Place(), target or Place())
    settled = gates.worthless(move) or gates.settled(move)
    if isinstance(settled, Plan):
        return settled
    move, assumed = settled
    stopped = gates.ended(move.asset, move.source, move.target) or gates.worthless(move) or gates.wrong_address(move) or gates.nothing_to_move(move)
    return _by_its_name(move, (stopped or _way(move)).assuming(*assumed))


def _by_its_name(move: gates.Move, plan: Plan) -> Plan:
    """What is in a wallet may have another name than was said: BTC on BSC is BTCB."""
    first = plan.hops[0] if plan.hops else None
    if first is None or first.source.sort != "wallet" or first.asset == move.asset:
        return plan
    return plan.assuming(line("advice.check.is_there_as", asset=move.asset, receives=first.asset, network=network_name(first.source.network or "")))


def _way(move: gates.Move) -> Plan:
    match move.source.sort, move.target.sort:
        case "exchange", "exchange":
            return transfer(move)
        case "exchange", _:
            return withdrawal(move)
        case _, "exchange":
            return deposit(move)
    return sending(move) if move.source.network == move.target.network else crossing(move)
