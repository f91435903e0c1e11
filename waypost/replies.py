"""A rendered reply in, the entries of Rasa's list out: the text with its buttons, then the envelope."""

from __future__ import annotations

from typing import Any, Mapping

from waypost.content.catalog import Reply


def entries_of(reply: Reply, extra: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """(text entry, envelope entry) as docs/contract names them. extra: what the envelope's `metadata` holds."""
    text: dict[str, Any] = {"text": reply.text}
    if reply.buttons:
        text["buttons"] = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    envelope: dict[str, Any] = {
        "answer": reply.answer,
        "kind": reply.kind,
        "locale": reply.locale,
        "links": [{"title": title, "url": url} for title, url in reply.links],
        "wallet": [dict(request.as_json()) for request in reply.wallet],
    }
    if extra:
        envelope["metadata"] = dict(extra)
    return text, {"custom": envelope}
