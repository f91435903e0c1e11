"""Where the content lives, and YAML in, plain data out; duplicate keys are errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from waypost.errors import ContentError

ROOT = Path(__file__).resolve().parents[2]


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses a key that stands twice in one mapping (PyYAML keeps the last one silently)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, (list, dict, set)):
                raise ContentError(f"{node.start_mark.name}:{key_node.start_mark.line + 1}: a key must be a text: put it in quotes")
            if key in seen:
                raise ContentError(f"{node.start_mark.name}:{key_node.start_mark.line + 1}: the key {key!r} stands twice, remove one")
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(path: Path) -> Any:
    """Plain data of one YAML file. Raises ContentError with path and line."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, _StrictLoader)  # noqa: S506 (a subclass of the safe loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContentError(f"{path}: cannot be read: {error}") from error


def read_mapping(path: Path) -> dict[str, Any]:
    """Like read_yaml, and the file must hold a mapping with text keys."""
    data = read_yaml(path)
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise ContentError(f"{path}: must be a mapping of ids to records")
    return data
