"""Conversations in, the messages that a maintainer is to label out: each wording once, the most frequent first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Callable, Iterable

from learning.guard import Guard, Refusal
from learning.misses import Why, misses
from learning.period import Period
from learning.turns import Conversation
from learning.wording import one_line, plain
from waypost.content.languages import live_languages

MOST_WORDINGS = 20_000
"""Beyond these only the number of messages is kept: review some, and come again."""
IsAsked = Callable[[str, str], bool]
"""(language, text): whether it was asked about already."""


@dataclass
class Candidate:
    """One wording. text: as it would be learnt. likely: needs, the likeliest first."""

    text: str
    language: str
    likely: tuple[str, ...]
    reasons: Counter[Why] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return sum(self.reasons.values())

    @property
    def queue(self) -> Why:
        """The most frequent reason."""
        return max(self.reasons, key=lambda why: self.reasons[why])


@dataclass
class Queue:
    """What is to be asked. left_out: how many wordings were not, and why. beyond: how many messages came after MOST_WORDINGS."""

    candidates: list[Candidate] = field(default_factory=list)
    left_out: Counter[Refusal] = field(default_factory=Counter)
    asked_before: int = 0
    beyond: int = 0


def queue_of(conversations: Iterable[Conversation], period: Period, guard: Guard, is_asked: IsAsked) -> Queue:
    """Messages in languages that are not answered are left out in silence: there is nothing to teach them as."""
    wordings: dict[tuple[str, str], Candidate] = {}
    queue = Queue()
    for conversation in conversations:
        for turn, why in misses(conversation):
            text = one_line(turn.text)
            key = turn.spoken, plain(text)
            if turn.at not in period or turn.foreign or turn.spoken not in live_languages():
                continue
            if key not in wordings and len(wordings) >= MOST_WORDINGS:
                queue.beyond += 1
                continue
            wordings.setdefault(key, Candidate(text, turn.spoken, turn.likely)).reasons[why] += 1
    for candidate in sorted(wordings.values(), key=lambda one: (-one.count, one.language, one.text)):
        _sort_in(candidate, queue, guard, is_asked)
    return queue


def _sort_in(candidate: Candidate, queue: Queue, guard: Guard, is_asked: IsAsked) -> None:
    refusal = guard.refusal(candidate.text, candidate.language)
    if is_asked(candidate.language, candidate.text):
        queue.asked_before += 1
    elif refusal:
        queue.left_out[refusal] += 1
    else:
        queue.candidates.append(candidate)
