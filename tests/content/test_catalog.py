"""The catalog shows whole replies, and refuses copy that would not be one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Callable

import pytest

from waypost.content.answers import GIVEN_LINKS, VALUES, ask
from waypost.content.catalog import Button, Catalog, escape, link_ids
from waypost.content.facts import Facts, Link
from waypost.content.languages import live_languages
from waypost.content.live import catalog
from waypost.content.notes import NOTE_VALUES
from waypost.errors import ContentError

FACTS = Facts(
    records={"network": {"bsc": {"name": "BNB Smart Chain", "chain_id": 56}}, "venue": {}, "asset": {}, "notice": {}},
    links={
        "one": Link("one", "https://one.example", {"en": "Page one", "nl": "Pagina een"}, "en", False),
        "two": Link("two", "https://two.example", {"en": "Page two"}, "en", False),
    },
)


def notes(pages: str) -> str:
    """A file of notes; pages: that on pages in another language."""
    texts = {key: " ".join([key, *(f"{{{value}}}" for value in sorted(values))]) for key, values in NOTE_VALUES.items()}
    return "".join(f'{key}: {{text: "{text}"}}\n' for key, text in {**texts, "linked_pages": pages, "also_asked": "also"}.items())


NOTES = notes("*In English.*")
GIVEN = {name: Link(name, f"https://{name}.example", dict.fromkeys(live_languages(), name), "en", False) for name in GIVEN_LINKS["transaction"]}
GOOD = """
greet:
  label: "Hello"
  text: |
    Chain {fact:network.bsc.chain_id} at `{url:one}`: [b](link:two), [a](link:one), [b](link:two).
  warning: |
    Mind
    [this](link:one).
  again: |
    Shorter.
  buttons: [thanks, {title: "Mine", need: greet}]

thanks:
  label: "Thanks"
  text: "No more."
  buttons: []

"switch_language":
  label: "Language"
  text: "From here on {language}."
  buttons: []
