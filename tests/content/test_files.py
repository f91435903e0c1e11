"""A YAML file is read as it was meant, or refused with its path."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import pytest

from waypost.content.files import read_mapping, read_yaml
from waypost.errors import ContentError

BROKEN = {
    "a key that stands twice": b"thanks: 1\nthanks: 2\n",
    "a key that stands twice further in": b"thanks:\n  text: a\n  text: b\n",
    "a tab for a blank": b"thanks:\n\ttext: a\n",
    "an open quote": b'thanks: "a\n',
    "braces without quotes": b"thanks: {place} is it\n",
    "braces as a key": b"{place}: where\n",
    "a list as a key": b"? [a, b]\n: c\n",
    "bytes that are not UTF-8": "thanks: café\n".encode("latin-1"),
    "a tag that makes objects": b"thanks: !!python/object/apply:os.getcwd []\n",
}
NO_MAPPING = {"nothing": b"", "a list": b"- a\n- b\n", "a text": b"a\n", "a number as a key": b"1: a\n"}


@pytest.fixture
def written(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(data: bytes) -> Path:
        path = tmp_path / "copy.yml"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_refused_with_its_path(data: bytes, written: Callable[[bytes], Path]) -> None:
    with pytest.raises(ContentError, match=r"copy\.yml"):
        read_yaml(written(data))


def test_a_double_key_is_refused_with_its_line(written: Callable[[bytes], Path]) -> None:
    with pytest.raises(ContentError, match=r"copy\.yml:3: the key 'a' stands twice"):
        read_yaml(written(b"a: 1\nb: 2\na: 3\n"))


def test_a_missing_file_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"nowhere\.yml"):
        read_yaml(tmp_path / "nowhere.yml")


@pytest.mark.parametrize("data", NO_MAPPING.values(), ids=NO_MAPPING.keys())
def test_only_a_mapping_with_text_keys_is_a_mapping(data: bytes, written: Callable[[bytes], Path]) -> None:
    with pytest.raises(ContentError, match="must be a mapping"):
        read_mapping(written(data))


def test_the_same_key_in_two_records_is_fine(written: Callable[[bytes], Path]) -> None:
    assert read_mapping(written("a: {text: ä}\nb: {text: ё}\n".encode())) == {"a": {"text": "ä"}, "b": {"text": "ё"}}
