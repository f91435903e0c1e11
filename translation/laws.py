"""Texts of a language that is perhaps half translated in, what the content laws say about the translated half out."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, Iterator, Mapping

import yaml

from tests.support import content as law
from translation.units import FIELDS, SOURCE
from waypost.content.files import ROOT, read_yaml

OF_COPY = (
    law.same_keys_in_every_language,
    law.same_shape_in_every_language,
    law.notes_in_every_language,
    law.widget_labels_in_every_language,
    law.phrases_in_every_language,
    law.ticket_texts_in_every_language,
    law.mail_words_in_every_language,
    law.values_are_given,
    law.answers_carry_their_links,
    law.copy_fits,
    law.numbers_come_from_facts,
    law.no_mixed_scripts,
)
"""The laws over texts."""


def findings(code: str, files: Mapping[Path, str] | None = None, root: Path = ROOT) -> Iterator[str]:
    """What the laws say about a language, its missing texts taken for done. files: new texts of some files, by path."""
    content = law.load([], root)
    content.locales[SOURCE] = english(root)
    folder = root / "locales" / code
    paths = {path.stem: path for path in folder.glob("*.yml")}
    paths.update({path.stem: path for path in files or () if path.parent == folder})
    own = {stem: _parsed(path, (files or {}).get(path)) for stem, path in paths.items()}
    content.locales[code] = {stem: filled(records, own.get(stem)) for stem, records in content.locales[SOURCE].items()}
    for each in OF_COPY:
        yield from (finding for finding in each(content) if f"/{code}" in finding)


def english(root: Path = ROOT) -> dict[str, dict[str, Any]]:
    """The English records by topic and key."""
    return {path.stem: read_yaml(path) for path in sorted((root / "locales" / SOURCE).glob("*.yml"))}


def new_findings(code: str, files: Mapping[Path, str], root: Path = ROOT) -> Iterator[str]:
    """What the laws would say after a change and do not say today."""
    today = set(findings(code, None, root))
    yield from (finding for finding in findings(code, files, root) if finding not in today)


def filled(english: Mapping[str, Any], own: Mapping[str, Any] | None) -> dict[str, Any]:
    """Records of one file, with the English text where there is none, and with records that only the language has."""
    result = copy.deepcopy(dict(english))
    for key, record in (own or {}).items():
        if isinstance(record, dict) and isinstance(result.get(key), dict):
            result[key] = _record(result[key], record)
        elif record or key not in result:
            result[key] = record
    return result


def _record(english: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    kept = {field: value for field, value in own.items() if value or field not in FIELDS}
    buttons = own.get("buttons", english.get("buttons", []))
    return {**english, **kept, **({"buttons": [_button(*pair) for pair in _pairs(buttons, english["buttons"])]} if "buttons" in english else {})}


def _pairs(own: Any, english: Any) -> Iterator[tuple[Any, Any]]:
    yield from ((button, english[number] if number < len(english) else button) for number, button in enumerate(own))


def _button(own: Any, english: Any) -> Any:
    return english if isinstance(own, dict) and not own.get("title") else own


def _parsed(path: Path, text: str | None) -> Any:
    return read_yaml(path) if text is None else yaml.safe_load(text)
