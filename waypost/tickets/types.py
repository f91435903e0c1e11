"""What a ticket is, whatever the helpdesk: the words that adapters, bridge, reader and answerer share. Frozen values, no behaviour of the outside.

Texts are redacted from the moment an adapter has handed a ticket over (`Ticket.redacted`): nothing behind it ever sees a wallet secret.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Mapping

from waypost.safety.redact import redact
from waypost.tickets.markup import as_html


class Author(Enum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Status(Enum):
    """What a helpdesk's own status means to the bridge."""

    OPEN = "open"
    WAITING = "waiting"
    """For the customer; still open."""
    SOLVED = "solved"
    """Solved, closed, merged or deleted: nothing public is ever posted there."""


class Mode(Enum):
    """What may become of an answer. DRAFT: an internal note that an agent sends. REPLY: the customer gets it. OFF: humans only."""

    DRAFT = "draft"
    REPLY = "reply"
    OFF = "off"


class Kind(Enum):
    """What the answerer wants done with a customer's message."""

    ANSWER = "answer"
    QUESTION = "question"
    """The bot needs to know something first."""
    HAND_BACK = "hand_back"
    IGNORE = "ignore"
    """No answer, and no human needed: an automatic mail, a "thanks"."""


@dataclass(frozen=True)
class Attachment:
    """A file at a message: its name, type (`image/png`) and size in bytes. It is never opened."""

    name: str
    type: str
    size: int = 0


@dataclass(frozen=True)
class Message:
    """One message of a ticket.

    id: the helpdesk's, unique in the ticket. at: seconds since 1970, 0 when the helpdesk does not say. text: plain text as it came, with
    quotes and signature; html: the same as HTML, where there is one (then `text` may be empty). headers: of a mail, lower-case names; those
    that tell automatic mail, and message-id. public: whether the customer can see it. key: of the post that it was, where the helpdesk keeps
    keys.
    """

    id: str
    author: Author
    public: bool
    at: float
    text: str
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    key: str = ""

    def redacted(self) -> Message:
        files = tuple(replace(file, name=redact(file.name).text) for file in self.attachments)
        return replace(self, text=redact(self.text).text, html=None if self.html is None else redact(self.html).text, attachments=files)


@dataclass(frozen=True)
class Ticket:
    """A ticket as it is now. owner: the agent's user name, empty for nobody. hint: the requester's language as the helpdesk has it
    (BCP 47), the least of all hints. messages: oldest first, without the helpdesk's own entries. version: changes with the ticket, where the
    helpdesk can refuse a write that is based on an older one."""

    helpdesk: str
    id: str
    queue: str
    owner: str
    status: Status
    subject: str
    messages: tuple[Message, ...]
    hint: str | None = None
    version: str = ""

    @property
    def sender(self) -> str:
        """The bot's name for the conversation: never the person."""
        return sender_of(self.helpdesk, self.id)

    @property
    def newest_question(self) -> Message | None:
        """The newest message of the customer."""
        return next((message for message in reversed(self.messages) if message.author is Author.CUSTOMER), None)

    def after(self, message_id: str) -> tuple[Message, ...]:
        """The messages that came after one."""
        ids = [message.id for message in self.messages]
        return self.messages[ids.index(message_id) + 1 :] if message_id in ids else ()

    def unanswered(self, message_id: str) -> tuple[Message, ...]:
        """The customer's messages up to this one that no public message of ours stands after, oldest first."""
        ids = [message.id for message in self.messages]
        upto = self.messages[: ids.index(message_id) + 1] if message_id in ids else ()
        answers = [place for place, message in enumerate(upto) if message.public and message.author in (Author.AGENT, Author.BOT)]
        return tuple(message for message in upto[(answers[-1] + 1 if answers else 0) :] if message.author is Author.CUSTOMER)

    def redacted(self) -> Ticket:
        return replace(self, subject=redact(self.subject).text, messages=tuple(message.redacted() for message in self.messages))


@dataclass(frozen=True)
class Choice:
    """A numbered choice that a reply offered: the customer answers `2`. payload: what the bot's button sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Tried:
    """What the bot made of a question: for the hand-back. score: 0 to 1, None when nobody said."""

    question: str
    answer: str
    score: float | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Memory:
    """What is kept of a ticket between its messages; no words of the customer but `Tried.question`. asked: questions in a row that the bot asked."""

    locale: str | None = None
    choices: tuple[Choice, ...] = ()
    asked: int = 0
    tried: tuple[Tried, ...] = ()
    mode: Mode | None = None
    """What an agent ordered for this ticket in a note; it outranks the table of modes."""
    wish: str | None = None  # the language that an agent ordered: it outranks what the customer writes in


@dataclass(frozen=True)
class Reading:
    """A customer's message without what is not theirs (quotes, signature, greeting). questions: texts to ask the bot, in order.
    ignore: why nobody needs to answer (`auto_reply`, `empty`, ...), empty when somebody does. hand_back: why a human must, likewise.
    risk: a wallet's secret stood in it."""

    message_id: str
    questions: tuple[str, ...]
    locale: str | None = None
    ignore: str = ""
    hand_back: str = ""
    files: tuple[Attachment, ...] = ()
    risk: bool = False


@dataclass(frozen=True)
class Reply:
    """A text for the customer. text: plain, as a mail has it. html: the same from our own template, or None. signature: what stands below it
    when the bot sends it itself; an agent who sends a draft signs with their own name."""

    text: str
    locale: str
    html: str | None = None
    signature: str = ""

    @property
    def signed(self) -> Reply:
        """As the bot sends it."""
        return replace(
            self, text=f"{self.text}\n\n{self.signature}", html=None if self.html is None else self.html + as_html(self.signature), signature=""
        )


@dataclass(frozen=True)
class HandBack:
    """reason: a word for figures and logs. note: what the agent reads, plain text. queue: where to, empty for the setting's."""

    reason: str
    note: str
    queue: str = ""


@dataclass(frozen=True)
class Outcome:
    """What is to be done with a message. needs: the answers' ids, which the table of modes asks for.

    ANSWER and QUESTION have `reply`. HAND_BACK has `hand_back`, and `reply` when part of it could be answered. IGNORE has `reason`.
    """

    kind: Kind
    memory: Memory
    needs: tuple[str, ...] = ()
    locale: str = "en"
    reply: Reply | None = None
    hand_back: HandBack | None = None
    reason: str = ""


@dataclass(frozen=True)
class Post:
    """Something to write into a ticket. key: the idempotency key, which the helpdesk stores with it where it can."""

    key: str
    text: str
    html: str | None = None


@dataclass(frozen=True)
class NewTicket:
    """A ticket to open for somebody (a chat that goes on with humans). key: as in Post. requester: an e-mail address."""

    key: str
    queue: str
    subject: str
    text: str
    requester: str
    locale: str = "en"
    transcript: str = ""
    """Attached as a text file where the helpdesk takes files, else put below the text."""


def sender_of(helpdesk: str, ticket_id: str) -> str:
    """`ticket:rt:8`, the name of a ticket's conversation with the bot."""
    return f"ticket:{helpdesk}:{ticket_id}"


def turn_id(sender: str, message_id: str, number: int = 0) -> str:
    """The message id that a question gets at the bot: the same for the same question of the same message, so that it is said once."""
    return "t-" + hashlib.sha256(f"{sender}|{message_id}|{number}".encode()).hexdigest()[:30]
