"""JSON as a node sends it, for transactions that a test makes up; and Chains over endpoints of its choice."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Sequence

from waypost.chain import decoding
from waypost.chain.lookup import Chain

TX = "0x" + "5a" * 32
SENDER, OWN, OTHER = ("0x" + digits * 20 for digits in ("11", "22", "33"))
USDT = "0x55d398326f99059fF775485246999027B3197955"


def sent(**fields: Any) -> dict[str, Any]:
    """A mined transfer of one coin to OWN, unless fields say otherwise."""
    return {"hash": TX, "from": SENDER, "to": OWN, "value": hex(10**18), "blockNumber": "0xa", **fields}


def receipt(*logs: dict[str, Any], **fields: Any) -> dict[str, Any]:
    record = {"transactionHash": TX, "status": "0x1", "blockNumber": "0xa", "gasUsed": "0x5208", "effectiveGasPrice": "0x3b9aca00"}
    return {**record, "logs": list(logs), **fields}


def transfer_log(receiver: str = OWN, raw: int = 10**18, contract: str = USDT, sender: str = SENDER) -> dict[str, Any]:
    topics = [decoding.TRANSFER, "0x" + decoding.padded(sender), "0x" + decoding.padded(receiver)]
    return {"address": contract, "topics": topics, "data": "0x" + hex(raw)[2:].rjust(64, "0")}


def results(tx: Any = None, receipt_: Any = None, **others: Any) -> dict[str, Any]:
    return {
        "eth_getTransactionByHash": tx,
        "eth_getTransactionReceipt": receipt_,
        "eth_getBalance": "0x0",
        "eth_getCode": "0x",
        "eth_call": "0x",
        **others,
    }


def over(work: Callable[[Chain], Awaitable[Any]], **endpoints: Sequence[str]) -> Any:
    """Runs `work(chain)` in a loop of its own. endpoints: by network."""

    async def whole() -> Any:
        chain = Chain(endpoints)
        try:
            return await work(chain)
        finally:
            await chain.close()

    return asyncio.run(whole())
