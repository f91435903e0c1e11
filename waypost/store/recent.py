"""The rows of a conversation in, what the dialogue needs of it out: its last events, and the slots as they stood before those.

A turn reads as much of a conversation of 500 turns as of one of ten. What is left out is what Rasa only reads of its beginning: an active loop,
a pause. Neither is used here.
"""

from __future__ import annotations

import json
from typing import Any, Sequence

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy.engine import Connection, Row

EVENTS: sa.Table = SQLTrackerStore.SQLEvent.__table__
RECENT = 120
"""Events: ten turns or so."""
_WHOSE = sa.select(EVENTS).where(EVENTS.c.sender_id == sa.bindparam("whose"))
NEWEST = _WHOSE.order_by(EVENTS.c.id.desc()).limit(sa.bindparam("most", type_=sa.Integer))
"""The last events of a conversation, the last one first. Made once, so that SQLAlchemy need not look through it anew in each turn."""
BREAKS = ("session_started", "restart", "reset_slots")
"""Kinds of events after which the slots of before count no more."""


def recent_events(connection: Connection, sender: str, most: int = RECENT) -> list[dict[str, Any]]:
    """At most so many of the last events of the conversation's session, oldest first, as Event.as_dict gives them; in front of them the last
    event of each slot that was set before. They begin where the bot listened."""
    rows = connection.execute(NEWEST, {"whose": sender, "most": most}).all()[::-1]
    session = _since_session(rows)
    if len(rows) < most or len(session) < len(rows):
        return [json.loads(row.data) for row in session]
    whole = _from_listening(rows)
    return [json.loads(row.data) for row in (*_slots_before(connection, sender, whole[0].id), *whole)]


def _since_session(rows: Sequence[Row]) -> list[Row]:
    """As Rasa's own store chooses them: since the last session began."""
    began = max((row.timestamp for row in rows if row.type_name == "session_started"), default=None)
    return [row for row in rows if began is None or row.timestamp >= began]


def _from_listening(rows: Sequence[Row]) -> Sequence[Row]:
    """Without the rest of the turn that the limit has cut."""
    at = next((at for at, row in enumerate(rows) if row.type_name == "action" and row.action_name == "action_listen"), 0)
    return rows[at:]


def _slots_before(connection: Connection, sender: str, first_id: int) -> list[Row]:
    mine = sa.and_(EVENTS.c.sender_id == sender, EVENTS.c.id < first_id)
    broken = sa.select(sa.func.coalesce(sa.func.max(EVENTS.c.id), 0)).where(mine, EVENTS.c.type_name.in_(BREAKS)).scalar_subquery()
    last = sa.select(sa.func.max(EVENTS.c.id)).where(mine, EVENTS.c.type_name == "slot", EVENTS.c.id > broken).group_by(EVENTS.c.action_name)
    return connection.execute(sa.select(EVENTS).where(EVENTS.c.id.in_(last)).order_by(EVENTS.c.id)).all()
