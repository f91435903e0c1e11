"""Who asks how often in, a place or a TooMany out: limits per sender, per address and on the work under way.

All of it is in this process's memory and bounded: with several workers each one keeps its own count.
"""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from types import TracebackType
from typing import Any, Awaitable, Callable

from waypost.errors import TooMany

MINUTE_S = 60.0
MOST_KEYS = 50_000
"""Senders, or addresses, that are remembered; a forgotten one begins with a full bucket. About 10 MB each."""
NETWORK_BITS = 64
"""Of an IPv6 address: whoever has one has the whole network of this size."""
BUSY_S = 2
ROUNDING = 1e-9
Handler = Callable[[Any], Awaitable[Any]]


class Buckets:
    """Token buckets: each key has `per_minute` tokens, spent one at a time and refilled evenly."""

    def __init__(self, per_minute: int, clock: Callable[[], float], most: int = MOST_KEYS) -> None:
        self._size, self._clock, self._most = float(per_minute), clock, most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, key: str) -> float:
        """Seconds until a token will be there; 0.0 when one was taken, and always when the size is 0 (no limit)."""
        if not self._size:
            return 0.0
        now = self._clock()
        level, at = self._levels.pop(key, (self._size, now))
        level = min(self._size, level + max(now - at, 0.0) * self._size / MINUTE_S)
        taken = level >= 1.0 - ROUNDING
        self._levels[key] = (max(level - 1.0, 0.0) if taken else level, now)
        while len(self._levels) > self._most:
            self._levels.popitem(last=False)  # the key that was quiet for longest
        return 0.0 if taken else (1.0 - level) * MINUTE_S / self._size


@dataclass(frozen=True)
class Caps:
    """What is allowed. per_sender, per_address: messages a minute. under_way: turns at once, of one sender and of all. 0: no limit."""

    per_sender: int = 20
    per_address: int = 300
    under_way_per_sender: int = 16
    under_way: int = 200


class Limits:
    """The limits of one process. clock: seconds that never go back."""

    def __init__(self, caps: Caps, clock: Callable[[], float] = time.monotonic) -> None:
        self._caps = caps
        self._senders = Buckets(caps.per_sender, clock)
        self._addresses = Buckets(caps.per_address, clock)
        self._under_way: Counter[str] = Counter()

    @property
    def under_way(self) -> int:
        """Turns that are being worked on."""
        return sum(self._under_way.values())

    def knock(self, address: str) -> None:
        """Every request counts against its address, also a refused one. Raises TooMany."""
        _refuse_after(self._addresses.take(network_of(address)), "too_many_from_address", "one address sends too much")

    def enter(self, sender: str) -> Stay:
        """A place for one turn of this sender. Raises TooMany."""
        if self._caps.under_way and self.under_way >= self._caps.under_way:
            raise TooMany("busy", "the bot is working on as many messages as it can: send it again later", BUSY_S)
        if self._caps.under_way_per_sender and self._under_way[sender] >= self._caps.under_way_per_sender:
            raise TooMany("too_many_at_once", "wait for the answers to this sender's earlier messages", BUSY_S)
        _refuse_after(self._senders.take(sender), "too_many_from_sender", "this sender writes too fast")
        return Stay(sender, self._under_way)


class Stay:
    """A place that is kept for as long as the request lasts, and longer when its turn goes on after a hang-up."""

    def __init__(self, sender: str, under_way: Counter[str]) -> None:
        self._sender, self._under_way, self._holders = sender, under_way, 0

    def __enter__(self) -> Stay:
        if not self._holders:
            self._under_way[self._sender] += 1
        self._holders += 1
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._holders -= 1
        if not self._holders:
            self._under_way[self._sender] -= 1
            if not self._under_way[self._sender]:
                del self._under_way[self._sender]

    def during(self, handle: Handler) -> Handler:
        """The same handler, which keeps the place until it ends, whoever still waits for it."""

        async def handle_in_place(message: Any) -> Any:
            with self:
                return await handle(message)

        return handle_in_place


def network_of(address: str) -> str:
    """What an address is counted under: itself for IPv4, its network for IPv6, itself when it is neither."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 128 - NETWORK_BITS << 128 - NETWORK_BITS))
    return str(parsed)


def _refuse_after(wait_s: float, reason: str, hint: str) -> None:
    if wait_s:
        seconds = max(math.ceil(wait_s), 1)
        raise TooMany(reason, f"{hint}: send it again after {seconds} s", seconds)
