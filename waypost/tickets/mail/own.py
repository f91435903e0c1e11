"""A message in, the text that its writer wrote themselves out: from plain text or HTML, whichever says it."""

from __future__ import annotations

from waypost.tickets.mail.html import text_of
from waypost.tickets.mail.quotes import Own, own_lines
from waypost.tickets.mail.words import MailWords
from waypost.tickets.types import Message

STUB = 0.34
"""A plain text so much shorter than the HTML beside it is only a notice that the mail is HTML."""


def written(message: Message, words: MailWords) -> Own:
    """What the writer of a message wrote, from the plain text unless that is missing or a stub."""
    plain = message.text.strip()
    from_html = text_of(message.html) if message.html else ""
    if plain and len(plain) >= STUB * len(from_html):
        return own_lines(message.text, words)
    return own_lines(from_html, words)
