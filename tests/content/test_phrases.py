"""The phrases of composed replies are whole in every language, and refused at load when they are not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Callable

import pytest

from waypost.content.catalog import LOCALES
from waypost.content.facts import facts
from waypost.content.files import read_mapping
from waypost.content.languages import languages, live_languages
from waypost.content.live import phrases
from waypost.content.phrases import KEYS, NAMED, Phrases
from waypost.errors import ContentError
from waypost.moves.lines import LINES, line


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, Any], Phrases]:
    """Loads Dutch phrases with one record put in (None: taken away)."""

    def load(key: str, record: Any) -> Phrases:
        shutil.copytree(LOCALES / "nl", tmp_path / "nl")
        path = tmp_path / "nl" / "advice.yml"
        records = {**read_mapping(path), key: record}
        path.write_text(json.dumps({name: value for name, value in records.items() if value is not None}), encoding="utf-8")
        return Phrases.load(facts(), ["nl"], tmp_path)

    return load


@pytest.mark.parametrize(
    ("key", "record", "reason"),
    [
        ("advice.say.send", None, "missing"),
        ("advice.say.sing", {"text": "a"}, "unknown"),
        ("advice.say.send", "a", "record"),
        ("advice.say.send", {"text": " "}, "record"),
        ("advice.say.send", {"text": "{asset}"}, "uses"),
        ("advice.say.send", {"text": "{asset} {network} {colour}"}, "uses"),
        ("advice.step.test_amount", {"text": "a", "label": "b"}, "record"),
    ],
)
def test_broken_phrases_are_refused_when_they_are_loaded(key: str, record: Any, reason: str, broken: Callable[[str, Any], Phrases]) -> None:
    with pytest.raises(ContentError, match=reason):
        broken(key, record)


@pytest.mark.parametrize("locale", live_languages())
def test_every_line_is_said_with_its_values(locale: str) -> None:
    for key, names in LINES.items():
        text = phrases().say(locale, line(key, **{name: f"<{name}>" for name in names}))
        assert sorted(name for name in names if f"<{name}>" in text) == sorted(names), f"{locale}: {key}"
        assert "{" not in text, f"{locale}: {key}"


@pytest.mark.parametrize("locale", live_languages())
def test_a_name_that_is_words_is_said_in_the_language(locale: str) -> None:
    own = phrases().texts[locale]["advice.name.exchange"]
    assert own in phrases().say(locale, line("advice.step.wait_for_credit", exchange=facts().venues["exchange"].name))


def test_every_name_that_is_words_is_a_record_of_the_facts() -> None:
    assert set(phrases().names.values()) == {f"advice.name.{record}" for record in NAMED}
    generic = {venue.id for venue in facts().venues.values() if venue.generic}
    assert generic <= set(NAMED), "a generic venue has no words: add it to NAMED and to locales/<lang>/advice.yml"


@pytest.mark.parametrize("locale", live_languages())
def test_no_phrase_is_left_in_english(locale: str) -> None:
    same = [key for key in KEYS if locale != "en" and phrases().texts[locale][key] == phrases().texts["en"][key]]
    assert same == []


@pytest.mark.parametrize("locale", live_languages())
def test_every_language_knows_how_people_ask_whether_it_is_right(locale: str) -> None:
    assert languages()[locale].checks
    assert all(word == word.lower() for word in languages()[locale].checks)
