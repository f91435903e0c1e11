"""A turn that names a transaction is answered from the chain; without the chain, or without an answer of it, the guided way goes on."""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Sequence

import pytest

from actions import answers, transactions
from actions.answers import ActionAnswer
from actions.choices import ActionChoose
from tests.actions.stage import Said, perform
from tests.support.findings import ALIKE, FOO, OWN, USDT, elsewhere, move, on_bsc
from tests.support.records import TX
from waypost.chain.findings import Account, Amount, Finding
from waypost.content.languages import live_languages

ETHERSCAN = f"https://etherscan.io/tx/{TX}"


class Looking:
    """Stands in for the Chain: says what it was given, and notes what it was asked."""

    def __init__(self, *findings: Finding, accounts: Sequence[Account] = (), admits: bool = True) -> None:
        self.findings, self.accounts, self._admits = findings, accounts, admits
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def admits(self, conversation: str) -> bool:
        return self._admits

    async def transaction(self, tx_hash: str, own: Sequence[str]) -> tuple[Finding, ...]:
        self.asked.append((tx_hash, tuple(own)))
        return self.findings

    async def account(self, address: str, assets: Sequence[str]) -> Sequence[Account]:
        self.asked.append((address, tuple(assets)))
        return self.accounts


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def looking(*findings: Finding, **kwargs: Any) -> Looking:
        stand_in = Looking(*findings, **kwargs)
        for module in (transactions, answers):
            monkeypatch.setattr(module, "chain", lambda: stand_in)
        return stand_in

    return looking


def said(text: str, need: str = "transaction", *entities: str, before: Sequence[str] = (), slots: Mapping[str, Any] | None = None) -> Said:
    return perform(ActionAnswer(), need, *entities, text=text, before=before, slots=slots)


@pytest.mark.parametrize("need", sorted(transactions.LOOKED_UP_FOR))
def test_a_need_with_a_transaction_is_answered_from_the_chain(need: str, look: Any) -> None:
    looking = look(on_bsc(status="pending"))
    reply = said(f"what about {TX}?", need)
    assert (reply.key, reply.envelope["answer"]) == ("transaction.pending", "transaction")
    assert looking.asked == [(TX, ())]
    assert reply.envelope["links"][0]["url"] == f"https://bscscan.com/tx/{TX}"


@pytest.mark.parametrize("need", ["safety", "secret", "withdraw", "greet"])
def test_another_need_is_not_looked_up(need: str, look: Any) -> None:
    looking = look(on_bsc(status="pending"))
    said(f"what about {TX}?", need)
    assert looking.asked == []


def test_what_arrived_is_offered_to_the_wallet_from_the_facts(look: Any) -> None:
    look(on_bsc(move(USDT, raw=10**18)))
    network, token = said(f"{TX} {OWN}").envelope["wallet"]
    assert (network["method"], network["params"][0]["chainId"]) == ("wallet_addEthereumChain", "0x38")
    assert network["params"][0]["rpcUrls"][0].startswith("https://")
    assert token["params"] == {"type": "ERC20", "options": {"address": USDT.contract, "symbol": "USDT", "decimals": 18}}
    assert token["title"] == "Show USDT in MetaMask"


def test_a_token_of_no_list_is_offered_only_when_it_was_asked_for_and_with_a_warning(look: Any) -> None:
    look(on_bsc(move(FOO)))
    first = said(f"{TX} {OWN}")
    assert [request["method"] for request in first.envelope["wallet"]] == ["wallet_addEthereumChain"]
    assert first.buttons[0] == "ask:transaction.import_anyway"
    second = said("ask:transaction.import_anyway", before=[f"{TX} {OWN}"])
    assert second.envelope["wallet"][1]["params"]["options"] == {"address": FOO.contract, "symbol": "FOO", "decimals": 18}
    assert "⚠️" in first.text
    assert "⚠️" in second.text


@pytest.mark.parametrize(("step", "key"), [("mine", "transaction.arrived_token"), ("other", "transaction.other_receiver")])
def test_a_pressed_step_is_about_the_transaction_before(step: str, key: str, look: Any) -> None:
    looking = look(on_bsc(move(USDT)))
    assert said(f"ask:transaction.{step}", before=["hello", f"look {TX}"]).key == key
    assert looking.asked[0][0] == TX


