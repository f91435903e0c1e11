"""An endpoint may do what it wants: the look-up ends in time, believes nothing wrong, and goes on with the next endpoint."""

from __future__ import annotations

import time
from functools import partial
from typing import Sequence

import pytest

from tests.support.false_chain import FAULTS, FalseChain, serving
from tests.support.records import OWN, TX, over, receipt, results, sent, transfer_log
from waypost.chain.lookup import LIMIT_S, Chain

GRACE_S = 1.0


async def _asked_for(hashes: Sequence[str], chain: Chain) -> None:
    for tx in hashes:
        await chain.transaction(tx)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_endpoint_is_not_believed_and_costs_little_time(fault: str) -> None:
    false = FalseChain(fault=fault)
    with serving(false):
        started = time.monotonic()
        (found,) = over(lambda chain: chain.transaction(TX), bsc=[false.url])
        took = time.monotonic() - started
    assert found.status == "unreachable"
    assert took < LIMIT_S + GRACE_S
    assert false.asked


@pytest.mark.parametrize("fault", FAULTS)
def test_the_second_endpoint_answers_for_the_first(fault: str) -> None:
    false, right = FalseChain(fault=fault), FalseChain(results=results(sent(), receipt()))
    with serving(false, right):
        (found,) = over(lambda chain: chain.transaction(TX), bsc=[false.url, right.url])
    assert found.status == "succeeded"


def test_networks_are_asked_at_once_and_the_one_that_knows_ends_the_wait() -> None:
    hanging, right = FalseChain(1, fault="hangs"), FalseChain(results=results(sent(), receipt(transfer_log())))
    with serving(hanging, right):
        started = time.monotonic()
        (found,) = over(lambda chain: chain.transaction(TX, [OWN]), ethereum=[hanging.url], bsc=[right.url])
        took = time.monotonic() - started
    assert (found.network, found.status) == ("bsc", "succeeded")
    assert took < GRACE_S


def test_a_network_that_does_not_answer_does_not_silence_the_others() -> None:
    hanging, right = FalseChain(1, fault="hangs"), FalseChain(results=results())
    with serving(hanging, right):
        found = over(lambda chain: chain.transaction(TX), ethereum=[hanging.url], bsc=[right.url])
    assert {finding.network: finding.status for finding in found} == {"ethereum": "unreachable", "bsc": "unknown"}


def test_the_chain_id_is_asked_before_anything_is_believed_and_then_remembered() -> None:
    right = FalseChain(results=results())
    with serving(right):
        over(partial(_asked_for, [TX, TX[:-2] + "00"]), bsc=[right.url])
    assert right.asked[0] == "eth_chainId"
    assert right.asked.count("eth_chainId") == 1


def test_what_was_answered_is_not_asked_again_at_once() -> None:
    right = FalseChain(results=results(sent(), receipt()))
    with serving(right):
        over(partial(_asked_for, [TX, TX]), bsc=[right.url])
    assert right.asked.count("eth_getTransactionReceipt") == 1


def test_an_endpoint_that_keeps_failing_is_left_alone() -> None:
    false = FalseChain(fault="fails")
    with serving(false):
        over(partial(_asked_for, [f"{TX[:-2]}{number:02}" for number in range(10)]), bsc=[false.url])
    assert len(false.asked) <= 6


def test_a_contract_that_reverts_is_no_fault_of_the_endpoint() -> None:
    unlisted = transfer_log(contract="0x" + "44" * 20)
    right = FalseChain(results=results(sent(value="0x0"), receipt(unlisted), eth_call=None))
    with serving(right):
        (found,) = over(lambda chain: chain.transaction(TX, [OWN]), bsc=[right.url])
    assert [(transfer.token.symbol, transfer.value) for transfer in found.transfers] == [(None, None)]
