"""A message of a sender in, the same message without secrets out, also of those that began in the sender's earlier messages.

Whoever sends a phrase word by word sends harmless words; together they are the wallet. What a sender wrote in the last five minutes
is kept here, in memory only, and looked at together with what comes. One event loop, no locks.
"""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from dataclasses import dataclass, field, replace
from typing import Callable, Iterable, Sequence

from waypost.safety.fillers import is_counter_or_letter
from waypost.safety.glued import may_be_glued
from waypost.safety.phrases import WORD
from waypost.safety.redact import Redacted, redact, secrets
from waypost.safety.spans import Span
from waypost.safety.wordlists import any_word, folded, word_lists

KEPT_S = 300.0
MOST_MESSAGES = 32
MOST_CHARACTERS = 4_000
MOST_SENDERS = 2_000
JOINT = "\n"
PART_SHARE = 0.6
"""Of the words of a message that may be a part of a phrase: so many are of one list. Honest English has a third."""
MOST_WORDS = 40
FEWEST_WORDS = 10
"""Of a phrase in several messages: short answers in a row ("no", "still the same") are more often words of a list than sentences are."""
MOST_ASIDE = 2
"""Words beside a part of a key: "here: 5e1a..."."""
_CODE = re.compile(r"(?=\S*\d)[0-9A-Za-z{\[\"',:_-]{8,}")


@dataclass(frozen=True)
class Traced:
    """text and kinds: as of Redacted. earlier: ids of messages that were kept and belong to the same secret; each is named once."""

    text: str
    kinds: tuple[str, ...]
    earlier: tuple[str, ...]

    @classmethod
    def alone(cls, text: str) -> Traced:
        """Of a message without a tail."""
        clean = redact(text)
        return cls(clean.text, clean.kinds, ())


@dataclass(frozen=True)
class _Said:
    at: float
    id: str
    text: str
    is_part: bool
    named: bool = False
    traced: Traced | None = field(default=None, repr=False)


@dataclass
class Tail:
    """clock: seconds that never go back, as time.monotonic."""

    clock: Callable[[], float]
    most_senders: int = MOST_SENDERS
    _said: OrderedDict[str, deque[_Said]] = field(default_factory=OrderedDict, repr=False)

    def redact(self, sender: str, message_id: str, text: str) -> Traced:
        """The message without secrets. Keeps it (as it came) for five minutes; under the same id again it is no part of itself."""
        now = self.clock()
        self._forget_old(now)
        before = [said for said in self._said.setdefault(sender, deque()) if now - said.at <= KEPT_S]
        self._said.move_to_end(sender)
        again = next((said.traced for said in before if said.id == message_id and said.text == text[-MOST_CHARACTERS:]), None)
        if again:
            return again
        is_part = may_be_part(text)
        spans = list(secrets(text, before[-1].text if before and len(text.split()) <= MOST_ASIDE else ""))
        parts = [place for place, said in enumerate(before) if said.is_part] if is_part else []
        reaching, touched = _across([before[place].text for place in parts], text) if parts else ([], frozenset[int]())
        places = {parts[number] for number in touched}
        earlier = tuple(said.id for place, said in enumerate(before) if place in places and not said.named)
        kept = [replace(said, named=said.named or place in places) for place, said in enumerate(before)]
        clean = Redacted.of(text, spans + reaching)
        traced = Traced(clean.text, clean.kinds, earlier)
        self._keep(sender, [*kept, _Said(now, message_id, text[-MOST_CHARACTERS:], is_part, bool(clean.kinds), traced)])
        return traced

    def forget(self, sender: str) -> None:
        """At the end of a conversation, and when a person's data are deleted."""
        self._said.pop(sender, None)

    def __len__(self) -> int:
        return len(self._said)

    def _keep(self, sender: str, said: Iterable[_Said]) -> None:
        kept = deque(said, maxlen=MOST_MESSAGES)
        while sum(len(one.text) for one in kept) > MOST_CHARACTERS:
            kept.popleft()
        self._said[sender] = kept
        while len(self._said) > self.most_senders:
            self._said.popitem(last=False)

    def _forget_old(self, now: float) -> None:
        """Senders stand in the order of their last message: the old ones are in front."""
        while self._said:
            sender, said = next(iter(self._said.items()))
            if said and now - said[-1].at <= KEPT_S:
                break
            del self._said[sender]


def may_be_part(text: str) -> bool:
    """Whether a message is hardly more than words of one list, or than a piece of a key or a file."""
    if _CODE.search(text) and len(text.split()) - len(_CODE.findall(text)) <= MOST_ASIDE:
        return True
    said = WORD.findall(folded(text[:MOST_CHARACTERS]))
    words = [word for word in said if not is_counter_or_letter(word)] or said
    if not 0 < len(words) <= MOST_WORDS:
        return False
    if sum(map(any_word().__contains__, words)) < PART_SHARE * len(words):
        return False
    return any(sum(known.has(word) for word in words) >= PART_SHARE * len(words) for known in word_lists())


def _across(parts: Sequence[str], text: str) -> tuple[list[Span], frozenset[int]]:
    """Places in the text of secrets that begin in the parts before it, and the numbers of those parts."""
    joined, place = JOINT.join([*parts, text]), sum(map(len, parts)) + len(JOINT) * len(parts)
    reaching = (span for span in secrets(joined) if span.start < place - len(JOINT) and span.end > place)
    crossing = [span for span in reaching if span.kind != "recovery_phrase" or _is_long(joined[span.start : span.end])]
    touched, start = set(), 0
    for number, part in enumerate(parts):
        if any(span.start < start + len(part) and start < span.end for span in crossing):
            touched.add(number)
        start += len(part) + len(JOINT)
    return [Span(0, span.end - place, span.kind) for span in crossing], frozenset(touched)


def _is_long(found: str) -> bool:
    words = WORD.findall(folded(found))
    return len(words) >= FEWEST_WORDS or may_be_glued(found, words)
