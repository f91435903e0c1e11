"""What follows the acknowledgement of a message waits for it here: the reply of a quick turn would overtake it."""

from __future__ import annotations

import asyncio
from typing import Any

from waypost.store.journal import Key


class Acks:
    """Messages whose acknowledgement is not given back yet."""

    def __init__(self) -> None:
        self._pending: dict[Key, asyncio.Event] = {}

    def begin(self, key: Key) -> None:
        self._pending.setdefault(key, asyncio.Event())

    def end(self, key: Key) -> None:
        """It is given back, or there will be none."""
        self._pending.pop(key, asyncio.Event()).set()

    async def given(self, key: Key) -> None:
        """Until it is given back; at once when none is pending."""
        if key in self._pending:
            await self._pending[key].wait()


async def kept_or_over(turn: asyncio.Task[Any], kept: asyncio.Event) -> None:
    """Until a message is kept, or its turn is over. Raises what the turn raised when it was not kept."""
    waiting = asyncio.ensure_future(kept.wait())
    try:
        await asyncio.wait({turn, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    if turn.done() and not kept.is_set():
        turn.result()
