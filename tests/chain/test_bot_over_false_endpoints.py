"""Whatever an endpoint does, the whole bot answers in time and the guided way goes on; and it recovers when the endpoint does."""

from __future__ import annotations

import itertools
import time
import uuid
from typing import Iterator

import pytest

from tests.support.bot import Answer, Bot, running_bot
from tests.support.false_chain import FAULTS, FalseChain, serving
from tests.support.records import results
from tests.support.scenarios import key_of
from waypost.content.languages import live_languages

pytestmark = pytest.mark.services
LIMIT_S = 6.0
HASHES = (f"0x{number:064x}" for number in itertools.count(10**70))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FalseChain]:
    chain = FalseChain(results=results())
    with serving(chain):
        yield chain


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory, endpoint: FalseChain) -> Iterator[Bot]:
    with running_bot(tmp_path_factory.mktemp("var"), WAYPOST_CHAIN="56", WAYPOST_RPC_56=endpoint.url) as bot:
        yield bot


def key(answer: Answer, language: str = "en") -> str | None:
    assert answer.envelope["answer"] == "transaction"
    return key_of(answer.texts[0], language)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_answered_in_time_and_ends_with_itself(fault: str, looking: Bot, endpoint: FalseChain) -> None:
    endpoint.fault = None
    assert key(looking.say(uuid.uuid4().hex, next(HASHES), "en")) == "transaction.nowhere"
    endpoint.fault, asked, started = fault, len(endpoint.asked), time.monotonic()
    answer = looking.say(uuid.uuid4().hex, next(HASHES), "en")
    took = time.monotonic() - started
    assert key(answer) == "transaction.self"
    assert "ask:missing_tokens.success" in [button["payload"] for button in answer.buttons]
    assert len(endpoint.asked) > asked
    print(f"{fault}: {took:.2f} s")
    assert took < LIMIT_S


@pytest.mark.parametrize("language", live_languages())
def test_the_guided_way_is_offered_in_every_language(language: str, looking: Bot, endpoint: FalseChain) -> None:
    endpoint.fault = "fails"
    sender, tx = uuid.uuid4().hex, next(HASHES)
    answer = looking.say(sender, tx, language)
    assert key(answer, language) == "transaction.self"
    assert f"https://bscscan.com/tx/{tx}" in [link["url"] for link in answer.envelope["links"]]
    assert key_of(looking.say(sender, "ask:missing_tokens.waiting").texts[0], language) == "missing_tokens.waiting"


def test_the_address_of_an_endpoint_stands_in_no_log(looking: Bot, endpoint: FalseChain) -> None:
    log = looking.log.read_text(encoding="utf-8")
    assert "chain.endpoint_failed network=bsc endpoint=1" in log
    assert endpoint.url not in log
