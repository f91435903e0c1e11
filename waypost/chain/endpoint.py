"""One JSON-RPC endpoint: a read method in, its result out, or ChainError. It may hang, lie, send HTML or gigabytes: none of it gets through.

Its address may hold a key: it stands in no log and in no error.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from typing import Any, Callable, TypeVar

import aiohttp

from waypost.chain.guards import Breaker, Clock
from waypost.errors import ChainError

READ_METHODS = frozenset(
    {
        "eth_chainId",
        "eth_getTransactionByHash",
        "eth_getTransactionReceipt",
        "eth_getBalance",
        "eth_call",
        "eth_getCode",
        "eth_blockNumber",
    }
)
"""All that is ever asked. None of them signs, sends or changes anything."""
REQUEST_LIMIT_S = 3.0
LARGEST_ANSWER = 1024 * 1024
PIECE = 64 * 1024
BELIEVED_S = 600.0
"""How long a chain id that was right is believed."""
REVERTED = frozenset({3, -32000, -32015})
"""JSON-RPC errors of eth_call that speak of the contract, not of the endpoint."""
T = TypeVar("T")


class Endpoint:
    """An endpoint of one chain. Its chain id is compared before anything else it says counts."""

    def __init__(
        self, url: str, chain_id: int, session: aiohttp.ClientSession, breaker: Breaker | None = None, clock: Clock = time.monotonic
    ) -> None:
        self._url, self._chain_id, self._session, self._clock = url, chain_id, session, clock
        self._breaker = breaker or Breaker()
        self._believed_until = float("-inf")
        self._comparing: asyncio.Future[None] | None = None
        self._numbers = itertools.count(1)

    @property
    def rests(self) -> bool:
        """Whether it failed so often that it is left alone for now."""
        return not self._breaker.allows()

    async def ask(self, method: str, *params: Any, read: Callable[[Any], T]) -> T:
        """What a read method says, as `read` reads it. Raises ChainError; ValueError for a method that is none of READ_METHODS."""
        if method not in READ_METHODS:
            raise ValueError(f"{method} is not asked: it is none of the read methods")
        try:
            await self._verified()
            result = read(await self._asked(method, params))
        except ChainError:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return result

    async def _verified(self) -> None:
        """Whoever asks while the chain id is being compared waits for that one comparison: a hanging endpoint costs its time once."""
        if self._believed_until > self._clock():
            return
        if self._comparing is None or self._comparing.done():
            self._comparing = asyncio.ensure_future(self._compare())
            self._comparing.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.shield(self._comparing)

    async def _compare(self) -> None:
        said = await self._asked("eth_chainId", ())
        if not isinstance(said, str) or said.lower() != hex(self._chain_id):
            raise ChainError("an endpoint of another chain: mend WAYPOST_RPC_<chain id>")
        self._believed_until = self._clock() + BELIEVED_S

    async def _asked(self, method: str, params: tuple[Any, ...]) -> Any:
        number = next(self._numbers)
        answer = _parsed(await self._posted({"jsonrpc": "2.0", "id": number, "method": method, "params": list(params)}))
        error = answer.get("error")
        if isinstance(error, dict) and method == "eth_call" and error.get("code") in REVERTED:
            return None
        if error is not None or answer.get("id") != number or "result" not in answer:
            raise ChainError("an error instead of a result")
        return answer["result"]

    async def _posted(self, body: dict[str, Any]) -> bytes:
        limit = aiohttp.ClientTimeout(total=REQUEST_LIMIT_S)
        try:
            async with self._session.post(self._url, json=body, timeout=limit, allow_redirects=False) as response:
                if response.status != 200:
                    raise ChainError(f"status {response.status}")
                return await _read(response.content)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise ChainError(f"no answer: {type(error).__name__}") from None


async def _read(content: aiohttp.StreamReader) -> bytes:
    pieces, size = [], 0
    async for piece in content.iter_chunked(PIECE):
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise ChainError("an answer that is too large")
        pieces.append(piece)
    return b"".join(pieces)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise ChainError("an answer that is no JSON") from None
    if not isinstance(answer, dict):
        raise ChainError("an answer that is no JSON-RPC")
    return answer
