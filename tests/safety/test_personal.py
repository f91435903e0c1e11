"""Logs and transcripts show no e-mail address and no phone number."""

from __future__ import annotations

import pytest

from waypost.safety.personal import EMAIL_MARK, PHONE_MARK, mask
from waypost.safety.redact import MARK


@pytest.mark.parametrize("address", ["jan.de-vries+bnb@mail.example.nl", "IVAN@EXAMPLE.RU", "siti_99@example.com.my", "иван@пример.рф"])
def test_an_email_address_is_masked(address: str) -> None:
    assert mask(f"write to {address}, please") == f"write to {EMAIL_MARK}, please"


@pytest.mark.parametrize(
    "number",
    [
        "+31 6 12345678",
        "06-12345678",
        "0031612345678",
        "+7 (916) 123-45-67",
        "8 916 123 45 67",
        "89161234567",
        "012-345 6789",
        "+60 12-345 6789",
        "(020) 7946 0958",
    ],
)
def test_a_phone_number_is_masked(number: str) -> None:
    assert mask(f"call {number} now") == f"call {PHONE_MARK} now"


@pytest.mark.parametrize(
    "text",
    [
        "0.00012345678 BNB",
        "12500000 SHIB",
        "order 304219301536473088",
        "chain 56, block 34567890",
        "0x55d398326f99059fF775485246999027B3197955",
        "https://bscscan.com/block/0034567890",
        "since 2026-11-20 10:15",
        "@binance",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text


def test_secrets_are_masked_too() -> None:
    assert mask("a@b.nl: " + "test " * 11 + "junk") == f"{EMAIL_MARK}: {MARK}"
