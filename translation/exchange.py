"""Texts of a language in, a PO file for translators out, and back: what they changed, and nothing else, goes into the files of the repository.

The English text is the message, the unit its context; `fuzzy` means that English changed after the translation. A file is taken as a
whole or not at all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Mapping

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from translation.checks import another_language, by_unit
from translation.edits import completed, emptied, put, with_title
from translation.explaining import explanation
from translation.laws import english, new_findings
from translation.notes import notes
from translation.states import Seen, State, confirmed, hashed, lines, path_of, states
from translation.states import read as read_confirmed
from translation.units import LINKS, SOURCE, file_of, texts, topics
from waypost.content.catalog import NO_ANSWERS
from waypost.content.facts import facts
from waypost.content.files import ROOT
from waypost.content.languages import Language, cldr, languages
from waypost.errors import BotError, ContentError

PROJECT = "Waypost"
OUT = "build/translation"


@dataclass
class Change:
    """What an import does. files: path -> its new text. said: lines for whoever ran it."""

    language: str
    files: dict[Path, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    confirmed: list[str] = field(default_factory=list)

    def write(self) -> None:
        for path, text in self.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def exported(code: str, root: Path = ROOT, now: dt.datetime | None = None) -> bytes:
    """A PO file of every text of a language. now: aware; the time that the file names. Raises ContentError for a language that is not translated."""
    language = _translated(code, root)
    source, own, state, known = texts(SOURCE, root), texts(code, root), states(code, root), facts()
    answers = {key: record for topic, records in english(root).items() if topic not in NO_ANSWERS for key, record in records.items()}
    named = {topic: str(file_of(code, topic, Path())) for topic in topics(root)}
    stamp = now or dt.datetime.now(dt.timezone.utc)
    catalog = Catalog(
        locale=Locale.parse(cldr(code)),
        project=PROJECT,
        domain=PROJECT.lower(),
        fuzzy=False,
        creation_date=stamp,
        revision_date=stamp,
        language_team=language.english_name,
        header_comment=notes("header", language=language.english_name, name=language.name),
    )
    for unit, text in source.items():
        catalog.add(
            text,
            own.get(unit, ""),
            context=unit,
            flags=("fuzzy",) if state[unit] is State.OUTDATED else (),
            auto_comments=explanation(unit, text, answers, known),
            locations=[(named[unit.split("/")[0]], None)],
        )
    file = io.BytesIO()
    write_po(file, catalog, width=0)
    return file.getvalue()


def _translated(code: str, root: Path) -> Language:
    known = languages(root / "languages.yml")
    if not code:
        raise ContentError("say which language: make export CODE=de")
    if code == SOURCE:
        raise ContentError(f"{SOURCE} is the language that others are translated from: change its files and run make confirm")
    if code not in known:
        raise ContentError(f"languages.yml has no language {code!r}: make language CODE={code} adds it")
    return known[code]


def change(data: bytes, root: Path = ROOT) -> Change:
    """What a PO file changes. Raises ContentError with everything that is wrong with it; nothing is written yet."""
    catalog = _read(data)
    code = str(catalog.locale_identifier or "").replace("_", "-")
    language = _translated(code, root)
    source, own = texts(SOURCE, root), texts(code, root)
    messages = _messages(catalog, source)
    new = {unit: text for unit, message in messages.items() if (text := _text_of(message)) and text != own.get(unit)}
    wrong = [f"{unit}: {sentence}" for unit, sentence in by_unit({unit: str(messages[unit].id) for unit in new}, new)]
    other = another_language([text for unit, text in new.items() if not unit.startswith("mail/")], language)
    if other:
        wrong.insert(
            0, f"the texts look like {other!r}, and the file says {code!r}: put the right Language into its header, or the right texts into it"
        )
    _refuse(wrong)
    result = Change(code, texts=new)
    result.files = _written(code, new, root)
    _refuse(list(new_findings(code, result.files, root)))
    _confirm(result, messages, root)
    return result


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise ContentError("\n".join(["nothing was imported:", *(f"  {line}" for line in wrong)]))


def _read(data: bytes) -> Catalog:
    try:
        catalog = read_po(io.BytesIO(data), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise ContentError(f"the file cannot be read as PO: {error}: export it anew, and save it as PO in UTF-8") from error
    if not catalog.locale_identifier:
        raise ContentError("the file names no language: its header needs a line Language: as make export writes it")
    return catalog


def _messages(catalog: Catalog, source: Mapping[str, str]) -> dict[str, Message]:
    """By unit. Raises ContentError for units that are unknown."""
    found = {message.context or "": message for message in catalog if message.id}
    unknown = [
        f"{unit or str(found[unit].id)[:40]!r}: no text is called so: export the file anew and move your translation there"
        for unit in found
        if unit not in source
    ]
    _refuse(unknown)
    return found


def _text_of(message: Message) -> str:
    """Without blanks at the ends of its lines, which nobody sees."""
    text = message.string if isinstance(message.string, str) else ""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _written(code: str, new: Mapping[str, str], root: Path) -> dict[Path, str]:
    """The changed files with their new text."""
    files = {}
    by_topic: dict[str, dict[str, str]] = {}
    for unit, text in new.items():
        by_topic.setdefault(unit.split("/")[0], {})[unit] = text
    for topic, items in by_topic.items():
        path = file_of(code, topic, root)
        files[path] = put(_with_places(code, topic, items, root), items, topic, code, path)
    return files


def _with_places(code: str, topic: str, new: Mapping[str, str], root: Path) -> str:
    """A topic's file of a language, with an empty place for each new text."""
    path = file_of(code, topic, root)
    if topic == LINKS:
        text = path.read_text(encoding="utf-8")
        for unit in new:
            text = with_title(text, unit.split("/")[1], code, path)
        return text
    english = file_of(SOURCE, topic, root)
    form = emptied(english.read_text(encoding="utf-8"), topic, english)
    return completed(path.read_text(encoding="utf-8"), form, path) if path.exists() else form


