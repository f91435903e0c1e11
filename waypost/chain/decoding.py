"""JSON of an endpoint in, checked values out. Whatever is not as the standard says raises ChainError: the endpoint is not believed.

Source: the Ethereum JSON-RPC specification (execution-apis) and ERC-20; a transfer is a log with topic0 keccak("Transfer(address,address,uint256)").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from eth_abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils import to_checksum_address

from waypost.errors import ChainError

TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
BALANCE_OF, SYMBOL, DECIMALS = "0x70a08231", "0x95d89b41", "0x313ce567"
MOST_LOGS = 2_000
MOST_DECIMALS = 36
_HEX = re.compile(r"0x[0-9a-fA-F]*")
_HARMLESS = re.compile(r"[A-Za-z0-9]{1,11}")


@dataclass(frozen=True)
class Sent:
    """A transaction as it was signed. target: None when it makes a contract. block: None while it waits."""

    sender: str
    target: str | None
    wei: int
    block: int | None


@dataclass(frozen=True)
class Moved:
    """An ERC-20 transfer: raw units of the contract."""

    contract: str
    sender: str
    receiver: str
    raw: int


@dataclass(frozen=True)
class Receipt:
    """What became of a mined transaction. fee_wei: gas times price, and the share of the layer below where there is one."""

    succeeded: bool
    block: int
    fee_wei: int
    moved: tuple[Moved, ...]


def sent(data: Any, tx_hash: str) -> Sent | None:
    """A transaction of eth_getTransactionByHash; None when the network does not know it."""
    if data is None:
        return None
    record = _record(data)
    _same(record.get("hash"), tx_hash)
    block = record.get("blockNumber")
    target = record.get("to")
    return Sent(address(record.get("from")), None if target is None else address(target), number(record.get("value")), block and number(block))


def receipt(data: Any, tx_hash: str) -> Receipt | None:
    """A receipt of eth_getTransactionReceipt; None while the transaction is not mined."""
    if data is None:
        return None
    record = _record(data)
    _same(record.get("transactionHash"), tx_hash)
    fee = number(record.get("gasUsed")) * number(record.get("effectiveGasPrice") or "0x0") + number(record.get("l1Fee") or "0x0")
    logs = record.get("logs")
    if not isinstance(logs, list) or len(logs) > MOST_LOGS:
        raise ChainError("a receipt without logs, or with too many")
    return Receipt(number(record.get("status")) == 1, number(record.get("blockNumber")), fee, tuple(filter(None, map(_moved, logs))))


def _moved(log: Any) -> Moved | None:
    """The transfer that a log tells of; None for any other event. A fourth topic makes it an NFT's (ERC-721), which has no amount."""
    record = _record(log)
    topics, data = record.get("topics"), record.get("data")
    if not isinstance(topics, list) or not topics or topics[0] != TRANSFER or len(topics) != 3:
        return None
    sender, receiver = (_address_in(topic) for topic in topics[1:])
    return Moved(address(record.get("address")), sender, receiver, _first(["uint256"], data))


def number(value: Any) -> int:
    """A quantity: 0x and up to 64 digits."""
    if not isinstance(value, str) or not _HEX.fullmatch(value) or not 2 < len(value) <= 66:
        raise ChainError("a quantity that is none")
    return int(value, 16)


def address(value: Any) -> str:
    """In EIP-55's capitals."""
    if not isinstance(value, str) or not _HEX.fullmatch(value) or len(value) != 42:
        raise ChainError("an address that is none")
    return str(to_checksum_address(value))


def is_code(value: Any) -> bool:
    """Whether eth_getCode says that there is a contract."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ChainError("a code that is none")
    return len(value) > 2


def balance(value: Any) -> int | None:
    """Of balanceOf; None when the contract has no such thing."""
    try:
        return int(_first(["uint256"], value))
    except ChainError:
        return None


def decimals(value: Any) -> int | None:
    """Of decimals(); None when the contract does not say, or says nonsense."""
    found = balance(value)
    return found if found is not None and found <= MOST_DECIMALS else None


def symbol(value: Any) -> str | None:
    """Of symbol(), text or (in old contracts) 32 bytes; None unless it is a short word of Latin letters and digits.

    Anybody may write anything into a token's symbol: an address, an advertisement, the name of another token in look-alike letters.
    """
    for kind in ("string", "bytes32"):
        try:
            found = _first([kind], value)
        except ChainError:
            continue
        text = found.rstrip(b"\0").decode("utf-8", "replace") if isinstance(found, bytes) else str(found)
        if _HARMLESS.fullmatch(text):
            return text
    return None


def padded(who: str) -> str:
    """An address as an argument of a call: 32 bytes without 0x."""
    return who[2:].lower().rjust(64, "0")


def _address_in(topic: Any) -> str:
    if not isinstance(topic, str) or not _HEX.fullmatch(topic) or len(topic) != 66:
        raise ChainError("a topic that is none")
    return address("0x" + topic[26:])


def _first(kinds: Sequence[str], data: Any) -> Any:
    if not isinstance(data, str) or not _HEX.fullmatch(data) or len(data) % 2 or len(data) > 4_096:
        raise ChainError("data that is none")
    try:
        return decode(kinds, bytes.fromhex(data[2:]), strict=False)[0]
    except (DecodingError, ValueError, OverflowError) as error:
        raise ChainError("data of another kind") from error


def _record(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ChainError("a record that is none")
    return data


def _same(said: Any, asked: str) -> None:
    if not isinstance(said, str) or said.lower() != asked:
        raise ChainError("an answer about another transaction")
