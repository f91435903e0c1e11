"""Whatever happens behind the door, the person gets one whole reply, and the log never their words."""

from __future__ import annotations

import asyncio
import logging
import re
import tempfile
from pathlib import Path
from typing import Any, Awaitable, Callable, Sequence

import pytest
from rasa.core.channels.channel import UserMessage

from tests.support.turns import file_url
from waypost.channels.inbox import Incoming
from waypost.channels.once import Turns
from waypost.channels.turns import Handler, LocaleOf
from waypost.content.languages import live_languages
from waypost.content.live import catalog
from waypost.store.database import Database
from waypost.store.journal import TURNS, Journal

WORDS = "my very own words"
ENVELOPE = {"answer": "greet", "kind": "smalltalk", "locale": "en", "links": [], "wallet": []}


async def raises(message: UserMessage) -> None:
    raise ValueError(f"cannot handle {message.text}")


async def says_nothing(message: UserMessage) -> None:
    return None


async def says_half(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"text": "no envelope"})


async def is_fine(message: UserMessage) -> None:
    await message.output_channel.send_response(
        message.sender_id, {"text": "one\n\ntwo", "buttons": [{"title": "a", "payload": "ask:withdraw"}], "custom": ENVELOPE}
    )


async def speaks_then_raises(message: UserMessage) -> None:
    await is_fine(message)
    raise RuntimeError(message.text)


FAULTS = [raises, says_nothing, says_half]


def keeps(locale: str | None) -> Callable[[str], Awaitable[str | None]]:
    async def locale_of(sender: str) -> str | None:
        return locale

    return locale_of


async def forgets(sender: str) -> str | None:
    raise ConnectionError(f"no store for {sender}")


async def holds_it(sender: str, message_id: str) -> list[dict[str, Any]]:
    """A conversation that holds each message, and no answer to it."""
    return []


async def hides_nothing(sender: str, message_ids: Sequence[str]) -> None:
    raise AssertionError("there is nothing to hide")


def turn(
    handle: Handler, locale: str | None = None, hint: str | None = None, text: str = WORDS, locale_of: LocaleOf | None = None
) -> list[dict[str, Any]]:
    async def whole() -> list[dict[str, Any]]:
        turns = Turns(Journal(Database(file_url(Path(folder)), TURNS)), handle, locale_of or keeps(locale), holds_it, hides_nothing)
        return (await turns.answer(Incoming.of("person", text, hint))).entries

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(whole())


def message_of(text: str, hint: str | None = None) -> UserMessage:
    """What the handler is given."""
    given: list[UserMessage] = []

    async def handle(message: UserMessage) -> None:
        given.append(message)

    turn(handle, hint=hint, text=text)
    return given[0]


def test_a_fine_reply_comes_back_whole() -> None:
    assert turn(is_fine) == [
        {"recipient_id": "person", "text": "one\n\ntwo", "buttons": [{"title": "a", "payload": "ask:withdraw"}]},
        {"recipient_id": "person", "custom": ENVELOPE},
    ]


def test_a_reply_that_was_said_before_a_fault_is_not_given_out_for_the_conversation_does_not_hold_it() -> None:
    assert [entry.get("custom", {}).get("answer") for entry in turn(speaks_then_raises)] == [None, "fallback"]


@pytest.mark.parametrize("handle", FAULTS)
def test_a_fault_is_answered_with_text_and_envelope(handle: Handler) -> None:
    text, envelope = turn(handle)
    assert text["text"]
    assert (envelope["custom"]["answer"], envelope["custom"]["kind"]) == ("fallback", "fallback")


@pytest.mark.parametrize("locale", live_languages())
def test_a_fault_is_answered_in_the_language_of_the_conversation(locale: str) -> None:
    text, envelope = turn(raises, locale, hint=live_languages()[0])
    fault_id = re.findall(r"\b[0-9a-f]{8}\b", text["text"])[0]
    assert (envelope["custom"]["locale"], text["text"]) == (locale, catalog().render(locale, "fallback.fault", id=fault_id).text)


@pytest.mark.parametrize("locale", live_languages())
def test_a_fault_before_any_reply_is_answered_in_the_language_of_the_page(locale: str) -> None:
    assert turn(raises, None, hint=locale)[1]["custom"]["locale"] == locale


@pytest.mark.parametrize("handle", FAULTS)
def test_the_person_is_told_the_id_that_stands_in_the_log(handle: Handler, caplog: pytest.LogCaptureFixture) -> None:
    text = turn(handle)[0]["text"]
    logged = re.findall(r"turn\.failed id=([0-9a-f]{8})", caplog.text)
    assert len(logged) == 1
    assert logged[0] in text


@pytest.mark.parametrize(("handle", "reason"), [(raises, "ValueError"), (says_nothing, "no_reply")])
def test_the_log_names_the_reason(handle: Handler, reason: str, caplog: pytest.LogCaptureFixture) -> None:
    turn(handle)
    assert f"reason={reason}" in caplog.text


@pytest.mark.parametrize("handle", [*FAULTS, is_fine, speaks_then_raises])
def test_no_word_of_the_person_stands_in_the_log(handle: Handler, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        turn(handle)
    assert WORDS not in caplog.text


def test_a_store_that_fails_as_well_is_survived() -> None:
    entries = turn(raises, hint="nl", locale_of=forgets)
    assert entries[1]["custom"]["locale"] == "nl"


def test_a_typed_text_is_left_to_be_understood() -> None:
    message = message_of("how do I withdraw")
    assert (message.text, message.parse_data, message.sender_id) == ("how do I withdraw", None, "person")


def test_a_pressed_button_needs_no_understanding() -> None:
    message = message_of("ask:withdraw")
    assert message.parse_data is not None
    assert message.parse_data["intent"] == {"name": "withdraw", "confidence": 1.0}


@pytest.mark.parametrize("code", live_languages())
def test_a_pressed_language_is_a_wish(code: str) -> None:
    message = message_of(f"language:{code}")
    assert message.parse_data is not None
    assert message.parse_data["intent"]["name"] == "switch_language"
    assert {item["entity"]: item["value"] for item in message.parse_data["entities"]} == {"locale": code, "locale_wish": code}


def test_the_hint_and_the_kinds_of_secrets_travel_with_the_message() -> None:
    message = message_of("fringe horn pretty that friend wisdom mass caught track wealth gown excess", hint="nl")
    assert message.metadata == {"locale": "nl", "secrets": ["recovery_phrase"]}
