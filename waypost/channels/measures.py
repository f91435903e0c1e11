"""What the channels count: turns, times, fallbacks, handoffs, redactions, language switches, refusals. Envelopes in, figures out."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Mapping, Sequence

from waypost.content.languages import live_languages
from waypost.figures import Counter, Figure, Histogram

MOST_CONVERSATIONS = 10_000
KINDS = ("answer", "clarify", "handoff", "safety", "smalltalk", "fallback")


class Measures:
    """The figures of one process's channels, and the language that each recent conversation was answered in last."""

    def __init__(self) -> None:
        self.turns = Counter("waypost_turns_total", "Messages that were answered.", ("channel", "locale", "kind"))
        self.seconds = Histogram("waypost_turn_seconds", "Time from a message to its whole reply.", ("channel", "locale"))
        self.fallbacks = Counter("waypost_fallbacks_total", "Replies that say that nothing was understood or something failed.", ("locale",))
        self.handoffs = Counter("waypost_handoffs_total", "Replies that hand over to a human.", ("locale",))
        self.redactions = Counter("waypost_redactions_total", "Messages from which a secret was removed.", ("kind",))
        self.switches = Counter("waypost_language_switches_total", "Replies in another language than the one before.", ("locale",))
        self.refused = Counter("waypost_refused_total", "Requests that were refused.", ("reason",))
        self.ratings = Counter("waypost_ratings_total", "Thumbs that people gave to answers.", ("answer", "value"))
        self.rating_reasons = Counter("waypost_rating_reasons_total", "Reasons that people gave with a thumb down.", ("locale", "reason"))
        self._locales: OrderedDict[str, str] = OrderedDict()

    def figures(self) -> tuple[Figure, ...]:
        return (
            self.turns,
            self.seconds,
            self.fallbacks,
            self.handoffs,
            self.redactions,
            self.switches,
            self.refused,
            self.ratings,
            self.rating_reasons,
        )

    def turn(self, channel: str, sender: str, secrets: Sequence[str], entries: Sequence[Mapping[str, Any]], seconds: float) -> None:
        """Counts one answered message. entries: the reply as it is sent."""
        envelope: Mapping[str, Any] = next((entry["custom"] for entry in entries if "custom" in entry), {})
        locale, kind = _one_of(envelope.get("locale"), live_languages()), _one_of(envelope.get("kind"), KINDS)
        self.turns.add(channel, locale, kind)
        self.seconds.observe(seconds, channel, locale)
        for secret in secrets:
            self.redactions.add(secret)
        if kind == "fallback":
            self.fallbacks.add(locale)
        if kind == "handoff":
            self.handoffs.add(locale)
        before = self._locales.pop(sender, locale)
        if before != locale:
            self.switches.add(locale)
        self._locales[sender] = locale
        while len(self._locales) > MOST_CONVERSATIONS:
            self._locales.popitem(last=False)

    def rating(self, answer: str, locale: str, value: str, reason: str | None) -> None:
        """Counts one thumb. answer, locale: of the reply's envelope."""
        self.ratings.add(answer, value)
        if reason:
            self.rating_reasons.add(locale, reason)

    def refusal(self, reason: str) -> None:
        """Counts one refused request."""
        self.refused.add(reason)

    def locale_of(self, sender: str) -> str | None:
        """The language of this conversation's last reply, when it was answered lately."""
        return self._locales.get(sender)

    def forget(self, sender: str) -> None:
        """Leaves nothing of a conversation here."""
        self._locales.pop(sender, None)


def _one_of(value: object, known: Sequence[str]) -> str:
    return value if isinstance(value, str) and value in known else "other"
