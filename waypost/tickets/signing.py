"""A webhook's signature in, whether it is right out: in constant time, within a time window, by any of the secrets that count now."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any, Iterable, Mapping

from waypost.errors import ChannelError

WINDOW_S = 300.0
"""On both sides of now; an older call may be a recorded one."""


def check_hex(given: str, secrets: Iterable[str], signed: bytes, digest: str = "sha256") -> None:
    """given: `sha256=<hex>` or the hex alone. signed: the bytes that were signed. Raises ChannelError with status 401."""
    hexed = given.strip().lower().removeprefix(f"{digest}=")
    _check([hmac.new(secret.encode(), signed, digest).hexdigest() for secret in secrets], hexed)


def check_base64(given: str, secrets: Iterable[str], signed: bytes) -> None:
    """The same for base64 of HMAC-SHA256."""
    _check([base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode() for secret in secrets], given.strip())


def check_key(given: str, secrets: Iterable[str]) -> None:
    """For helpdesks that sign nothing: a secret that stands in the hook's address. Raises ChannelError with status 401."""
    _check([_digest(secret) for secret in secrets], _digest(given))


def check_time(seconds: float, now: float) -> None:
    """seconds: when the call was signed, since 1970. Raises ChannelError with status 401 when that is not now."""
    if not abs(now - seconds) <= WINDOW_S:
        raise ChannelError(401, "bad_time", "the hook was signed too long ago: see that both clocks are right")


def seconds_of(value: str) -> float:
    """A number of seconds from a header; one that is none counts as long ago."""
    return float(value) if value.strip().isascii() and value.strip().isdecimal() else 0.0


def json_of(body: bytes) -> Mapping[str, Any]:
    """Raises ChannelError with status 400 when the body is no JSON object."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise ChannelError(400, "not_json", "the hook's body must be a JSON object")
    return data


def _check(expected: list[str], given: str) -> None:
    """Every secret is compared, so that the time tells nothing of which one it is."""
    same = [hmac.compare_digest(item.encode(), given.encode("utf-8", "surrogateescape")) for item in expected]
    if not any(same):
        raise ChannelError(401, "bad_signature", "the hook is not signed with one of WAYPOST_HELPDESK_SECRET")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