@pytest.mark.parametrize(("step", "key"), [("mine", "transaction.mine"), ("other", "transaction.other"), ("import_anyway", "transaction.ask")])
def test_a_pressed_step_whose_transaction_is_forgotten_still_gets_an_answer(step: str, key: str, look: Any) -> None:
    look()
    assert said(f"ask:transaction.{step}").key == key


def test_an_address_that_follows_is_the_persons_own(look: Any) -> None:
    looking = look(on_bsc(move(USDT, to=ALIKE)))
    assert said(OWN, before=[TX]).key == "transaction.look_alike"
    assert [(tx, [address.lower() for address in own]) for tx, own in looking.asked] == [(TX, [OWN.lower()])]


def test_an_address_given_before_counts_for_the_transaction_that_follows(look: Any) -> None:
    look(on_bsc(move(USDT)))
    assert said(TX, before=[f"my address is {OWN}"]).key == "transaction.arrived_token"


def test_the_wrong_explorer_is_named(look: Any) -> None:
    look(on_bsc(move(USDT)))
    reply = said(ETHERSCAN)
    assert reply.key == "transaction.elsewhere"
    assert "Ethereum" in reply.text


def test_a_network_named_in_words_counts_too(look: Any) -> None:
    look(on_bsc(move(USDT)))
    assert said(TX, "transaction", "network:polygon").key == "transaction.elsewhere"


def test_what_no_network_knows_is_with_the_exchange_that_was_named(look: Any) -> None:
    look(elsewhere("bsc"))
    assert said(TX, "missing_tokens", "venue:binance:from").key == "transaction.inside"
    assert said(TX).key == "transaction.nowhere"


def test_several_transactions_get_a_line_each(look: Any) -> None:
    look(on_bsc(status="failed"))
    reply = said(f"{TX} {TX[:-1]}b")
    assert reply.text.count("\n- 0x") == 2


def test_an_address_alone_gets_what_it_holds(look: Any) -> None:
    looking = look(accounts=[Account("bsc", OWN, True, holds=(Amount(USDT, 10**18),))])
    reply = said(f"what is at {OWN}", "transaction", "asset:CAKE")
    assert (reply.key, "1 USDT" in reply.text) == ("transaction.balances", True)
    assert looking.asked[0][1] == ("CAKE", "USDT", "USDC")


@pytest.mark.parametrize(("need", "key"), [("transaction", "transaction.empty"), ("missing_tokens", "missing_tokens"), ("gas", "gas")])
def test_an_address_with_nothing_is_no_answer_to_a_trouble(need: str, key: str, look: Any) -> None:
    look(accounts=[Account("bsc", OWN, True)])
    assert said(f"nothing at {OWN}", need).key == key


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize("looking", [None, Looking(elsewhere("bsc", "unreachable")), Looking(on_bsc(), admits=False)], ids=["off", "dead", "full"])
def test_without_the_chain_the_page_and_the_guided_questions_are_offered(
    looking: Looking | None, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "chain", lambda: looking)
    reply = said(f"https://polygonscan.com/tx/{TX}", slots={"locale": locale})
    assert (reply.key, reply.envelope["locale"]) == ("transaction.self", locale)
    assert f"https://polygonscan.com/tx/{TX}" in [link["url"] for link in reply.envelope["links"]]
    assert reply.buttons[:2] == ["ask:missing_tokens.inside", "ask:missing_tokens.waiting"]


@pytest.mark.parametrize(("need", "key"), [("missing_tokens", "missing_tokens"), ("pending", "pending")])
def test_without_the_chain_another_need_keeps_its_own_answer(need: str, key: str) -> None:
    assert said(f"stuck {TX}", need).key == key


def test_a_need_without_a_transaction_asks_for_one_only_when_somebody_can_look(look: Any) -> None:
    assert said("check my transaction").key == "transaction"
    look()
    assert said("check my transaction").key == "transaction.ask"
    slots = {"last_key": "missing_tokens", "need": "missing_tokens", "offered": ["ask:transaction"]}
    assert perform(ActionChoose(), "choose", text="1", slots=slots).key in ("transaction", "transaction.ask")


def test_missing_tokens_are_asked_about_and_a_transaction_is_welcome(look: Any) -> None:
    assert "paste the transaction ID" not in said("where are my tokens", "missing_tokens").text
    look()
    assert "paste the transaction ID" in said("where are my tokens", "missing_tokens").text


def test_a_name_that_a_token_gives_itself_cannot_format_or_link(look: Any) -> None:
    look(on_bsc(move(FOO)))
    text = said(f"{TX} {OWN}").text
    assert "FOO \\(not on my list\\)" in text
