"""A call over HTTP in, JSON out, or an error that says whether it may work later. For helpdesks and for the bot."""

from __future__ import annotations

import asyncio
import json
import time
from email.utils import parsedate_to_datetime
from typing import Any, Mapping

import aiohttp

from waypost.errors import HelpdeskAway, HelpdeskRefused, TicketGone
from waypost.tickets.pace import Bucket

CALL_LIMIT_S = 20.0
AT_ONCE = 2
"""Calls to one server: more would only wait there, each on the time of the others, until all are too late."""
LARGEST = 16 * 1024 * 1024
LONGEST_PAUSE_S = 3_600.0


class Wire:
    """Calls to one server. Redirects are not followed: a token goes where the settings say, and nowhere else."""

    def __init__(self, base: str, headers: Mapping[str, str], per_minute: float = 0.0, limit_s: float = CALL_LIMIT_S) -> None:
        """base: address without a slash at the end. per_minute: calls that the server allows, 0 for no limit."""
        self._base, self._headers, self._limit_s = base.rstrip("/"), dict(headers), limit_s
        self._bucket = Bucket(per_minute, time.monotonic)
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(AT_ONCE)

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        return await self.call("GET", path, params=params)

    async def call(self, method: str, path: str, *, params: Mapping[str, str] | None = None, body: Any = None) -> Any:
        """The JSON of the answer, None for an empty one. body: sent as JSON. Raises HelpdeskAway, HelpdeskRefused, TicketGone."""
        await self._bucket.enter()
        try:
            async with self._free, self._opened().request(method, self._base + path, params=params, json=body, allow_redirects=False) as answer:
                text = await _whole(answer.content)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise HelpdeskAway(type(error).__name__) from error
        _check(answer.status, answer.headers)
        try:
            return json.loads(text) if text.strip() else None
        except ValueError as error:
            raise HelpdeskAway("no JSON in its answer") from error

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._limit_s)
            self._session = aiohttp.ClientSession(headers=self._headers, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


async def _whole(content: aiohttp.StreamReader) -> str:
    """Raises HelpdeskAway when there is more than anybody needs."""
    parts, size = [], 0
    async for part in content.iter_chunked(65_536):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise HelpdeskAway("an answer that is too large")
    return b"".join(parts).decode("utf-8", "replace")


def _check(status: int, headers: Mapping[str, str]) -> None:
    if status < 300:
        return
    if status == 429 or status >= 500:
        raise HelpdeskAway(f"status {status}", retry_after(headers))
    if status in (404, 410):
        raise TicketGone(f"status {status}: it is not there, or the bot's account may not see it")
    raise HelpdeskRefused(status, "see that WAYPOST_HELPDESK_URL and WAYPOST_HELPDESK_TOKEN are right and what the bot's account may do")


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that a server asks to wait, from a number or a date; 0 when it asks for nothing that can be read."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value), LONGEST_PAUSE_S)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - time.time()
    except (TypeError, ValueError):
        return 0.0
    return min(max(seconds, 0.0), LONGEST_PAUSE_S)