def _confirm(result: Change, messages: Mapping[str, Message], root: Path) -> None:
    """Notes what the translator saw: a text that is still fuzzy, or whose English has changed since, stays outdated."""
    own = {**texts(result.language, root), **result.texts}
    before = read_confirmed(result.language, root)
    seen = {**confirmed(result.language, (), root)}
    for unit, message in messages.items():
        if unit in own and not message.fuzzy and (unit in result.texts or _text_of(message) == own[unit]):
            seen[unit] = Seen(hashed(str(message.id)), hashed(own[unit]))
        elif unit in result.texts:
            seen[unit] = Seen(before[unit].source if unit in before else "", hashed(own[unit]))
    result.confirmed = [unit for unit, item in seen.items() if before.get(unit) != item and unit not in result.texts]
    path = path_of(result.language, root)
    if lines(seen) != lines(before):
        result.files[path] = lines(seen)


def report(done: Change, root: Path = ROOT) -> Iterator[str]:
    """Lines for whoever imported; after the files are written."""
    yield f"{done.language}: {len(done.texts)} texts changed, {len(done.confirmed)} confirmed, {len(done.files)} files written"
    state = list(states(done.language, root).values())
    yield f"{done.language}: {state.count(State.MISSING)} texts missing, {state.count(State.OUTDATED)} outdated, of {len(state)}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Texts as a PO file for translators, and back.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("export", prog="make export").add_argument("language", metavar="CODE")
    verbs.add_parser("import", prog="make import").add_argument("file", metavar="FILE")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.verb == "export":
            path = ROOT / OUT / f"{chosen.language}.po"
            data = exported(chosen.language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            print(path.relative_to(ROOT))
        else:
            done = change(_bytes_of(chosen.file))
            done.write()
            print("\n".join(report(done)))
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _bytes_of(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise ContentError(f"{name or 'no file'} cannot be read: make import FILE=the file that the translator sent back") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
