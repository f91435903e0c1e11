"""Every text is found at its place, and putting one in leaves every other byte as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.support.anything import ANYTHING
from translation.edits import LINE, completed, emptied, put, with_title
from translation.units import LINKS, SOURCE, file_of, texts, topics, units
from waypost.content.files import read_yaml
from waypost.content.languages import live_languages
from waypost.errors import ContentError

FILES = [(code, topic) for code in live_languages() for topic in topics()]
FORM = """# a comment of the file
one: {text: "A b"}  # beside it

"two.deep":
  label: "L"
  text: |
    First.

    - second
  buttons: [one, {title: "T", need: one}]
list: ["a", "b"]
"""
SPOTS = ("x/one/text", "x/two.deep/label", "x/two.deep/text", "x/two.deep/button2")
PATH = Path("x.yml")
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))


def source_of(code: str, topic: str) -> tuple[str, Path]:
    path = file_of(code, topic)
    return path.read_text(encoding="utf-8"), path


def plain(value: Any) -> Iterator[str]:
    """Every text that people read, found in the data instead of in the file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield "\n".join(value)
    else:
        yield from (value[field] for field in ("label", "text", "warning", "again") if value.get(field))
        yield from (button["title"] for button in value.get("buttons", []) if isinstance(button, dict))


@pytest.mark.parametrize("code", live_languages())
def test_every_text_of_the_copy_is_found(code: str) -> None:
    data = [read_yaml(file_of(code, topic)) for topic in topics() if topic != LINKS]
    wanted = [text.rstrip("\n") for records in data for record in records.values() for text in plain(record)]
    wanted += [record["title"][code] for record in read_yaml(file_of(code, LINKS)).values()]
    assert sorted(texts(code).values()) == sorted(wanted)


@pytest.mark.parametrize(("code", "topic"), FILES)
def test_a_text_put_where_it_was_changes_no_byte(code: str, topic: str) -> None:
    source, path = source_of(code, topic)
    same = {unit: node.text for unit, node in units(source, topic, code, path) if node.style != "["}
    assert put(source, same, topic, code, path) == source


@given(st.sampled_from(SPOTS), st.text(LETTERS | st.just("\n"), min_size=1, max_size=60).filter(lambda text: text.strip("\n") != ""))
@ANYTHING
def test_any_text_is_read_back_and_the_others_stay(unit: str, text: str) -> None:
    text = text.strip("\n")
    places = dict(units(FORM, "x", "", PATH))
    changed = put(FORM, {unit: text}, "x", "", PATH)
    after = {name: node.text for name, node in units(changed, "x", "", PATH)}
    assert after == {**{name: node.text for name, node in places.items()}, unit: text}
    assert changed.startswith(FORM[: places[unit].start])
    assert changed.endswith(FORM[places[unit].end :])


@given(st.lists(st.text(LETTERS, min_size=1, max_size=30), min_size=1, max_size=40))
@ANYTHING
def test_any_list_of_words_is_read_back(words: list[str]) -> None:
    changed = put(FORM, {"x/list": "\n".join(words)}, "x", "", PATH)
    assert yaml.safe_load(changed)["list"] == words
    assert max(map(len, changed.splitlines())) <= LINE


def test_several_lines_in_place_of_one_become_a_block() -> None:
    assert "label: |\n    a\n\n    b\n  text: |" in put(FORM, {"x/two.deep/label": "a\n\nb"}, "x", "", PATH)


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(ContentError, match="no place for x/three/text"):
        put(FORM, {"x/three/text": "a"}, "x", "", PATH)


@pytest.mark.parametrize("topic", [topic for topic in topics() if topic != LINKS])
def test_a_form_filled_in_holds_what_the_file_held(topic: str) -> None:
    source, path = source_of(SOURCE, topic)
    form = emptied(source, topic, path)
    assert not any(node.text for _, node in units(form, topic, SOURCE, path))
    own = {unit: node.text for unit, node in units(source, topic, SOURCE, path)}
    filled = put(form, own, topic, SOURCE, path)
    assert {unit: node.text for unit, node in units(filled, topic, SOURCE, path)} == own
    assert [line for line in form.splitlines() if line.startswith("#")] == [line for line in source.splitlines() if line.startswith("#")]


@pytest.mark.parametrize("topic", ["withdrawals", "smalltalk", "advice", "widget", "mail"])
def test_a_record_that_is_missing_is_put_where_the_form_has_it(topic: str) -> None:
    source, path = source_of(SOURCE, topic)
    form = emptied(source, topic, path)
    keys = list(yaml.safe_load(form))
    for key in keys:
        records = yaml.safe_load(form)
        del records[key]
        if records:
            again = completed(yaml.safe_dump(records, sort_keys=False, allow_unicode=True), form, path)
            assert list(yaml.safe_load(again)) == keys
            assert yaml.safe_load(again) == yaml.safe_load(form)


def test_a_whole_file_is_not_completed() -> None:
    source, path = source_of(SOURCE, "trees")
    assert completed(source, emptied(source, "trees", path), path) == source


def test_a_new_title_stands_behind_the_others() -> None:
    source, path = source_of(SOURCE, LINKS)
    link = next(iter(yaml.safe_load(source)))
    changed = put(with_title(source, link, "de", path), {f"{LINKS}/{link}/title": 'Titel: "so"'}, LINKS, "de", path)
    before, after = yaml.safe_load(source), yaml.safe_load(changed)
    assert list(after[link]["title"]) == [*before[link]["title"], "de"]
    assert after[link]["title"].pop("de") == 'Titel: "so"'
    assert before == after
    assert len(changed.splitlines()) == len(source.splitlines()) + 1


def test_a_title_of_no_link_is_refused() -> None:
    source, path = source_of(SOURCE, LINKS)
    with pytest.raises(ContentError, match="no such link"):
        with_title(source, "nowhere", "de", path)
