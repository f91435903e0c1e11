"""The endpoints of one network: a read method in, the first good answer out. Answers are kept for as long as they stay true."""

from __future__ import annotations

import asyncio
import json
import logging
from functools import partial
from typing import Any, Callable, Sequence, TypeVar

from waypost.chain import decoding
from waypost.chain.decoding import Receipt, Sent
from waypost.chain.endpoint import Endpoint
from waypost.chain.findings import Token
from waypost.chain.guards import Kept
from waypost.content.facts import facts
from waypost.errors import ChainError

log = logging.getLogger(__name__)
FINAL_S, FLEETING_S, LATEST_S, CONTRACT_S = 60.0, 2.0, 1.0, 3_600.0
"""Mined transactions; those that are not, and balances; the newest block; what a contract calls itself."""
T = TypeVar("T")


class ChainClient:
    """One network. chain: its key in the facts."""

    def __init__(self, chain: str, endpoints: Sequence[Endpoint], kept: Kept) -> None:
        self.chain = chain
        self._endpoints, self._kept = endpoints, kept

    async def transaction(self, tx_hash: str) -> tuple[Sent | None, Receipt | None, int]:
        """(as signed, what became of it, number of the newest block)."""
        return await asyncio.gather(
            self._ask("eth_getTransactionByHash", tx_hash, read=partial(decoding.sent, tx_hash=tx_hash), keep=_mined),
            self._ask("eth_getTransactionReceipt", tx_hash, read=partial(decoding.receipt, tx_hash=tx_hash), keep=_mined),
            self._ask("eth_blockNumber", read=decoding.number, keep=lambda _: LATEST_S),
        )

    async def coin(self, who: str) -> int:
        """What an address has of the network's own coin, in wei."""
        return await self._ask("eth_getBalance", who, "latest", read=decoding.number)

    async def is_contract(self, who: str) -> bool:
        return await self._ask("eth_getCode", who, "latest", read=decoding.is_code, keep=lambda _: FINAL_S)

    async def balance(self, contract: str, who: str) -> int | None:
        """What a token's contract says that an address has; that it says so proves nothing."""
        call = {"to": contract, "data": decoding.BALANCE_OF + decoding.padded(who)}
        return await self._ask("eth_call", call, "latest", read=decoding.balance)

    async def token(self, contract: str) -> Token:
        """A token by its contract: after the facts when it is listed there, else after what the contract says of itself."""
        listed = listed_token(self.chain, contract)
        if listed:
            return listed
        symbol, decimals = await asyncio.gather(
            self._ask("eth_call", {"to": contract, "data": decoding.SYMBOL}, "latest", read=decoding.symbol, keep=lambda _: CONTRACT_S),
            self._ask("eth_call", {"to": contract, "data": decoding.DECIMALS}, "latest", read=decoding.decimals, keep=lambda _: CONTRACT_S),
        )
        return Token(self.chain, contract, symbol, decimals, None)

    async def _ask(self, method: str, *params: Any, read: Callable[[Any], T], keep: Callable[[T], float] = lambda _: FLEETING_S) -> T:
        """What the first endpoint says that `read` can read; kept for `keep` seconds. Raises ChainError when no endpoint said such a thing."""
        key = (self.chain, method, json.dumps(params))
        if kept := self._kept.get(key):
            return kept[0]
        for number, endpoint in enumerate(self._endpoints, 1):
            if endpoint.rests:
                continue
            try:
                result = await endpoint.ask(method, *params, read=read)
            except ChainError:
                log.warning("chain.endpoint_failed network=%s endpoint=%d method=%s", self.chain, number, method)
                continue
            self._kept.put(key, result, keep(result))
            return result
        raise ChainError(f"no endpoint of {self.chain} answered: see WAYPOST_RPC_<chain id>")


def _mined(found: Sent | Receipt | None) -> float:
    return FINAL_S if found and found.block is not None else FLEETING_S


def native(chain: str) -> Token:
    """The network's own coin."""
    asset = facts().networks[chain].native
    known = facts().assets.get(asset or "")
    return Token(chain, None, asset, known.kind_on[chain].decimals if known and chain in known.kind_on else 18, asset)


def listed_token(chain: str, contract: str) -> Token | None:
    """The token of the facts that has this contract on this network."""
    for asset in facts().assets.values():
        form = asset.kind_on.get(chain)
        if form and form.contract == contract:
            return Token(chain, contract, asset.id, form.decimals, asset.id)
        if form and form.former_contract == contract:
            return Token(chain, contract, asset.id, form.former_decimals or form.decimals, asset.id)
    return None
