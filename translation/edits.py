"""The text of a YAML file and new texts in, the same file with nothing but these changed out: comments, order and style stay.

Texts are put in by their place in the file instead of writing the data anew, so that every other byte stays as it was.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Mapping

import yaml

from translation.units import LINKS, Node, composed, entries, units
from waypost.errors import ContentError

LINE = 150
"""Characters of a line of a list of words."""
_NO_BLOCK = re.compile(r"[\t\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
"""Signs that a block of lines would lose or refuse."""
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def put(source: str, new: Mapping[str, str], topic: str, language: str, path: Path) -> str:
    """The file with the texts of some units in place of the old ones. Raises ContentError for a unit that it has no place for."""
    places = dict(units(source, topic, language, path))
    unknown = sorted(new.keys() - places.keys())
    if unknown:
        raise ContentError(f"{path}: no place for {unknown[0]}: add the record as the English file has it")
    changed = source
    for unit, node in sorted(((unit, places[unit]) for unit in new), key=lambda item: -item[1].start):
        changed = changed[: node.start] + written(new[unit], node) + changed[node.end :]
    _same_but(new, source, changed, topic, language, path)
    return changed


def emptied(source: str, topic: str, path: Path) -> str:
    """A file of the source language as a form to fill in: every text empty, keys, buttons, order and comments as they are."""
    changed = source
    for _, node in sorted(units(source, topic, "", path), key=lambda item: -item[1].start):
        changed = changed[: node.start] + ("[]" if node.style == "[" else '""') + changed[node.end :]
    return changed


def completed(source: str, form: str, path: Path) -> str:
    """A file with the records that only the form has put in, each behind the one that stands before it there."""
    changed = source
    before = ""
    for key, block in _blocks(form, path).items():
        if key not in _blocks(changed, path):
            changed = _put_behind(changed, before, block, path)
        before = key
    return changed


def with_title(source: str, link: str, language: str, path: Path) -> str:
    """facts/links.yml with an empty title of a link in a language, behind its other titles; as it is when it has one."""
    record = next((value for key, value in entries(composed(source, path), path) if key.value == link), None)
    titles = next((item for key, item in record.value if key.value == "title"), None) if isinstance(record, yaml.MappingNode) else None
    if not isinstance(titles, yaml.MappingNode) or not titles.value:
        raise ContentError(f"{path}: {link}: no such link with titles")
    if any(key.value == language for key, _ in titles.value):
        return source
    last_key, last = titles.value[-1]
    comma, indent = (", ", "") if titles.flow_style else ("\n", " " * int(last_key.start_mark.column))
    return f'{source[: last.end_mark.index]}{comma}{indent}{language}: ""{source[last.end_mark.index :]}'


def written(text: str, node: Node) -> str:
    """A text as YAML, in the style of the one it replaces; several lines become a block where there was a line."""
    if node.style == "[":
        return _list(text.split("\n"), node.column)
    is_block = node.style == "|" or ("\n" in text and not node.in_braces)
    if is_block and text and text == text.strip() and not _NO_BLOCK.search(text):
        return "|\n" + "\n".join(" " * (node.column + 2) + line if line else "" for line in text.split("\n"))
    return f'"{text.translate(_QUOTED)}"'


def _list(words: list[str], column: int) -> str:
    """As few lines as they fit on: one in its brackets, or several indented."""
    quoted = [f'"{word.translate(_QUOTED)}"' for word in words if word]
    one = f"[{', '.join(quoted)}]"
    if len(one) <= LINE - 20:
        return one
    indent, lines = " " * (column + 2), [""]
    for word in quoted:
        if lines[-1] and len(indent) + len(lines[-1]) + len(word) + len(", ,") > LINE:
            lines.append("")
        lines[-1] += f", {word}" if lines[-1] else word
    return "[\n" + ",\n".join(indent + line for line in lines) + "\n" + " " * column + "]"


def _blocks(source: str, path: Path) -> dict[str, str]:
    """Each record of a file as it is written, without what stands around it."""
    blocks = {}
    for key, value in entries(composed(source, path), path):
        end = key.start_mark.index + len(source[key.start_mark.index : value.end_mark.index].rstrip())
        blocks[str(key.value)] = source[key.start_mark.index : end]
    return blocks


def _put_behind(source: str, key: str, block: str, path: Path) -> str:
    """key: of the record that it is to follow; at the beginning of the records when it is empty."""
    own = _blocks(source, path)
    gap = "\n\n" if "\n" in block and "\n\n" in source else "\n"
    if key:
        place = source.index(own[key]) + len(own[key])
        return f"{source[:place]}{gap}{block}{source[place:]}"
    place = source.index(next(iter(own.values()))) if own else len(source)
    return f"{source[:place]}{block}{gap}{source[place:]}"


def _same_but(new: Mapping[str, str], source: str, changed: str, topic: str, language: str, path: Path) -> None:
    """Holds that an edit did what it was to do: whatever YAML makes of it, no other text may have changed."""
    before, after = ({unit: node.text for unit, node in units(text, topic, language, path)} for text in (source, changed))
    wanted = {**before, **new}
    wrong = next((unit for unit in {**after, **wanted} if after.get(unit) != wanted.get(unit)), None)
    if wrong or (topic != LINKS and _shape(source, path) != _shape(changed, path)):
        raise ContentError(f"{path}: {wrong or 'the file'}: cannot be written so that it is read as it was meant: mend the file by hand")


def _shape(source: str, path: Path) -> Any:
    """Everything but the texts."""
    return [
        (key.value, [name.value for name, _ in value.value] if isinstance(value, yaml.MappingNode) else None)
        for key, value in entries(composed(source, path), path)
    ]
