"""Texts go to translators and come back: what was changed, and nothing else, or nothing at all with the reason."""

from __future__ import annotations

import difflib
import io
from functools import cache
from pathlib import Path
from typing import Callable

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.translation.test_states import change as change_text
from translation.exchange import change, exported
from translation.states import State, states
from translation.units import SOURCE, texts
from waypost.content.languages import live_languages
from waypost.errors import ContentError

TRANSLATED = [code for code in live_languages() if code != SOURCE]
UNIT = "withdrawals/withdraw/text"
LABEL = "withdrawals/withdraw/label"


@cache
def as_it_is(code: str) -> bytes:
    """The file of the repository's texts."""
    return exported(code)


def sent_back(code: str, root: Path | None, edit: Callable[[dict[str, Message]], None], **header: str) -> bytes:
    """A file as a translator's program saves it: wrapped anew, comments gone."""
    catalog = read_po(io.BytesIO(exported(code, root) if root else as_it_is(code)))
    edit({message.context or "": message for message in catalog if message.id})
    file = io.BytesIO()
    write_po(file, catalog, width=60, no_location=True)
    return file.getvalue().replace(b"Language: " + code.encode(), b"Language: " + header.get("language", code).encode())


def said(text: str, unit: str = UNIT) -> Callable[[dict[str, Message]], None]:
    return lambda messages: setattr(messages[unit], "string", text)


