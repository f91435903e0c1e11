"""Keccak and the checksum of addresses, against published vectors, and every contract of the facts."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.anything import ANYTHING
from waypost.content.eip55 import checksummed, is_checksummed, keccak256, sponge
from waypost.content.facts import facts

DIGESTS = {
    b"": "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    b"Transfer(address,address,uint256)": "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
    b"transfer(address,uint256)": "a9059cbb",
    b"balanceOf(address)": "70a08231",
    b"symbol()": "95d89b41",
    b"decimals()": "313ce567",
}
"""Ethereum's empty hash, and selectors that every token has."""
EIP55 = (
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
)
"""The EIP's own examples."""
CONTRACTS = [
    (f"{symbol} on {network}", address)
    for symbol, asset in facts().assets.items()
    for network, form in asset.kind_on.items()
    for address in (form.contract, form.former_contract)
    if address
]


@pytest.mark.parametrize(("data", "digest"), DIGESTS.items())
def test_keccak_gives_the_published_digest(data: bytes, digest: str) -> None:
    assert keccak256(data).hex().startswith(digest)


@settings(ANYTHING, max_examples=60)
@given(st.binary(max_size=300))
def test_with_the_other_padding_it_is_the_standard_library(data: bytes) -> None:
    assert sponge(data, b"\x06") == hashlib.sha3_256(data).digest()


@pytest.mark.parametrize("size", [0, 134, 135, 136, 137, 271, 272, 273])
def test_a_block_is_padded_at_its_edge(size: int) -> None:
    assert sponge(b"a" * size, b"\x06") == hashlib.sha3_256(b"a" * size).digest()


@pytest.mark.parametrize("address", EIP55)
def test_an_address_gets_the_capitals_of_the_eip(address: str) -> None:
    assert checksummed(address.lower()) == checksummed(address) == address


@pytest.mark.parametrize(("name", "address"), CONTRACTS, ids=[name for name, _ in CONTRACTS])
def test_a_contract_of_the_facts_has_its_checksum(name: str, address: str) -> None:
    assert is_checksummed(address)


def test_there_are_contracts_to_look_at() -> None:
    assert len(CONTRACTS) >= 28


@pytest.mark.parametrize("address", ["", "0x", "55d398326f99059fF775485246999027B3197955", "0x55d398326f99059fF775485246999027B319795"])
def test_what_is_no_address_has_no_checksum(address: str) -> None:
    assert not is_checksummed(address)


GOOD = "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d"


@pytest.mark.parametrize("at", [at for at in range(2, 42) if GOOD[at].isalpha()])
def test_a_letter_of_the_wrong_case_is_noticed(at: int) -> None:
    assert is_checksummed(GOOD)
    assert not is_checksummed(f"{GOOD[:at]}{GOOD[at].swapcase()}{GOOD[at + 1 :]}")
