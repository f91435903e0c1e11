"""The bot's replies in, one mail out: plain sentences, links written out, numbered choices in the place of buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Sequence

from waypost.content.live import catalog
from waypost.content.notes import ALSO_ASKED, LINKED_PAGES
from waypost.tickets.copy import copy
from waypost.tickets.markup import as_html
from waypost.tickets.seams import BotReply
from waypost.tickets.types import Choice, Reply

LONGEST_QUOTE = 160
MOST_CHOICES = 6
_LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(([^)\s]*)\)")
_MARKS = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|^>\s?(?:⚠️\s*)?|^#+\s*", re.MULTILINE)
_CODE = re.compile(r"`([^`]*)`")
_ESCAPED = re.compile(r"\\([\\`*_\[\]()<>#|!])")


@dataclass(frozen=True)
class Section:
    """What the bot said to one question. question: the customer's words, empty for something that was asked for beside it."""

    question: str
    said: BotReply

    @property
    def answer(self) -> str:
        return str(self.said.envelope.get("answer", "fallback"))

    @property
    def kind(self) -> str:
        return str(self.said.envelope.get("kind", "fallback"))

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(str(link["url"]) for link in self.said.envelope.get("links", ()))


def mail_of(sections: Sequence[Section], locale: str, ending: str = "") -> tuple[Reply, tuple[Choice, ...]]:
    """A mail with one section for each answer, and the numbered choices in it. ending: a last paragraph."""
    say = copy()
    parts, choices = [say.text(locale, "mail.greeting")], list[Choice]()
    for section in sections:
        if len(sections) > 1 and section.question:
            parts.append(say.text(locale, "mail.section", question=shortened(section.question)))
        parts.append(_body(section.said, locale))
        offered = _choices(section, len(sections) > 1)
        if offered:
            parts.append(say.text(locale, "choose") + "\n" + _numbered(offered, len(choices)))
            choices += offered
    pages = plain(catalog().note(locale, LINKED_PAGES)) if any(_has(section.said, locale, LINKED_PAGES) for section in sections) else ""
    parts += [part for part in (pages, ending, say.text(locale, "mail.closing")) if part]
    text = "\n\n".join(parts)
    return Reply(text, locale, as_html(text), say.text(locale, "mail.signature")), tuple(choices)


def _body(said: BotReply, locale: str) -> str:
    """The reply without the notes: a mail has no buttons, and says once that pages are in another language."""
    notes = [catalog().note(locale, name) for name in (ALSO_ASKED, LINKED_PAGES)]
    paragraphs = [part for text in said.texts for part in text.split("\n\n") if part.strip() not in notes]
    return "\n\n".join(filter(None, map(plain, paragraphs)))


def names_another(said: BotReply, locale: str) -> str | None:
    """The payload for what else was asked in the same message, when the reply names it."""
    return said.buttons[0][1] if said.buttons and _has(said, locale, ALSO_ASKED) else None


def _has(said: BotReply, locale: str, note: str) -> bool:
    return any(catalog().note(locale, note) in text for text in said.texts)


def _choices(section: Section, several: bool) -> list[Choice]:
    """All that are offered; in a mail with several sections only those that answer a question."""
    wanted = not several or section.kind == "clarify" or any(":" in payload and not payload.startswith("ask:") for _, payload in section.said.buttons)
    return [Choice(title, payload) for title, payload in section.said.buttons][:MOST_CHOICES] if wanted else []


def _numbered(offered: Sequence[Choice], after: int) -> str:
    return "\n".join(f"{number}. {choice.title}" for number, choice in enumerate(offered, after + 1))


def plain(markdown: str) -> str:
    """Markdown as plain text; addresses stand behind their words."""
    text = _LINK.sub(lambda match: _written_out(*match.groups()), markdown)
    return _ESCAPED.sub(r"\1", _MARKS.sub("", _CODE.sub(r'"\1"', text))).strip()


def _written_out(words: str, url: str) -> str:
    return url if words.strip() == url else f"{words} <{url}>"


def shortened(text: str) -> str:
    """The customer's words on one line, cut where they are long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
