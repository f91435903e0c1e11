"""Signatures by vectors that another program made (`openssl dgst -hmac fake-secret-vector`), each secret, and the window of time."""

from __future__ import annotations

import pytest

from waypost.errors import ChannelError
from waypost.tickets import signing

SECRETS = ("fake-secret-next", "fake-secret-vector")
CHATWOOT = (b'1700000000.{"event":"message_created"}', "18ed9c653b1c326baeb8e2e27e3b9a936295261afaca86194d4be62522139ff5")
ZENDESK = (b'2023-11-14T22:13:20Z{"ticket_id":"35436"}', "Hgh0+iXLwZs6TEKVEyp0zGKI47E9O4NXkR0vruZIk7M=")
ZAMMAD = (b'{"ticket":{"id":7}}', "ba5959fdd3a639450ff65f3ac1a23cfca0a9447c")


def test_the_vectors_of_three_schemes_hold() -> None:
    signing.check_hex(f"sha256={CHATWOOT[1]}", SECRETS, CHATWOOT[0])
    signing.check_hex(CHATWOOT[1].upper(), SECRETS, CHATWOOT[0])
    signing.check_base64(ZENDESK[1], SECRETS, ZENDESK[0])
    signing.check_hex(f"sha1={ZAMMAD[1]}", SECRETS, ZAMMAD[0], "sha1")


@pytest.mark.parametrize("given", ["", "sha256=", "x", CHATWOOT[1][:-1], CHATWOOT[1] + "0", "\udcff", "é" * 64])
def test_anything_else_is_refused(given: str) -> None:
    with pytest.raises(ChannelError, match="bad_signature"):
        signing.check_hex(given, SECRETS, CHATWOOT[0])


def test_a_changed_body_or_a_dropped_secret_is_refused() -> None:
    for secrets, body in ((SECRETS, CHATWOOT[0] + b" "), (SECRETS[:1], CHATWOOT[0]), ((), CHATWOOT[0])):
        with pytest.raises(ChannelError, match="bad_signature"):
            signing.check_hex(CHATWOOT[1], secrets, body)


@pytest.mark.parametrize(("age", "fine"), [(0, True), (299, True), (-299, True), (301, False), (-301, False), (float("nan"), False)])
def test_the_window_is_five_minutes_on_both_sides(age: float, fine: bool) -> None:
    if fine:
        signing.check_time(1_700_000_000, 1_700_000_000 + age)
    else:
        with pytest.raises(ChannelError, match="bad_time"):
            signing.check_time(1_700_000_000, 1_700_000_000 + age)


@pytest.mark.parametrize("value", ["", "now", "-5", "١٢", "1e9"])
def test_a_time_that_is_no_number_is_long_ago(value: str) -> None:
    assert signing.seconds_of(value) == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"null", b"[" * 5000])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(ChannelError, match="not_json"):
        signing.json_of(body)
