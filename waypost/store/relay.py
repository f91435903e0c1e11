"""Events that wait in the database in, confirmed messages of RabbitMQ out. No turn waits for it, and it never gives up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Sequence

import aio_pika
from aio_pika.abc import AbstractConnection, AbstractExchange

from waypost.errors import StoreAway
from waypost.figures import Counter, Figure, Gauge
from waypost.store.database import Database
from waypost.store.outbox import BATCH, Outbox, Sending, Waiting

log = logging.getLogger(__name__)
EXCHANGE = "waypost"
QUEUE = "waypost_events"
CONNECT_LIMIT_S = 5.0
CONFIRM_LIMIT_S = 10.0
"""For a batch. Less than the lease of the outbox: another instance must not send at the same time."""
PAUSES_S = (1.0, 2.0, 5.0, 10.0)
"""Between tries while the broker is away; the last one is repeated."""
ROUND_S = 2.0
"""How often rows are looked for that nobody woke us for: those of other instances, and of before a crash."""


class Relay:
    """Sends what waits, for one instance. url: amqp:// or amqps:// with user and password; never logged."""

    def __init__(self, url: str, database: Database, outbox: Outbox, delay_s: float = 0.0) -> None:
        self._url = url
        self._sending = Sending(database, delay_s)
        self._outbox = outbox
        self._connection: AbstractConnection | None = None
        self._exchange: AbstractExchange | None = None
        self._failures = 0
        self._waiting = 0
        self._streamed = Counter("waypost_stream_sent_total", "Events that the broker has confirmed.")
        self._refused = Counter("waypost_stream_refused_total", "Texts that were taken out of events because they held a secret.", ("kind",))

    def figures(self) -> tuple[Figure, ...]:
        return (
            self._streamed,
            self._refused,
            Gauge("waypost_stream_waiting", "Events that wait for the broker, of all instances.", lambda: self._waiting),
            Gauge("waypost_stream_away", "1 while the broker cannot be reached.", lambda: int(self._failures > 0)),
        )

    async def run(self) -> None:
        """Until cancelled."""
        wake, loop = asyncio.Event(), asyncio.get_running_loop()

        def woken() -> None:
            loop.call_soon_threadsafe(wake.set)

        self._outbox.wake = woken
        try:
            while True:
                wake.clear()
                more = await self._round()
                if self._failures:
                    await asyncio.sleep(self._pause_s())
                elif not more:
                    with contextlib.suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(wake.wait(), ROUND_S)
        finally:
            self._outbox.wake = lambda: None
            await self._hang_up()

    def _pause_s(self) -> float:
        return PAUSES_S[min(self._failures, len(PAUSES_S)) - 1]

    async def _round(self) -> bool:
        """Sends one batch. Whether there may be more."""
        try:
            self._count_refused()
            self._waiting = await self._sending.waiting()
            if not self._waiting or not await self._sending.claim():
                return False
            batch = await self._sending.next()
            await self._publish(batch)
            await self._sending.sent(batch)
            self._waiting -= len(batch)
        except StoreAway:
            return False  # the database says so in the log itself
        except Exception as error:
            await self._fails(error)
            return False
        return len(batch) == BATCH

    def _count_refused(self) -> None:
        for kind in list(self._outbox.refused):
            self._refused.add(kind, by=self._outbox.refused.pop(kind))

    async def _publish(self, batch: Sequence[Waiting]) -> None:
        if not batch:
            return
        exchange = self._exchange
        if exchange is None:
            exchange = await asyncio.wait_for(self._connect(), CONNECT_LIMIT_S)
        await asyncio.wait_for(self._confirmed(exchange, batch), CONFIRM_LIMIT_S)
        self._streamed.add(by=len(batch))
        if self._failures:
            log.warning("stream.back")
        self._failures = 0

    async def _confirmed(self, exchange: AbstractExchange, batch: Sequence[Waiting]) -> None:
        """Sent in order; the channel's confirmations are waited for together."""
        await asyncio.gather(*(exchange.publish(_message(event), routing_key="", mandatory=True) for event in batch))

    async def _connect(self) -> AbstractExchange:
        """A durable exchange, and a durable queue on it for whoever reads first; others bind their own."""
        self._connection = await aio_pika.connect(self._url, timeout=CONNECT_LIMIT_S)
        channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.declare_exchange(EXCHANGE, aio_pika.ExchangeType.FANOUT, durable=True)
        queue = await channel.declare_queue(QUEUE, durable=True)
        await queue.bind(exchange)
        self._exchange = exchange
        return exchange

    async def _fails(self, error: Exception) -> None:
        if not self._failures:
            log.error("stream.away cause=%s", type(error).__name__)
        self._failures += 1
        await self._hang_up()

    async def _hang_up(self) -> None:
        connection, self._connection, self._exchange = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(Exception):  # it is gone already, or hangs: nothing is lost by that
                await asyncio.wait_for(connection.close(), 2.0)


def _message(event: Waiting) -> aio_pika.Message:
    """message_id: for readers, to tell an event that came twice."""
    return aio_pika.Message(
        event.body.encode(),
        content_type="application/json",
        message_id=event.id,
        app_id="waypost",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
