"""A wished language is confirmed in itself, and what we do not speak gets the menu."""

from __future__ import annotations

import pytest

from actions.switch_language import ActionSwitchLanguage
from tests.actions.stage import Said, perform
from waypost.content.answers import speak
from waypost.content.languages import languages, live_languages
from waypost.content.live import catalog

MENU = [speak(code) for code in live_languages()]


def switch(*entities: str, need: str = "switch_language", **slots: object) -> Said:
    return perform(ActionSwitchLanguage(), need, *entities, slots=slots)


@pytest.mark.parametrize("code", live_languages())
def test_a_switch_is_confirmed_in_the_new_language(code: str) -> None:
    said = switch(f"locale_wish:{code}", locale="en")
    assert (said.key, said.envelope["locale"], said.slots["locale"]) == ("switch_language", code, code)
    assert languages()[code].name in said.text


def test_no_wish_brings_the_menu_of_all_languages() -> None:
    said = switch()
    assert (said.key, said.buttons, said.titles) == ("switch_language.menu", MENU, [languages()[code].name for code in live_languages()])


def test_an_earlier_wish_does_not_answer_a_new_question() -> None:
    assert switch(locale_wish="nl").key == "switch_language.menu"


@pytest.mark.parametrize(
    ("entities", "need"), [(("foreign:fr",), "switch_language"), ((), "foreign_language"), (("foreign:fr",), "foreign_language")]
)
def test_a_language_we_do_not_speak_is_declined_with_the_menu(entities: tuple[str, ...], need: str) -> None:
    said = switch(*entities, need=need)
    assert (said.key, said.buttons) == ("switch_language.unsupported", MENU)


@pytest.mark.parametrize("code", live_languages())
def test_the_menu_is_asked_in_the_language_of_the_conversation(code: str) -> None:
    assert switch(locale=code).text == catalog().render(code, "switch_language.menu").text


def test_switching_is_smalltalk() -> None:
    assert switch().envelope["kind"] == "smalltalk"


@pytest.mark.parametrize("code", live_languages())
def test_a_question_about_a_move_is_asked_again_in_the_new_language(code: str) -> None:
    said = switch(f"locale_wish:{code}", last_key="clarify.where_to", source="network:polygon")
    assert (said.envelope["answer"], said.envelope["locale"], said.key) == ("switch_language", code, "clarify.where_to")
    asked = catalog().render(code, "clarify.where_to", place="Polygon")
    assert asked.text in said.text
    assert said.buttons == ["ask:deposit", "ask:bridge_to_bsc"]


@pytest.mark.parametrize("code", live_languages())
def test_a_question_of_a_tree_is_asked_again_with_its_buttons(code: str) -> None:
    said = switch(f"locale_wish:{code}", last_key="wrong_network.own")
    asked = catalog().render(code, "wrong_network.own")
    assert asked.text in said.text
    assert (said.key, said.buttons) == ("wrong_network.own", [button.payload for button in asked.buttons])


def test_the_last_answer_is_the_first_button_after_a_switch() -> None:
    said = perform(ActionSwitchLanguage(), "switch_language", "locale_wish:ru", slots={"need": "platforms", "last_key": "platforms"})
    assert said.buttons[0] == "ask:platforms"
    assert len(said.buttons) == len(switch("locale_wish:ru").buttons)
