"""The tables of the bridge, in the database of the settings. Those with `sender` and `received` are expired and erased with the conversations."""

from __future__ import annotations

import sqlalchemy as sa

_DATA = sa.MetaData()

TICKETS = sa.Table(
    "waypost_tickets",
    _DATA,
    sa.Column("sender", sa.String(64), primary_key=True),
    sa.Column("helpdesk", sa.String(24), nullable=False),
    sa.Column("ticket", sa.String(32), nullable=False),
    sa.Column("queue", sa.String(128), nullable=False),
    sa.Column("mine", sa.Boolean, nullable=False),
    sa.Column("memory", sa.Text, nullable=False),
    sa.Column("looked", sa.Float(53), nullable=False),
    sa.Column("received", sa.Float(53), nullable=False),
)
JOBS = sa.Table(
    "waypost_ticket_jobs",
    _DATA,
    sa.Column("sender", sa.String(64), primary_key=True),
    sa.Column("message", sa.String(64), primary_key=True),
    sa.Column("helpdesk", sa.String(24), nullable=False),
    sa.Column("ticket", sa.String(32), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("lease", sa.Float(53), nullable=False),
    sa.Column("due", sa.Float(53), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("mode", sa.String(8), nullable=False),
    sa.Column("queue", sa.String(128), nullable=False),
    sa.Column("need", sa.String(64), nullable=False),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("fate", sa.String(12), nullable=False),
    sa.Column("hinted", sa.Float(53), nullable=False),
    sa.Column("posted", sa.Float(53), nullable=False),
    sa.Column("received", sa.Float(53), nullable=False),
    sa.Index("waypost_ticket_jobs_due", "state", "due"),
)
HINTS = sa.Table(
    "waypost_ticket_hints",
    _DATA,
    sa.Column("helpdesk", sa.String(24), primary_key=True),
    sa.Column("ticket", sa.String(32), primary_key=True),
    sa.Column("at", sa.Float(53), nullable=False),
    sa.Column("due", sa.Float(53), nullable=False),
    sa.Column("stamp", sa.String(32), nullable=False),
)
CURSORS = sa.Table(
    "waypost_ticket_cursors", _DATA, sa.Column("helpdesk", sa.String(24), primary_key=True), sa.Column("cursor", sa.String(64), nullable=False)
)
TABLES = (TICKETS, JOBS, HINTS, CURSORS)
