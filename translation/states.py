"""Texts of two languages and what was confirmed in, the state of each translation out.

translation/confirmed/<lang>.tsv has a line for each text that somebody translated or confirmed: unit, hash of the English text that they saw,
hash of their own. `make confirm` writes it; `make import` does too.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Collection, Iterable, Mapping

from translation.units import SOURCE, texts
from waypost.content.files import ROOT
from waypost.content.languages import languages
from waypost.errors import BotError, ContentError

FOLDER = "translation/confirmed"


class State(Enum):
    """missing: there is no text. outdated: English changed after the text was last changed or confirmed. unconfirmed: `make confirm` must run."""

    MISSING = "missing"
    OUTDATED = "outdated"
    UNCONFIRMED = "unconfirmed"
    CURRENT = "current"


@dataclass(frozen=True)
class Seen:
    """What somebody had before them. source, own: hashes of the English text and of theirs."""

    source: str
    own: str


def hashed(text: str) -> str:
    """12 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def state_of(source: str, own: str, seen: Seen | None) -> State:
    """Of one text; own is empty when it is missing."""
    if not own:
        return State.MISSING
    if seen is None or seen.own != hashed(own):
        return State.UNCONFIRMED
    return State.CURRENT if seen.source == hashed(source) else State.OUTDATED


def states(language: str, root: Path = ROOT) -> dict[str, State]:
    """The state of every English text in a language, by unit."""
    own, seen = texts(language, root), read(language, root)
    return {unit: state_of(text, own.get(unit, ""), seen.get(unit)) for unit, text in texts(SOURCE, root).items()}


def read(language: str, root: Path = ROOT) -> dict[str, Seen]:
    """What was confirmed in a language; nothing when there is no file. Raises ContentError with path and line."""
    path = path_of(language, root)
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
        parts = line.split("\t")
        if len(parts) != 3:
            raise ContentError(f"{path}:{number}: must be a unit and two hashes: take the file of the last commit and run make confirm")
        found[parts[0]] = Seen(parts[1], parts[2])
    return found


def path_of(language: str, root: Path) -> Path:
    return root / FOLDER / f"{language}.tsv"


def lines(seen: Mapping[str, Seen]) -> str:
    """The file's text, in order of the units, so that two branches rarely touch the same line."""
    return "".join(f"{unit}\t{item.source}\t{item.own}\n" for unit, item in sorted(seen.items()))


def confirmed(language: str, units: Collection[str] = (), root: Path = ROOT) -> dict[str, Seen]:
    """What is confirmed when the texts that changed since are taken for up to date, and these units too; the others stay as they were."""
    source, own, seen = texts(SOURCE, root), texts(language, root), read(language, root)
    result = {}
    for unit, text in own.items():
        if unit in source:
            known = seen.get(unit)
            is_known = known is not None and known.own == hashed(text) and unit not in units
            result[unit] = known if known and is_known else Seen(hashed(source[unit]), hashed(text))
    return result


def confirm(codes: Iterable[str], named: str = "", root: Path = ROOT) -> str:
    """Writes the files of these languages. named: a unit, or the beginning of some, to confirm although it was not changed. Result: a report."""
    report = []
    for code in codes:
        before = read(code, root)
        units = [unit for unit in texts(code, root) if named and (unit == named or unit.startswith(f"{named}/"))]
        if named and not units:
            raise ContentError(f"locales/{code}: no text is called {named}: the preview and exported files name them")
        after = confirmed(code, units, root)
        path_of(code, root).parent.mkdir(parents=True, exist_ok=True)
        path_of(code, root).write_text(lines(after), encoding="utf-8")
        outdated = sum(state is State.OUTDATED for state in states(code, root).values())
        new = sum(before.get(unit) != item for unit, item in after.items())
        report.append(f"{code}: {new} texts confirmed, {outdated} outdated")
    return "\n".join(report)


def translated_languages() -> list[str]:
    """Every language of the list but the source, drafts too."""
    return [code for code in languages() if code != SOURCE]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make confirm", description="Confirms that translations say what the English texts say today.")
    parser.add_argument("language", nargs="?", default="")
    parser.add_argument("unit", nargs="?", default="")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.language and chosen.language not in translated_languages():
            raise ContentError(f"languages.yml: no language {chosen.language!r} that is translated: {', '.join(translated_languages())}")
        if chosen.unit and not chosen.language:
            raise ContentError("make confirm UNIT=...: say the language too, CODE=...")
        print(confirm([chosen.language] if chosen.language else translated_languages(), chosen.unit))
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
