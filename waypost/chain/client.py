"""The endpoints of one network: a read method in, the first good answer out. Answers are kept for as long as they stay true."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Sequence

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


class Client:
    """One network. chain: its key in the facts."""

    def __init__(self, chain: str, endpoints: Sequence[Endpoint], kept: Kept) -> None:
        self.chain = chain
        self._endpoints, self._kept = endpoints, kept

    async def transaction(self, tx_hash: str) -> tuple[Sent | None, Receipt | None, int]:
        """(as signed, what became of it, number of the newest block)."""
        data, receipt, newest = await asyncio.gather(
            self._mined("eth_getTransactionByHash", tx_hash, "blockNumber"),
            self._mined("eth_getTransactionReceipt", tx_hash, "status"),
            self._ask("eth_blockNumber", keep_s=LATEST_S),
        )
        return decoding.sent(data, tx_hash), decoding.receipt(receipt, tx_hash), decoding.number(newest)

    async def coin(self, who: str) -> int:
        """What an address has of the network's own coin, in wei."""
        return decoding.number(await self._ask("eth_getBalance", who, "latest", keep_s=FLEETING_S))

    async def is_contract(self, who: str) -> bool:
        return decoding.is_code(await self._ask("eth_getCode", who, "latest", keep_s=FINAL_S))

    async def balance(self, contract: str, who: str) -> int | None:
        """What a token's contract says that an address has; that it says so proves nothing."""
        return decoding.balance(await self._call(contract, decoding.BALANCE_OF + decoding.padded(who), FLEETING_S))

    async def token(self, contract: str) -> Token:
        """A token by its contract: after the facts when it is listed there, else after what the contract says of itself."""
        listed = listed_token(self.chain, contract)
        if listed:
            return listed
        symbol, decimals = await asyncio.gather(
            self._call(contract, decoding.SYMBOL, CONTRACT_S), self._call(contract, decoding.DECIMALS, CONTRACT_S)
        )
        return Token(self.chain, contract, decoding.symbol(symbol), decoding.decimals(decimals), None)

    async def _mined(self, method: str, tx_hash: str, mark: str) -> Any:
        """A record of a transaction: kept long once the field `mark` says that it is mined."""
        found = await self._ask(method, tx_hash, keep_s=FLEETING_S)
        if isinstance(found, dict) and found.get(mark):
            self._kept.put((self.chain, method, json.dumps([tx_hash])), found, FINAL_S)
        return found

    async def _call(self, contract: str, data: str, keep_s: float) -> Any:
        return await self._ask("eth_call", {"to": contract, "data": data}, "latest", keep_s=keep_s)

    async def _ask(self, method: str, *params: Any, keep_s: float) -> Any:
        """Raises ChainError when no endpoint answered."""
        key = (self.chain, method, json.dumps(params))
        if kept := self._kept.get(key):
            return kept[0]
        for number, endpoint in enumerate(self._endpoints, 1):
            if endpoint.rests:
                continue
            try:
                result = await endpoint.ask(method, *params)
            except ChainError:
                log.warning("chain.endpoint_failed network=%s endpoint=%d method=%s", self.chain, number, method)
                continue
            self._kept.put(key, result, keep_s)
            return result
        raise ChainError(f"no endpoint of {self.chain} answered: see WAYPOST_RPC_<chain id>")


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
