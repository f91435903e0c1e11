"""A ticket as it is in, whether the bot may write into it out. No state, no helpdesk: the rules that nobody is talked over by."""

from __future__ import annotations

import hashlib
import re

from waypost.tickets.states import Fate, Job, State
from waypost.tickets.types import Author, Message, Status, Ticket

DUPLICATE_S = 86_400.0
_SPACE = re.compile(r"\s+")


def post_key(job: Job, step: str) -> str:
    """The idempotency key of one post of a job. step: `reply`, `draft`, `note`, `part`, `crossed`."""
    return "wp-" + hashlib.sha256(f"{job.sender}|{job.message}|{job.round}|{step}".encode()).hexdigest()[:29]


def is_ours(ticket: Ticket, agent: str) -> bool:
    """Whether the ticket is the bot's to work on."""
    return ticket.owner == agent and ticket.status is not Status.SOLVED


def stopped(ticket: Ticket, message_id: str, agent: str) -> State | None:
    """The end of a message's job that must not be posted any more, or None when it may go on."""
    newest = ticket.newest_question
    if not is_ours(ticket, agent) or newest is None or human_wrote(ticket, message_id):
        return State.YIELDED
    return State.OVERTAKEN if newest.id != message_id else None


def human_wrote(ticket: Ticket, message_id: str) -> bool:
    """Whether an agent has answered since that message."""
    return any(message.public and message.author is Author.AGENT for message in ticket.after(message_id))


def crossed(ticket: Ticket, message_id: str) -> bool:
    """Whether an agent's answer stands between the customer's message and the bot's: both wrote in the same moment."""
    public = [item.author for item in ticket.after(message_id) if item.public and item.author is not Author.SYSTEM]
    return Author.BOT in public and Author.AGENT in public[: len(public) - public[::-1].index(Author.BOT)]


def was_answered(ticket: Ticket, message: Message, key: str) -> bool:
    """Whether somebody has answered the message, as far as the ticket shows: an agent, or the bot with this key, or with none that is known.

    A reply of the bot with another key belongs to an earlier message that this one crossed.
    """
    later = [item for item in ticket.after(message.id) if item.public]
    return any(item.author is Author.AGENT or (item.author is Author.BOT and item.key in ("", key)) for item in later)


def is_there(ticket: Ticket, message_id: str, key: str, text: str) -> bool:
    """Whether a post has arrived: by its key, or by its text among what the bot wrote since the customer's message."""
    ours = [item for item in ticket.after(message_id) if item.author is Author.BOT]
    return any(item.key == key or (not item.key and normal(item.text) == normal(text)) for item in ours)


def repeated(ticket: Ticket, message: Message) -> Message | None:
    """The earlier message that this one is a second delivery of: the same Message-ID, or the same words within a day and nothing between."""
    mail_id = message.headers.get("message-id", "")
    between: list[Message] = []
    for earlier in reversed(ticket.messages[: ticket.messages.index(message)]):
        if earlier.author is Author.CUSTOMER:
            if mail_id and earlier.headers.get("message-id", "") == mail_id:
                return earlier
            alone = not any(item.public and item.author in (Author.AGENT, Author.BOT) for item in between)
            close = message.at - earlier.at <= DUPLICATE_S
            if alone and close and normal(message.text or message.html or "") == normal(earlier.text or earlier.html or ""):
                return earlier
        between.append(earlier)
    return None


def fate_of(ticket: Ticket, message_id: str, draft: str) -> Fate | None:
    """What became of a draft; None while nobody knows. An agent may put a greeting or a signature around it."""
    replies = [item for item in ticket.after(message_id) if item.public and item.author is Author.AGENT]
    if replies:
        return Fate.UNEDITED if normal(draft) in normal(replies[0].text) else Fate.EDITED
    return Fate.UNUSED if ticket.status is Status.SOLVED else None


def normal(text: str) -> str:
    """A text for comparing: helpdesks trim, wrap and end lines in their own ways."""
    return _SPACE.sub("", text).casefold()
