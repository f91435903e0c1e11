"""Findings that a test makes up: on BSC, between a few addresses, of a coin, a listed token and an unlisted one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from eth_utils import to_checksum_address

from tests.support.records import TX
from waypost.chain.findings import Finding, Token, Transfer

OWN, OTHER, THIRD = (to_checksum_address("0x" + digits * 4) for digits in ("8ba1f10955", "cd34a5b601", "ef56c7d802"))
ALIKE = OWN[:6] + "0" * 32 + OWN[-4:]
BNB = Token("bsc", None, "BNB", 18, "BNB")
USDT = Token("bsc", "0x55d398326f99059fF775485246999027B3197955", "USDT", 18, "USDT")
FOO = Token("bsc", "0x" + "44" * 20, "FOO", 18, None)


def move(token: Token = BNB, to: str = OWN, raw: int = 5, sender: str = OTHER) -> Transfer:
    return Transfer(token, raw, sender, to)


def on_bsc(*transfers: Transfer, status: Any = "succeeded", **fields: Any) -> Finding:
    return Finding("bsc", status, TX, OTHER, OWN, transfers, 3, Decimal("0.001"), **fields)


def elsewhere(network: str, status: Any = "unknown") -> Finding:
    return Finding(network, status, TX)
