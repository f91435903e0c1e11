"""A BCP 47 code in, a new language's files and what is left to do out: `make language CODE=de`. A language of the list is only reported on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from translation.known import known
from translation.left import left, told
from translation.notes import notes
from translation.scaffold import files
from waypost.content.files import ROOT
from waypost.content.languages import languages
from waypost.errors import BotError, ContentError


def add(code: str, root: Path = ROOT) -> list[Path]:
    """Writes the files of a new language; their paths. Raises ContentError when one of them is there: nothing is written over."""
    made = files(known(code), root)
    there = [path for path in made if path.exists() and path != root / "languages.yml"]
    if there:
        raise ContentError(f"{there[0]} is there, but languages.yml has no {code!r}: add it there by hand, or move the file away")
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    languages.cache_clear()
    return list(made)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make language", description="Adds a language, or says what is left to do for one.")
    parser.add_argument("code", metavar="CODE", help="BCP 47: de, pt-BR, zh-Hant")
    code = parser.parse_args(arguments).code
    try:
        if not code:
            raise ContentError("say which language: make language CODE=de")
        if code not in languages():
            print(notes("added", count=len(add(code)), code=code) + "\n")
        record = languages()[code]
        print("\n".join(told(code, record.english_name, record.live, left(code))))
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
