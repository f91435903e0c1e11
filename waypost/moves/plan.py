"""What is planned before it is worded: a verdict, its reason, the hops that make the way, other ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from waypost.moves.lines import Line, line
from waypost.moves.lore import Place

Verdict = Literal["direct", "via_exchange", "bridge", "swap", "same_chain", "not_possible", "retired", "unknown"]
Missing = Literal["asset", "source", "target", "source_network", "target_network"]
GOES = frozenset({"direct", "via_exchange", "bridge", "swap"})
"""The verdicts that come with a way to go."""
MOST_ALTERNATIVES = 6


@dataclass(frozen=True)
class Hop:
    """One thing to do: what leaves, what arrives (None: to be chosen), from where, to where.

    withdraw: exchange to wallet. deposit: wallet to exchange. transfer: exchange to exchange. send: wallet to wallet on one network.
    bridge: to another network by a route of the facts. swap: what arrives is another asset, with or without a route.
    """

    kind: Literal["withdraw", "deposit", "transfer", "send", "bridge", "swap"]
    asset: str
    receives: str | None
    source: Place
    target: Place
    route: str | None = None


@dataclass(frozen=True)
class Alternative:
    """Another way, or what to ask instead. hops: the way, () when it is only a hint. need: an answer of the bot that goes on from here.

    source, target: the place to put in for the one that was said, so that a button can ask again. link: its page.
    """

    line: Line
    hops: tuple[Hop, ...] = ()
    need: str | None = None
    source: Place | None = None
    target: Place | None = None
    link: str | None = None


@dataclass(frozen=True)
class Plan:
    """A decision with its reason."""

    verdict: Verdict
    reason: Line
    hops: tuple[Hop, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    missing: tuple[Missing, ...] = ()
    assumed: tuple[Line, ...] = ()
    """Checks of what was taken for granted, such as the only network an asset is known on."""
    links: tuple[str, ...] = ()

    def assuming(self, *checks: Line) -> Plan:
        return replace(self, assumed=(*checks, *self.assumed)) if self.verdict in GOES else self

    def otherwise(self, *alternatives: Alternative | None) -> Plan:
        """The same with more alternatives; those that are None are left out."""
        return replace(self, alternatives=(*self.alternatives, *(each for each in alternatives if each))[:MOST_ALTERNATIVES])


HUMAN = Alternative(line("advice.or.human"), need="handoff")
