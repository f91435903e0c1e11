"""A message, its need and what was said before in; the answer that warns of a link or a fraud out, or nothing when the message is not about one.

What costs most to miss comes first: a phrase that is out already, then a link that imitates a trusted name, then the pattern of a fraud.
A real or unknown host is talked about only when it is what the message asks about: an ordinary question keeps its own answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from waypost.content.facts import facts
from waypost.safety.links import Judged, judged
from waypost.safety.lookalikes import encoded
from waypost.safety.mentions import only_links
from waypost.safety.patterns import Field, speaks_of
from waypost.safety.phishing_list import NOTHING_LISTED, PhishingList

SAFETY = "safety"
SHARED = "safety.shared"
ASKS_NOTHING_ELSE = frozenset({SAFETY, "nlu_fallback", "out_of_scope", "open"})
PATTERNS = ("fake_support", "validate", "fee")
HINTED = ("validate", "fee", "fake_support")
KEYS = {
    "imitation": "safety.link_imitation",
    "listed": "safety.link_listed",
    "unknown": "safety.link_unknown",
    "official": "safety.link_official",
}


@dataclass(frozen=True)
class Shield:
    """A key of the copy. host, brand: of the link it is about; brand is an id of facts/brands.yml."""

    key: str
    host: str | None = None
    brand: str | None = None

    def values(self) -> dict[str, str]:
        """What the copy of the key shows: the host so that it can be neither clicked nor taken for another, the brand and its real host."""
        shown = {"host": encoded(self.host).replace(".", "[.]")} if self.host else {}
        if self.brand and self.key == KEYS["imitation"]:
            return {**shown, "brand": facts().brands[self.brand].name, "real": facts().brands[self.brand].hosts[0]}
        if self.brand:
            return {"host": self.host or "", "brand": facts().brands[self.brand].name}
        return shown


def shield(text: str, language: str | None, need: str, last_need: str | None = None, listed: PhishingList = NOTHING_LISTED) -> Shield | None:
    """language: of the message, or None. need: the classifier's, in its conversation. last_need: what was answered before."""
    again = last_need == SAFETY and speaks_of("shared_it", text, language, "hints")
    if again or speaks_of("shared", text, language):
        return _pattern("shared")
    hosts = judged(text, listed)
    worst = hosts[0] if hosts else None
    if worst and worst.verdict in ("imitation", "listed"):
        return _link(worst)
    found = _spoken_of(PATTERNS, text, language, "phrases")
    if found or worst is None:
        return found or (_spoken_of(HINTED, text, language, "hints") if need == SAFETY else None)
    if _is_about(worst, text, language, need):
        return _link(worst)
    return _spoken_of(HINTED, text, language, "hints") if need == SAFETY else None


def _is_about(worst: Judged, text: str, language: str | None, need: str) -> bool:
    """Whether the message asks about its link, or is nothing else."""
    if only_links(text):
        return need != "transaction" and ("://" in text or "www." in text or need in ASKS_NOTHING_ELSE)
    return need in ASKS_NOTHING_ELSE and speaks_of("about_a_link", text, language)


def _spoken_of(scams: tuple[str, ...], text: str, language: str | None, field: Field) -> Shield | None:
    found = next((scam for scam in scams if speaks_of(scam, text, language, field)), None)
    return _pattern(found) if found else None


def _pattern(scam: str) -> Shield:
    return Shield(facts().scams[scam].answer or SAFETY)


def _link(one: Judged) -> Shield:
    return Shield(KEYS[one.verdict], one.host, one.brand)
