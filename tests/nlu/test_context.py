"""What was asked last decides what an answer means."""

from __future__ import annotations

import pytest

from waypost.nlu.context import BREAKS_OFF, NOT_ARRIVED_AFTER, OPEN_QUESTIONS, need_in_context
from waypost.nlu.reading import read


def need(text: str, said: str, confidence: float, last_key: str | None = None, last_need: str | None = None) -> str | None:
    return need_in_context(said, confidence, read(text, "en"), last_key, last_need)


@pytest.mark.parametrize("question", sorted(OPEN_QUESTIONS))
@pytest.mark.parametrize(
    ("text", "said", "confidence"),
    [
        ("they are on binance.us", "platforms", 0.8),
        ("metamask", "network_setup", 0.5),
        ("to bsc", "platforms", 0.95),
        ("from binance", "withdraw", 0.4),
        ("on polygon", "out_of_scope", 0.9),
    ],
)
def test_a_place_answers_an_open_question(question: str, text: str, said: str, confidence: float) -> None:
    assert need(text, said, confidence, question) == "refine"


@pytest.mark.parametrize(
    ("text", "said", "confidence"),
    [
        ("i want a human", "handoff", 0.7),
        ("what is bsc?", "platforms", 0.7),
        ("thanks a lot", "thanks", 0.9),
        ("someone from binance asks for my phrase", "safety", 0.8),
        ("the gas on bsc is too high and i have no bnb there", "gas", 0.97),
    ],
)
def test_something_else_is_no_answer_to_an_open_question(text: str, said: str, confidence: float) -> None:
    assert need(text, said, confidence, "clarify.move") is None


@pytest.mark.parametrize("said", sorted(BREAKS_OFF))
def test_a_sure_need_breaks_a_question_off(said: str) -> None:
    assert need("from binance", said, 0.9, "clarify.move") is None


def test_a_long_message_is_no_answer() -> None:
    assert need("on binance " + "word " * 14, "out_of_scope", 0.8, "clarify.move") is None


@pytest.mark.parametrize("text", ["they are on binance.us", "bnb on polygon"])
def test_without_an_open_question_the_classifier_stands(text: str) -> None:
    assert need(text, "platforms", 0.8, "withdraw") is None


@pytest.mark.parametrize(("last_need", "meant"), [(None, "move"), ("withdraw", "refine")])
def test_nothing_but_names_opens_a_move_or_refines_the_last_one(last_need: str | None, meant: str) -> None:
    assert need("USDT, bsc!", "token_standard", 0.4, last_need=last_need) == meant


@pytest.mark.parametrize(
    ("text", "said", "confidence"),
    [
        ("usdt bsc", "token_standard", 0.9),
        ("usdt bsc", "move", 0.3),
        ("usdt bsc please", "token_standard", 0.3),
        ("...", "greet", 0.3),
        ("", "greet", 0.3),
    ],
)
def test_otherwise_names_change_nothing(text: str, said: str, confidence: float) -> None:
    assert need(text, said, confidence) is None


@pytest.mark.parametrize(("move", "trouble"), sorted(NOT_ARRIVED_AFTER.items()))
def test_what_has_not_arrived_is_what_was_just_moved(move: str, trouble: str) -> None:
    for said in set(NOT_ARRIVED_AFTER.values()):
        assert need("still nothing there", said, 0.8, move, move) == trouble


@pytest.mark.parametrize(("confidence", "meant"), [(0.8, "missing_tokens"), (0.99, None)])
def test_a_no_that_may_be_a_trouble_is_one_right_after_a_move(confidence: float, meant: str | None) -> None:
    reading = read("no, not arrived", "en")
    assert need_in_context("deny", confidence, reading, "withdraw", "withdraw", second="bridge_missing") == meant


@pytest.mark.parametrize(
    ("text", "said", "confidence", "last_need"),
    [
        ("my deposit to binance is not credited", "deposit_missing", 0.9, "withdraw"),
        ("the bridge never paid out", "bridge_missing", 0.97, "withdraw"),
        ("still nothing there", "bridge_missing", 0.8, "safety"),
        ("still nothing there", "pending", 0.8, "withdraw"),
        ("nothing " + "and nothing " * 10, "bridge_missing", 0.8, "withdraw"),
    ],
)
def test_a_trouble_that_says_where_it_is_stays_what_it_is(text: str, said: str, confidence: float, last_need: str) -> None:
    assert need(text, said, confidence, last_need, last_need) is None


HASH, ADDRESS = "0x" + "5a9d0e37c4b1f826" * 4, "0x8ba1f109551bD432803012645Ac136ddd64DBA72"


