"""A new language in, its files out: everything that can be known is filled in, the rest is empty and waits for people."""

from __future__ import annotations

from pathlib import Path

from translation.edits import emptied
from translation.known import Known, said_by
from translation.notes import notes
from translation.units import LINKS, SOURCE, file_of, topics
from waypost.content.files import ROOT, read_yaml
from waypost.content.languages import languages

EVALS = ("messages", "forum", "double", "language")
ROLES = ("from", "to", "at", "via", "network", "have", "want", "ambiguous")
"""The last one may stay empty."""
REQUESTS = ("also", "and", "questions")
ORDINALS = (0, 1, 2, 3, -1)


def files(known: Known, root: Path = ROOT) -> dict[Path, str]:
    """Every file of a new language with its text; languages.yml is the only one that is there already."""
    register = root / "languages.yml"
    made = {register: f"{register.read_text(encoding='utf-8').rstrip()}\n\n{block(known, root)}"}
    for topic in topics(root):
        if topic != LINKS:
            english = file_of(SOURCE, topic, root)
            made[file_of(known.code, topic, root)] = emptied(english.read_text(encoding="utf-8"), topic, english)
    for path in sorted((root / "data" / "nlu" / SOURCE).glob("*.yml")):
        made[root / "data" / "nlu" / known.code / path.name] = _messages(path, known)
    for path in sorted((root / "tests" / "conversations" / SOURCE).glob("*.yml")):
        made[root / "tests" / "conversations" / known.code / path.name] = _comment(notes("conversations", language=known.english_name)) + "[]\n"
    for name in EVALS:
        made[root / "evals" / known.code / f"{name}.tsv"] = ""
    return made


def block(known: Known, root: Path = ROOT) -> str:
    """The language's record for languages.yml."""
    speakers = [*languages(root / "languages.yml"), known.code]
    lines = [
        f"{known.code}:",
        f'  name: "{known.name}"',
        f'  english_name: "{known.english_name}"',
        f"  script: {known.script}",
        f"  direction: {known.direction}",
        f"  spacy: {known.spacy}",
        f"  profile: {known.profile or chr(34) * 2}",
        "  neighbours: []",
        "  status: draft",
        "  aliases:",
        *(f'    {speaker}: ["{name}"]' for speaker in speakers if (name := said_by(speaker, known.code))),
        "  roles:",
        *(f"    {role}: []" for role in ROLES),
        "  please: []",
        "  requests:",
        *(f"    {field}: []" for field in REQUESTS),
        "  losses: []",
        "  checks: []",
        "  ordinals:",
        *(f"    {number}: []" for number in ORDINALS),
    ]
    return "\n".join(lines) + "\n"


def _messages(english: Path, known: Known) -> str:
    """A file of messages without one, and the shape of a block for each of its needs."""
    needs = dict.fromkeys(str(block["intent"]) for block in read_yaml(english)["nlu"])
    shape = "\n".join(f"- intent: {need}\n  metadata:\n    language: {known.code}\n  examples: |\n    - …" for need in needs)
    return f'{_comment(notes("messages", language=known.english_name))}version: "3.1"\n\nnlu: []\n{_comment(shape)}'


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())
