"""Mails of tests/tickets/mails as a helpdesk's adapter hands them over: real MIME in, a Message out."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from waypost.content.files import read_mapping
from waypost.tickets.types import Attachment, Author, Message, Status, Ticket

MAILS = Path(__file__).resolve().parents[1] / "tickets" / "mails"
KEPT_HEADERS = ("auto-submitted", "precedence", "return-path", "x-auto-response-suppress", "message-id", "subject")


@dataclass(frozen=True)
class Mail:
    """A mail of the fixtures and what must be read of it."""

    name: str
    locale: str
    expected: dict[str, Any]

    @property
    def message(self) -> Message:
        return message_of((MAILS / self.locale / f"{self.name}.eml").read_bytes())

    @property
    def ticket(self) -> Ticket:
        """A ticket in which this mail is the first message."""
        return ticket_of(self.message, subject=self.message.headers["subject"])


def mails() -> list[Mail]:
    """All of them; each file has its expectation and the reverse."""
    found = [
        Mail(name, folder.name, expected)
        for folder in sorted(MAILS.iterdir())
        if folder.is_dir()
        for name, expected in read_mapping(folder / "expected.yml").items()
    ]
    assert {f"{mail.locale}/{mail.name}" for mail in found} == {f"{path.parent.name}/{path.stem}" for path in MAILS.rglob("*.eml")}
    return found


def message_of(raw: bytes, message_id: str = "m1", author: Author = Author.CUSTOMER) -> Message:
    """A raw mail as a message of the customer."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    files = tuple(Attachment(part.get_filename() or "", part.get_content_type(), len(part.get_content())) for part in mail.iter_attachments())
    headers = {name: str(mail[name]) for name in KEPT_HEADERS if mail[name]}
    return Message(message_id, author, True, 0.0, plain.get_content() if plain else "", html.get_content() if html else None, headers, files)


def ticket_of(*messages: Message, subject: str = "A question", hint: str | None = None) -> Ticket:
    """An open ticket of the bot."""
    return Ticket("rt", "8", "Support", "waypost", Status.OPEN, subject, messages, hint)
