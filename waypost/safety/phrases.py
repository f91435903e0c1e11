"""Text in, the places of recovery phrases written as separate words out. No cue word is asked for, and no checksum: a typo breaks it.

A phrase is 12 successive words of which 11 stand in one BIP-39 list (a word of the list with a slip counts when 8 others have none), or
8 in a row that all do; the same over abbreviations of four letters, over the words without those that count ("first word ..."), and over
every second, third or fourth word.
"""

from __future__ import annotations

import hashlib
import re
from itertools import accumulate
from typing import Iterator, NamedTuple, Sequence

from waypost.safety.fillers import is_counter, is_counter_or_letter
from waypost.safety.wordlists import ABBREVIATION, WordList, any_word, folded, word_lists

WINDOW, ENOUGH, RUN, WITH_SLIPS = 12, 11, 8, 9
LENGTHS = (12, 15, 18, 21, 24)
STRIDES = (2, 3, 4)
GAP = 3
"""Words between two parts of a phrase that are taken with them."""
WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u3099\u309a]+[^\W\d_]*)*")


class Word(NamedTuple):
    start: int
    end: int
    folded: str


def has_enough_words(words: Sequence[str]) -> bool:
    """Whether there can be a phrase among folded words: the quick no for almost every message."""
    return len(words) >= RUN and sum(map(any_word().__contains__, words)) >= RUN


def words_of(text: str) -> list[Word]:
    return [Word(match.start(), match.end(), _letters(folded(match.group()))) for match in WORD.finditer(text)]


def phrases(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of everything that looks like a phrase in one of the lists."""
    words = words_of(text)
    for known in word_lists():
        looks = _Looks(words, known)
        if looks.enough:
            yield from ((words[first].start, words[last].end) for first, last in looks.stretches())


def _letters(word: str) -> str:
    """Without digits in a circle and the like, which count as letters."""
    return word if word.isalpha() else "".join(filter(str.isalpha, word))


class _Looks:
    """The words of a text seen through one list."""

    def __init__(self, words: Sequence[Word], known: WordList) -> None:
        self.words = [word.folded for word in words]
        self.known = known
        self.full = [word in known.numbers for word in self.words]
        self.short = [len(word) <= ABBREVIATION and (word in known.short or word in known.numbers) for word in self.words]
        self.enough = sum(self.full) >= RUN or sum(self.short) >= ENOUGH
        self.marked = [False] * len(self.words)

    def stretches(self) -> Iterator[tuple[int, int]]:
        """First and last word of each stretch that is a phrase, with its neighbours that may belong to it."""
        every = range(len(self.words))
        self._mark(every, self.full, RUN, RUN)
        self._mark(every, self.full, WINDOW, ENOUGH)
        self._mark(every, self.short, WINDOW, ENOUGH)
        self._mark_with_slips(every)
        self._mark_between([place for place in every if not is_counter(self.words[place])], fewest=1)
        self._mark_between([place for place in every if not is_counter_or_letter(self.words[place])], fewest=RUN - 1)
        for stride in STRIDES:
            for start in range(stride):
                self._mark(every[start::stride], self.full, WINDOW, ENOUGH)
        self._mark_repeating()
        return self._grown()

    def _mark(self, order: Sequence[int], hits: Sequence[bool], size: int, enough: int, between: int = 0) -> None:
        """Takes windows of an order of places with enough hits. between: least number of words inside that are not of the order.

        A real phrase hardly ever repeats a word; honest sentences do ("right network right address right coin").
        """
        for start in _windows([hits[place] for place in order], size, enough):
            window = order[start : start + size]
            is_spread = window[-1] - window[0] + 1 - size >= between
            if is_spread and len({self.words[place] for place in window if hits[place]}) >= enough - 1:
                self._take(window)

    def _mark_between(self, order: Sequence[int], fewest: int) -> None:
        """The words without those that count. fewest: of these in a window of 12; a run of 8 must have one between every two."""
        self._mark(order, self.full, RUN, RUN, between=RUN - 1)
        self._mark(order, self.full, WINDOW, ENOUGH, between=fewest)

    def _mark_with_slips(self, order: Sequence[int]) -> None:
        """Windows of 11 or 12 words with more slips than one."""
        for size in (ENOUGH, WINDOW):
            for start in _windows([self.full[place] for place in order], size, WITH_SLIPS):
                window = order[start : start + size]
                hits = {self.words[place] for place in window if self.full[place] or self.known.has_near(self.words[place])}
                if len(hits) >= ENOUGH:
                    self._take(window)

    def _mark_repeating(self) -> None:
        """Words that repeat make a phrase when the checksum says so: "abandon abandon ... about"."""
        for size in LENGTHS:
            for start in _windows(self.full, size, size):
                if not all(self.marked[start : start + size]) and checks_out([self.known.numbers[word] for word in self.words[start : start + size]]):
                    self._take(range(start, start + size))

    def _take(self, places: Sequence[int]) -> None:
        first, last = places[0], places[-1]
        self.marked[first : last + 1] = [True] * (last + 1 - first)

    def _grown(self) -> Iterator[tuple[int, int]]:
        place, size = 0, len(self.marked)
        while place < size:
            if not self.marked[place]:
                place += 1
                continue
            first = place
            while place < size and any(self.marked[place : place + GAP + 1]):
                place += 1
            last = self._edge(place - 1, 1)
            yield self._edge(first, -1), last
            place = max(place, last + 1)

    def _edge(self, place: int, step: int) -> int:
        """The last word in a direction that is in the list, has a slip, or is one strange word before two of the list."""
        while True:
            after = [self._belongs(place + step * far) for far in (1, 2, 3)]
            if after[0]:
                place += step
            elif after[1] and after[2]:
                place += 3 * step
            else:
                return place

    def _belongs(self, place: int) -> bool:
        return 0 <= place < len(self.words) and (self.full[place] or self.known.has_near(self.words[place]))


def _windows(hits: Sequence[bool], size: int, enough: int) -> list[int]:
    """Where windows with enough hits begin."""
    if sum(hits) < enough:
        return []
    total = [0, *accumulate(hits)]
    return [start for start in range(len(hits) - size + 1) if total[start + size] - total[start] >= enough]


def checks_out(numbers: Sequence[int]) -> bool:
    """Whether the last bits of a phrase are the checksum of the others (BIP-39)."""
    size = len(numbers) // 3
    value = sum(number << 11 * place for place, number in enumerate(reversed(numbers)))
    entropy = (value >> size).to_bytes(size * 4, "big")
    return hashlib.sha256(entropy).digest()[0] >> 8 - size == value & (1 << size) - 1
