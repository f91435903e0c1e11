"""What real nodes say is read as it is: coins, tokens, failures, what waits, and what only pretends."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any, Iterator

import pytest

from tests.support.evm import COIN, Node, nodes, somebody
from waypost.chain.endpoint import READ_METHODS
from waypost.chain.findings import Account, Finding
from waypost.chain.lookup import Chain
from waypost.content.facts import facts

pytestmark = pytest.mark.services
USDT = str(facts().assets["USDT"].kind_on["bsc"].contract)


@pytest.fixture(scope="module")
def bsc() -> Iterator[Node]:
    return nodes()[56]


def look(work: Any) -> Any:
    """Runs `work(chain)` over all nodes in a loop of its own."""

    async def whole() -> Any:
        found = nodes()
        chain = Chain({"ethereum": [found[1].url], "bsc": [found[56].url], "polygon": [found[137].url]})
        try:
            return await work(chain)
        finally:
            await chain.close()

    return asyncio.run(whole())


def finding(tx_hash: str, *own: str) -> Finding:
    (found,) = look(lambda chain: chain.transaction(tx_hash, own))
    return found


def test_a_native_transfer_has_its_amount_and_both_ends(bsc: Node) -> None:
    own = somebody()
    found = finding(bsc.send(own, COIN // 4), own)
    (transfer,) = found.transfers
    assert (found.network, found.status) == ("bsc", "succeeded")
    assert (transfer.value, transfer.token.symbol, transfer.receiver, transfer.sender.lower()) == (Decimal("0.25"), "BNB", own, bsc.bank)
    assert found.received(frozenset({own})) == (transfer,)
    assert found.coin_left == COIN // 4


def test_a_listed_token_has_the_decimals_of_the_facts(bsc: Node) -> None:
    own = somebody()
    token = bsc.token(USDT)
    (transfer,) = finding(bsc.call(token, "transfer(address,uint256)", own, 125 * COIN // 10), own).transfers
    assert (transfer.token.asset, transfer.token.contract, transfer.value, transfer.receiver) == ("USDT", USDT, Decimal("12.5"), own)


def test_an_unlisted_token_says_its_own_symbol(bsc: Node) -> None:
    token = bsc.token()
    (transfer,) = finding(bsc.call(token, "transfer(address,uint256)", somebody(), COIN)).transfers
    assert (transfer.token.asset, transfer.token.symbol, transfer.token.decimals, transfer.value) == (None, "TEST", 18, Decimal(1))


@pytest.mark.parametrize(("contract", "function"), [("Unnamed", "send(address,uint256)"), ("Shouting", "transfer(address,uint256)")])
def test_a_token_without_decimals_or_with_a_shouted_name_has_neither(bsc: Node, contract: str, function: str) -> None:
    (transfer,) = finding(bsc.call(bsc.place(contract), function, somebody(), 7)).transfers
    assert (transfer.raw, transfer.value, transfer.token.symbol, transfer.token.decimals) == (7, None, None, None)


def test_a_reverted_transfer_moved_nothing_and_cost_gas(bsc: Node) -> None:
    found = finding(bsc.failing(bsc.token()))
    assert (found.status, found.transfers) == ("failed", ())
    assert found.fee is not None
    assert found.fee > 0


def test_what_is_not_mined_is_pending(bsc: Node) -> None:
    try:
        found = finding(bsc.waiting(somebody(), COIN))
    finally:
        bsc.mine()
    assert (found.network, found.status) == ("bsc", "pending")


def test_confirmations_grow_with_the_chain(bsc: Node) -> None:
    tx_hash = bsc.send(somebody(), 1)
    assert finding(tx_hash).confirmations == 1
    bsc.ask("evm_mine")
    bsc.ask("evm_mine")
    assert finding(tx_hash).confirmations == 3


def test_spam_claims_a_balance_and_moves_nothing(bsc: Node) -> None:
    own = somebody()
    found = finding(bsc.call(bsc.place("Spam"), "drop(address)", own), own)
    assert (found.transfers, [token.symbol for token in found.claimed]) == ((), ["FREEBNB"])


def test_a_bait_is_a_transfer_of_nothing(bsc: Node) -> None:
    own = somebody()
    (transfer,) = finding(bsc.call(bsc.token(), "bait(address,address)", own, somebody()), own).transfers
    assert (transfer.raw, transfer.sender) == (0, own)


def test_of_many_receivers_the_own_one_is_among_those_that_are_read(bsc: Node) -> None:
    own = somebody()
    token = bsc.token()
    found = finding(bsc.call(token, "pay(address[],uint256)", [*(somebody() for _ in range(8)), own], 5, gas=hex(3_000_000)), own)
    assert [transfer.receiver for transfer in found.received(frozenset({own}))] == [own]


def test_a_hash_is_found_on_the_network_that_has_it_and_unknown_elsewhere(bsc: Node) -> None:
    polygon = nodes()[137]
    assert finding(polygon.send(somebody(), 1)).network == "polygon"
    findings = look(lambda chain: chain.transaction("0x" + "9" * 64))
    assert {found.network: found.status for found in findings} == {"ethereum": "unknown", "bsc": "unknown", "polygon": "unknown"}


def test_an_address_has_its_coins_and_known_tokens(bsc: Node) -> None:
    own = somebody()
    bsc.send(own, 3 * COIN)
    bsc.call(bsc.token(USDT), "transfer(address,uint256)", own, 40 * COIN)
    accounts: list[Account] = look(lambda chain: chain.account(own, ("USDT",)))
    held = {account.network: [(amount.token.symbol, amount.value) for amount in account.holds] for account in accounts}
    assert held == {"ethereum": [], "bsc": [("BNB", Decimal(3)), ("USDT", Decimal(40))], "polygon": []}


def test_a_contract_is_told_from_a_wallet(bsc: Node) -> None:
    accounts: list[Account] = look(lambda chain: chain.account(bsc.token(USDT), ()))
    assert [(account.network, account.token.symbol) for account in accounts if account.token] == [("bsc", "USDT")]


def test_only_read_methods_are_asked(bsc: Node) -> None:
    own = somebody()
    tx_hash = bsc.call(bsc.place("Spam"), "drop(address)", own)
    before = bsc.log.stat().st_size
    finding(tx_hash, own)
    look(lambda chain: chain.account(own, ("USDT",)))
    asked = set(bsc.methods(before))
    assert {"eth_getTransactionByHash", "eth_getTransactionReceipt", "eth_call"} <= asked
    assert asked <= READ_METHODS
