"""Hashes, addresses and explorer links are found in whatever people write around them; anything else is none."""

from __future__ import annotations

import pytest
from eth_utils import to_checksum_address

from waypost.chain.explorers import network_of, page
from waypost.chain.references import MOST, references
from waypost.content.facts import facts
from waypost.safety.redact import redact

HASH = "0x" + "5a9d0e37c4b1f826" * 4
ADDRESS = "0x8ba1f109551bD432803012645Ac136ddd64DBA72"
EXPLORED = sorted(key for key, record in facts().networks.items() if record.evm and record.explorer)


@pytest.mark.parametrize(
    "text",
    [
        HASH,
        HASH.upper().replace("0X", "0x"),
        f"this one: {HASH}.",
        f"({HASH})",
        f"TxID:{HASH[2:]}",
        f"https://bscscan.com/tx/{HASH}",
        f"https://bscscan.com/tx/{HASH}#eventlog",
        f"bscscan.com/tx/{HASH}?a=b",
        f"[see](https://bscscan.com/tx/{HASH})",
        f"{HASH} {HASH}",
    ],
)
def test_a_hash_is_found_once(text: str) -> None:
    assert references(text).hashes == (HASH,)


@pytest.mark.parametrize("text", ["", "0x", HASH[:-1], HASH + "0", "0x" + "g" * 64, f"https://evil.example/{HASH[:-2]}", ADDRESS])
def test_what_is_no_hash_is_none(text: str) -> None:
    assert references(text).hashes == ()


@pytest.mark.parametrize("written", [ADDRESS, ADDRESS.lower(), f"mine is {ADDRESS}!", f"https://bscscan.com/address/{ADDRESS}"])
def test_an_address_is_found_and_written_as_eip_55_does(written: str) -> None:
    assert references(written).addresses == (ADDRESS,)


def test_a_token_page_names_a_contract_and_the_holder_beside_it_is_an_address() -> None:
    holder = to_checksum_address("0x" + "cd" * 20)
    found = references(f"https://bscscan.com/token/{ADDRESS}?a={holder}")
    assert (found.contracts, found.addresses) == ((ADDRESS,), (holder,))


@pytest.mark.parametrize("network", EXPLORED)
def test_a_link_to_the_explorer_of_the_facts_names_its_network(network: str) -> None:
    assert network_of(page(network, "tx", HASH).url) == network
    assert references(f"look {page(network, 'tx', HASH).url} please").networks == (network,)


@pytest.mark.parametrize(
    "url",
    [
        "https://bscscan.com.evil.example/tx/1",
        "https://bscscan-verify.com/tx/1",
        "https://evil.example/bscscan.com",
        "https://sub.bscscan.com/tx/1",
        "https://bscscan.com@evil.example/tx/1",
        "https://[bad",
        "",
    ],
)
def test_a_host_that_is_none_of_the_facts_names_no_network(url: str) -> None:
    assert network_of(url) is None


def test_the_testnet_is_another_network() -> None:
    assert network_of("https://www.testnet.bscscan.com/tx/1") == "bsc_testnet"


def test_of_very_many_only_a_few_are_looked_at() -> None:
    assert len(references("\n".join(f"0x{number:064x}" for number in range(1, 30))).hashes) == MOST


@pytest.mark.parametrize("text", [HASH, f"https://polygonscan.com/tx/{HASH}", f"my transaction {HASH} to {ADDRESS}", f"txid {HASH[2:]}"])
def test_redaction_leaves_what_a_look_up_needs(text: str) -> None:
    assert references(redact(text).text) == references(text)
