"""What is stored holds no secret: events are looked at once more on their way in, and earlier messages can be blotted out afterwards.

The channel has removed secrets before (`waypost/channels/inbox.py`). What is found here came round it: each is a warning in the log, and so
counted in `waypost_log_events_total{event="store.fenced"}`.
"""

from __future__ import annotations

import json
import logging
from typing import Any, Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from waypost.safety.redact import MARK, redact
from waypost.store.journal import TURNS

log = logging.getLogger(__name__)


def fenced(event: dict[str, Any]) -> dict[str, Any]:
    """The same event (as Rasa's Event.as_dict) with no secret in its text, nor in what was read in it."""
    text = event.get("text")
    clean = redact(text) if isinstance(text, str) else None
    if clean is None or not clean.kinds:
        return event
    log.warning("store.fenced event=%s kinds=%s", event["event"], "_".join(clean.kinds))
    return _with_text(event, clean.text)


def hide_event(event: dict[str, Any]) -> dict[str, Any]:
    """A message of which nothing is left but that there was one, and what it was taken for."""
    return _with_text(event, MARK)


def _with_text(event: dict[str, Any], text: str) -> dict[str, Any]:
    parsed = event.get("parse_data")
    if not parsed:
        return {**event, "text": text}
    entities = [entity for entity in parsed.get("entities") or [] if str(entity.get("value")) in text]
    read = {name: parsed[name] for name in ("intent", "intent_ranking", "message_id", "metadata") if name in parsed}
    return {**event, "text": text, "parse_data": {**read, "text": text, "entities": entities}}


def hide_turns(connection: Connection, sender: str, message_ids: Collection[str]) -> None:
    """The same in the journal. The digest goes too: it would tell one word of two thousand."""
    chosen = sa.and_(TURNS.c.sender == sender, TURNS.c.id.in_(sorted(message_ids)))
    for row in connection.execute(sa.select(TURNS).where(chosen)).all():
        asked = json.loads(row.message) if row.message else None
        message = json.dumps({**asked, "text": MARK, "press": None}) if asked else ""
        connection.execute(sa.update(TURNS).where(TURNS.c.sender == sender, TURNS.c.id == row.id).values(message=message, digest=""))
