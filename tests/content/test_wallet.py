"""Wallet requests are those of EIP-3085 and EIP-747, with what the facts say, and there are no others."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.bot import ROOT
from waypost.content.eip55 import is_checksummed
from waypost.content.facts import facts
from waypost.content.wallet import add_network, watch_token
from waypost.errors import ContentError

ADDABLE = sorted(key for key, record in facts().networks.items() if record.chain_id and record.rpc)
METHODS = {"wallet_addEthereumChain", "wallet_watchAsset"}


@pytest.mark.parametrize("network", ADDABLE)
def test_a_network_is_offered_with_all_that_a_wallet_needs(network: str) -> None:
    request = add_network(facts(), network, "title")
    (params,) = request.params
    assert set(params) == {"chainId", "chainName", "nativeCurrency", "rpcUrls", "blockExplorerUrls"}
    assert int(params["chainId"], 16) == facts().networks[network].chain_id
    assert params["chainId"] == params["chainId"].lower()
    assert params["nativeCurrency"]["decimals"] == 18
    assert all(url.startswith("https://") for url in [*params["rpcUrls"], *params["blockExplorerUrls"]])
    assert request.as_json()["title"] == "title"


def test_a_network_without_an_endpoint_is_not_offered() -> None:
    with pytest.raises(ContentError, match="^facts/networks.yml: tron"):
        add_network(facts(), "tron", "title")


def test_a_token_is_offered_as_eip_747_says() -> None:
    contract = facts().assets["USDT"].kind_on["bsc"].contract or ""
    assert is_checksummed(contract)
    assert watch_token(contract, "USDT", 18, "title").as_json() == {
        "method": "wallet_watchAsset",
        "params": {"type": "ERC20", "options": {"address": contract, "symbol": "USDT", "decimals": 18}},
        "title": "title",
    }


def test_no_other_wallet_method_stands_in_the_code() -> None:
    paths = [path for folder in ("waypost", "actions") for path in (ROOT / folder).rglob("*.py")]
    named = {text for path in paths for text in _texts(path) if text.startswith(("wallet_", "eth_send", "eth_sign", "personal_"))}
    assert named == METHODS


def _texts(path: Path) -> list[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value]
