"""A message in, the transactions, addresses and explorers named in it out.

A hash is 32 bytes in hexadecimal, an address 20. In an explorer's link the page says what an address is: /token/ is a contract.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable

from eth_utils import to_checksum_address

from waypost.chain.explorers import network_of

MOST = 3
"""Transactions, and addresses, that are looked at in one message."""
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,6}/(?:tx|address|token)/[^\s<>\"')\]]+", re.IGNORECASE)
_HASH = re.compile(r"(?<![0-9a-zA-Z])(?:0x)?([0-9a-f]{64})(?![0-9a-zA-Z])", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![0-9a-zA-Z])0x[0-9a-f]{40}(?![0-9a-zA-Z])", re.IGNORECASE)
_TOKEN = re.compile(r"/token/(0x[0-9a-f]{40})(?![0-9a-zA-Z])", re.IGNORECASE)


@dataclass(frozen=True)
class References:
    """hashes: lower case with 0x. addresses, contracts: EIP-55. networks: of explorers that were linked to. Each in order, once."""

    hashes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hashes or self.addresses or self.contracts)


def references(text: str) -> References:
    """What a message refers to on a chain."""
    hashes = _once(f"0x{digits.lower()}" for digits in _HASH.findall(text))
    contracts = _once(map(to_checksum_address, _TOKEN.findall(text)))
    addresses = _once(found for found in map(to_checksum_address, _ADDRESS.findall(text)) if found not in contracts)
    networks = _once(network for network in map(network_of, _LINK.findall(text)) if network)
    return References(hashes[:MOST], addresses[:MOST], contracts[:MOST], networks)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
