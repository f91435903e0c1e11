"""All texts of all languages in, one HTML page that needs nothing else out, and the figures beside it: `make preview`.

Writes build/preview/index.html and build/preview/figures.json.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Iterable, Mapping, Sequence

from translation.cells import Cell, Painter
from translation.states import State, states
from translation.units import LINKS, SOURCE, grouped, texts
from waypost.content.answers import kind_of
from waypost.content.catalog import NO_ANSWERS
from waypost.content.facts import facts
from waypost.content.files import ROOT
from waypost.content.languages import Language, languages
from waypost.errors import BotError

FILES = Path(__file__).parent / "preview_files"
OUT = "build/preview"


@dataclass(frozen=True)
class Row:
    """One key in every language."""

    topic: str
    key: str
    cells: tuple[Cell, ...]


def figures(root: Path = ROOT) -> dict[str, dict[str, object]]:
    """Of each language but the source: how many texts there are, and how many are in which state; shares are of 1."""
    result: dict[str, dict[str, object]] = {}
    for code, language in languages(root / "languages.yml").items():
        if code != SOURCE:
            found = list(states(code, root).values())
            counts = {state.value: found.count(state) for state in State}
            result[code] = {
                "name": language.name,
                "status": "live" if language.live else "draft",
                "texts": len(found),
                **counts,
                "share_translated": round(1 - counts["missing"] / len(found), 4),
                "share_outdated": round(counts["outdated"] / len(found), 4),
            }
    return result


def rows(root: Path = ROOT) -> list[Row]:
    """Every key of the source language: answers first, then the texts beside them and the titles of links."""
    known = languages(root / "languages.yml")
    codes = [SOURCE, *(code for code in known if code != SOURCE)]
    painter = Painter(codes, facts(), root)
    own = {code: grouped(texts(code, root)) for code in codes}
    state = {code: _by_key(states(code, root) if code != SOURCE else {}) for code in codes}
    found = []
    for name in own[SOURCE]:
        topic, key = name.split("/")
        cells = tuple(painter.cell(code, topic, key, own[code].get(name, {}), state[code].get(name, {})) for code in codes)
        found.append(Row(topic, key, cells))
    return sorted(found, key=lambda row: (row.topic in NO_ANSWERS, row.topic == LINKS))


def _by_key(found: Mapping[str, State]) -> dict[str, dict[str, State]]:
    """States by `topic/key` and field."""
    result: dict[str, dict[str, State]] = {}
    for unit, state in found.items():
        topic, key, *field = unit.split("/")
        result.setdefault(f"{topic}/{key}", {})[field[0] if field else "text"] = state
    return result


def page(found: Sequence[Row], numbers: Mapping[str, Mapping[str, object]], known: Mapping[str, Language]) -> str:
    """HTML without anything from outside."""
    topics = list(dict.fromkeys(row.topic for row in found))
    codes = [cell.language for cell in found[0].cells]
    return Template((FILES / "preview.html").read_text(encoding="utf-8")).substitute(
        css=(FILES / "preview.css").read_text(encoding="utf-8"),
        script=(FILES / "preview.js").read_text(encoding="utf-8"),
        count=len(codes),
        figures="".join(_figures(numbers[code]) for code in codes if code in numbers),
        topics="".join(f"<option>{escape(topic)}</option>" for topic in topics),
        languages="".join(f'<label><input type="checkbox" value="{code}" checked>{escape(known[code].name)}</label>' for code in codes),
        contents="".join(f'<a href="#{topic}">{escape(topic)}</a>' for topic in topics),
        rows="".join(_section(topic, [row for row in found if row.topic == topic], known) for topic in topics),
    )


def _figures(of: Mapping[str, object]) -> str:
    share = float(str(of["share_translated"]))
    bar = f'<span class="bar"><i style="width: {share * 100:.1f}%"></i></span>{share * 100:.1f} %'
    cells = (of["texts"], of["missing"], of["outdated"], of["unconfirmed"])
    numbers = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><td>{escape(str(of["name"]))}</td><td>{of["status"]}</td><td class="wide">{bar}</td>{numbers}</tr>'


def _section(topic: str, found: Iterable[Row], known: Mapping[str, Language]) -> str:
    return f'<section class="topic" id="{topic}"><h2>{escape(topic)}</h2>{"".join(_row(row, known) for row in found)}</section>'


def _row(row: Row, known: Mapping[str, Language]) -> str:
    kind = "" if row.topic in NO_ANSWERS or row.topic == LINKS else f"<span>{kind_of(row.key)}</span>"
    name = escape(f"{row.topic}/{row.key}")
    cells = "".join(_cell(cell, known[cell.language]) for cell in row.cells)
    head = f'<h3><a href="#{name}">{escape(row.key)}</a>{kind}</h3>'
    return f'<article class="row" id="{name}" data-topic="{row.topic}">{head}<div class="cells">{cells}</div></article>'


def _cell(cell: Cell, language: Language) -> str:
    mark = "" if cell.state is State.CURRENT else f'<b class="state {cell.state.value}">{cell.state.value}</b>'
    return (
        f'<div class="cell" data-language="{cell.language}" data-state="{cell.state.value}">'
        f'<p class="who">{escape(language.name)} {mark} {", ".join(cell.fields)}</p>'
        f'<div lang="{cell.language}" dir="{language.direction}">{cell.html}</div></div>'
    )


def write(root: Path = ROOT) -> Path:
    """Both files; the page's path."""
    folder = root / OUT
    folder.mkdir(parents=True, exist_ok=True)
    numbers = figures(root)
    (folder / "figures.json").write_text(json.dumps({"source": SOURCE, "languages": numbers}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "index.html").write_text(page(rows(root), numbers, languages(root / "languages.yml")), encoding="utf-8")
    return folder / "index.html"


def main() -> int:
    try:
        path = write()
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    for code, of in figures().items():
        print(f"{code}: {of['missing']} missing, {of['outdated']} outdated, {of['unconfirmed']} unconfirmed, of {of['texts']}")
    print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
