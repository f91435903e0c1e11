"""What there is to answer in, what is to be done out: the bot's replies as one mail, a question with numbers, or a hand-back with a summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Mapping, Sequence

from waypost.content.languages import DEFAULT_LOCALE, live_or_none, tells_of_loss
from waypost.content.live import catalog
from waypost.safety.personal import mask
from waypost.tickets.copy import copy
from waypost.tickets.mail.choices import chosen
from waypost.tickets.mail.summary import MOST_TRIED, summary_of
from waypost.tickets.mail.wording import Section, mail_of, names_another
from waypost.tickets.seams import Bot, BotReply
from waypost.tickets.types import HandBack, Kind, Memory, Outcome, Reading, Ticket, Tried, turn_id

MOST_QUESTIONS = 2
"""Of the bot, in a row; then a human goes on."""
COURTESIES = frozenset({"thanks", "goodbye"})
ASKING = frozenset({"greet", "affirm", "deny"})
"""Small talk that ends in a question of the bot."""
WISH_TURN, BESIDE = 90, 50
"""Numbers of the turns that set an ordered language, and that take up what was asked beside a question."""
WARNING = "safety.secret"


@dataclass(frozen=True)
class _Heard:
    """All that the bot said to a message. wanted: why a human is needed, empty when none is."""

    sections: tuple[Section, ...]
    locale: str
    wanted: str

    @property
    def known(self) -> tuple[str, ...]:
        """Facts of the move that the bot knows."""
        found = [name for section in self.sections for name in _metadata(section.said).get("known", ())]
        return tuple(dict.fromkeys(map(str, found)))


class MailAnswerer:
    """Asks the bot what a reading asks. agents: locale of the notes that agents read. queues: answer id -> the queue that knows about it."""

    def __init__(self, agents: str = DEFAULT_LOCALE, queues: Mapping[str, str] | None = None) -> None:
        self._agents = agents
        self._queues = queues or {}

    async def answer(self, ticket: Ticket, reading: Reading, memory: Memory, bot: Bot) -> Outcome:
        locale = memory.wish or memory.locale or live_or_none(reading.locale) or DEFAULT_LOCALE
        if reading.ignore:
            return Outcome(Kind.IGNORE, memory, locale=locale, reason=reading.ignore)
        if reading.hand_back or not reading.questions:
            return self._given_back(ticket, memory, reading.hand_back or "unclear", locale)
        heard = await self._heard(ticket, reading, memory, bot)
        known = replace(memory, locale=heard.locale, choices=(), tried=(*memory.tried, *map(_tried, heard.sections))[-MOST_TRIED:])
        return self._decided(ticket, reading, heard, known)

    def hand_back(self, ticket: Ticket, memory: Memory, reason: str, locale: str, known: Sequence[str] = ()) -> HandBack:
        """known: facts that the bot has of the move."""
        about = next((item.answer for item in reversed(memory.tried) if item.answer in self._queues), "")
        queue = self._queues.get(about, "")
        return HandBack(reason, summary_of(ticket, memory, reason, locale, known, queue), queue)

    async def _heard(self, ticket: Ticket, reading: Reading, memory: Memory, bot: Bot) -> _Heard:
        """Puts every question to the bot, in order, in the ticket's one conversation. Raises BotAway."""
        hint = memory.wish or memory.locale or reading.locale
        if memory.wish and memory.wish != memory.locale:
            await bot.ask(ticket.sender, f"language:{memory.wish}", hint, turn_id(ticket.sender, reading.message_id, WISH_TURN))
        sections: list[Section] = []
        for number, (question, text) in enumerate(_asked(reading, memory)):
            said = await bot.ask(ticket.sender, text, hint, turn_id(ticket.sender, reading.message_id, number))
            sections.append(Section(question, said))
            beside = names_another(said, _locale_of(said))
            if beside:
                said = await bot.ask(ticket.sender, beside, hint, turn_id(ticket.sender, reading.message_id, BESIDE + number))
                sections.append(Section("", said))
        locale = _locale_of(sections[-1].said)
        kept = _each_once(sections)
        return _Heard(kept, locale, _why_human(kept, reading))

    def _decided(self, ticket: Ticket, reading: Reading, heard: _Heard, memory: Memory) -> Outcome:
        answered = [section for section in heard.sections if _answers(section)]
        asking = [section for section in heard.sections if _asks(section)]
        if not heard.wanted and not asking and not answered:
            return Outcome(Kind.IGNORE, replace(memory, asked=0), locale=heard.locale, reason="courtesy")
        wanted = heard.wanted or ("unclear" if asking and memory.asked >= MOST_QUESTIONS else "")
        if wanted:
            return self._with_part(ticket, reading, heard, answered, memory, wanted)
        shown = [section for section in heard.sections if section in answered or section in asking]
        reply, choices = mail_of(shown, heard.locale)
        kept = replace(memory, choices=choices, asked=memory.asked + 1 if asking else 0)
        needs = tuple(dict.fromkeys(section.answer for section in shown))
        return Outcome(Kind.QUESTION if asking else Kind.ANSWER, kept, needs, heard.locale, reply)

    def _with_part(self, ticket: Ticket, reading: Reading, heard: _Heard, answered: Sequence[Section], memory: Memory, reason: str) -> Outcome:
        """A hand-back, with a reply about what could be answered; whoever gave a secret away must hear at once what to do."""
        shown = [_warning(heard.locale), *answered] if reading.risk else list(answered)
        outcome = self._given_back(ticket, replace(memory, asked=0), reason, heard.locale, heard.known)
        if not shown:
            return outcome
        reply, _ = mail_of(shown, heard.locale, copy().text(heard.locale, "mail.handed_over"))
        return replace(outcome, reply=reply, needs=tuple(dict.fromkeys(section.answer for section in shown)))

    def _given_back(self, ticket: Ticket, memory: Memory, reason: str, locale: str, known: Sequence[str] = ()) -> Outcome:
        given = self.hand_back(ticket, memory, reason, self._agents, known)
        return Outcome(Kind.HAND_BACK, memory, locale=locale, hand_back=given, reason=reason)


