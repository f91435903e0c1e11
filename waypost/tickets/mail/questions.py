"""What a person wrote in, the questions to ask out: one, or a few when they ask for several things. What leads to a question stays with it."""

from __future__ import annotations

import re
from typing import Sequence

from waypost.tickets.mail.words import MailWords, begins, plain

LONGEST = 2_000
"""Characters that the bot reads of one text."""
MOST_QUESTIONS = 4
LEAST_WORDS = 6
"""A shorter question leans on the one before it, unless it names something."""
_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-*\u2022\u2013])\s+")
_END = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u00bb)]*\s+(?=[\"'\u201c\u00ab(]?[^\W_a-z\u0430-\u044f])|(?<=[?!])\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|nr|no|bijv|bv|ca|dhr|mevr|o\.a|d\.w\.z|т\.е|т\.к|т\.д|напр|cth|spt|mr|mrs|dr)|\d)\.$", re.IGNORECASE
)


def questions_in(body: str, words: MailWords) -> tuple[str, ...]:
    """Texts to ask the bot, in order: at least one for a body that is not empty."""
    parts: list[str] = []
    pending: list[str] = []
    for sentence in sentences(body):
        pending.append(sentence)
        if not _asks(sentence, words):
            continue
        whole = " ".join(pending)
        pending = []
        if parts and whole == sentence and _leans(sentence, words):
            parts[-1] = f"{parts[-1]} {whole}"
        else:
            parts.append(whole)
    if pending:
        parts = [*parts[:-1], f"{parts[-1]} {' '.join(pending)}"] if parts else [" ".join(pending)]
    return tuple(part[:LONGEST] for part in _few(_with_leaning(parts, words)))


def sentences(body: str) -> list[str]:
    """Sentences, and items of lists, in order. Lines that a mail program wrapped are one text."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", body):
        for block in _blocks(paragraph):
            found += _split(block)
    return found


def _blocks(paragraph: str) -> list[str]:
    """A paragraph's wrapped lines as one text; each item of a list by itself."""
    blocks: list[str] = []
    for line in paragraph.split("\n"):
        if _ITEM.match(line) or not blocks:
            blocks.append(_ITEM.sub("", line).strip())
        else:
            blocks[-1] = f"{blocks[-1]} {line.strip()}".strip()
    return [block for block in blocks if block]


def _split(block: str) -> list[str]:
    parts: list[str] = []
    for piece in _END.split(block):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {piece}"
        elif piece.strip():
            parts.append(piece.strip())
    return parts


def _asks(sentence: str, words: MailWords) -> bool:
    told = sentence.rstrip("\"'\u201d\u00bb) ")
    return told.endswith("?") or "?!" in told or bool(begins(sentence, words.asking))


def _leans(sentence: str, words: MailWords) -> bool:
    """Whether a question says nothing by itself: `Can you help?`, `Is that right?`."""
    told = plain(sentence).strip(" ?!.,\"'")
    if len(told.split()) > 2 and re.search(r"\d|\s[^\W\d_]*[A-Z]", sentence):
        return False
    empty = any(told == phrase or told.startswith(f"{phrase} ") and len(told.split()) <= len(phrase.split()) + 3 for phrase in words.empty_questions)
    return empty or len(told.split()) < LEAST_WORDS


def _with_leaning(parts: Sequence[str], words: MailWords) -> list[str]:
    """A first part that says nothing by itself belongs to the one behind it."""
    if len(parts) > 1 and len(sentences(parts[0])) == 1 and _leans(parts[0], words):
        return [f"{parts[0]} {parts[1]}", *parts[2:]]
    return list(parts)


def _few(parts: Sequence[str]) -> list[str]:
    return [*parts[: MOST_QUESTIONS - 1], " ".join(parts[MOST_QUESTIONS - 1 :])] if len(parts) > MOST_QUESTIONS else list(parts)
