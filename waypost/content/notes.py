"""locales/<lang>/notes.yml in, the texts out that stand beside answers: below them, in front of a name, on a wallet's button."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Mapping

from waypost.content.files import read_mapping
from waypost.errors import ContentError

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
LINKED_PAGES = "linked_pages"
ALSO_ASKED = "also_asked"
NOTE_VALUES: Mapping[str, frozenset[str]] = {
    LINKED_PAGES: frozenset(),
    ALSO_ASKED: frozenset(),
    "paste_it": frozenset(),
    "add_network": frozenset({"network"}),
    "watch_token": frozenset({"token"}),
    "unlisted_token": frozenset({"token"}),
    "unknown_token": frozenset(),
    "unknown_amount": frozenset({"token"}),
}
"""The notes that every language has, with the values that code gives to each."""
Notes = Mapping[str, str]


def read_notes(folder: Path) -> Notes:
    """The notes of a language's folder. Raises ContentError for one that is missing, unknown, empty, or takes other values."""
    path = folder / "notes.yml"
    records = read_mapping(path)
    if set(records) != NOTE_VALUES.keys() or not all(isinstance(record, dict) and record.get("text") for record in records.values()):
        raise ContentError(f"{path}: must have {', '.join(NOTE_VALUES)}, each with a text")
    notes = {key: str(record["text"]).strip() for key, record in records.items()}
    wrong = next((key for key, note in notes.items() if set(PLACEHOLDER.findall(note)) != NOTE_VALUES[key]), None)
    if wrong:
        raise ContentError(f"{path}: {wrong}: must use {sorted(NOTE_VALUES[wrong])}, as code gives them")
    return notes
