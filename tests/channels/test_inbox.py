"""The one door lets in what a person may send, exactly up to its limits, and nothing that commands the dialogue engine."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from tests.support.anything import ANYTHING
from waypost.channels.inbox import LONGEST_BODY, LONGEST_TEXT, Incoming
from waypost.content.languages import live_languages
from waypost.errors import ChannelError

PHRASE = "fringe horn pretty that friend wisdom mass caught track wealth gown excess"


def body(**fields: Any) -> bytes:
    return json.dumps({"sender": "a", "message": "hi", **fields}).encode()


def refused(data: bytes) -> tuple[int, str]:
    with pytest.raises(ChannelError) as caught:
        Incoming.parse(data)
    assert caught.value.hint, "a refusal says what to change"
    return caught.value.status, caught.value.reason


def text_of(message: str) -> str:
    return Incoming.of("a", message, None).text


# -- shape and size ------------------------------------------------------------------------------------------------------------


def test_a_plain_message_comes_in_as_it_is() -> None:
    incoming = Incoming.parse(body(sender="ab-1", message="Hello there", metadata={"locale": "nl"}))
    assert (incoming.sender, incoming.text, incoming.hint, incoming.press, incoming.secrets) == ("ab-1", "Hello there", "nl", None, ())


def test_every_message_has_an_id_of_its_own() -> None:
    assert Incoming.parse(body()).id != Incoming.parse(body()).id


def test_a_text_of_2000_characters_comes_in() -> None:
    assert len(Incoming.parse(body(message="a" * 2_000)).text) == LONGEST_TEXT == 2_000


def test_a_text_of_2001_characters_is_refused() -> None:
    assert refused(body(message="a" * 2_001)) == (413, "message_too_long")


def test_2000_characters_of_four_bytes_come_in() -> None:
    assert Incoming.parse(json.dumps({"sender": "a", "message": "😀" * 2_000}, ensure_ascii=False).encode()).text == "😀" * 2_000


def test_a_body_of_16_kilobytes_comes_in() -> None:
    data = body(metadata={"page": ""})
    full = body(metadata={"page": "x" * (16 * 1024 - len(data))})
    assert (len(full), Incoming.parse(full).text) == (LONGEST_BODY, "hi")


def test_a_body_of_one_byte_more_is_refused() -> None:
    data = body(metadata={"page": ""})
    assert refused(body(metadata={"page": "x" * (16 * 1024 - len(data) + 1)})) == (413, "body_too_large")


@pytest.mark.parametrize("sender", ["a", "a" * 64, string.ascii_letters, string.digits, "a.b:c-d_e", "2026-11-20T10:00"])
def test_a_sender_of_allowed_characters_comes_in(sender: str) -> None:
    assert Incoming.parse(body(sender=sender)).sender == sender


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "a" * 65,
        "a b",
        "a\n",
        "\na",
        "a/b",
        "../a",
        "a\u0000",
        "é",
        "а",
        "a'b",
        'a"b',
        "a;b",
        "a%b",
        "a@b",
        "😀",
        None,
        5,
        1.5,
        True,
        [],
        ["a"],
        {},
        {"a": "b"},
    ],
)
def test_another_sender_is_refused(sender: object) -> None:
    assert refused(body(sender=sender)) == (400, "bad_sender")


def test_a_missing_sender_is_refused() -> None:
    assert refused(b'{"message": "hi"}') == (400, "bad_sender")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"{",
        b'{"sender": "a", "message": "hi"',
        b"{'sender': 'a'}",
        b"\xff\xfe\xfa",
        b'{"sender": "a", "message": "\xff"}',
        b"[" * 16_000,
        b'{"a":' * 3_000,
        b'{"sender": "a", "message": "hi"} {}',
    ],
    ids=["nothing", "text", "open", "cut off", "single quotes", "no UTF-8", "no UTF-8 inside", "deep lists", "deep objects", "two objects"],
)
def test_what_is_not_json_is_refused(data: bytes) -> None:
    assert refused(data) == (400, "not_json")


@pytest.mark.parametrize("data", [b"null", b"[]", b'["sender"]', b'"text"', b"5", b"true", b"NaN"])
def test_json_that_is_no_object_is_refused(data: bytes) -> None:
    assert refused(data) == (400, "not_an_object")


@pytest.mark.parametrize("message", [None, 5, 0, True, [], ["hi"], {}, {"text": "hi"}])
def test_a_message_that_is_no_text_is_refused(message: object) -> None:
    assert refused(body(message=message)) == (400, "bad_message")


def test_a_missing_message_is_refused() -> None:
    assert refused(b'{"sender": "a"}') == (400, "bad_message")


@pytest.mark.parametrize("message", ["", " ", "\n\t ", "\u0000", "\u200b", "\u200e\u200f", "\ufeff", "\u2028", "\ud800", "\u00a0\u3000"])
def test_a_message_that_nobody_can_see_is_refused(message: str) -> None:
    assert refused(body(message=message)) == (400, "empty_message")


@pytest.mark.parametrize("metadata", [[], "", "nl", 0, 5, False, True, ["nl"]])
def test_metadata_of_another_kind_is_refused(metadata: object) -> None:
    assert refused(body(metadata=metadata)) == (400, "bad_metadata")


@pytest.mark.parametrize(
    "metadata", [None, {}, {"locale": None}, {"locale": 5}, {"locale": ["nl"]}, {"locale": "xx"}, {"locale": ""}, {"other": "nl"}]
)
def test_metadata_without_a_live_language_gives_no_hint(metadata: object) -> None:
    assert Incoming.parse(body(metadata=metadata)).hint is None


@pytest.mark.parametrize("code", live_languages())
def test_a_live_language_is_taken_as_a_hint(code: str) -> None:
    assert Incoming.parse(body(metadata={"locale": f"{code}-XX"})).hint == code


def test_made_up_fields_do_not_come_in() -> None:
    incoming = Incoming.parse(body(press="ask:withdraw", secrets=["x"], id="mine", hint="nl"))
    assert (incoming.press, incoming.secrets, incoming.id == "mine", incoming.hint) == (None, (), False, None)


# -- the text ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a\u0000b", "a b"),
        ("a\rb", "a b"),
        ("a\u200bb", "a b"),
        ("a\u00adb", "ab"),
        ("a\u202eb", "ab"),
        ("\ufeffa", "a"),
        ("a\ud800b", "ab"),
        ("a\ue000b", "ab"),
        ("a\nb\tc", "a\nb\tc"),
        ("  a  ", "a"),
        ("e\u0301", "é"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("ёж", "ёж"),
        ("ｗａｙ", "ｗａｙ"),
    ],
    ids=ascii,
)
def test_a_text_comes_in_as_a_person_sees_it(typed: str, read: str) -> None:
    assert text_of(typed) == read


def test_a_lone_surrogate_in_json_is_dropped() -> None:
    assert Incoming.parse(b'{"sender": "a", "message": "x\\ud800y"}').text == "xy"


def test_an_emoji_in_json_escapes_comes_in_whole() -> None:
    assert Incoming.parse(b'{"sender": "a", "message": "\\ud83d\\ude00"}').text == "😀"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/restart", "restart"),
        ("//restart", "restart"),
        ("/ /restart", "restart"),
        ("  /restart", "restart"),
        ("\n/\n/ restart", "restart"),
        ("\u00a0/restart", "restart"),
        ("\u3000/\u2003/restart", "restart"),
        ("\u0000/restart", "restart"),
        ("\u200b/restart", "restart"),
        ("/\u0000/restart", "restart"),
        ("/\u202e/restart", "restart"),
        ("/", "?"),
        ("//", "?"),
        ("/ / /", "?"),
        ('/greet{"a": "b"}', "greet"),
        ('/greet {"a": 1}', "greet"),
        ("/slots and /more", "slots and /more"),
        ("and/or", "and/or"),
    ],
    ids=ascii,
)
def test_a_leading_slash_commands_nothing(typed: str, read: str) -> None:
    assert text_of(typed) == read


@pytest.mark.parametrize(
    "between", [" ", "\n", "\r", "\r\n", "\t", "\u200b", "\u0000", "\u0085", "\u2028", "\u00a0", "\x0b", "\x0c", ", "], ids=ascii
)
def test_a_recovery_phrase_does_not_come_in(between: str) -> None:
    incoming = Incoming.of("a", between.join(PHRASE.split()), None)
    assert (incoming.text, incoming.secrets) == ("[removed]", ("recovery_phrase",))


@pytest.mark.parametrize("name", sorted(Mnemonic.list_languages()))
def test_a_recovery_phrase_of_any_list_does_not_come_in(name: str) -> None:
    phrase = Mnemonic(name).to_mnemonic(bytes(range(16)))
    assert Incoming.of("a", phrase, None).secrets == ("recovery_phrase",)


def test_a_phrase_after_a_slash_does_not_come_in() -> None:
    assert text_of(f"/{PHRASE}") == "[removed]"


# -- anything at all -----------------------------------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(), max_size=60)
SLASHED = st.lists(
    st.sampled_from(["/", " ", "\n", "\u0000", "\u200b", "\u00a0", "restart", "{}", '{"a": 1}', "a", "\u202e", "\ud800"]), max_size=12
).map("".join)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(ANY_TEXT | SLASHED)
@settings(ANYTHING, max_examples=400)
def test_no_text_begins_with_a_slash_behind_the_door(message: str) -> None:
    try:
        text = text_of(message)
    except ChannelError:
        return
    assert text
    assert not text.lstrip().startswith("/")


@given(st.binary(max_size=200))
@settings(ANYTHING, max_examples=200)
def test_no_bytes_raise_anything_but_a_refusal(data: bytes) -> None:
    with pytest.raises(ChannelError):
        Incoming.parse(data)


def _outcome(data: bytes) -> tuple[int, str]:
    """(status, text or reason) of a body."""
    try:
        return 200, Incoming.parse(data).text
    except ChannelError as refusal:
        return refusal.status, refusal.reason


@given(ANY_JSON, ANY_JSON, ANY_JSON)
@settings(ANYTHING, max_examples=300)
def test_no_json_raises_anything_but_a_refusal(sender: object, message: object, metadata: object) -> None:
    status, text = _outcome(json.dumps({"sender": sender, "message": message, "metadata": metadata}).encode())
    assert status in (200, 400, 413)
    assert text.encode("utf-8").decode("utf-8") == text


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Co", "Cc", "Cf")), max_size=80))
@settings(ANYTHING, max_examples=200)
def test_what_came_in_once_comes_in_unchanged_again(message: str) -> None:
    try:
        once = text_of(message)
    except ChannelError:
        return
    assert text_of(once) == once
