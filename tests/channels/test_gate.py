"""Who may come in: the token's owner, or this machine's own programs; never a page that is not listed, never because a header says so."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.anything import ANYTHING
from waypost.channels.gate import FORWARDING, Gate, check_json
from waypost.errors import ChannelError

TOKEN = "correct horse battery staple ключ"
LOOPBACK, REMOTE, PROXY = "127.0.0.1", "203.0.113.9", "10.0.0.1"
PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("2001:db8:1::/48"))
OWN = "http://127.0.0.1:5005"


class Given:
    """Headers as a request has them."""

    def __init__(self, **headers: str | list[str]) -> None:
        self._headers = {name.replace("_", "-"): value if isinstance(value, list) else [value] for name, value in headers.items()}

    def getall(self, key: str, default: list[str]) -> list[str]:
        return self._headers.get(key, default)


def refusal(gate: Gate, peer: str, **headers: str | list[str]) -> tuple[int, str] | None:
    """(status, reason), or None when the request comes in."""
    try:
        gate.check(peer, Given(**headers))
    except ChannelError as error:
        caught = error
    else:
        return None
    assert caught.hint
    assert TOKEN not in f"{caught}{caught.hint}"
    return caught.status, caught.reason


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_without_a_token_this_machine_comes_in(peer: str) -> None:
    assert refusal(Gate(), peer) is None


@pytest.mark.parametrize("peer", [REMOTE, PROXY, "192.168.1.5", "2001:db8::1", "0.0.0.0", "::", "", "localhost", "nonsense"])
def test_without_a_token_nobody_else_does(peer: str) -> None:
    assert refusal(Gate(), peer) == (403, "not_loopback")


@pytest.mark.parametrize("name", FORWARDING)
@pytest.mark.parametrize("proxies", [(), PROXIES, (ipaddress.ip_network("127.0.0.0/8"),)])
def test_without_a_token_nobody_comes_in_through_a_proxy_of_this_machine(name: str, proxies: tuple[ipaddress.IPv4Network, ...]) -> None:
    assert refusal(Gate(proxies=proxies), LOOPBACK, **{name.replace("-", "_"): LOOPBACK}) == (403, "forwarded")


@pytest.mark.parametrize("peer", [LOOPBACK, REMOTE])
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_owner_of_the_token_comes_in_from_anywhere(peer: str, scheme: str) -> None:
    assert refusal(Gate(TOKEN), peer, authorization=f"{scheme} {TOKEN}", x_forwarded_for=REMOTE) is None


@pytest.mark.parametrize("peer", [LOOPBACK, REMOTE])
def test_with_a_token_nobody_comes_in_without_it(peer: str) -> None:
    assert refusal(Gate(TOKEN), peer) == (401, "no_token")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN.upper()}",
        "Bearer \udcff",
        "Bearer é",
    ],
)
def test_a_wrong_token_does_not_come_in(value: str) -> None:
    assert refusal(Gate(TOKEN), LOOPBACK, authorization=value) == (401, "bad_token")


def test_two_tokens_do_not_come_in_even_when_one_is_right() -> None:
    assert refusal(Gate(TOKEN), LOOPBACK, authorization=[f"Bearer {TOKEN}", "Bearer x"]) == (401, "bad_token")


def test_a_listed_page_comes_in() -> None:
    assert refusal(Gate(origins=frozenset({OWN})), LOOPBACK, origin=OWN) is None


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://127.0.0.1:5006",
        "https://127.0.0.1:5005",
        f"{OWN}.evil.example",
        f"{OWN}/",
        OWN.upper(),
        f"{OWN} x",
        "*",
    ],
)
def test_another_page_does_not_whatever_else_it_has(origin: str) -> None:
    gate = Gate(TOKEN, frozenset({OWN}))
    assert refusal(gate, LOOPBACK, origin=origin, authorization=f"Bearer {TOKEN}") == (403, "foreign_origin")
    assert "Access-Control-Allow-Origin" not in gate.cross_origin(Given(origin=origin))


def test_two_origins_are_none() -> None:
    assert refusal(Gate(origins=frozenset({OWN})), LOOPBACK, origin=[OWN, OWN]) == (403, "foreign_origin")


def test_a_listed_page_may_read_the_answer_and_never_with_cookies() -> None:
    headers = Gate(origins=frozenset({OWN})).cross_origin(Given(origin=OWN))
    assert (headers["Access-Control-Allow-Origin"], headers["Vary"], "Access-Control-Allow-Credentials" in headers) == (OWN, "Origin", False)


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON", "application/json; charset=utf-8", " application/json ;x=y"])
def test_a_body_that_says_it_is_json_is_read(kind: str) -> None:
    check_json(Given(content_type=kind))


@pytest.mark.parametrize(
    "kind",
    [
        [],
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain; application/json",
        "application/jsonp",
        "json",
        ["application/json"] * 2,
    ],
)
def test_any_other_body_is_not(kind: str | list[str]) -> None:
    with pytest.raises(ChannelError) as caught:
        check_json(Given(content_type=kind) if kind else Given())
    assert caught.value.status == 415


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        (REMOTE, "198.51.100.1", REMOTE),
        (LOOPBACK, "198.51.100.1", LOOPBACK),
        (PROXY, "198.51.100.1", "198.51.100.1"),
        (PROXY, "127.0.0.1, 198.51.100.1", "198.51.100.1"),
        (PROXY, "198.51.100.1, 10.0.0.7", "198.51.100.1"),
        (PROXY, "198.51.100.1:4711", "198.51.100.1"),
        (PROXY, "[2001:db8::5]:4711", "2001:db8::5"),
        (PROXY, "2001:db8::5", "2001:db8::5"),
        (PROXY, "198.51.100.1, nonsense", PROXY),
        (PROXY, "", PROXY),
        (PROXY, "10.0.0.2, 10.0.0.3", "10.0.0.2"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8:1::9", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_a_forwarded_address_is_believed_of_known_proxies_only(peer: str, forwarded: str, counted: str) -> None:
    assert Gate(proxies=PROXIES).address_of(peer, Given(x_forwarded_for=forwarded)) == counted


def test_without_known_proxies_the_peer_is_counted() -> None:
    assert Gate().address_of(REMOTE, Given(x_forwarded_for="198.51.100.1")) == REMOTE


def test_of_two_headers_the_last_is_the_nearest() -> None:
    assert Gate(proxies=PROXIES).address_of(PROXY, Given(x_forwarded_for=["127.0.0.1", "198.51.100.1"])) == "198.51.100.1"


def test_a_header_of_a_thousand_hops_is_not_read_to_its_end() -> None:
    assert Gate(proxies=PROXIES).address_of(PROXY, Given(x_forwarded_for=", ".join(["198.51.100.1", *["10.0.0.2"] * 1_000]))) == "10.0.0.2"


@given(st.text(max_size=80), st.text(max_size=80))
@settings(ANYTHING, max_examples=300)
def test_whatever_a_client_writes_before_the_proxy_it_is_counted_under_its_own_address(made_up: str, token: str) -> None:
    gate = Gate(TOKEN, proxies=PROXIES)
    assert gate.address_of(PROXY, Given(x_forwarded_for=f"{made_up}, {REMOTE}")) == REMOTE
    assert refusal(gate, LOOPBACK, authorization=f"Bearer {token}") == (401, "bad_token")
