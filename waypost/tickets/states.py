"""The states of a ticket's job, and the row that it is: one job for each customer message that is to be answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from waypost.tickets.types import Mode, Outcome


class State(Enum):
    """queued -> decided -> posting -> waiting_*, or -> handing_back -> human; anything -> yielded when humans go on without the bot."""

    QUEUED = "queued"
    DECIDED = "decided"
    POSTING = "posting"
    """It may be in the helpdesk already: look first."""
    HANDING_BACK = "handing_back"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_AGENT = "waiting_agent"
    HUMAN = "human"
    IGNORED = "ignored"
    YIELDED = "yielded"
    OVERTAKEN = "overtaken"
    """The customer has written again: the newer message has a job of its own."""
    DEAD = "dead"
    """Even the hand-back was refused: somebody has to look."""


WORKING = (State.QUEUED, State.DECIDED, State.POSTING, State.HANDING_BACK)
POSTED = (State.WAITING_CUSTOMER, State.WAITING_AGENT)
GIVEN_UP = (State.YIELDED, State.HUMAN, State.DEAD)
"""What an agent may give to the bot again."""


class Fate(Enum):
    """What became of a draft."""

    UNEDITED = "unedited"
    EDITED = "edited"
    UNUSED = "unused"
    """Solved without any reply."""


@dataclass(frozen=True)
class Job:
    """sender: the ticket's conversation. message: the customer's. round: how often the ticket was given to the bot for it. tries: in this
    state. hinted: when the bridge first heard of it, since: when its first round began (both seconds since 1970)."""

    helpdesk: str
    ticket: str
    sender: str
    message: str
    state: State
    round: int
    tries: int
    hinted: float
    since: float
    outcome: Outcome | None = None
    mode: Mode = Mode.DRAFT


@dataclass(frozen=True)
class Hint:
    """Something may be new in a ticket. at: when that was heard first. stamp: changes when it is heard again."""

    helpdesk: str
    ticket: str
    at: float
    stamp: str