def bytes_of(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_file_that_comes_back_as_it_went_changes_nothing(code: str, copy: Path) -> None:
    sent = exported(code, copy)
    catalog = read_po(io.BytesIO(sent))
    assert {message.context: (message.id, message.string) for message in catalog if message.id} == {
        unit: (text, texts(code)[unit]) for unit, text in texts(SOURCE).items()
    }
    for data in (sent, sent_back(code, copy, lambda messages: None)):
        done = change(data, copy)
        assert (done.files, done.texts, done.confirmed) == ({}, {}, [])


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_changed_text_changes_its_lines_and_no_other(code: str, copy: Path) -> None:
    before = bytes_of(copy)
    old = texts(code, copy)[UNIT]
    new = f"BNB: {old}"
    change(sent_back(code, None, said(new)), copy).write()
    after = bytes_of(copy)
    changed = [path for path in after if after[path] != before[path]]
    assert sorted(Path(path).name for path in changed) == [f"{code}.tsv", "withdrawals.yml"]
    path = next(path for path in changed if path.endswith(".yml"))
    lines = list(difflib.unified_diff(before[path].decode().splitlines(), after[path].decode().splitlines(), lineterm="", n=0))[2:]
    assert [line[0] for line in lines if line[0] in "+-"] == ["-", "+"]
    assert texts(code, copy)[UNIT] == new
    assert set(states(code, copy).values()) == {State.CURRENT}


def test_every_kind_of_text_can_be_changed(copy: Path) -> None:
    new = {
        LABEL: "Naar MetaMask",
        "smalltalk/thanks/text": "Graag gedaan!\n\nVraag gerust verder.",
        "withdrawals/withdraw/warning": texts("nl")["withdrawals/withdraw/warning"] + " Let daar goed op.",
        "advice/advice.say.send/text": "**Ja.** Beide wallets zitten op {network}: stuur {asset} zoals altijd.",
        "widget/send": "Verstuur",
        "demo/skip": "Meteen naar de vragen",
        "notes/add_network/text": "Zet {network} in MetaMask",
        "tickets/hand_back/text": "Nu jij: {reason}",
        "mail/postscript": "ps\np.s.\nnaschrift",
        "links/binance_withdraw/title": "Binance: crypto opnemen, stap voor stap",
    }
    data = sent_back("nl", None, lambda messages: [said(text, unit)(messages) for unit, text in new.items()] and None)
    change(data, copy).write()
    assert texts("nl", copy) == {**texts("nl"), **new}
    assert (copy / "locales/nl/mail.yml").read_text(encoding="utf-8").splitlines()[0].startswith("# ")


def test_an_outdated_text_goes_out_fuzzy_and_comes_back_confirmed(copy: Path) -> None:
    change_text(copy, SOURCE, texts(SOURCE)[UNIT] + " Take care.")
    fuzzy = {message.context for message in read_po(io.BytesIO(exported("ru", copy))) if message.id and message.fuzzy}
    assert fuzzy == {UNIT}
    assert change(exported("ru", copy), copy).files == {}, "it is still fuzzy"
    done = change(sent_back("ru", copy, lambda messages: messages[UNIT].flags.discard("fuzzy")), copy)
    assert (done.texts, done.confirmed) == ({}, [UNIT])
    done.write()
    assert states("ru", copy)[UNIT] is State.CURRENT


def test_a_text_that_is_changed_and_still_fuzzy_stays_outdated(copy: Path) -> None:
    change_text(copy, SOURCE, texts(SOURCE)[UNIT] + " Take care.")
    change(sent_back("nl", copy, said(texts("nl")[UNIT] + " Tot zo.")), copy).write()
    assert texts("nl", copy)[UNIT].endswith("Tot zo.")
    assert states("nl", copy)[UNIT] is State.OUTDATED


def test_what_was_translated_from_an_older_english_is_taken_and_outdated(copy: Path) -> None:
    data = sent_back("nl", copy, said(texts("nl")[UNIT] + " Tot zo."))
    change_text(copy, SOURCE, texts(SOURCE)[UNIT] + " Take care.")
    change(data, copy).write()
    assert texts("nl", copy)[UNIT].endswith("Tot zo.")
    assert states("nl", copy)[UNIT] is State.OUTDATED


def test_an_emptied_text_is_left_as_it_is(copy: Path) -> None:
    assert change(sent_back("nl", None, said("")), copy).files == {}


def test_translators_are_told_what_signs_stand_for() -> None:
    catalog = read_po(io.BytesIO(as_it_is("nl")))
    comments = {message.context: " ".join(message.auto_comments) for message in catalog if message.id}
    assert all(comments.values())
    assert "{network}: the name of a network" in comments["advice/advice.say.send/text"]
    assert "Buttons below it: " in comments[UNIT]
    assert "(link:binance_withdraw): the page “" in comments[UNIT]
    assert "At most 20 characters" in comments[LABEL]


REFUSED = {
    "a value that is missing": ("advice/advice.say.send/text", "Beide op {network}.", "the value {asset} of the English text"),
    "a value that is not there": ("smalltalk/thanks/text", "Graag gedaan, {name}!", "the value {name} is not in the English text"),
    "a value that was translated": ("tickets/hand_back/text", "Nu jij: {reden}", "the value {reason} of the English text"),
    "a link that is missing": ("trees/wrong_network.own_other/text", "Weg.", "the link (link:binance_recover_guide) of the"),
    "a link that is not there": ("smalltalk/thanks/text", "[Graag](link:mm_bridge) gedaan!", "the link (link:mm_bridge) is not in the English text"),
    "bold that is not closed": ("smalltalk/thanks/text", "**Graag gedaan!", "its Markdown is broken at '**'"),
    "bold with a blank inside": ("smalltalk/thanks/text", "** Graag ** gedaan!", "its Markdown is broken"),
    "code that is not closed": ("smalltalk/thanks/text", "`Graag gedaan!", "its Markdown is broken at '`'"),
    "a heading": ("smalltalk/thanks/text", "# Graag gedaan!", "its Markdown has heading"),
    "HTML": ("smalltalk/thanks/text", "<b>Graag</b> gedaan!", "its Markdown has html_inline"),
    "an image": ("smalltalk/thanks/text", "![a](b) gedaan!", "its Markdown has image"),
    "English": ("smalltalk/thanks/text", texts(SOURCE)["smalltalk/thanks/text"], "it is still in English"),
    "a button that is too long": (LABEL, "Een knop die veel te lang is", "is longer than 20"),
    "a number that is no fact": ("smalltalk/thanks/text", "Graag gedaan, 7 keer!", "has a number that is not from facts/"),
    "an address": ("smalltalk/thanks/text", "Graag gedaan! www.example.org", "has an address"),
    "letters of another script": ("smalltalk/thanks/text", "Graag gedаan!", "mixes two scripts"),
    "a sign that cannot be shown": ("smalltalk/thanks/text", "Graag\x07 gedaan!", "a sign that cannot be shown"),
}  # fmt: skip


@pytest.mark.parametrize(("unit", "text", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_with_a_broken_text_is_refused_as_a_whole(unit: str, text: str, reason: str) -> None:
    def edit(messages: dict[str, Message]) -> None:
        said("Goed zo.", "smalltalk/goodbye/text")(messages)
        said(text, unit)(messages)

    with pytest.raises(ContentError) as refused:
        change(sent_back("nl", None, edit))
    assert reason in str(refused.value)
    assert unit.split("/")[1] in str(refused.value)


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_written(copy: Path) -> None:
    before = bytes_of(copy)

    def edit(messages: dict[str, Message]) -> None:
        said("Tot later!", LABEL)(messages)
        said("**a", "smalltalk/thanks/text")(messages)
        said("{b}", "smalltalk/goodbye/text")(messages)

    with pytest.raises(ContentError) as refused:
        change(sent_back("nl", None, edit), copy)
    assert bytes_of(copy) == before
    assert ("smalltalk/thanks/text" in str(refused.value), "smalltalk/goodbye/text" in str(refused.value)) == (True, True)


@pytest.mark.parametrize(
    ("code", "reason"), [("ru", "the texts look like 'nl'"), ("de", "make language CODE=de adds it"), ("en", "that others are translated from")]
)
def test_texts_of_another_language_are_refused(code: str, reason: str) -> None:
    data = sent_back("nl", None, lambda messages: None, language=code)
    with pytest.raises(ContentError, match=reason):
        change(data)


def test_a_text_that_nobody_knows_is_refused() -> None:
    catalog = Catalog(locale="nl")
    catalog.add("A", "B", context="smalltalk/nowhere/text")
    file = io.BytesIO()
    write_po(file, catalog)
    with pytest.raises(ContentError, match="no text is called so"):
        change(file.getvalue())


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\xff\xfe", b'msgid "a"\nmsgstr "b"\n', b'msgid "a\n'], ids=["nothing", "words", "bytes", "no header", "cut off"]
)
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(ContentError):
        change(data)
