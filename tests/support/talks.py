"""Conversations as the bot stores them, written through its own tracker store: Rasa's trackers and events, the envelope of a reply, the slots."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Sequence

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered

from waypost.store.database import Database
from waypost.store.ratings import AnswerRated
from waypost.store.tracker import TABLES, StrictTrackerStore

NOON = 1_793_534_400.0
"""2026-11-01 12:00 UTC."""
DAY_S = 86_400.0


@dataclass
class Talk:
    """One conversation. at: of its next message, in seconds since 1970."""

    sender: str
    at: float = NOON
    locale: str = "en"
    events: list[Event] = field(default_factory=list)

    def say(
        self,
        text: str,
        answer: str = "withdraw",
        kind: str = "answer",
        need: str | None = None,
        key: str | None = None,
        likely: Sequence[str] = (),
        offered: Sequence[str] = (),
        took_s: float = 0.2,
        **entities: str,
    ) -> Talk:
        """A message and its whole reply. key: of the copy, when it is not the answer. entities: what the language components found."""
        self.ask(text, need or answer, likely, **entities)
        envelope = {"answer": answer, "kind": kind, "locale": self.locale, "links": [], "wallet": []}
        buttons = [{"title": payload, "payload": payload} for payload in offered]
        replied = self.at + took_s
        self.events += [
            ActionExecuted("action_answer", timestamp=replied),
            BotUttered(f"reply to {text}", {"custom": envelope, "buttons": buttons}, timestamp=replied),
            SlotSet("locale", self.locale, timestamp=replied),
            SlotSet("last_key", key or answer, timestamp=replied),
            ActionExecuted("action_listen", timestamp=replied),
        ]
        self.at += 60
        return self

    def miss(self, text: str, likely: Sequence[str] = ("withdraw", "gas"), **entities: str) -> Talk:
        """A message that was not understood."""
        return self.say(text, "fallback", "fallback", "nlu_fallback", likely=likely, **entities)

    def offer(self, text: str, *needs: str) -> Talk:
        """A message that was not understood for sure: the likeliest needs are offered."""
        offered = [f"ask:{need}" for need in needs]
        return self.say(text, "clarify", "clarify", "nlu_fallback", "clarify.did_you_mean", needs, offered)

    def ask(self, text: str, need: str, likely: Sequence[str] = (), **entities: str) -> Talk:
        """A message without a reply."""
        found = [{"entity": name, "value": value} for name, value in {"locale": self.locale, **entities}.items()]
        ranking = [{"name": name, "confidence": 0.3} for name in (need, *(one for one in likely if one != need))]
        self.events.append(UserUttered(text, ranking[0], found, {"intent_ranking": ranking}, self.at, message_id=uuid.uuid4().hex))
        parsed = self.events[-1]
        assert isinstance(parsed, UserUttered)
        parsed.parse_data = {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": found}
        return self

    def rate(self, value: str, reason: str | None = None, comment: str | None = None) -> Talk:
        """A thumb for the last reply."""
        message = next(event.message_id for event in reversed(self.events) if isinstance(event, UserUttered))
        rating = {"reply": f"bot:{message}", "value": value, "reason": reason, "comment": comment, "answer": "", "locale": self.locale}
        self.events.append(AnswerRated(rating, self.at))
        return self

    def choose(self, locale: str) -> Talk:
        """Another language, in the widget's menu."""
        self.events += [SlotSet("locale", locale, timestamp=self.at), SlotSet("locale_wish", locale, timestamp=self.at)]
        self.locale = locale
        return self

    @property
    def last_id(self) -> str:
        return next(str(event.message_id) for event in reversed(self.events) if isinstance(event, UserUttered))


def keep(address: str, *talks: Talk) -> None:
    """Stores conversations as the bot does. address: as Settings.database_url."""

    async def work() -> None:
        database = Database(address, *TABLES)
        store = StrictTrackerStore(database=database)
        for talk in talks:
            tracker = await store.get_or_create_tracker(talk.sender, append_action_listen=False)
            began = talk.events[0].timestamp - 1
            begun: list[Event] = [ActionExecuted("action_session_start", timestamp=began), SessionStarted(timestamp=began)]
            for event in [*begun, ActionExecuted("action_listen", timestamp=began), *talk.events]:
                tracker.update(event)
            await store.save(tracker)
        await database.close()

    asyncio.run(work())
