"""A message of a sender in, the same message without secrets out, also of those that began in the sender's earlier messages.

Whoever sends a phrase word by word sends harmless words; together they are the wallet. What a sender wrote in the last five minutes
is kept here, in memory only, and looked at together with what comes. One event loop, no locks.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field, replace
from typing import Callable, Iterable, Sequence

from waypost.safety.phrases import words_of
from waypost.safety.redact import Redacted, secrets
from waypost.safety.spans import Span
from waypost.safety.wordlists import word_lists

KEPT_S = 300.0
MOST_MESSAGES = 32
MOST_CHARACTERS = 4_000
MOST_SENDERS = 2_000
JOINT = "\n"
SUSPICIOUS_WORDS = 6
"""Words in successive messages that hold nothing else: a list that is being read out."""
SUSPICIOUS_MESSAGE = 6
"""Most words of such a message."""


@dataclass(frozen=True)
class Traced:
    """text and kinds: as of Redacted. earlier: ids of messages that were kept and belong to the same secret; each is named once."""

    text: str
    kinds: tuple[str, ...]
    earlier: tuple[str, ...]


@dataclass(frozen=True)
class _Said:
    at: float
    id: str
    text: str
    named: bool = False


@dataclass
class Tail:
    """clock: seconds that never go back, as time.monotonic."""

    clock: Callable[[], float]
    most_senders: int = MOST_SENDERS
    _said: OrderedDict[str, deque[_Said]] = field(default_factory=OrderedDict, repr=False)

    def redact(self, sender: str, message_id: str, text: str) -> Traced:
        """The message without secrets. Keeps it (as it came) for five minutes."""
        now = self.clock()
        self._forget_old(now)
        before = self._said.setdefault(sender, deque())
        self._said.move_to_end(sender)
        parts = [said.text for said in before]
        spans = list(secrets(text, JOINT.join(parts[-2:])))
        reaching, touched = _across(parts, text) if parts else ([], frozenset[int]())
        earlier = tuple(said.id for place, said in enumerate(before) if place in touched and not said.named)
        named = [replace(said, named=said.named or place in touched) for place, said in enumerate(before)]
        self._keep(sender, [*named, _Said(now, message_id, text[-MOST_CHARACTERS:], named=bool(spans or reaching))])
        clean = Redacted.of(text, spans + reaching)
        return Traced(clean.text, clean.kinds, earlier)

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


def _across(parts: Sequence[str], text: str) -> tuple[list[Span], frozenset[int]]:
    """Places in the text of secrets that begin in the parts before it, and the numbers of those parts."""
    starts, place = [], 0
    for part in parts:
        starts.append(place)
        place += len(part) + len(JOINT)
    joined = JOINT.join([*parts, text])
    crossing = [span for span in secrets(joined) if span.start < place - len(JOINT) and span.end > place]
    found = [Span(0, span.end - place, span.kind) for span in crossing]
    touched = {number for number, start in enumerate(starts) for span in crossing if span.start < start + len(parts[number]) and start < span.end}
    read_out = _read_out(parts, text)
    if read_out:
        found.append(Span(0, len(text), "recovery_phrase"))
        touched.update(read_out)
    return found, frozenset(touched)


def _read_out(parts: Sequence[str], text: str) -> frozenset[int]:
    """Numbers of the last parts that, with the text, hold nothing but words of one list; empty when those are few."""
    for known in word_lists():
        words, first = _only_words(text, known.numbers.keys()), len(parts)
        while words and first > 0 and (more := _only_words(parts[first - 1], known.numbers.keys())):
            words, first = words | more, first - 1
        if first < len(parts) and len(words) >= SUSPICIOUS_WORDS:
            return frozenset(range(first, len(parts)))
    return frozenset()


def _only_words(text: str, known: Iterable[str]) -> frozenset[str]:
    """The words of a short text when all are known, else none."""
    if len(text) > SUSPICIOUS_MESSAGE * 16:
        return frozenset()
    words = {word.folded for word in words_of(text)}
    return frozenset(words) if len(words) <= SUSPICIOUS_MESSAGE and all(word in known for word in words) else frozenset()
