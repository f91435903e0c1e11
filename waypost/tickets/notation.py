"""Outcomes and memories as JSON and back: how the store keeps them. Every text is redacted on the way in, once more."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import Enum
from typing import Any

from waypost.safety.redact import redact
from waypost.tickets.types import Choice, HandBack, Kind, Memory, Mode, Outcome, Reply, Tried


def memory_json(memory: Memory) -> str:
    return _json(memory)


def outcome_json(outcome: Outcome) -> str:
    return _json(outcome)


def memory_of(text: str) -> Memory:
    """The inverse of memory_json; an empty text is an empty memory."""
    return _memory(json.loads(text)) if text else Memory()


def outcome_of(text: str) -> Outcome | None:
    """The inverse of outcome_json; None for an empty text."""
    if not text:
        return None
    data = json.loads(text)
    return Outcome(
        kind=Kind(data["kind"]),
        memory=_memory(data["memory"]),
        needs=tuple(data["needs"]),
        locale=data["locale"],
        reply=Reply(**data["reply"]) if data["reply"] else None,
        hand_back=HandBack(**data["hand_back"]) if data["hand_back"] else None,
        reason=data["reason"],
    )


def _memory(data: dict[str, Any]) -> Memory:
    return Memory(
        locale=data["locale"],
        choices=tuple(Choice(**item) for item in data["choices"]),
        asked=data["asked"],
        tried=tuple(Tried(**{**item, "links": tuple(item["links"])}) for item in data["tried"]),
        mode=Mode(data["mode"]) if data["mode"] else None,
        wish=data.get("wish"),
    )


def _json(value: Any) -> str:
    return json.dumps(_clean(asdict(value)), ensure_ascii=False)


def _clean(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return redact(value).text
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, (list, tuple)) else value
