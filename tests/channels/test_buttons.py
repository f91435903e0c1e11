"""A button is pressed by a payload of a closed list; anything else is text."""

from __future__ import annotations

import pytest

from waypost.channels.inbox import NOT_PRESSABLE, press_of, pressable_needs
from waypost.content.answers import Press, ask, speak
from waypost.content.languages import live_languages
from waypost.content.live import catalog


@pytest.mark.parametrize("need", sorted(pressable_needs()))
def test_a_button_of_the_copy_is_a_press(need: str) -> None:
    assert press_of(ask(need)) == Press("ask", need)


@pytest.mark.parametrize("code", live_languages())
def test_a_button_of_the_language_menu_is_a_press(code: str) -> None:
    assert press_of(speak(code)) == Press("language", code)


@pytest.mark.parametrize("locale", live_languages())
def test_every_button_of_the_copy_can_be_pressed(locale: str) -> None:
    buttons = [(key, need) for key in sorted(catalog().keys(locale)) for _, need in catalog().entry(locale, key).buttons]
    assert [(key, need) for key, need in buttons if press_of(ask(need)) is None] == []


@pytest.mark.parametrize(
    "text",
    [
        *(ask(need) for need in sorted(NOT_PRESSABLE)),
        "ask:",
        "ask:nothing",
        "ask:secret",
        "ask:safety.secret",
        "ask:clarify.move",
        "ask:move",
        "ask:nlu_fallback",
        "ask:withdraw please",
        "please ask:withdraw",
        "ASK:withdraw",
        "ask:Withdraw",
        "ask: withdraw",
        "/ask:withdraw",
        "language:xx",
        "language:fr",
        "language:",
        "say:withdraw",
        "ask:withdraw\nask:deposit",
        "ask:" + "a" * 33,
        "withdraw",
        "/withdraw",
        "",
    ],
)
def test_anything_else_is_no_press(text: str) -> None:
    assert press_of(text) is None


def test_blanks_around_a_payload_do_not_matter() -> None:
    assert press_of(" ask:withdraw\n") == Press("ask", "withdraw")
