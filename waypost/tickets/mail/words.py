"""locales/<lang>/mail.yml in, the words around a question out: of all live languages together, because mail programs speak their own."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Iterable, Sequence

from waypost.content.catalog import LOCALES
from waypost.content.files import read_mapping
from waypost.content.languages import live_languages
from waypost.errors import ContentError

FILE = "mail"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class MailWords:
    """Beginnings and phrases in lower case, the longest first. from_, sent: names of the lines that mail programs put above a quoted mail."""

    wrote: tuple[str, ...]
    from_: tuple[str, ...]
    sent: tuple[str, ...]
    divider: tuple[str, ...]
    forwarded: tuple[str, ...]
    device: tuple[str, ...]
    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    postscript: tuple[str, ...]
    away_subjects: tuple[str, ...]
    away: tuple[str, ...]
    undelivered: tuple[str, ...]
    disclaimers: tuple[str, ...]
    banners: tuple[str, ...]
    empty_questions: tuple[str, ...]
    asking: tuple[str, ...]
    number_words: tuple[str, ...]

    @classmethod
    def load(cls, locales: Sequence[str], folder: Path = LOCALES) -> MailWords:
        """Raises ContentError for a list that is missing, unknown, or holds no words in lower case."""
        files = [_read(folder / locale / f"{FILE}.yml") for locale in locales]
        return cls(**{name: _merged(file[name.rstrip("_")] for file in files) for name in _names()})


@functools.lru_cache(maxsize=1)
def mail_words() -> MailWords:
    """The words as they were when the process began."""
    return MailWords.load(live_languages())


def begins(text: str, phrases: Iterable[str]) -> str:
    """The first of the phrases that a text begins with, as whole words, whatever its case; empty when none does."""
    lower = plain(text)
    return next((phrase for phrase in phrases if lower.startswith(phrase) and not lower[len(phrase) : len(phrase) + 1].isalnum()), "")


def holds(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in a text, whatever its case."""
    lower = plain(text)
    return any(phrase in lower for phrase in phrases)


def plain(text: str) -> str:
    """Lower case, one space between words, straight apostrophes."""
    return _SPACE.sub(" ", text).strip().casefold().replace("\u2019", "'")


def _names() -> list[str]:
    return [item.name for item in fields(MailWords)]


def _merged(lists: Iterable[list[str]]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(word for words in lists for word in words), key=lambda word: (-len(word), word)))


def _read(path: Path) -> dict[str, list[str]]:
    data = read_mapping(path)
    wanted = {name.rstrip("_") for name in _names()}
    if set(data) != wanted:
        raise ContentError(f"{path}: missing {sorted(wanted - set(data))}, unknown {sorted(set(data) - wanted)}")
    for name, words in data.items():
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word == plain(word) and word for word in words):
            raise ContentError(f"{path}: {name}: must be a list of words in lower case")
    return data
