"""translation/notes.yml in, the words out that translators and makers read beside texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Mapping

from waypost.content.files import read_mapping

FILE = Path(__file__).parent / "notes.yml"


@cache
def _words() -> Mapping[str, Any]:
    return read_mapping(FILE)


def notes(key: str, /, **values: object) -> str:
    """One note with its values put in."""
    return str(_words()[key]).format(**values).rstrip("\n")


def meanings() -> Mapping[str, str]:
    """What each value that code puts in stands for."""
    return dict(_words()["values"])
