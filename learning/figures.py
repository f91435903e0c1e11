"""Conversations in, one at a time, the figures of the report out; what is kept does not grow with their number."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Mapping

from learning.groups import Unanswered
from learning.misses import misses
from learning.period import Period, day_of
from learning.signals import Signal, signals
from learning.turns import OTHER, Conversation, Outcome, Turn
from learning.wording import shown
from waypost.tickets.outbox import fated

MOST_COMMENTS = 20
_STEP = math.log(1.05)
Counts = Counter[tuple[str, str]]


class Times:
    """Durations in steps of 5 per cent: memory does not grow with their number."""

    def __init__(self) -> None:
        self._steps: Counter[int] = Counter()

    def add(self, seconds: float) -> None:
        self._steps[round(math.log(max(seconds, 0.001)) / _STEP)] += 1

    def __len__(self) -> int:
        return sum(self._steps.values())

    def percentile(self, percent: float) -> float:
        """Seconds that so many per cent do not exceed, to 5 per cent. Raises ValueError when there are none."""
        left = math.ceil(len(self) * percent / 100)
        for step, count in sorted(self._steps.items()):
            left -= count
            if left <= 0:
                return math.exp(step * _STEP)
        raise ValueError("no durations")

    def spread(self) -> list[tuple[float, int]]:
        """(seconds, how many), shortest first."""
        return [(math.exp(step * _STEP), count) for step, count in sorted(self._steps.items())]


@dataclass
class Figures:
    """Of one period. Pairs in counters are (language, what), answers first in `needs` and `thumbs`."""

    period: Period
    conversations: int = 0
    messages: int = 0
    pressed: int = 0
    days: dict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    channels: Counter[str] = field(default_factory=Counter)
    outcomes: Counts = field(default_factory=Counter)
    needs: Counts = field(default_factory=Counter)
    thumbs: Counts = field(default_factory=Counter)
    reasons: Counts = field(default_factory=Counter)
    comments: deque[tuple[str, str, str]] = field(default_factory=lambda: deque(maxlen=MOST_COMMENTS))
    """(answer, language, what was written to a thumb down)"""
    unanswered: dict[str, Unanswered] = field(default_factory=lambda: defaultdict(Unanswered))
    worked: dict[str, Times] = field(default_factory=lambda: defaultdict(Times))
    waited: Times = field(default_factory=Times)
    signals: Counts = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)
    drafts: Mapping[tuple[str, str, str], tuple[int, int]] = field(default_factory=dict)
    """(queue, need, language) -> (sent unedited, all)"""

    def add(self, conversation: Conversation) -> None:
        """Counts the turns of the period."""
        turns = [turn for turn in conversation.turns if turn.at in self.period]
        if not turns:
            return
        self.conversations += 1
        self.channels[conversation.channel] += 1
        for day, language in {day_of(turn.at): turn.answered_in for turn in reversed(turns)}.items():
            self.days[day][language] += 1
        for turn in turns:
            self._add(turn)
        for turn, why in misses(conversation):
            if turn.at in self.period:
                self.unanswered[turn.spoken].add(turn.text, why)
        for signal in signals(conversation):
            if signal.at in self.period:
                self._signal(signal)

    def _add(self, turn: Turn) -> None:
        language = turn.answered_in
        self.messages += 1
        self.pressed += turn.pressed is not None
        self.outcomes[language, turn.outcome.value] += 1
        if turn.outcome in (Outcome.ANSWERED, Outcome.HANDED_OVER):
            self.needs[turn.answer, language] += 1
        if turn.worked_s is not None:
            self.worked[language].add(turn.worked_s)
        if turn.waited_s is not None:
            self.waited.add(turn.waited_s)
        if turn.thumb:
            self.thumbs[turn.answer or OTHER, turn.thumb.value] += 1
            if turn.thumb.reason:
                self.reasons[language, turn.thumb.reason] += 1
            if turn.thumb.comment:
                self.comments.append((turn.answer or OTHER, language, shown(turn.thumb.comment)))

    def _signal(self, signal: Signal) -> None:
        self.signals[signal.language, signal.kind.value] += 1
        if signal.foreign:
            self.foreign[signal.foreign] += 1

    def add_drafts(self, rows: Any) -> None:
        """rows: as Conversations.drafts."""
        self.drafts = fated(rows)

    @property
    def languages(self) -> list[str]:
        """Those that were answered in, the most frequent first."""
        counts: Counter[str] = Counter()
        for (language, _), count in self.outcomes.items():
            counts[language] += count
        return [language for language, _ in counts.most_common()]

    def outcome(self, outcome: Outcome) -> int:
        return sum(count for (_, what), count in self.outcomes.items() if what == outcome.value)

    def of_value(self, value: str) -> int:
        """Thumbs up or down."""
        return sum(count for (_, given), count in self.thumbs.items() if given == value)