@pytest.mark.parametrize(
    "text",
    [HASH, f"{HASH}\n{HASH}", f"https://bscscan.com/tx/{HASH}", f"bscscan.com/tx/{HASH}", ADDRESS, f"https://polygonscan.com/address/{ADDRESS}"],
)
@pytest.mark.parametrize("language", ["en", "nl", "ru", "ms", None])
def test_nothing_but_what_a_chain_knows_is_about_a_transaction(text: str, language: str | None) -> None:
    assert need_in_context("withdraw", 0.9, read(text, language), None, None) == "transaction"


@pytest.mark.parametrize(
    "text", ["https://evil.example/x", "bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf23", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "..."]
)
def test_another_link_or_an_address_of_another_chain_is_not(text: str) -> None:
    assert need(text, "safety", 0.5) is None


@pytest.mark.parametrize(("said", "confidence"), [("affirm", 0.9), ("out_of_scope", 0.9), ("withdraw", 0.95), ("transaction", 0.3), ("pending", 0.4)])
def test_a_transaction_that_is_named_was_sent(said: str, confidence: float) -> None:
    assert need(f"so this one {HASH}", said, confidence) == "transaction"


@pytest.mark.parametrize(("said", "confidence"), [("pending", 0.9), ("missing_tokens", 0.8), ("safety", 0.3), ("handoff", 0.5)])
def test_a_trouble_with_a_transaction_stays_what_it_is(said: str, confidence: float) -> None:
    assert need(f"so this one {HASH}", said, confidence) is None


@pytest.mark.parametrize(("last_key", "meant"), [("transaction.receivers", "transaction"), ("withdraw", None)])
def test_an_address_with_few_words_answers_the_question_for_it(last_key: str, meant: str | None) -> None:
    assert need(f"mine is {ADDRESS}", "deposit", 0.5, last_key) == meant


def brief(text: str, said: str, confidence: float, asked: str) -> str | None:
    return need_in_context(said, confidence, read(text, "en"), "withdraw", "withdraw", asked)


@pytest.mark.parametrize(
    ("text", "said", "confidence", "asked"),
    [
        ("on polygon please", "network_setup", 0.8, "target_network"),
        ("it is on bsc", "platforms", 0.9, "source_network"),
        ("usdt i think", "asset_support", 0.5, "asset"),
        ("kraken", "platforms", 0.9, "source"),
    ],
)
def test_a_few_words_answer_the_question_below_an_answer(text: str, said: str, confidence: float, asked: str) -> None:
    assert brief(text, said, confidence, asked) == "refine"


@pytest.mark.parametrize(
    ("text", "said", "confidence", "asked"),
    [
        ("sent it over bsc but nothing has arrived in my wallet", "missing_tokens", 0.8, "target_network"),
        ("no bnb for gas on bsc", "gas", 0.9, "target_network"),
        ("what is bsc?", "platforms", 0.7, "target_network"),
        ("where to add bsc in metamask", "network_setup", 0.99, "target_network"),
        ("on polygon", "network_setup", 0.9, "asset"),
    ],
)
def test_who_does_not_care_for_the_question_goes_on(text: str, said: str, confidence: float, asked: str) -> None:
    assert brief(text, said, confidence, asked) is None


@pytest.mark.parametrize(("text", "said"), [("no, to Polygon", "deny"), ("yes, usdt", "affirm"), ("nope i meant kraken", "deny")])
def test_a_yes_or_no_that_names_something_is_a_detail_of_the_move(text: str, said: str) -> None:
    assert need(text, said, 0.9, "withdraw", "withdraw") == "refine"
    assert need(text, said, 0.9, "gas", "gas") is None


def test_a_plain_no_stays_a_no() -> None:
    assert need("no", "deny", 0.9, "withdraw", "withdraw") is None


@pytest.mark.parametrize(
    ("text", "said", "confidence", "meant"),
    [
        ("no, to polygon", "deposit", 0.5, "refine"),
        ("binance.us too?", "asset_support", 0.9, "refine"),
        ("is base supported", "asset_support", 0.95, None),
        ("no, to polygon", "handoff", 0.9, None),
        ("sorry, i meant usdc", "out_of_scope", 0.4, "refine"),
        ("what is usdc?", "out_of_scope", 0.4, None),
        ("please, no, to polygon and then nothing else at all", "deposit", 0.5, None),
    ],
)
def test_after_a_move_a_few_words_with_a_place_change_a_detail_of_it(text: str, said: str, confidence: float, meant: str | None) -> None:
    assert need_in_context(said, confidence, read(text, "en"), "withdraw", "withdraw") == meant


def test_a_place_answers_the_question_of_a_tree_even_when_the_classifier_hears_the_same_trouble_again() -> None:
    assert need_in_context("gas", 0.9, read("i have some on binance", "en"), "gas", "gas", "place") == "refine"
    assert need_in_context("pending", 0.9, read("i have some on binance", "en"), "gas", "gas", "place") is None
