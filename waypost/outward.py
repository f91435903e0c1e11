"""How long a call to a server of others may take: the one place that says it, for chain look-ups and whatever else asks outside.

A person waits for the answer meanwhile, and the apology comes after 20 s (`waypost/channels/once.py`): a look-up that fails in time leaves
room for an answer that says so.
"""

from __future__ import annotations

import asyncio
from typing import Awaitable, TypeVar

from waypost.errors import OutsideAway

T = TypeVar("T")
LIMIT_S = 5.0
"""For one call, from the first byte sent to the last one read; also of all tries together when a call is tried at several servers."""


async def within(work: Awaitable[T], limit_s: float = LIMIT_S) -> T:
    """What `work` brings, or OutsideAway after the limit; the work is cancelled then."""
    try:
        return await asyncio.wait_for(work, limit_s)
    except asyncio.TimeoutError:
        raise OutsideAway(f"no answer within {limit_s:g} s: say that it cannot be looked up now, and try again with the next message") from None
