"""One conversation's turns in, one at a time out, in the order in which they came: whichever instance they came to. Locks on Redis.

A turn lines up when it comes in, before anything else is done with it, and takes its lock later, when Rasa asks for it. Places live in a
sorted set of Redis under the time of Redis' own clock; every step is one script, so two instances never think the same. A place that its
instance does not renew is dead after LEASE_S.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from contextvars import ContextVar
from typing import Any, AsyncGenerator, AsyncIterator, Optional

import redis.asyncio
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockStore
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from waypost.errors import LocksAway

log = logging.getLogger(__name__)
PREFIX = "waypost:line:"
LEASE_S = 10.0
"""A killed instance holds its conversations up for so long. More than any pause of a living process, less than the limit of a turn."""
RENEW_EVERY_S = LEASE_S / 4
PATIENCE_S = 3.0
"""For a connection, and for each command. More than the event loop of a busy bot ever stands still: that would look like an outage."""
LOOK_AGAIN_S = (0.01, 0.02, 0.05, 0.1)
CONNECTIONS = 64

_STAND = """
local now = redis.call('TIME')
local at = now[1] * 1000000 + now[2]
local line, leases, me, score = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
if score == '' then
  local last = redis.call('ZRANGE', line, -1, -1, 'WITHSCORES')
  score = at
  if last[2] and tonumber(last[2]) >= at then score = tonumber(last[2]) + 1 end
  score = string.format('%.0f', score)
end
redis.call('ZADD', line, score, me)
redis.call('HSET', leases, me, string.format('%.0f', at + ARGV[3] * 1000))
local first = redis.call('ZRANGE', line, 0, 0)[1]
while first ~= me and tonumber(redis.call('HGET', leases, first) or '0') < at do
  redis.call('ZREM', line, first)
  redis.call('HDEL', leases, first)
  first = redis.call('ZRANGE', line, 0, 0)[1]
end
redis.call('PEXPIRE', line, ARGV[3] * 2)
redis.call('PEXPIRE', leases, ARGV[3] * 2)
return {score, first == me and 1 or 0}
"""
"""Stands in the line, or renews its lease; takes dead ones off the front. Result: score, and 1 when it is the first."""
_LEAVE = "redis.call('ZREM', KEYS[1], ARGV[1]) redis.call('HDEL', KEYS[2], ARGV[1])"


class Place:
    """A turn's place in the line of its conversation. It keeps its score, so it comes back to it when Redis has lost everything."""

    def __init__(self, sender: str) -> None:
        self.sender, self.token, self.score, self.is_first = sender, uuid.uuid4().hex, "", False

    @property
    def keys(self) -> tuple[str, str]:
        """Of one slot, for a cluster."""
        return f"{PREFIX}{{{self.sender}}}", f"{PREFIX}{{{self.sender}}}:leases"


_standing: ContextVar[Optional[Place]] = ContextVar("waypost_place", default=None)


class RedisLocks(LockStore):
    """Rasa's lock store on Redis; nothing of it blocks the event loop. Raises LocksAway when Redis cannot be used."""

    def __init__(self, url: str) -> None:
        """url: redis://user:password@host:port/0 or rediss://; never logged."""
        limits = {"socket_timeout": PATIENCE_S, "socket_connect_timeout": PATIENCE_S, "timeout": PATIENCE_S, "max_connections": CONNECTIONS}
        again = {"retry": Retry(NoBackoff(), 1), "retry_on_error": [ConnectionError, RedisConnectionError]}
        pool = redis.asyncio.BlockingConnectionPool.from_url(url, decode_responses=True, **limits, **again)
        self._redis = redis.asyncio.Redis(connection_pool=pool)
        self._stand, self._leave = self._redis.register_script(_STAND), self._redis.register_script(_LEAVE)
        self._places: set[Place] = set()
        self._renewing: asyncio.Task[None] | None = None
        self._away = False

    @contextlib.asynccontextmanager
    async def line_up(self, sender: str) -> AsyncIterator[Place]:
        """A place in the line for the time of the block; `lock` for the same conversation in this block waits until it is the first."""
        place = Place(sender)
        try:
            await self._renew(place)
            self._places.add(place)
            self._keep_renewing()
            before = _standing.set(place)
            try:
                yield place
            finally:
                _standing.reset(before)
        finally:
            self._places.discard(place)
            await asyncio.shield(self._give_up(place))

    @contextlib.asynccontextmanager
    async def lock(self, conversation_id: str, *_: float, **__: float) -> AsyncGenerator[TicketLock, None]:
        """As Rasa wants it; its life and its waiting are ours."""
        standing = _standing.get()
        if standing is None or standing.sender != conversation_id:
            async with self.line_up(conversation_id) as place:
                await self._first(place)
                yield TicketLock(conversation_id)
        else:
            await self._first(standing)
            yield TicketLock(conversation_id)

    async def close(self) -> None:
        """Gives the connections back."""
        if self._renewing is not None:
            self._renewing.cancel()
        await self._redis.close()
        await self._redis.connection_pool.disconnect()

    async def _first(self, place: Place) -> None:
        """Waits until the place is the first of its line."""
        tries = 0
        while True:
            await self._renew(place)
            if place.is_first:
                return
            await asyncio.sleep(LOOK_AGAIN_S[min(tries, len(LOOK_AGAIN_S) - 1)])
            tries += 1

    async def _renew(self, place: Place) -> None:
        place.score, first = await self._ask(self._stand, place, place.token, place.score, int(LEASE_S * 1000))
        place.is_first = bool(first)

    async def _ask(self, script: Any, place: Place, *arguments: object) -> Any:
        try:
            result = await script(keys=place.keys, args=arguments)
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            if not self._away:
                self._away = True
                log.error("locks.away cause=%s", type(error).__name__)
            hint = "see that Redis runs at WAYPOST_REDIS_URL"
            raise LocksAway(f"the locks cannot be taken ({type(error).__name__}): {hint}") from None
        if self._away:
            self._away = False
            log.warning("locks.back")
        return result

    async def _give_up(self, place: Place) -> None:
        """Without it the place dies by itself."""
        with contextlib.suppress(LocksAway):
            await self._ask(self._leave, place, place.token)

    def _keep_renewing(self) -> None:
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.ensure_future(self._renew_all())

    async def _renew_all(self) -> None:
        """As long as anybody stands anywhere."""
        while self._places:
            await asyncio.sleep(RENEW_EVERY_S)
            for place in list(self._places):
                with contextlib.suppress(LocksAway):
                    await self._renew(place)
                if place not in self._places:
                    await self._give_up(place)
