"""A ticket's message in, what there is to answer out: the customer's newest own words, as one question or a few."""

from __future__ import annotations

from waypost.safety.redact import MARK
from waypost.tickets.mail.automatic import is_automatic, sounds_automatic
from waypost.tickets.mail.orders import ordered
from waypost.tickets.mail.own import written
from waypost.tickets.mail.questions import questions_in
from waypost.tickets.mail.tails import without_tails
from waypost.tickets.mail.words import MailWords, begins, mail_words
from waypost.tickets.types import Memory, Message, Reading, Ticket

FEW_WORDS = 4
"""A first message of fewer words says the rest in its subject."""


class MailReader:
    """Reads mails of any program and language; decides by itself what nobody needs to answer and what only a human can."""

    def read(self, ticket: Ticket, message: Message, memory: Memory) -> Reading:
        words, files = mail_words(), message.attachments
        own = written(message, words)
        body = without_tails(own.text, words)
        if is_automatic(message) or sounds_automatic(ticket, message, body, words):
            return Reading(message.id, (), ignore="auto_reply")
        body = _with_earlier(ticket, message, body, words)
        if not body and not files and not own.forwarded:
            return Reading(
                message.id, (), ignore="" if _is_first(ticket, message) else "empty", hand_back="unclear" if _is_first(ticket, message) else ""
            )
        body = _with_subject(ticket, message, body, words)
        if not body:
            return Reading(message.id, (), ticket.hint, files=files, hand_back="forwarded" if own.forwarded else "files_only")
        hint = memory.wish or memory.locale or ticket.hint
        return Reading(message.id, questions_in(body, words), hint, files=files, risk=MARK in body)

    def orders(self, ticket: Ticket, memory: Memory) -> Memory:
        return ordered(ticket, memory)


def _with_earlier(ticket: Ticket, message: Message, body: str, words: MailWords) -> str:
    """With the customer's earlier messages that nobody has answered: they are part of what they ask."""
    earlier = [item for item in ticket.unanswered(message.id) if item.id != message.id and not is_automatic(item)]
    bodies = [without_tails(written(item, words).text, words) for item in earlier]
    return "\n\n".join([*(text for text in bodies if text and text != body), body] if body else [text for text in bodies if text])


def _is_first(ticket: Ticket, message: Message) -> bool:
    return bool(ticket.messages) and ticket.messages[0].id == message.id


def _with_subject(ticket: Ticket, message: Message, body: str, words: MailWords) -> str:
    """With the subject of the ticket, when its first message says next to nothing."""
    subject = ticket.subject.strip()
    if body and not any(letter.isalpha() for letter in body):
        return body
    if not _is_first(ticket, message) or len(body.split()) >= FEW_WORDS or len(subject.split()) < 2 or begins(subject, words.forwarded):
        return body
    return f"{subject}. {body}" if body and not subject.endswith((".", "?", "!")) else f"{subject} {body}".strip()
