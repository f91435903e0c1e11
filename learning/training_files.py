"""A message and its need in, one more line in `data/nlu/<lang>/<topic>.yml` out, and nothing else changed; or that line out again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from evals.messages import TRAINING
from learning.writing import write_whole
from waypost.content.files import read_mapping
from waypost.errors import ContentError

INDENT = "    "


class TrainingFiles:
    """folder: data/nlu, or one like it."""

    def __init__(self, folder: Path = TRAINING) -> None:
        self.folder = folder
        self._places: dict[tuple[str, str], Path] = {}
        for path in sorted(folder.glob("*/*.yml")):
            for block in read_mapping(path)["nlu"]:
                self._places.setdefault((str(block["metadata"]["language"]), str(block["intent"])), path)

    def needs(self, language: str) -> list[str]:
        """What a message of a language can be taught as."""
        return [need for code, need in self._places if code == language]

    def add(self, language: str, need: str, text: str) -> Path:
        """Puts a message at the end of its need's block. text: one line. Result: the file. Raises ContentError."""
        path, lines, start, end = self._block(language, need)
        indent = lines[end - 1][: len(lines[end - 1]) - len(lines[end - 1].lstrip())] if end > start else INDENT
        lines.insert(end, f"{indent}- {text}")
        self._write(path, lines, _with(read_mapping(path), language, need, text))
        return path

    def take_out(self, language: str, need: str, text: str) -> None:
        """Takes the last such line out of its need's block. Raises ContentError when there is none."""
        path, lines, start, end = self._block(language, need)
        place = next((at for at in range(end - 1, start - 1, -1) if lines[at].strip() == f"- {text}"), None)
        if place is None:
            raise ContentError(f"{path}: {need}: the message is not there any more: look at the file")
        del lines[place]
        self._write(path, lines, None)

    def _block(self, language: str, need: str) -> tuple[Path, list[str], int, int]:
        """(file, its lines, the first line of the examples, the one after the last). The need may have other blocks: this is the first."""
        path = self._places.get((language, need))
        if path is None:
            raise ContentError(f"{self.folder}/{language}: no block for {need}: write one by hand, docs/doors.md says how")
        lines = path.read_text(encoding="utf-8").split("\n")
        begins = [at for at, line in enumerate(lines) if line.startswith("- ")] + [len(lines)]
        for begin, end in zip(begins, begins[1:], strict=False):
            block = lines[begin:end]
            start = next((at for at, line in enumerate(block, begin + 1) if line.strip() == "examples: |"), None)
            if block[0] == f"- intent: {need}" and f"    language: {language}" in block and start is not None:
                written = [at for at in range(start, end) if lines[at].strip()]
                return path, lines, start, (written[-1] + 1 if written else start)
        raise ContentError(f"{path}: the block of {need} is not written as the others are: add the message by hand")

    def _write(self, path: Path, lines: list[str], wanted: Any) -> None:
        write_whole(path, "\n".join(lines), partial(_check, path=path, wanted=wanted))


def _with(data: dict[str, Any], language: str, need: str, text: str) -> dict[str, Any]:
    """The same data with one more example in the first block of a need."""
    block = next(item for item in data["nlu"] if item.get("intent") == need and item["metadata"]["language"] == language)
    block["examples"] = str(block["examples"]).rstrip("\n") + f"\n- {text}\n"
    return _trimmed(data)


def _check(half: Path, path: Path, wanted: Any) -> None:
    """Raises ContentError when YAML reads something else than what was meant."""
    found = _trimmed(read_mapping(half))
    if wanted is not None and found != wanted:
        raise ContentError(f"{path}: YAML would read the message otherwise than it is written: add it by hand")


def _trimmed(data: dict[str, Any]) -> dict[str, Any]:
    """Blank lines at the end of a block say nothing."""
    for block in data["nlu"]:
        block["examples"] = str(block["examples"]).rstrip("\n")
    return data
