"""locales/<lang>/tickets.yml in, the texts of tickets out: what agents read in notes, and the little that stands around an answer in a mail."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Mapping, Sequence

from waypost.content.catalog import LOCALES
from waypost.content.files import read_mapping
from waypost.content.languages import live_languages
from waypost.errors import ContentError

FILE = "tickets"
VALUE = re.compile(r"\{([a-z_]+)\}")
REASONS = (
    "bot_away",
    "cannot",
    "files_only",
    "forwarded",
    "helpdesk_refused",
    "language",
    "loss",
    "misses",
    "mode_off",
    "secret",
    "too_many_replies",
    "unclear",
    "wants_a_person",
)
"""Why a human goes on: words for figures and logs, and a text for agents each."""
FACTS = ("asset", "from", "to", "hash")
"""What somebody may still have to ask for."""
KEYS: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"reply"}),
    "crossed": frozenset(),
    "hand_back": frozenset({"reason"}),
    "tried": frozenset({"question", "answer"}),
    "tried_sure": frozenset({"question", "answer", "sure"}),
    "choose": frozenset(),
    "mail.greeting": frozenset(),
    "mail.section": frozenset({"question"}),
    "mail.closing": frozenset(),
    "mail.signature": frozenset(),
    "mail.handed_over": frozenset(),
    "note.question": frozenset({"question"}),
    "note.language": frozenset({"language"}),
    "note.unknown": frozenset(),
    "note.links": frozenset({"links"}),
    "note.missing": frozenset({"facts"}),
    "note.files": frozenset({"files"}),
    "note.queue": frozenset({"queue"}),
    "note.words": frozenset({"words"}),
    "chat.subject": frozenset({"question"}),
    "chat.opened": frozenset({"reason"}),
    "chat.how": frozenset(),
    "chat.transcript": frozenset({"transcript"}),
    "chat.customer": frozenset({"text"}),
    "chat.bot": frozenset({"text"}),
    "chat.back": frozenset(),
    "chat.when_open": frozenset({"wait"}),
    "chat.when_closed": frozenset({"opens", "wait"}),
    "chat.when_unknown": frozenset(),
    **{f"fact.{fact}": frozenset() for fact in FACTS},
    **{f"reason.{reason}": frozenset() for reason in REASONS},
}
"""Every key with the values that code gives to it."""


class Copy:
    """The texts of all live languages."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, locales: Sequence[str], folder: Path = LOCALES) -> Copy:
        """Raises ContentError for a key that is missing, unknown, empty, or takes other values than the code gives."""
        return cls({locale: _read(folder / locale / f"{FILE}.yml") for locale in locales})

    def text(self, locale: str, key: str, **values: str) -> str:
        """The text of a key, plain, with its values put in."""
        return VALUE.sub(lambda match: values[match.group(1)], self._texts[locale][key])


@functools.lru_cache(maxsize=1)
def copy() -> Copy:
    """The texts as they were when the process began."""
    return Copy.load(live_languages())


def _read(path: Path) -> Mapping[str, str]:
    records = read_mapping(path)
    missing, unknown = sorted(KEYS.keys() - records.keys()), sorted(records.keys() - KEYS.keys())
    if missing or unknown:
        raise ContentError(f"{path}: missing {missing}, unknown {unknown}: the keys stand in waypost/tickets/copy.py")
    return {key: _text(path, key, record) for key, record in records.items()}


def _text(path: Path, key: str, record: object) -> str:
    text = record.get("text") if isinstance(record, dict) and set(record) == {"text"} else None
    if not isinstance(text, str) or not text.strip():
        raise ContentError(f"{path}: {key}: must be a record with a text")
    if set(VALUE.findall(text)) != KEYS[key]:
        raise ContentError(f"{path}: {key}: uses {sorted(set(VALUE.findall(text)))}, code gives {sorted(KEYS[key])}")
    return text.strip()
