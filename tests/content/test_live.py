"""A change of copy shows without a restart, and a broken change does not."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Sequence

import pytest

from waypost.content import live
from waypost.content.catalog import LOCALES, Catalog
from waypost.content.facts import Facts
from waypost.content.files import read_mapping
from waypost.content.languages import live_languages
from waypost.content.live import LiveCatalog

SAID = "Said quite differently."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of locales/ that the live catalog reads in place of the repository's, looking at every call."""
    there = tmp_path / "locales"
    for locale in live_languages():
        shutil.copytree(LOCALES / locale, there / locale)

    class There(Catalog):
        @classmethod
        def load(cls, facts: Facts, locales: Sequence[str], folder: Path = there) -> Catalog:
            return super().load(facts, locales, folder)

    monkeypatch.setattr(live, "LOCALES", there)
    monkeypatch.setattr(live, "Catalog", There)
    monkeypatch.setattr(live, "LOOK_EVERY_S", 0.0)
    return there


def say_thanks(copy: LiveCatalog, locale: str = "en") -> str:
    return copy.get().render(locale, "thanks").text


def change(folder: Path, locale: str = "en") -> None:
    path = folder / locale / "smalltalk.yml"
    records = read_mapping(path)
    records["thanks"]["text"] = SAID
    path.write_text(json.dumps(records), encoding="utf-8")  # JSON is YAML too


@pytest.mark.parametrize("locale", live_languages())
def test_a_changed_text_shows_without_restart(locale: str, folder: Path) -> None:
    copy = LiveCatalog()
    before = say_thanks(copy, locale)
    change(folder, locale)
    assert (before != SAID, say_thanks(copy, locale)) == (True, SAID)


def test_unchanged_files_are_not_read_again(folder: Path) -> None:
    copy = LiveCatalog()
    assert copy.get() is copy.get()


def test_a_change_is_looked_for_once_in_a_while_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_S", 3600.0)
    copy = LiveCatalog()
    change(folder)
    assert say_thanks(copy) != SAID


BREAKS = {
    "bad YAML": b"thanks: {",
    "a double key": b"thanks: 1\nthanks: 2\n",
    "bytes that are not UTF-8": b"\xff\xfe\xfa",
    "an empty file": b"",
    "a list": b"- a\n",
    "no buttons": b'thanks: {label: "a", text: "a", buttons: }\n',
    "an unknown link": b'thanks: {label: "a", text: "[a](link:nowhere_at_all)", buttons: []}\n',
    "a value nobody gives": b'thanks: {label: "a", text: "{nobody}", buttons: []}\n',
}


@pytest.mark.parametrize("data", BREAKS.values(), ids=BREAKS.keys())
def test_a_broken_file_keeps_the_last_good_copy(data: bytes, folder: Path) -> None:
    copy = LiveCatalog()
    before = say_thanks(copy)
    (folder / "en" / "smalltalk.yml").write_bytes(data)
    assert say_thanks(copy) == before


def test_a_broken_file_is_named_in_the_log(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    copy = LiveCatalog()
    (folder / "en" / "smalltalk.yml").write_text("thanks: {", encoding="utf-8")
    with caplog.at_level(logging.ERROR, logger=live.__name__):
        copy.get()
    assert "smalltalk.yml" in caplog.text


def test_a_mended_file_shows(folder: Path) -> None:
    copy = LiveCatalog()
    path = folder / "en" / "smalltalk.yml"
    good = path.read_bytes()
    path.write_bytes(b"thanks: {")
    copy.get()
    path.write_bytes(good)
    change(folder)
    assert say_thanks(copy) == SAID


def test_a_file_that_vanishes_while_being_looked_at_keeps_the_last_good_copy(folder: Path) -> None:
    copy = LiveCatalog()
    before = say_thanks(copy)
    (folder / "en" / "gone.yml").symlink_to(folder / "nowhere.yml")
    assert say_thanks(copy) == before
