"""A move is answered when its direction is known, else asked for with the buttons that still fit."""

from __future__ import annotations

import pytest

from actions.moves import OPEN_QUESTIONS, ActionMove
from tests.actions.stage import Said, perform
from waypost.content.answers import ask
from waypost.content.languages import live_languages
from waypost.content.live import catalog
from waypost.moves.direction import MOVES, REVERSE


def move(intent: str, *entities: str, **slots: object) -> Said:
    return perform(ActionMove(), intent, *entities, slots=slots)


@pytest.mark.parametrize("need", MOVES)
def test_a_move_that_is_named_is_answered(need: str) -> None:
    assert move(need).envelope["answer"] == need


@pytest.mark.parametrize(
    ("entities", "answer"),
    [
        (("venue:binance:from", "venue:metamask:to"), "withdraw"),
        (("venue:binance_us:from", "network:bsc:to"), "withdraw"),
        (("venue:metamask:from", "venue:binance:to"), "deposit"),
        (("network:polygon:from", "network:bsc:to"), "bridge_to_bsc"),
        (("network:bsc:from", "network:ethereum:to"), "bridge_from_bsc"),
        (("venue:binance:from", "network:bsc:from", "venue:metamask:to"), "withdraw"),
    ],
)
def test_an_open_move_goes_where_its_places_say(entities: tuple[str, ...], answer: str) -> None:
    assert move("move", *entities).envelope["answer"] == answer


@pytest.mark.parametrize(
    ("entities", "key", "buttons"),
    [
        ((), "clarify.move", list(MOVES)),
        (("venue:binance:from",), "clarify.where_to", ["withdraw"]),
        (("venue:metamask:from",), "clarify.where_to", ["deposit", "bridge_to_bsc", "bridge_from_bsc"]),
        (("network:bsc:from",), "clarify.where_to", ["deposit", "bridge_from_bsc"]),
        (("network:polygon:from",), "clarify.where_to", ["deposit", "bridge_to_bsc"]),
        (("venue:binance:to",), "clarify.where_from", ["deposit"]),
        (("venue:metamask:to",), "clarify.where_from", ["withdraw", "bridge_to_bsc", "bridge_from_bsc"]),
        (("network:bsc:to",), "clarify.where_from", ["withdraw", "bridge_to_bsc"]),
        (("network:bsc",), "clarify.move", list(MOVES)),
        (("venue:binance:from", "venue:kraken:to"), "clarify.move", list(MOVES)),
    ],
)
def test_an_open_question_offers_what_still_fits(entities: tuple[str, ...], key: str, buttons: list[str]) -> None:
    said = move("move", *entities)
    assert (said.key, said.buttons) == (key, [ask(need) for need in buttons])


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize(("entity", "name"), [("venue:binance_us:from", "binance.us"), ("network:bsc:to", "BNB Smart Chain")])
def test_a_question_names_the_place_that_is_known(entity: str, name: str, locale: str) -> None:
    assert name in move("move", entity, locale=locale).text


@pytest.mark.parametrize("locale", live_languages())
def test_a_question_is_asked_in_the_language_of_the_conversation(locale: str) -> None:
    assert move("move", locale=locale).text == catalog().render(locale, "clarify.move").text


def test_a_question_is_of_the_kind_that_asks() -> None:
    assert (move("move").envelope["answer"], move("move").envelope["kind"]) == ("clarify", "clarify")


@pytest.mark.parametrize(
    ("asked", "before", "entities", "answer"),
    [
        ("clarify.where_to", {"source": "venue:binance"}, ("venue:metamask:to",), "withdraw"),
        ("clarify.where_to", {"source": "venue:binance"}, ("venue:metamask",), "withdraw"),
        ("clarify.where_to", {"source": "network:bsc"}, ("network:polygon",), "bridge_from_bsc"),
        ("clarify.where_from", {"target": "venue:metamask"}, ("venue:binance",), "withdraw"),
        ("clarify.where_from", {"target": "network:bsc"}, ("network:ethereum",), "bridge_to_bsc"),
        ("clarify.move", {}, ("venue:metamask:from", "venue:binance:to"), "deposit"),
        ("clarify.move", {"source": "venue:binance"}, ("venue:metamask",), "withdraw"),
    ],
)
def test_the_place_that_was_asked_for_completes_the_move(asked: str, before: dict[str, str], entities: tuple[str, ...], answer: str) -> None:
    assert move("refine", *entities, last_key=asked, **before).envelope["answer"] == answer


def test_places_are_remembered_for_the_next_turn() -> None:
    said = move("move", "venue:binance:from")
    assert (said.slots["source"], said.slots["target"]) == ("venue:binance", None)


def test_places_of_an_earlier_topic_are_forgotten() -> None:
    assert move("move", "network:bsc:to", last_key="thanks", source="venue:binance").key == "clarify.where_from"


