"""Held-out and training files in, labelled messages out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import live_languages
from waypost.errors import ContentError

EVALS = ROOT / "evals"
TRAINING = ROOT / "data" / "nlu"
QUESTIONS = EVALS / "en" / "questions.tsv"


@dataclass(frozen=True)
class Labelled:
    """One message. label: its need, or in the language sets its language (`und`: of no language). language: of the file it stands in."""

    label: str
    text: str
    language: str


def read_labelled(path: Path, language: str) -> list[Labelled]:
    """A file of `label TAB text` lines. Raises ContentError with path and line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        label, tab, text = line.partition("\t")
        if not tab or not label or not text.strip() or "\t" in text:
            raise ContentError(f"{path}:{number}: must be a label, one tab and a text")
        found.append(Labelled(label, text.strip(), language))
    return found


def need_messages() -> list[Labelled]:
    """The held-out messages of all live languages."""
    return [message for code in live_languages() for message in read_labelled(EVALS / code / "messages.tsv", code)]


def language_messages() -> list[Labelled]:
    """Messages labelled with the language they are written in."""
    paths = [(code, EVALS / code / "language.tsv") for code in live_languages()]
    return [message for code, path in paths if path.exists() for message in read_labelled(path, code)]


def real_questions() -> list[Labelled]:
    """What real people asked in public, English; empty when there is no such file."""
    return read_labelled(QUESTIONS, "en") if QUESTIONS.exists() else []


def forum_messages() -> list[Labelled]:
    """Long messages as people post them in forums and tickets, of all live languages."""
    return [message for code in live_languages() for message in read_labelled(EVALS / code / "forum.tsv", code)]


def double_messages() -> list[Labelled]:
    """Messages that ask for two things; label: both needs in the order of asking, `gas+pending`."""
    return [message for code in live_languages() for message in read_labelled(EVALS / code / "double.tsv", code)]


def held_out_messages() -> list[Labelled]:
    """Everything that nobody may train on."""
    return [*need_messages(), *real_questions(), *forum_messages(), *double_messages(), *language_messages()]


def training_messages(folder: Path = TRAINING) -> Iterator[Labelled]:
    """Every message of data/nlu, or of a folder like it."""
    for path in sorted(folder.glob("*/*.yml")):
        for block in read_mapping(path)["nlu"]:
            for line in str(block.get("examples", "")).splitlines():
                if block.get("intent") and line.startswith("- "):
                    yield Labelled(str(block["intent"]), line[2:].strip(), path.parent.name)
