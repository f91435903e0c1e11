"""A request's peer and headers in, who it comes from out, or a ChannelError: token, loopback, origin, type of the body.

A header can only take rights away. `X-Forwarded-For` is believed when the peer is a proxy that the settings name, and then only for
counting; a forwarded request is never a loopback peer, because anybody may stand behind the proxy.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Protocol, Sequence

from waypost.errors import ChannelError

FORWARDING = ("x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via")
MOST_HOPS = 16
Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


class Headers(Protocol):
    """What is needed of a request's headers; names are lower case."""

    def getall(self, key: str, default: list[str]) -> list[str]:
        """Every value of a header, in order; `default` when there is none."""


@dataclass(frozen=True)
class Gate:
    """Who may come in. token: None lets loopback peers in, and nobody else. origins: pages whose scripts may ask. proxies: believed peers."""

    token: str | None = None
    origins: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()

    def address_of(self, peer: str, headers: Headers) -> str:
        """The address that a request is counted under: the peer, or what a known proxy says of it (the last hop that is no known proxy)."""
        address = peer
        hops = ",".join(headers.getall("x-forwarded-for", [])).split(",")[-MOST_HOPS:]
        while self._is_proxy(address) and hops:
            hop = _without_port(hops.pop().strip())
            if _parsed(hop) is None:
                break
            address = hop
        return address

    def check(self, peer: str, headers: Headers) -> None:
        """Raises ChannelError with status 401 or 403 when the request may not come in."""
        self.check_origin(headers)
        if self.token is None:
            check_loopback(peer, headers)
        else:
            _check_token(self.token, headers.getall("authorization", []))

    def check_origin(self, headers: Headers) -> None:
        """Raises ChannelError with status 403 when another page's script asks. Programs name no origin."""
        origin = headers.getall("origin", [])
        if origin and not self.allows(origin):
            raise ChannelError(403, "foreign_origin", "this page may not use the bot: name its origin in WAYPOST_ORIGINS")

    def allows(self, origin: Sequence[str]) -> bool:
        """Whether the values of an Origin header are one origin of the list."""
        return len(origin) == 1 and origin[0] in self.origins

    def cross_origin(self, headers: Headers) -> dict[str, str]:
        """Headers that let a page of the list read the answer; never with credentials."""
        origin = headers.getall("origin", [])
        allowed = {"Access-Control-Allow-Origin": origin[0], "Access-Control-Expose-Headers": "Retry-After"} if self.allows(origin) else {}
        return {"Vary": "Origin", **allowed}

    def _is_proxy(self, address: str) -> bool:
        parsed = _parsed(address)
        return parsed is not None and any(parsed in network for network in self.proxies)


def check_json(headers: Headers) -> None:
    """Raises ChannelError with status 415 when the body is not declared as JSON: a form of another page could be sent without asking."""
    kinds = headers.getall("content-type", [])
    if len(kinds) != 1 or kinds[0].partition(";")[0].strip().lower() != "application/json":
        raise ChannelError(415, "not_declared_json", "send the header Content-Type: application/json")


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


def bearer(headers: Headers) -> str | None:
    """The bearer token of a request, None when there is none or more than one."""
    given = headers.getall("authorization", [])
    scheme, _, value = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    return value.strip() if scheme.lower() == "bearer" else None


def check_loopback(peer: str, headers: Headers) -> None:
    """Raises ChannelError with status 403 when the request does not come from this machine itself."""
    if any(headers.getall(name, []) for name in FORWARDING):
        raise ChannelError(403, "forwarded", "a proxy sent this: set WAYPOST_REST_TOKEN and send it as a bearer token")
    if not is_loopback(peer):
        raise ChannelError(403, "not_loopback", "without WAYPOST_REST_TOKEN only programs on the bot's own machine may ask")


def _check_token(token: str, given: Sequence[str]) -> None:
    if not given:
        raise ChannelError(401, "no_token", "send the header Authorization: Bearer <WAYPOST_REST_TOKEN>")
    scheme, _, value = given[0].partition(" ")
    if len(given) != 1 or scheme.lower() != "bearer" or not same(value.strip(), token):
        raise ChannelError(401, "bad_token", "the bearer token is not the bot's WAYPOST_REST_TOKEN")


def same(given: str, token: str) -> bool:
    """Compared in constant time, whatever the lengths."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest() for text in (given, token))
    return hmac.compare_digest(*digests)


def _parsed(address: str) -> Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed


def _without_port(hop: str) -> str:
    """`192.0.2.1:5000` and `[2001:db8::1]:5000` as the address alone."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