def _asked(reading: Reading, memory: Memory) -> list[tuple[str, str]]:
    """(the customer's words, what the bot is sent) of each question; the payloads of the choices whose numbers they wrote."""
    pressed = chosen(reading.questions[0], memory.choices) if len(reading.questions) == 1 else ()
    return [(choice.title, choice.payload) for choice in pressed] or [(question, question) for question in reading.questions]


def _each_once(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Without an answer that was given to an earlier question of the same mail."""
    first: dict[str, Section] = {}
    for section in sections:
        first.setdefault(section.answer if _answers(section) else f"{section.answer} {section.question}", section)
    return tuple(first.values())


def _why_human(sections: Sequence[Section], reading: Reading) -> str:
    """The gravest reason for a human, empty when there is none."""
    if reading.risk:
        return "secret"
    if any(section.kind == "handoff" for section in sections):
        return "wants_a_person"
    if any(section.answer == "safety" for section in sections) and any(map(tells_of_loss, reading.questions)):
        return "loss"
    if any(_metadata(section.said).get("language") for section in sections):
        return "language"
    if any("fault" in section.said.envelope for section in sections):
        return "bot_away"
    missed = [section for section in sections if section.kind == "fallback" or section.answer == "out_of_scope"]
    return ("unclear" if missed[0].kind == "fallback" else "cannot") if missed else ""


def _answers(section: Section) -> bool:
    return section.kind in ("answer", "safety") or section.answer in ("bot_challenge", "switch_language")


def _asks(section: Section) -> bool:
    return section.kind == "clarify" or section.answer in ASKING


def _warning(locale: str) -> Section:
    """The answer to whoever has written a recovery phrase or a key. Its links stand in its text."""
    reply = catalog().render(locale, WARNING)
    links = [{"title": title, "url": url} for title, url in reply.links]
    return Section("", BotReply((reply.text,), (), {"answer": reply.answer, "kind": reply.kind, "locale": locale, "links": links}))


def _tried(section: Section) -> Tried:
    score = _metadata(section.said).get("confidence")
    links = section.links if _answers(section) or _asks(section) else ()
    return Tried(mask(section.question), section.answer, float(score) if isinstance(score, (int, float)) else None, links)


def _metadata(said: BotReply) -> Mapping[str, Any]:
    found = said.envelope.get("metadata")
    return found if isinstance(found, Mapping) else {}


def _locale_of(said: BotReply) -> str:
    return live_or_none(said.envelope.get("locale")) or DEFAULT_LOCALE
