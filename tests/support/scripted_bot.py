"""A bot for the answerer that says what a test has written down, in the shape of docs/rest.md; the real one has tests of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from waypost.content.answers import kind_of
from waypost.content.live import catalog
from waypost.tickets.seams import BotReply


@dataclass
class ScriptedBot:
    """answers: part of what is asked -> key of the copy. What stands nowhere is not understood."""

    answers: dict[str, str]
    locale: str = "en"
    metadata: dict[str, Any] = field(default_factory=lambda: {"confidence": 0.87, "known": ["asset"]})
    also: dict[str, str] = field(default_factory=dict)
    """Part of what is asked -> a need that it asks for besides."""
    asked: list[tuple[str, str | None, str]] = field(default_factory=list)

    async def ask(self, sender: str, text: str, hint: str | None, message_id: str) -> BotReply:
        assert len(text) <= 2_000
        self.asked.append((text, hint, message_id))
        if text.startswith("language:"):
            self.locale = text.partition(":")[2]
            return self._said("switch_language", (), language="")
        key = next((key for part, key in self.answers.items() if part in text), text.removeprefix("ask:") if text.startswith("ask:") else "fallback")
        also = tuple(need for part, need in self.also.items() if part in text)
        return self._said(key, also)

    def _said(self, key: str, also: tuple[str, ...], **values: str) -> BotReply:
        reply = catalog().render(self.locale, key, also=also, **values)
        envelope = {"answer": reply.answer, "kind": kind_of(key), "locale": self.locale, "metadata": self.metadata}
        envelope["links"] = [{"title": title, "url": url} for title, url in reply.links]
        return BotReply((reply.text,), tuple((button.title, button.payload) for button in reply.buttons), envelope)
