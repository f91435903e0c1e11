"""A language that is asked for by name is a wish; a language that is merely named is not."""

from __future__ import annotations

import pytest

from waypost.content.languages import languages, live_languages
from waypost.nlu.language.wish import wished_language
from waypost.nlu.reading import read


def wish(text: str, written_in: str | None = "en", asks: bool = False) -> str | None:
    reading = read(text, written_in)
    return wished_language(reading.names, reading.words, written_in=written_in, asks_to_switch=asks)


@pytest.mark.parametrize(
    ("text", "written_in", "code"),
    [
        ("English please, how do I withdraw", "en", "en"),
        ("dutch pls", "en", "nl"),
        ("Russian please", "en", "ru"),
        ("nederlands graag", "nl", "nl"),
        ("engels aub", "nl", "en"),
        ("по-русски пожалуйста", "ru", "ru"),
        ("melayu please", "ms", "ms"),
        ("german please", "en", "de"),
    ],
)
def test_a_name_with_a_please_beside_it_is_a_wish(text: str, written_in: str, code: str) -> None:
    assert wish(text, written_in) == code


@pytest.mark.parametrize("text", ["is there a dutch exchange", "my english is bad", "please help my dutch friend", "russian", "please withdraw", ""])
def test_a_name_without_a_please_after_it_is_no_wish(text: str) -> None:
    assert wish(text) is None


@pytest.mark.parametrize("code", live_languages())
def test_who_asks_to_switch_needs_no_please(code: str) -> None:
    assert [alias for alias in languages()[code].aliases["en"] if wish(f"can we speak {alias}", "en", asks=True) != code] == []


@pytest.mark.parametrize(
    ("text", "written_in", "code"), [("from english to dutch", "en", "nl"), ("not dutch but english", "nl", "en"), ("english or russian", "en", "ru")]
)
def test_of_two_names_the_one_that_the_message_is_not_written_in_is_meant(text: str, written_in: str, code: str) -> None:
    assert wish(text, written_in, asks=True) == code


def test_the_own_language_may_be_wished_for() -> None:
    assert wish("english", "en", asks=True) == "en"


def test_no_name_is_no_wish_even_when_asked_to_switch() -> None:
    assert wish("another language", asks=True) is None
