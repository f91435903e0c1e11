"""The protocol's schema, its examples and the code that parses it say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import pytest

from tests.support.sockets import PROTOCOL, SCHEMA, VALID, checked
from waypost.channels import frames
from waypost.channels.history import Shown
from waypost.channels.inbox import press_of
from waypost.content.labels import labels
from waypost.content.languages import live_languages
from waypost.errors import ChannelError
from waypost.safety.tail import Tail
from waypost.store.journal import Noted

EXAMPLES = sorted((PROTOCOL / "examples").glob("*.json"))
INVALID = sorted((PROTOCOL / "invalid").glob("*.json"))


def send(data: object) -> None:
    frames.Send.parse(data).incoming("web:1", None, Tail(lambda: 0.0))


PARSERS: dict[str, Callable[[object], Any]] = {
    "hello": frames.Hello.parse,
    "send": send,
    "get_history": frames.wanted_after,
    "rate": frames.Rate.parse,
    "set_locale": frames.wanted_locale,
    "delete": frames.nothing,
}
"""Of every event that the widget sends."""


def read(path: Path) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return frame


def events_of(definition: str) -> set[str]:
    references = [one["$ref"].rpartition("/")[2] for one in SCHEMA["definitions"][definition]["oneOf"]]
    return {SCHEMA["definitions"][name]["properties"]["event"]["const"] for name in references}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_fits_the_schema_and_is_parsed(path: Path) -> None:
    frame = read(path)
    checked(frame["event"], frame["data"])
    if frame["event"] in PARSERS:
        PARSERS[frame["event"]](frame["data"])


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_frame_is_refused_by_the_schema_and_by_the_code(path: Path) -> None:
    frame = read(path)
    assert not VALID.is_valid(frame)
    with pytest.raises(ChannelError) as error:
        PARSERS[frame["event"]](frame["data"])
    assert error.value.status in (400, 413)


def test_every_event_has_examples_and_every_event_of_the_widget_has_an_invalid_one_and_a_parser() -> None:
    assert {read(path)["event"] for path in EXAMPLES} >= events_of("client_frame") | events_of("server_frame")
    assert {read(path)["event"] for path in INVALID} == events_of("client_frame") == set(PARSERS)


def test_code_and_schema_name_the_same_reasons_ratings_and_lengths() -> None:
    definitions = SCHEMA["definitions"]
    assert {*frames.REASONS.values(), "rate_limited", "bad_request"} == set(definitions["reason"]["enum"])
    assert set(frames.RATINGS) == set(definitions["rating"]["enum"])
    assert set(frames.RATING_REASONS) == set(definitions["rating_reason"]["enum"])
    assert definitions["rate"]["properties"]["comment"]["maxLength"] == frames.LONGEST_COMMENT


@pytest.mark.parametrize("locale", live_languages())
def test_every_reason_has_a_text_in_every_language(locale: str) -> None:
    assert {*frames.TEXTS.values(), "error_failed"} <= labels(locale).words.keys()


def test_payloads_of_the_examples_are_those_of_real_buttons() -> None:
    payloads = [
        button["payload"]
        for path in EXAMPLES
        if read(path)["event"] == "reply"
        for entry in read(path)["data"]["entries"]
        for button in entry["buttons"]
    ]
    assert payloads
    assert [payload for payload in payloads if press_of(payload) is None] == []


def test_a_message_that_was_left_stands_in_the_history_where_it_was_said_and_without_an_answer() -> None:
    envelope = {"answer": "greet", "kind": "smalltalk", "locale": "en", "links": [], "wallet": []}
    events = [
        {"event": "user", "text": "hello", "timestamp": 20.0, "message_id": "message-2"},
        {"event": "bot", "text": "Hi", "timestamp": 21.0, "data": {"custom": envelope}},
    ]
    waiting = [(Noted("message-1", "web:1", "left"), 10.0), (Noted("message-2", "web:1", "hello"), 19.9), (Noted("message-3", "web:1", "new"), 30.0)]
    items = checked("history", Shown.of(events, waiting).history(0)["data"])["items"]
    assert [item["data"]["id"] for item in items] == ["message-1", "message-2", "bot:message-2", "message-3"]
    assert [item["data"].get("answered") for item in items] == [False, True, None, False]


def test_a_long_history_shows_its_end_and_says_that_there_is_more() -> None:
    events = [{"event": "user", "text": "hi", "timestamp": float(number), "message_id": f"message-{number}"} for number in range(250)]
    history = checked("history", Shown.of(events).history(0)["data"])
    assert (len(history["items"]), history["items"][-1]["data"]["id"], history["complete"]) == (200, "message-249", False)
