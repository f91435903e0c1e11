"""Internal notes in, what agents ordered in them out: `@waypost draft`, `@waypost reply`, `@waypost stop`, `@waypost in Dutch`."""

from __future__ import annotations

import re
from dataclasses import replace

from waypost.content.languages import languages, live_languages
from waypost.tickets.mail.words import plain
from waypost.tickets.types import Author, Memory, Mode, Ticket

_ORDER = re.compile(r"(?:^|(?<=\s))@waypost\s+(.{1,60})", re.IGNORECASE)
_MODES = {"draft": Mode.DRAFT, "reply": Mode.REPLY, "stop": Mode.OFF}


def ordered(ticket: Ticket, memory: Memory) -> Memory:
    """The newest order of each sort counts. A customer's message orders nothing, nor does one that a customer can see."""
    for message in ticket.messages:
        if message.author is Author.AGENT and not message.public:
            for line in (message.text or "").splitlines():
                memory = _obeyed(line, memory)
    return memory


def _obeyed(line: str, memory: Memory) -> Memory:
    order = _ORDER.search(line)
    if not order or line.lstrip().startswith(">"):
        return memory
    said = re.findall(r"[\w-]+", plain(order.group(1)))
    if not said:
        return memory
    if said[0] in _MODES:
        memory = replace(memory, mode=_MODES[said[0]])
    wish = next((code for before, word in zip(["", *said[:-1]], said, strict=True) for code in live_languages() if _names(word, before, code)), None)
    return replace(memory, wish=wish) if wish else memory


def _names(word: str, before: str, code: str) -> bool:
    """Whether a word names a language; its code only does behind an "in", for it may be another word."""
    return word in _names_of(code) or (word == code and before == "in")


def _names_of(code: str) -> frozenset[str]:
    """What speakers of any of our languages call a language."""
    language = languages()[code]
    own = {plain(language.name), plain(language.english_name)}
    return frozenset(name for name in own.union(*language.aliases.values()) if len(name) > len(code))
