"""Headings, rows and texts in, pieces of the report's HTML out; everything from outside is escaped here."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Iterable, Sequence

CSS = """
:root { --ink: #1f2a37; --soft: #64748b; --line: #e2e8f0; --paper: #ffffff; --ground: #f6f8fa; --accent: #0f766e; --good: #0f766e; --bad: #b91c1c; }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.page { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 2.5rem; max-width: 86rem; margin: 0 auto; padding: 2rem 1.5rem 5rem; }
nav { position: sticky; top: 1.5rem; align-self: start; font-size: .9rem; }
nav ol { list-style: none; margin: 0; padding: 0; border-left: 2px solid var(--line); }
nav a { display: block; padding: .25rem .9rem; color: var(--soft); text-decoration: none; }
nav a:hover, nav a:focus-visible { color: var(--accent); border-left: 2px solid var(--accent); margin-left: -2px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; margin: 0 0 .4rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
p { max-width: 46rem; margin: .3rem 0 .9rem; }
.note { color: var(--soft); font-size: .92rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1.4rem 1.6rem; margin: 0 0 1.4rem; }
section { scroll-margin-top: 1rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .8rem; margin: 1.2rem 0 1.4rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem; }
.card b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.card span { color: var(--soft); font-size: .85rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .8rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
th:first-child, td:first-child, td.text, th.text, td.short { text-align: left; }
td.text { white-space: normal; overflow-wrap: anywhere; min-width: 16rem; max-width: 46rem; }
td.lines { white-space: pre-line; }
tr.sum td, th:last-child.sum, td.sum { font-weight: 600; }
td.good { color: var(--good); } td.bad { color: var(--bad); font-weight: 600; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--ground); padding: .05em .3em; border-radius: 4px; }
svg { max-width: 100%; height: auto; }
details summary { cursor: pointer; font-weight: 600; margin: .8rem 0 .3rem; }
@media (max-width: 60rem) { .page { display: block; padding: 1.2rem 1rem 3rem; } nav { position: static; margin-bottom: 1.4rem; } }
@media print { nav { display: none; } .page { display: block; } section { break-inside: avoid; border: 0; padding: 0; } }
"""


@dataclass(frozen=True)
class Cell:
    """A cell with a look of its own. shade: 0 (none) to 1 (full), painted behind the text."""

    text: str
    kind: str = ""
    shade: float = 0.0

    def __str__(self) -> str:
        style = f' style="background: rgba(180, 83, 9, {self.shade:.2f})"' if self.shade > 0 else ""
        return f'<td class="{self.kind}"{style}>{escape(self.text)}</td>'


@dataclass(frozen=True)
class Section:
    """One part of the page; anchor: for the table of contents."""

    anchor: str
    title: str
    body: str

    def __str__(self) -> str:
        return f'<section id="{self.anchor}"><h2>{escape(self.title)}</h2>{self.body}</section>'


def words(text: str, kind: str = "text") -> Cell:
    """A cell of running text, to the left."""
    return Cell(text, kind)


def short(text: str) -> Cell:
    """A cell of a word or two, to the left."""
    return Cell(text, "short")


def percent(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value * 100:.{digits}f}"


def heat(value: float, weakest: float = 0.8) -> Cell:
    """A share as per cent, the warmer the further below 1."""
    return Cell(percent(value), shade=min(max((1 - value) / (1 - weakest), 0), 1) * 0.45)


def table(head: Sequence[str], rows: Iterable[Sequence[str | Cell]], text_columns: Sequence[int] = (), last_is_sum: bool = False) -> str:
    """text_columns: places of columns of running text, so that their heads stand to the left too."""
    heads = "".join(f'<th class="{"text" if at in text_columns else ""}">{escape(title)}</th>' for at, title in enumerate(head))
    lines = ["".join(str(cell) if isinstance(cell, Cell) else f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    body = "".join(f"<tr{' class=sum' if last_is_sum and at == len(lines) - 1 else ''}>{line}</tr>" for at, line in enumerate(lines))
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def paragraph(text: str, note: bool = False) -> str:
    return f"<p{' class=note' if note else ''}>{escape(text)}</p>"


def cards(items: Iterable[tuple[str, str]]) -> str:
    """(number, what it is)"""
    return (
        f'<div class="cards">{"".join(f"<div class=card><b>{escape(number)}</b><span>{escape(name)}</span></div>" for number, name in items)}</div>'
    )


def details(title: str, body: str, opened: bool = False) -> str:
    return f"<details{' open' if opened else ''}><summary>{escape(title)}</summary>{body}</details>"


def page(title: str, subtitle: str, top: str, sections: Sequence[Section]) -> str:
    """One file that needs nothing else."""
    contents = "".join(f'<li><a href="#{section.anchor}">{escape(section.title)}</a></li>' for section in sections)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{CSS}</style></head><body><div class=page>"
        f'<nav aria-label="Contents"><ol>{contents}</ol></nav><main><h1>{escape(title)}</h1>{paragraph(subtitle, note=True)}'
        f"{top}{''.join(map(str, sections))}</main></div></body></html>\n"
    )
