"""A mail's text in, its writer's own lines out: without `>` lines and the mail that a program put below, whatever the language it speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Sequence

from waypost.tickets.mail.words import MailWords, begins, holds, plain

_QUOTE = re.compile(r"^\s*(?:>|\|\s|&gt;)")
_DASHES = re.compile(r"^[\s>]*[-_=*\u2014]{2,}\s*(.*?)\s*[-_=*\u2014:]*\s*$")
_RULE = re.compile(r"^\s*_{20,}\s*$")
_HEADER = re.compile(r"^\s*\*{0,2}([^\W\d_][\w\s.-]{0,20}?)\s*\*{0,2}\s*:\s*\*{0,2}\s*(\S.*)$")
_ADDRESS = re.compile(r"@|\[e-mail\]|mailto:", re.IGNORECASE)
_INTRO_AND_TEXT = re.compile(r"(.{0,120}(?:<\S+@\S+>|\[e-mail\]>?)([^:<>]{0,40}):)\s{2,}\S")
"""Yahoo for Android puts the quoted mail on the same line."""
_YEAR_OR_TIME = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")
MOST_INTRO_LINES = 4
HEADER_LINES = 3
"""How many lines like `From: ...` make a header block, of those that follow each other."""


@dataclass(frozen=True)
class Own:
    """text: the writer's own. forwarded: whether a forwarded mail stood below it. quoted: whether any mail did."""

    text: str
    forwarded: bool = False
    quoted: bool = False


def own_lines(text: str, words: MailWords) -> Own:
    """What the writer of a mail wrote above, below and between the lines that they quote."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    forwarded = quoted = False
    at = 0
    while at < len(lines):
        length = _foreign(lines, at, words)
        if not length:
            kept.append(lines[at])
            at += 1
            continue
        quoted = True
        forwarded = forwarded or holds(lines[at], words.forwarded)
        at += length
        if not _QUOTE.match(lines[at - 1]) and not _quote_follows(lines, at):
            break
    return Own("\n".join(kept).strip(), forwarded, quoted)


def _foreign(lines: Sequence[str], at: int, words: MailWords) -> int:
    """How many lines from here on are a quoted line, or the head of a mail that was put below; 0 for the writer's own."""
    if _QUOTE.match(lines[at]):
        return 1
    return _intro(lines, at, words) or _divider(lines, at, words) or _header_block(lines, at, words)


def _intro(lines: Sequence[str], at: int, words: MailWords) -> int:
    """`On Mon, 3 Nov 2025 at 10:12, Support <help@example.org> wrote:`, which programs wrap over some lines."""
    if not lines[at].strip():
        return 0
    with_text = _INTRO_AND_TEXT.match(lines[at])
    if with_text and plain(with_text.group(2)) in words.wrote and _is_intro(with_text.group(1), words):
        return 1
    joined = ""
    for length in range(1, MOST_INTRO_LINES + 1):
        if at + length > len(lines) or (length > 1 and not lines[at + length - 1].strip()):
            return 0
        joined += " " + lines[at + length - 1].strip()
        if joined.rstrip("* ").endswith(":"):
            return length if _is_intro(joined, words) else 0
    return 0


def _is_intro(line: str, words: MailWords) -> bool:
    """Somebody and a moment before a colon; with a word for writing, or with an address as Yandex and Mail.ru do."""
    if not _YEAR_OR_TIME.search(line) and not _ADDRESS.search(line):
        return False
    told = plain(line).rstrip(":* ")
    says = any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told) for word in words.wrote)
    return says or bool(_YEAR_OR_TIME.search(line) and re.search(r"<[^<>]*>\s*:\s*$|\[e-mail\]>?\s*:\s*$", line))


def _divider(lines: Sequence[str], at: int, words: MailWords) -> int:
    """`-----Original Message-----`, `---------- Forwarded message ---------`, `Begin forwarded message:`, Outlook's long rule."""
    line = lines[at]
    named = _DASHES.match(line)
    if named and begins(named.group(1), words.divider):
        return 1
    if line.rstrip().endswith(":") and begins(line, words.divider):
        return 1
    following = [number for number in range(at + 1, min(at + 3, len(lines))) if lines[number].strip()]
    return 1 if _RULE.match(line) and following and _header_block(lines, following[0], words) else 0


def _header_block(lines: Sequence[str], at: int, words: MailWords) -> int:
    """`From: ... / Sent: ... / To: ... / Subject: ...`, in any of our languages; the first line says from whom or when."""
    count = known = 0
    for line in lines[at : at + 8]:
        match = _HEADER.match(line)
        if not match:
            if line.strip():
                break
            if count and known >= HEADER_LINES:
                break
            continue
        name = plain(match.group(1))
        if name not in words.from_ and name not in words.sent:
            break
        if not count and name not in words.from_ and not _YEAR_OR_TIME.search(match.group(2)):
            return 0
        count, known = count + 1, known + 1
    return count if known >= HEADER_LINES else 0


def _quote_follows(lines: Sequence[str], at: int) -> bool:
    """Whether the next line that is not empty is quoted with `>`: then the writer's own lines may stand between."""
    return next((bool(_QUOTE.match(line)) for line in lines[at:] if line.strip()), False)
