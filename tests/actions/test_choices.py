"""Yes, no and positions mean what was offered last."""

from __future__ import annotations

import pytest

from actions.choices import ActionChoose, position_in
from tests.actions.stage import Said, perform
from tests.support.content import load
from waypost.content.languages import languages, live_languages

OFFERED = ["ask:withdraw", "ask:gas", "ask:safety"]


def choose(text: str, need: str = "choose", offered: list[str] | None = None, **slots: object) -> Said:
    return perform(ActionChoose(), need, text=text, slots={"offered": OFFERED if offered is None else offered, **slots})


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("first", "withdraw"),
        ("the second one", "gas"),
        ("the last one", "safety"),
        ("3", "safety"),
        ("number 2 please", "gas"),
        ("the 1st", "withdraw"),
        ("option three", "safety"),
    ],
)
def test_a_position_takes_the_offer_in_its_place(text: str, answer: str) -> None:
    assert choose(text).envelope["answer"] == answer


@pytest.mark.parametrize("text", ["the fourth", "9", "that thing", ""])
def test_a_position_without_an_offer_is_not_understood(text: str) -> None:
    assert choose(text).envelope["answer"] == "fallback"


def test_a_position_of_nothing_is_not_understood() -> None:
    assert choose("the first", offered=[]).envelope["answer"] == "fallback"


@pytest.mark.parametrize(
    ("locale", "text", "position"),
    [
        ("en", "the second one", 1),
        ("en", "the first of the two", 0),
        ("en", "the last one", -1),
        ("en", "2nd option", 1),
        ("en", "one", 0),
        ("en", "the third one please", 2),
        ("en", "bottom one", -1),
        ("nl", "de tweede", 1),
        ("nl", "de 2e", 1),
        ("nl", "doe maar een uitleg over de tweede", 1),
        ("nl", "de laatste", -1),
        ("nl", "eerste optie", 0),
        ("ru", "второй вариант", 1),
        ("ru", "2-й", 1),
        ("ru", "2й", 1),
        ("ru", "последний", -1),
        ("ru", "первое", 0),
        ("ms", "yang kedua", 1),
        ("ms", "yang terakhir", -1),
        ("ms", "nombor dua", 1),
        ("ms", "yang atas", 0),
        ("en", "10", None),
        ("en", "BEP20", None),
        ("en", "whichever", None),
        ("en", "0", None),
    ],
)
def test_a_position_is_read_from_words_and_digits(locale: str, text: str, position: int | None) -> None:
    assert position_in(text, locale) == position


@pytest.mark.parametrize("code", live_languages())
def test_every_word_of_position_has_its_place(code: str) -> None:
    assert [(word, position) for position, words in languages()[code].ordinals.items() for word in words if position_in(word, code) != position] == []


@pytest.mark.parametrize("code", live_languages())
def test_most_of_what_people_say_to_choose_names_a_position(code: str) -> None:
    said = load().nlu[code]["choose"]
    assert sum(position_in(text, code) is not None for text in said) >= 0.7 * len(said)


@pytest.mark.parametrize("text", ["the second one", "number two"])
def test_yes_takes_the_only_offer(text: str) -> None:
    assert choose("yes", need="affirm", offered=["ask:gas"]).envelope["answer"] == "gas"


@pytest.mark.parametrize("offered", [[], OFFERED, ["language:nl"], ["language:nl", "language:en"]])
def test_yes_to_nothing_or_to_many_asks_what_it_is_about(offered: list[str]) -> None:
    assert choose("yes", need="affirm", offered=offered).envelope["answer"] == "affirm"


def test_yes_takes_the_only_need_beside_languages() -> None:
    assert choose("yes", need="affirm", offered=["language:nl", "ask:gas"]).envelope["answer"] == "gas"


def test_no_is_just_no() -> None:
    assert choose("no", need="deny", offered=["ask:gas"]).envelope["answer"] == "deny"


def test_a_chosen_need_is_remembered() -> None:
    said = choose("first")
    assert (said.slots["need"], said.slots["misses"]) == ("withdraw", 0)


def test_a_position_in_the_language_menu_switches_the_language() -> None:
    said = choose("the second one", offered=["language:en", "language:nl"])
    assert (said.envelope["answer"], said.envelope["locale"], said.slots["locale_wish"]) == ("switch_language", "nl", "nl")
