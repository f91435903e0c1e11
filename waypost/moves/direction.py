"""Two places in, the need that moving between them is out."""

from __future__ import annotations

from waypost.content.facts import facts

MOVES = ("withdraw", "deposit", "bridge_to_bsc", "bridge_from_bsc")
REVERSE = {"withdraw": "deposit", "deposit": "withdraw", "bridge_to_bsc": "bridge_from_bsc", "bridge_from_bsc": "bridge_to_bsc"}
_SIDES = {"withdraw": ("exchange", "own"), "deposit": ("own", "exchange"), "bridge_to_bsc": ("evm", "bsc"), "bridge_from_bsc": ("bsc", "evm")}


def sort_of(kind: str, record: str) -> str:
    """exchange | wallet | bsc | evm | other: what a venue or network is to a move."""
    if kind == "venue":
        found = facts().records["venue"].get(record, {}).get("kind")
        return str(found) if found in ("exchange", "wallet") else "other"
    if record == "bsc":
        return "bsc"
    return "evm" if facts().records["network"].get(record, {}).get("evm") else "other"


def direction(source: str | None, target: str | None) -> str | None:
    """The move between two sorts of places, or None when it is open or not one of ours."""
    if source == "exchange" and target in ("wallet", "bsc", "evm"):
        return "withdraw"
    if target == "exchange" and source in ("wallet", "bsc", "evm"):
        return "deposit"
    return {("evm", "bsc"): "bridge_to_bsc", ("bsc", "evm"): "bridge_from_bsc"}.get((source or "", target or ""))


def possible_moves(source: str | None, target: str | None) -> tuple[str, ...]:
    """The moves that fit what is known; all of them when nothing fits."""

    def fits(side: str, sort: str | None) -> bool:
        return sort is None or side == sort or (side == "own" and sort in ("wallet", "bsc", "evm")) or (sort == "wallet" and side in ("bsc", "evm"))

    return tuple(move for move, (start, end) in _SIDES.items() if fits(start, source) and fits(end, target)) or MOVES
