"""A network of the facts, or a token, in; the request that a wallet shows the person out. Only these two methods are ever offered.

Source: EIP-3085 (wallet_addEthereumChain), EIP-747 (wallet_watchAsset). Neither moves anything; the wallet asks before it does either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from waypost.content.facts import Facts
from waypost.errors import ContentError


@dataclass(frozen=True)
class WalletRequest:
    """title: of the button that offers it, in the reply's language."""

    method: str
    params: Any
    title: str

    def as_json(self) -> Mapping[str, Any]:
        return {"method": self.method, "params": self.params, "title": self.title}


def add_network(facts: Facts, network_id: str, title: str) -> WalletRequest:
    """Offers a network with the parameters of the facts. Raises ContentError when the facts do not have them."""
    network = facts.networks[network_id]
    if not (network.chain_id_hex and network.rpc and network.explorer and network.native):
        raise ContentError(f"facts/networks.yml: {network_id}: no chain_id, rpc, explorer or native: a wallet needs all of them")
    coin = facts.assets[network.native]
    params = {
        "chainId": network.chain_id_hex,
        "chainName": network.name,
        "nativeCurrency": {"name": coin.name, "symbol": coin.id, "decimals": coin.kind_on[network_id].decimals},
        "rpcUrls": [facts.link(network.rpc).url],
        "blockExplorerUrls": [facts.link(network.explorer).url],
    }
    return WalletRequest("wallet_addEthereumChain", [params], title)


def watch_token(contract: str, symbol: str, decimals: int, title: str) -> WalletRequest:
    """Offers to show a token. contract: EIP-55. symbol: at most 11 characters, as wallets demand."""
    return WalletRequest("wallet_watchAsset", {"type": "ERC20", "options": {"address": contract, "symbol": symbol, "decimals": decimals}}, title)
