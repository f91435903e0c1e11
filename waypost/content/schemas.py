"""The shapes of the facts in, facts/schemas/*.json for editors out: `python -m waypost.content.schemas` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from waypost.content.files import ROOT
from waypost.content.records import SHAPES
from waypost.content.shapes import schema_of

FOLDER = ROOT / "facts" / "schemas"


def schemas() -> dict[str, str]:
    """Text of each file by its name."""
    return {f"{stem}.json": json.dumps(_of_file(stem), indent=2, ensure_ascii=False) + "\n" for stem in SHAPES}


def _of_file(stem: str) -> dict[str, object]:
    return {"title": f"facts/{stem}.yml", "description": SHAPES[stem].__doc__, "type": "object", "additionalProperties": schema_of(SHAPES[stem])}


def write(folder: Path = FOLDER) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
