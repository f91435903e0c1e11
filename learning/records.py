"""What was decided about messages: provenance of what was learnt, beside the training data, and a private list of what was asked already.

`provenance.tsv` is committed: a day, a queue, a language, a need, the message. `review.tsv` in WAYPOST_VAR stays here: a day, what was
decided, a hash of language and words. Neither names a person or a conversation.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Iterator

from evals.messages import training_messages
from learning.wording import plain
from learning.writing import write_whole
from waypost.errors import ContentError

PROVENANCE = "provenance.tsv"
HEAD = "# day\tqueue\tlanguage\tneed\tmessage"


@dataclass(frozen=True)
class Origin:
    """Where a training message came from. day: on which it was accepted (UTC). queue: why it was unanswered, one of misses.Why."""

    day: str
    queue: str
    language: str
    need: str
    text: str

    def line(self) -> str:
        return "\t".join((self.day, self.queue, self.language, self.need, self.text))


class Provenance:
    """The file beside the training data. folder: data/nlu, or one like it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / PROVENANCE

    def all(self) -> list[Origin]:
        """Raises ContentError with path and line."""
        return [self._parsed(number, line) for number, line in enumerate(self._lines(), 1) if not line.startswith("#")]

    def add(self, origin: Origin) -> None:
        lines = self._lines() or [HEAD]
        if origin.line() not in lines:
            self._write([*lines, origin.line()])

    def take_out(self, origin: Origin) -> None:
        self._write([line for line in self._lines() if line != origin.line()])

    def unfounded(self) -> Iterator[Origin]:
        """Those whose message does not stand among the training messages of its language any more."""
        standing = {(message.language, message.text) for message in training_messages(self._folder)}
        yield from (origin for origin in self.all() if (origin.language, origin.text) not in standing)

    def _lines(self) -> list[str]:
        return self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []

    def _write(self, lines: list[str]) -> None:
        write_whole(self._path, "".join(f"{line}\n" for line in lines))

    def _parsed(self, number: int, line: str) -> Origin:
        parts = line.split("\t")
        if len(parts) != 5:
            raise ContentError(f"{self._path}:{number}: must be a day, a queue, a language, a need and a message with tabs between them")
        return Origin(*parts)


class Decision(Enum):
    LEARNT = "learnt"
    SKIPPED = "skipped"
    DROPPED = "dropped"


class Asked:
    """What was asked already, in a file of this machine: nothing is asked twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._decisions: dict[str, tuple[str, Decision]] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
            day, decision, digest = line.split("\t")
            self._decisions[digest] = day, Decision(decision)

    def decision(self, language: str, text: str) -> Decision | None:
        found = self._decisions.get(_digest(language, text))
        return found[1] if found else None

    def note(self, language: str, text: str, decision: Decision, day: str) -> None:
        """On the disk before this returns."""
        self._decisions[_digest(language, text)] = day, decision
        self._write()

    def forget(self, language: str, text: str) -> None:
        self._decisions.pop(_digest(language, text), None)
        self._write()

    def _write(self) -> None:
        lines = (f"{day}\t{decision.value}\t{digest}\n" for digest, (day, decision) in self._decisions.items())
        write_whole(self._path, "".join(lines), private=True)


def _digest(language: str, text: str) -> str:
    return hashlib.sha256(f"{language}:{plain(text)}".encode()).hexdigest()