"""
BROKEN = {
    "no text": ("thanks", '{label: "a", buttons: []}', "missing"),
    "an empty text": ("thanks", '{label: "a", text: " ", buttons: []}', "empty"),
    "no label": ("thanks", '{text: "a", buttons: []}', "missing"),
    "a field nobody knows": ("thanks", '{label: "a", text: "a", buttons: [], colour: red}', "unknown"),
    "no buttons field": ("thanks", '{label: "a", text: "a"}', "missing"),
    "buttons left empty": ("thanks", '{label: "a", text: "a", buttons: }', "buttons"),
    "buttons as a text": ("thanks", '{label: "a", text: "a", buttons: "greet"}', "buttons"),
    "a button without a need": ("thanks", '{label: "a", text: "a", buttons: [{title: "x"}]}', "button"),
    "a button to nowhere": ("thanks", '{label: "a", text: "a", buttons: [withdraw]}', "leads to no answer"),
    "a text in place of a record": ("thanks", '"a"', "record"),
    "an unknown link": ("thanks", '{label: "a", text: "[x](link:three)", buttons: []}', "three"),
    "an unknown address": ("thanks", '{label: "a", text: "{url:three}", buttons: []}', "three"),
    "an unknown fact": ("thanks", '{label: "a", text: "{fact:network.bsc.colour}", buttons: []}', "colour"),
    "a fact without a field": ("thanks", '{label: "a", text: "{fact:network}", buttons: []}', "network"),
    "a value nobody gives": ("thanks", '{label: "a", text: "{place}", buttons: []}', "place"),
    "a value nobody gives, in the shorter text": ("thanks", '{label: "a", text: "a", again: "{place}", buttons: []}', "place"),
}

Loaded = Callable[..., Catalog]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    def load(copy: str = GOOD, notes: str = NOTES, **more: str) -> Catalog:
        folder = tmp_path / "en"
        folder.mkdir()
        for name, text in {"smalltalk": copy, "notes": notes, **more}.items():
            (folder / f"{name}.yml").write_text(text, encoding="utf-8")
        return Catalog.load(FACTS, ["en"], tmp_path)

    return load


def test_facts_addresses_and_links_stand_in_the_text(loaded: Loaded) -> None:
    text = loaded().render("en", "greet").text
    assert text.startswith("Chain 56 at `https://one.example`: [b](https://two.example), [a](https://one.example), [b](https://two.example).")


def test_the_links_of_a_reply_stand_in_the_order_of_its_text(loaded: Loaded) -> None:
    assert [title for title, _ in loaded().render("en", "greet").links] == ["Page two", "Page one", "Page two", "Page one"]


def test_a_warning_is_one_quoted_line_after_the_text(loaded: Loaded) -> None:
    assert "\n\n> ⚠️ Mind [this](https://one.example)." in loaded().render("en", "greet").text


def test_the_shorter_text_keeps_every_link_once(loaded: Loaded) -> None:
    reply = loaded().render("en", "greet", again=True)
    assert (reply.text, [url for _, url in reply.links]) == (
        "Shorter.\n\n- [Page two](https://two.example)\n- [Page one](https://one.example)",
        ["https://two.example", "https://one.example"],
    )


def test_a_text_without_a_shorter_one_is_said_again(loaded: Loaded) -> None:
    assert loaded().render("en", "thanks", again=True).text == "No more."


def test_a_button_has_its_own_title_or_the_label_of_where_it_leads(loaded: Loaded) -> None:
    assert loaded().render("en", "greet").buttons == (Button("Thanks", ask("thanks")), Button("Mine", ask("greet")))


def test_given_buttons_stand_in_place_of_the_written_ones(loaded: Loaded) -> None:
    assert loaded().render("en", "greet", buttons=[]).buttons == ()


def test_pages_in_another_language_are_noted(tmp_path: Path) -> None:
    for locale, link in (("en", "one"), ("nl", "one")):
        (tmp_path / locale).mkdir()
        (tmp_path / locale / "a.yml").write_text(f'greet: {{label: "a", text: "[x](link:{link})", buttons: []}}\n', encoding="utf-8")
        (tmp_path / locale / "notes.yml").write_text(notes(f"*note in {locale}*"), encoding="utf-8")
    copy = Catalog.load(FACTS, ["en", "nl"], tmp_path)
    assert [copy.render(locale, "greet").text.endswith(f"*note in {locale}*") for locale in ("en", "nl")] == [False, True]


def test_a_missing_key_is_an_error(loaded: Loaded) -> None:
    with pytest.raises(ContentError, match="no key 'withdraw'"):
        loaded().render("en", "withdraw")


@pytest.mark.parametrize("values", [{}, {"place": "x"}, {"language": "x", "place": "y"}])
def test_a_missing_or_extra_value_is_an_error(values: dict[str, str], loaded: Loaded) -> None:
    with pytest.raises(ContentError, match="switch_language"):
        loaded().render("en", "switch_language", **values)


def test_a_value_can_neither_format_nor_link(loaded: Loaded) -> None:
    text = loaded().render("en", "switch_language", language="**[x](https://evil.example)** <b>").text
    assert text == r"From here on \*\*\[x\]\(https: //evil.example\)\*\* \<b\>."


def test_a_value_is_not_filled_in_twice(loaded: Loaded) -> None:
    assert loaded().render("en", "switch_language", language="{fact:network.bsc.chain_id}").text == r"From here on {fact:network.bsc.chain\_id}."


@pytest.mark.parametrize("sign", list("\\`*_[]()<>#|!"))
def test_a_sign_of_markdown_is_escaped(sign: str) -> None:
    assert escape(f"a{sign}b") == f"a\\{sign}b"


@pytest.mark.parametrize(("key", "record", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_copy_is_refused_when_it_is_loaded(key: str, record: str, reason: str, loaded: Loaded) -> None:
    with pytest.raises(ContentError, match=reason):
        loaded(GOOD.replace('thanks:\n  label: "Thanks"\n  text: "No more."\n  buttons: []\n', f"{key}: {record}\n"))


def test_a_key_in_two_files_is_refused(loaded: Loaded) -> None:
    with pytest.raises(ContentError, match="another file"):
        loaded(other='thanks: {label: "a", text: "a", buttons: []}\n')


@pytest.mark.parametrize(
    "notes", ["linked_pages: text\n", "linked_pages: {label: a}\n", 'other: {text: "a"}\n'], ids=["a text", "no text", "no note on pages"]
)
def test_broken_notes_are_refused_when_they_are_loaded(notes: str, loaded: Loaded) -> None:
    with pytest.raises(ContentError, match="notes"):
        loaded(notes=notes)


def test_a_live_language_without_copy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no copy here"):
        Catalog.load(FACTS, ["xx"], tmp_path)


def test_a_link_without_a_title_in_the_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "a.yml").write_text('greet: {label: "a", text: "[x](link:two)", buttons: []}\n', encoding="utf-8")
    (tmp_path / "nl" / "notes.yml").write_text(NOTES, encoding="utf-8")
    with pytest.raises(ContentError, match="no title in nl"):
        Catalog.load(FACTS, ["nl"], tmp_path)


@pytest.mark.parametrize("again", [False, True], ids=["full", "again"])
@pytest.mark.parametrize("locale", live_languages())
def test_every_reply_of_the_repository_is_whole(locale: str, again: bool) -> None:
    for key in sorted(catalog().keys(locale)):
        reply = catalog().render(locale, key, again=again, links=GIVEN, **dict.fromkeys(VALUES.get(key, ()), "X"))
        assert not re.search(r"\{[^}]*\}|link:", reply.text), f"{locale}: {key}: something was not filled in"
        assert all(url in reply.text for _, url in reply.links), f"{locale}: {key}: a link of the envelope is not in the text"


@pytest.mark.parametrize("locale", live_languages())
def test_asking_again_loses_no_link(locale: str) -> None:
    for key in sorted(catalog().keys(locale)):
        values = dict.fromkeys(VALUES.get(key, ()), "X")
        full, shorter = (catalog().render(locale, key, again=again, links=GIVEN, **values) for again in (False, True))
        assert set(full.links) == set(shorter.links), f"{locale}: {key}"
        assert len(link_ids(catalog().entry(locale, key))) == len(full.links), f"{locale}: {key}"
