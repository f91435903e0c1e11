"""locales/<lang>/*.yml and the titles of facts/links.yml in, the texts that are translated out, one by one, each with its place in its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping

import yaml

from waypost.content.files import ROOT
from waypost.errors import ContentError

SOURCE = "en"
"""The language that all others are translated from."""
FIELDS = ("label", "text", "warning", "again")
"""Fields of a record that are read by people."""
LINKS = "links"
"""Stands for facts/links.yml, whose titles are translated too."""
PLAIN = ("widget", "demo")
"""Files whose texts are shown as they are, without Markdown. mail.yml holds lists of words, tickets.yml what stands in tickets."""


@dataclass(frozen=True)
class Node:
    """A text and where it stands in its file. start, end: characters; a list of words is one text, a word on each line."""

    text: str
    start: int
    end: int
    style: str
    """`"`, `|`, `[` or empty, as YAML writes it."""
    column: int
    """Of the key that it belongs to: a block of lines is indented by two more."""
    in_braces: bool
    """Whether it stands in `{...}`, where there are no blocks."""


def file_of(language: str, topic: str, root: Path = ROOT) -> Path:
    """Where the texts of a topic in a language stand."""
    return root / "facts" / "links.yml" if topic == LINKS else root / "locales" / language / f"{topic}.yml"


def topics(root: Path = ROOT) -> list[str]:
    """Every topic of the source language, and the titles of links."""
    return [*sorted(path.stem for path in (root / "locales" / SOURCE).glob("*.yml")), LINKS]


def texts(language: str, root: Path = ROOT) -> dict[str, str]:
    """What a language has, by unit (`withdrawals/withdraw/text`), in the order of its files; what is empty counts as missing."""
    found = {}
    for topic in topics(root):
        path = file_of(language, topic, root)
        if path.exists():
            for unit, node in units(path.read_text(encoding="utf-8"), topic, language, path):
                if node.text:
                    found[unit] = node.text
    return found


def units(source: str, topic: str, language: str, path: Path) -> Iterator[tuple[str, Node]]:
    """(unit, node) of every text of one file, the empty ones too. Raises ContentError for a file that is no mapping."""
    for key, value in entries(composed(source, path), path):
        for field, owner, node in _texts_of(key, value, language if topic == LINKS else None):
            yield "/".join(part for part in (topic, key.value, field) if part), _node(node, source, owner)


def composed(source: str, path: Path) -> yaml.Node | None:
    """The root of a file's nodes; None for an empty one."""
    try:
        return yaml.compose(source, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ContentError(f"{path}: cannot be read: {error}") from error


def entries(node: yaml.Node | None, path: Path) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """Keys and values of a file. Raises ContentError when it is none of ours."""
    if not isinstance(node, yaml.MappingNode):
        raise ContentError(f"{path}: must be a mapping of ids to records")
    return node.value


@dataclass(frozen=True)
class _Owner:
    """The key that a text belongs to, and whether it stands in braces."""

    column: int
    in_braces: bool


def _texts_of(name: yaml.ScalarNode, value: yaml.Node, title_in: str | None) -> Iterator[tuple[str, _Owner, yaml.Node]]:
    """(field, owner, node). title_in: of a link only the title in this language is a text."""
    if not isinstance(value, yaml.MappingNode):
        yield "", _Owner(name.start_mark.column, False), value
        return
    for key, item in value.value:
        owner = _Owner(key.start_mark.column, value.flow_style)
        if title_in is not None:
            titles = item.value if isinstance(item, yaml.MappingNode) and key.value == "title" else ()
            yield from (("title", _Owner(said.start_mark.column, item.flow_style), title) for said, title in titles if said.value == title_in)
        elif key.value in FIELDS:
            yield key.value, owner, item
        elif key.value == "buttons" and isinstance(item, yaml.SequenceNode):
            yield from ((field, _Owner(owner.column, True), title) for field, title in _titles(item))


def _titles(buttons: yaml.SequenceNode) -> Iterator[tuple[str, yaml.Node]]:
    """Buttons with words of their own, counted from 1."""
    for number, button in enumerate(buttons.value, 1):
        if isinstance(button, yaml.MappingNode):
            yield from ((f"button{number}", item) for key, item in button.value if key.value == "title")


def _node(node: yaml.Node, source: str, owner: _Owner) -> Node:
    start, end = node.start_mark.index, node.end_mark.index
    end = start + len(source[start:end].rstrip())
    if isinstance(node, yaml.SequenceNode):
        return Node("\n".join(item.value for item in node.value), start, end, "[", owner.column, owner.in_braces)
    return Node(str(node.value).rstrip("\n"), start, end, str(getattr(node, "style", None) or ""), owner.column, owner.in_braces)


def grouped(found: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Texts by unit in, by key (`withdrawals/withdraw`) and field out; a text without a field has the field `text`."""
    records: dict[str, dict[str, str]] = {}
    for unit, text in found.items():
        topic, key, *field = unit.split("/")
        records.setdefault(f"{topic}/{key}", {})[field[0] if field else "text"] = text
    return records
