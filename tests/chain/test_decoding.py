"""What an endpoint says is believed only when it is as the standard says; a token's own words are never shown as they are."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi import encode
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records import OTHER, OWN, SENDER, TX, USDT, receipt, sent, transfer_log
from waypost.chain import decoding
from waypost.errors import ChainError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just("0x0") | st.just(TX),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*sent(), *receipt(), "topics", "data"]), inner, max_size=8),
    max_leaves=20,
)


def text_of(kind: str, value: object) -> str:
    return "0x" + encode([kind], [value]).hex()


def test_a_transfer_is_read_from_its_log() -> None:
    found = decoding.receipt(receipt(transfer_log(raw=7)), TX)
    assert found is not None
    (moved,) = found.moved
    assert (moved.contract, moved.sender.lower(), moved.receiver.lower(), moved.raw) == (USDT, SENDER, OWN, 7)


def test_the_fee_is_gas_times_price_and_the_share_of_the_layer_below() -> None:
    found = decoding.receipt(receipt(gasUsed="0x2", effectiveGasPrice="0x3", l1Fee="0x5"), TX)
    assert found is not None
    assert found.fee_wei == 11


def test_events_that_move_no_amount_are_passed_over() -> None:
    nft = transfer_log()
    nft["topics"] = [*nft["topics"], "0x" + "0" * 64]
    other = {**transfer_log(), "topics": ["0x" + "1" * 64]}
    found = decoding.receipt(receipt(nft, other, {**other, "topics": []}), TX)
    assert found is not None
    assert found.moved == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"hash": TX[:-1] + "0"},
        {"from": None},
        {"from": "0x12"},
        {"value": "1"},
        {"value": "0x"},
        {"value": "0x" + "f" * 65},
        {"blockNumber": 10},
        {"to": OTHER + "00"},
    ],
)
def test_a_transaction_that_is_not_as_the_standard_says_is_not_believed(wrong: dict[str, Any]) -> None:
    with pytest.raises(ChainError):
        decoding.sent(sent(**wrong), TX)


@pytest.mark.parametrize(
    "wrong",
    [
        {"transactionHash": TX[:-1] + "0"},
        {"status": None},
        {"logs": {}},
        {"logs": [5]},
        {"logs": [transfer_log()] * (decoding.MOST_LOGS + 1)},
        {"logs": [{**transfer_log(), "data": "0x1"}]},
        {"logs": [{**transfer_log(), "data": "0x"}]},
        {"logs": [{**transfer_log(), "address": 5}]},
        {"gasUsed": "lots"},
    ],
)
def test_a_receipt_that_is_not_as_the_standard_says_is_not_believed(wrong: dict[str, Any]) -> None:
    with pytest.raises(ChainError):
        decoding.receipt(receipt(**wrong), TX)


@given(JSON)
def test_whatever_comes_is_read_or_refused(data: Any) -> None:
    for read in (decoding.sent, decoding.receipt):
        try:
            read(data, TX)
        except ChainError:
            continue
    for value in (decoding.symbol, decoding.decimals, decoding.balance):
        value(data)


@pytest.mark.parametrize(("kind", "value"), [("string", "USDT"), ("bytes32", b"MKR".ljust(32, b"\0"))])
def test_a_symbol_is_text_or_thirty_two_bytes(kind: str, value: object) -> None:
    assert decoding.symbol(text_of(kind, value)) == (value if isinstance(value, str) else "MKR")


@pytest.mark.parametrize(
    "symbol", ["claim-bnb.example", "USD\u0422", "U S D T", "](x)", "", "A" * 12, "<b>", "\u202eTDSU", "visit me", "\U0001f381", "@support", "U\nS"]
)
def test_a_symbol_that_is_no_short_latin_word_is_not_shown(symbol: str) -> None:
    assert decoding.symbol(text_of("string", symbol)) is None


@pytest.mark.parametrize(("said", "decimals"), [(6, 6), (0, 0), (36, 36), (37, None), (255, None), (2**256 - 1, None)])
def test_decimals_that_cannot_be_are_none(said: int, decimals: int | None) -> None:
    assert decoding.decimals(text_of("uint256", said)) == decimals
