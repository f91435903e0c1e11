"""The one Chain of the process: opened by the server that runs the event loop, None as long as look-ups are off."""

from __future__ import annotations

from typing import Mapping, Sequence

from waypost.chain.lookup import Chain

_chain: Chain | None = None


def open_chain(endpoints: Mapping[str, Sequence[str]]) -> None:
    """endpoints: by the network's key in the facts; none switches look-ups off. Call it inside the event loop."""
    global _chain
    _chain = Chain(endpoints) if endpoints else None


async def close_chain() -> None:
    global _chain
    if _chain is not None:
        await _chain.close()
    _chain = None


def chain() -> Chain | None:
    """What looks things up; None when look-ups are off."""
    return _chain
