"""What there is to answer in, what is to be done out: the bot's reply as plain text, choices as numbers, or a hand-back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Sequence

from waypost.content.languages import live_or_none
from waypost.tickets.copy import copy
from waypost.tickets.seams import Bot, BotReply
from waypost.tickets.types import Choice, HandBack, Kind, Memory, Outcome, Reading, Reply, Ticket, Tried, turn_id

MOST_QUESTIONS = 2
"""In a row; then a human goes on."""
DEFAULT_LOCALE = "en"
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_MARKS = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|`|^>\s?|^#+\s*", re.MULTILINE)


class PlainAnswerer:
    """Asks the bot the first question of a reading. agents: locale of the notes that agents read."""

    def __init__(self, agents: str = DEFAULT_LOCALE) -> None:
        self._agents = agents

    async def answer(self, ticket: Ticket, reading: Reading, memory: Memory, bot: Bot) -> Outcome:
        locale = memory.locale or live_or_none(reading.locale) or DEFAULT_LOCALE
        if reading.ignore:
            return Outcome(Kind.IGNORE, memory, locale=locale, reason=reading.ignore)
        if reading.hand_back or not reading.questions:
            return self._given_back(ticket, memory, reading.hand_back or "unclear", locale)
        question = reading.questions[0]
        text, hint = _pressed(question, memory.choices), memory.locale or reading.locale
        said = await bot.ask(ticket.sender, text, hint, turn_id(ticket.sender, reading.message_id))
        return self._outcome(ticket, question, said, memory)

    def hand_back(self, ticket: Ticket, memory: Memory, reason: str, locale: str) -> HandBack:
        lines = [copy().text(locale, "tried", question=item.question, answer=item.answer) for item in memory.tried]
        note = copy().text(locale, "hand_back", reason=copy().text(locale, f"reason.{reason}"), language=memory.locale or "?", tried="\n".join(lines))
        return HandBack(reason, note)

    def _outcome(self, ticket: Ticket, question: str, said: BotReply, memory: Memory) -> Outcome:
        kind, answer = said.envelope.get("kind", "fallback"), str(said.envelope.get("answer", "fallback"))
        locale = str(said.envelope.get("locale", memory.locale or DEFAULT_LOCALE))
        links = tuple(str(link["url"]) for link in said.envelope.get("links", ()))
        asks = kind == "clarify"
        known = replace(
            memory,
            locale=locale,
            choices=tuple(Choice(*button) for button in said.buttons),
            asked=memory.asked + 1 if asks else 0,
            tried=(*memory.tried, Tried(question, answer, None, links)),
        )
        if kind in ("handoff", "fallback") or (asks and known.asked > MOST_QUESTIONS):
            return self._given_back(ticket, known, "wants_a_person" if kind == "handoff" else "unclear" if asks else "cannot", locale)
        reply = Reply(_mail(said, locale), locale)
        return Outcome(Kind.QUESTION if asks else Kind.ANSWER, known, (answer,), locale, reply)

    def _given_back(self, ticket: Ticket, memory: Memory, reason: str, locale: str) -> Outcome:
        given = self.hand_back(ticket, memory, reason, self._agents)
        return Outcome(Kind.HAND_BACK, memory, locale=locale, hand_back=given, reason=reason)


def _pressed(question: str, choices: Sequence[Choice]) -> str:
    """The payload of the choice whose number a customer wrote, else what they wrote."""
    number = question.strip().rstrip(".)")
    return choices[int(number) - 1].payload if number.isascii() and number.isdecimal() and 0 < int(number) <= len(choices) else question


def _mail(said: BotReply, locale: str) -> str:
    text = "\n\n".join(plain(part) for part in said.texts)
    numbered = [f"{number}. {title}" for number, (title, _) in enumerate(said.buttons, 1)]
    return "\n\n".join([text, copy().text(locale, "choose") + "\n" + "\n".join(numbered)]) if numbered else text


def plain(markdown: str) -> str:
    """Markdown as plain text; links are written out."""
    return _MARKS.sub("", _LINK.sub(lambda match: f"{match.group(1)}: {match.group(2)}", markdown)).strip()
