"""Text in, the places of recovery phrases written without spaces out: Chinese and Japanese as usual, the others as one long word."""

from __future__ import annotations

import math
import re
from itertools import accumulate
from typing import Iterator, Mapping, Sequence

from waypost.safety.phrases import ENOUGH, LENGTHS, RUN, WORD, checks_out
from waypost.safety.wordlists import WordList, folded, word_lists

SHORTEST = 24
"""Letters of eight words of three letters."""
LONGEST_WORD = 12
MOST_GAP = 9
WITH_GAP = 10
_HAN = re.compile("[\u3400-\u9fff]")
_HAN_RUN = re.compile("[\u3400-\u9fff](?:[\\s,、，・]{0,2}[\u3400-\u9fff])+")
_AT_RANDOM = 5.7
"""Mean of ln(rank + 20) over letters: 6.7 when drawn from the list at random, about 5.2 in running Chinese (its list is sorted by use)."""


def may_be_glued(text: str, words: Sequence[str]) -> bool:
    """Whether there can be such a phrase. words: of the folded text."""
    return any(len(word) >= SHORTEST for word in words) or (not text.isascii() and len(_HAN.findall(text)) >= ENOUGH)


def glued_phrases(text: str) -> Iterator[tuple[int, int]]:
    for match in WORD.finditer(text):
        letters = folded(match.group())
        if len(letters) >= SHORTEST and any(_is_chain(letters, known) for known in word_lists() if _is_written_with(letters, known)):
            yield match.span()
    for match in _HAN_RUN.finditer(text):
        yield from _han(match)


def _is_written_with(letters: str, known: WordList) -> bool:
    return "chinese" not in known.name and sum(letter in known.letters for letter in letters) >= 0.8 * len(letters)


def _is_chain(letters: str, known: WordList) -> bool:
    """Whether eight words follow each other without a gap, or ten with one gap (a typo)."""
    none = -99
    plain = [0] * (len(letters) + 1)
    gapped = [none] * (len(letters) + 1)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - LONGEST_WORD), end - 2):
            if letters[start:end] in known.numbers:
                plain[end] = max(plain[end], plain[start] + 1)
                gapped[end] = max(gapped[end], gapped[start] + 1)
        gapped[end] = max(gapped[end], *plain[max(0, end - MOST_GAP) : end])
        if plain[end] >= RUN or gapped[end] >= WITH_GAP:
            return True
    return False


def _han(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Whole runs as long as a phrase (or one word off), and parts of longer runs whose checksum is right."""
    places = [place for place in range(*match.span()) if _HAN.match(match.string, place)]
    if len(places) < ENOUGH:
        return
    letters = [match.string[place] for place in places]
    for known in word_lists():
        if "chinese" not in known.name:
            continue
        if len(letters) <= LENGTHS[-1] + 1 and _looks_random(letters, known.numbers):
            yield match.span()
            return
        for start, size in _random_parts(letters, known.numbers):
            if checks_out([known.numbers[letter] for letter in letters[start : start + size]]):
                yield places[start], places[start + size - 1] + 1


def _random_parts(letters: Sequence[str], numbers: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Start and size of parts as long as a phrase, wholly of the list, that do not look like running text."""
    known = [0, *accumulate(letter in numbers for letter in letters)]
    weights = [0.0, *accumulate(_weight(numbers.get(letter, 0)) for letter in letters)]
    for size in LENGTHS:
        for start in range(len(letters) - size + 1):
            if known[start + size] - known[start] == size and weights[start + size] - weights[start] >= _AT_RANDOM * size:
                yield start, size


def _looks_random(letters: Sequence[str], numbers: Mapping[str, int]) -> bool:
    """Whether all letters but one are of the list, and not those that make up running text."""
    ranks = [numbers[letter] for letter in letters if letter in numbers]
    return len(ranks) >= len(letters) - 1 and sum(map(_weight, ranks)) >= _AT_RANDOM * len(ranks)


def _weight(rank: int) -> float:
    return math.log(rank + 20)
