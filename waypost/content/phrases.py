"""locales/<lang>/advice.yml in, the sentences out that code puts together to a reply: one text for each key, names in the language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence

from babel.numbers import format_decimal

from waypost.content.facts import Facts
from waypost.content.files import read_mapping
from waypost.content.languages import cldr
from waypost.errors import ContentError
from waypost.moves.lines import LINES, Line

FILE = "advice"
VALUE = re.compile(r"\{([a-z_]+)\}")
PARTS: Mapping[str, frozenset[str]] = {
    "advice.part.checks": frozenset(),
    "advice.part.compare": frozenset(),
    "advice.part.otherwise": frozenset(),
    "advice.part.more": frozenset(),
    "advice.part.ask": frozenset({"question"}),
}
"""What holds a reply together, with the values each takes."""
NAMED = ("exchange", "wallet", "optimism_bridge", "avalanche_bridge", "base_bridge")
"""Ids of venues and routes whose name is no name but words, so that each language says its own (`advice.name.<id>`)."""
KEYS: Mapping[str, frozenset[str]] = {**LINES, **PARTS, **{f"advice.name.{record}": frozenset() for record in NAMED}}


@dataclass(frozen=True)
class Phrases:
    """The phrases of all live languages. names: the name in the facts -> the key of the words for it."""

    texts: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]

    @classmethod
    def load(cls, facts: Facts, locales: Sequence[str], folder: Path) -> Phrases:
        """Raises ContentError for a key that is missing, unknown, empty, or takes other values than the code gives."""
        texts = {locale: _read(folder / locale / f"{FILE}.yml") for locale in locales}
        known = {venue.name: venue.id for venue in facts.venues.values()} | {route.name: route.id for route in facts.routes.values()}
        return cls(texts, {name: f"advice.name.{record}" for name, record in known.items() if record in NAMED})

    def say(self, locale: str, line: Line) -> str:
        """A line in a language: names as people there read them, whole numbers as they write them."""
        values = {name: self._shown(locale, value) for name, value in line.values.items()}
        return VALUE.sub(lambda match: values[match.group(1)], self.texts[locale][line.key])

    def part(self, locale: str, name: str, **values: str) -> str:
        """One of PARTS, by the end of its key."""
        return VALUE.sub(lambda match: values[match.group(1)], self.texts[locale][f"advice.part.{name}"])

    def _shown(self, locale: str, value: str) -> str:
        if value in self.names:
            return self.texts[locale][self.names[value]]
        return format_decimal(int(value), locale=cldr(locale)) if value.isdecimal() else value


def _read(path: Path) -> Mapping[str, str]:
    records = read_mapping(path)
    missing, unknown = sorted(KEYS.keys() - records.keys()), sorted(records.keys() - KEYS.keys())
    if missing or unknown:
        raise ContentError(f"{path}: missing {missing}, unknown {unknown}: the keys stand in waypost/moves/lines.py and waypost/content/phrases.py")
    return {key: _text(path, key, record) for key, record in records.items()}


def _text(path: Path, key: str, record: object) -> str:
    text = record.get("text") if isinstance(record, dict) and set(record) == {"text"} else None
    if not isinstance(text, str) or not text.strip():
        raise ContentError(f"{path}: {key}: must be a record with a text")
    given = set(VALUE.findall(text))
    if given != KEYS[key]:
        raise ContentError(f"{path}: {key}: uses {sorted(given)}, code gives {sorted(KEYS[key])}")
    return text.strip()
