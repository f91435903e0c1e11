"""The EVM nodes of `make test-services` in; coins and tokens moved on them as people, exchanges and frauds do out."""

from __future__ import annotations

import itertools
import json
import os
import secrets
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator, Mapping

from eth_abi import encode
from eth_utils import to_checksum_address

COIN = 10**18
_NUMBERS: Iterator[int] = itertools.count(1)


def somebody() -> str:
    """A fresh address that nobody has used."""
    return to_checksum_address("0x" + secrets.token_hex(20))


@dataclass
class Node:
    """One local network. bank: an unlocked account with coins of the network, such as an exchange's."""

    chain_id: int
    url: str
    log: Path
    contracts: Mapping[str, Any]

    @cached_property
    def bank(self) -> str:
        return str(self.ask("eth_accounts")[0])

    def ask(self, method: str, *params: Any) -> Any:
        body = json.dumps({"jsonrpc": "2.0", "id": next(_NUMBERS), "method": method, "params": params}).encode()
        request = urllib.request.Request(self.url, data=body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            answer = json.load(response)
        if "error" in answer and "result" not in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer.get("result")

    def place(self, contract: str, address: str = "") -> str:
        """Puts a contract of Tokens.sol at an address, a fresh one when none is given."""
        address = address or somebody()
        self.ask("evm_setAccountCode", address, self.contracts[contract]["code"])
        return address

    def send(self, to: str, wei: int = 0, data: str = "0x", **fields: str) -> str:
        """Hash of a transaction of the bank's; it may fail on the chain."""
        transaction = {"from": self.bank, "to": to, "value": hex(wei), "data": data, "gas": hex(500_000), **fields}
        return str(self.ask("eth_sendTransaction", transaction))

    def call(self, contract: str, function: str, *values: Any, **fields: str) -> str:
        """Hash of a call. contract: address; function: as `transfer(address,uint256)`."""
        kinds = function[function.index("(") + 1 : -1].split(",")
        selector = next(each["selectors"][function] for each in self.contracts.values() if function in each["selectors"])
        return self.send(contract, data="0x" + selector + encode(kinds, values).hex(), **fields)

    def token(self, address: str = "") -> str:
        """A token of which the bank has plenty."""
        placed = self.place("Token", address)
        self.call(placed, "mint(address,uint256)", self.bank, 10**9 * COIN)
        return placed

    def failing(self, token: str) -> str:
        """Hash of a transfer that was mined and reverted."""
        return self.call(token, "transfer(address,uint256)", somebody(), 10**40)

    def waiting(self, to: str, wei: int) -> str:
        """Hash of a transaction that stays pending: mining is off until `mine`."""
        self.ask("miner_stop")
        return self.send(to, wei)

    def mine(self) -> None:
        self.ask("miner_start")
        self.ask("evm_mine")

    def methods(self, since: int = 0) -> list[str]:
        """JSON-RPC methods that were asked for, after the node's own log. since: bytes of the log to pass over."""
        return [
            line.strip()
            for line in self.log.read_bytes()[since:].decode().splitlines()
            if line.startswith(("eth_", "evm_", "miner_", "net_", "personal_"))
        ]


def nodes() -> dict[int, Node]:
    """The nodes that tools/services.py started, by chain id."""
    described = json.loads(Path(os.environ["WAYPOST_TEST_EVM"]).read_text(encoding="utf-8"))
    return {int(chain): Node(int(chain), node["url"], Path(node["log"]), described["contracts"]) for chain, node in described["nodes"].items()}
