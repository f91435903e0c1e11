"""A record of the copy as its file has it in, its links, buttons, values and visible text out."""

from __future__ import annotations

import re
from typing import Any

from waypost.content.catalog import LINK, PLACEHOLDER


def link_ids(record: dict[str, Any]) -> list[str]:
    return LINK.findall(f"{record.get('text', '')}\n{record.get('warning', '')}")


def button_needs(record: dict[str, Any]) -> list[str]:
    return [item if isinstance(item, str) else item["need"] for item in record.get("buttons", [])]


def values(record: dict[str, Any]) -> set[str]:
    return set(PLACEHOLDER.findall("\n".join(str(record.get(field, "")) for field in ("text", "warning", "again"))))


def visible(text: str) -> str:
    """What a person reads of Markdown: labels, not addresses."""
    return re.sub(r"\]\([^)]*\)|[*_`\[\]]", "", text)