@pytest.mark.parametrize("need", MOVES)
def test_the_other_way_round_is_the_way_back_of_the_last_answer(need: str) -> None:
    assert move("reverse", need=need, last_key=need).envelope["answer"] == REVERSE[need]


@pytest.mark.parametrize("last", [None, "gas", "safety"])
def test_the_other_way_round_of_nothing_is_asked_for(last: str | None) -> None:
    assert move("reverse", need=last, last_key=last).key in OPEN_QUESTIONS


@pytest.mark.parametrize("need", ["network_setup", "platforms", "token_standard"])
def test_a_detail_repeats_the_last_answer_shorter(need: str) -> None:
    said = move("refine", "asset:USDT", need=need, last_key=need)
    assert said.text == catalog().render("en", need, again=True).text


def test_a_detail_of_a_move_repeats_it_in_full() -> None:
    assert move("refine", "asset:USDT", need="withdraw", last_key="withdraw").text.startswith(catalog().render("en", "withdraw").text)


def test_a_detail_that_turns_the_move_changes_the_answer() -> None:
    assert (
        move("refine", "network:bsc:from", "network:polygon:to", need="bridge_to_bsc", last_key="bridge_to_bsc").envelope["answer"]
        == "bridge_from_bsc"
    )


def test_a_detail_of_nothing_is_asked_about() -> None:
    assert move("refine", "asset:USDT").key == "clarify.move"


def test_a_move_asked_twice_is_answered_shorter() -> None:
    said = move("withdraw", need="withdraw", last_key="withdraw")
    assert said.text == catalog().render("en", "withdraw", again=True).text


@pytest.mark.parametrize("slot", ["nonsense", "venue:", ":bsc", "planet:mars", "", 5, None])
def test_a_slot_that_is_no_place_counts_as_empty(slot: object) -> None:
    assert move("refine", "venue:metamask:to", last_key="clarify.where_from", source=slot).key == "clarify.where_from"


def test_the_other_way_round_turns_the_remembered_places_too() -> None:
    said = move("reverse", need="withdraw", source="venue:binance", target="venue:metamask")
    assert (said.slots["source"], said.slots["target"]) == ("venue:metamask", "venue:binance")


def test_another_exchange_stands_where_the_first_one_stood() -> None:
    said = move("refine", "venue:binance_us", need="deposit", source="venue:metamask", target="venue:binance", last_key="deposit")
    assert (said.envelope["answer"], said.slots["source"], said.slots["target"]) == ("deposit", "venue:metamask", "venue:binance_us")


def test_a_detail_after_another_topic_repeats_that_topic() -> None:
    said = move("refine", "asset:USDT", need="bridge_missing", source="venue:binance", target="venue:metamask", last_key="bridge_missing")
    assert said.envelope["answer"] == "bridge_missing"


def test_a_deposit_into_a_wallet_is_asked_where_it_comes_from() -> None:
    assert move("deposit", "venue:metamask:to").key == "clarify.where_from"
    assert move("deposit", "venue:metamask:from", "venue:binance:to").envelope["answer"] == "deposit"


BEFORE = {
    "need": "withdraw",
    "last_key": "withdraw",
    "move": "withdraw",
    "asset": "ETH",
    "source": "venue:binance",
    "target": "venue:metamask@arbitrum",
}


def test_the_way_back_that_names_both_ends_keeps_the_coin() -> None:
    said = move("deposit", "venue:metamask:from", "venue:binance:to", **BEFORE)
    assert (said.envelope["answer"], said.slots["asset"], said.slots["source"]) == ("deposit", "ETH", "venue:metamask@arbitrum")


def test_the_way_back_of_another_coin_is_a_move_of_its_own() -> None:
    assert move("deposit", "asset:USDT", "venue:metamask:from", "venue:binance:to", **BEFORE).slots["asset"] == "USDT"


@pytest.mark.parametrize("role", ["to", "at"])
def test_a_network_never_takes_the_place_of_an_exchange(role: str) -> None:
    before = {"need": "deposit", "last_key": "deposit", "move": "deposit", "asset": "USDT"}
    said = move("refine", f"network:arbitrum:{role}", source="venue:metamask@polygon", target="venue:binance", **before)
    assert (said.envelope["answer"], said.slots["target"], "Arbitrum One" in said.text) == ("deposit", "venue:binance", True)


def test_a_warning_in_the_middle_leaves_the_question_about_the_network_open() -> None:
    before = {"need": "safety", "last_key": "safety.support", "move": "withdraw", "asked": "target_network", "asset": "USDT"}
    said = move("refine", "network:polygon:at", source="venue:binance", target="venue:metamask", **before)
    assert (said.envelope["answer"], said.slots["target"]) == ("withdraw", "venue:metamask@polygon")
