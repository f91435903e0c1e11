"""A ticket that goes to humans in, the note that lets an agent act at once out: why, what is asked, in which language, what was tried."""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from babel import Locale
from babel.numbers import format_percent

from waypost.content.languages import cldr
from waypost.content.live import catalog
from waypost.safety.personal import mask
from waypost.tickets.copy import copy
from waypost.tickets.mail.own import written
from waypost.tickets.mail.tails import without_tails
from waypost.tickets.mail.wording import shortened
from waypost.tickets.mail.words import mail_words
from waypost.tickets.types import Attachment, Memory, Ticket, Tried

LONGEST_WORDS = 1_200
MOST_TRIED = 6
MOVES = ("withdraw", "deposit", "bridge_to_bsc", "bridge_from_bsc")
TROUBLES = ("missing_tokens", "deposit_missing", "bridge_missing", "pending", "wrong_network", "transaction", "beacon_recovery", "gas")
_HASH = re.compile(r"\b0x[0-9a-fA-F]{64}\b")
_KB = 1_000


def summary_of(ticket: Ticket, memory: Memory, reason: str, locale: str, known: Sequence[str], queue: str) -> str:
    """The note, in the agents' language with the customer's words below. known: facts of the move that the bot has. queue: the suggested one."""
    say = copy()
    own = _words_of(ticket)
    lines = [say.text(locale, "hand_back", reason=say.text(locale, f"reason.{reason}"))]
    if memory.tried:
        lines.append(say.text(locale, "note.question", question=_topics(memory.tried, locale)))
    lines.append(say.text(locale, "note.language", language=_language(memory.locale, locale)))
    lines += _tried(memory.tried, locale)
    links = list(dict.fromkeys(link for item in memory.tried for link in item.links))
    lines += [say.text(locale, "note.links", links="\n".join(f"  {link}" for link in links))] if links else []
    missing = [say.text(locale, f"fact.{fact}") for fact in _missing(memory.tried, known, own)]
    lines += [say.text(locale, "note.missing", facts=", ".join(missing))] if missing else []
    files = [item for message in ticket.unanswered(_newest_id(ticket)) for item in message.attachments]
    lines += [say.text(locale, "note.files", files=", ".join(map(_file, files)))] if files else []
    lines += [say.text(locale, "note.queue", queue=queue)] if queue else []
    quoted = "\n".join(f"> {line}" for line in own[:LONGEST_WORDS].split("\n")) if own else ""
    lines += [say.text(locale, "note.words", words=quoted)] if quoted else []
    return "\n".join(lines)


def _newest_id(ticket: Ticket) -> str:
    return ticket.newest_question.id if ticket.newest_question else ""


def _words_of(ticket: Ticket) -> str:
    """What the customer wrote since the last answer, without what is not theirs."""
    words = mail_words()
    bodies = [without_tails(written(item, words).text, words) for item in ticket.unanswered(_newest_id(ticket))]
    return mask("\n\n".join(body for body in bodies if body))


def _topics(tried: Sequence[Tried], locale: str) -> str:
    return ", ".join(dict.fromkeys(_label(item.answer, locale) for item in tried[-MOST_TRIED:]))


def _label(answer: str, locale: str) -> str:
    """What agents call an answer, with its id, which the table of modes uses."""
    label = catalog().label(locale, answer) if answer in catalog().keys(locale) else ""
    return f"{label} ({answer})" if label else answer


def _language(code: str | None, locale: str) -> str:
    return f"{Locale.parse(locale).languages.get(code, code)} ({code})" if code else copy().text(locale, "note.unknown")


def _tried(tried: Sequence[Tried], locale: str) -> Iterator[str]:
    for item in tried[-MOST_TRIED:]:
        values = {"question": shortened(mask(item.question)), "answer": _label(item.answer, locale)}
        if item.score is None:
            yield copy().text(locale, "tried", **values)
        else:
            yield copy().text(locale, "tried_sure", **values, sure=format_percent(item.score, locale=cldr(locale)))


def _missing(tried: Sequence[Tried], known: Sequence[str], own: str) -> list[str]:
    """What somebody will have to ask for, by what the question is about."""
    answers = {item.answer for item in tried}
    if not answers & {*MOVES, *TROUBLES}:
        return []
    wanted = ["asset", "from", "to", *(["hash"] if answers & {*TROUBLES} else [])]
    return [fact for fact in wanted if fact not in known and not (fact == "hash" and _HASH.search(own))]


def _file(file: Attachment) -> str:
    size = f", {max(round(file.size / _KB), 1)} kB" if file.size else ""
    return f"{file.name} ({file.type}{size})"
