"""The twelve word lists of BIP-39 in, lookups by folded word out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Iterator, Mapping

from mnemonic import Mnemonic

ABBREVIATION = 4
"""Letters that tell the words of most lists apart; wallets and steel plates abbreviate to them."""
_SHORTEST_WITH_TYPO = 5
_REPAIRED = {"сно\ufffd\ufffdа": "сноха"}
"""A word that the package itself has broken."""
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u3099\u309a]+")
_KATAKANA = re.compile("[\u30a1-\u30f6]")
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def folded(text: str) -> str:
    """Without case and accents, as hurried people type; all of Turkish's four i are one (plain lower-casing mixes them up), kana are
    hiragana. The result may be longer or shorter than the text."""
    if text.isascii():
        return text.lower()
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower().replace("ı", "i")))
    return letters.translate(_TO_HIRAGANA) if _KATAKANA.search(letters) else letters


@dataclass(frozen=True)
class WordList:
    """One language. numbers: a word's number, 0 to 2047. short: words cut to four letters."""

    name: str
    numbers: Mapping[str, int]
    short: frozenset[str]
    letters: frozenset[str]

    @classmethod
    def load(cls, name: str) -> WordList:
        words = [folded(_REPAIRED.get(word, word)) for word in Mnemonic(name).wordlist]
        short = frozenset(word[:ABBREVIATION] for word in words if len(word) >= ABBREVIATION)
        return cls(name, {word: number for number, word in enumerate(words)}, short, frozenset(chain.from_iterable(words)))

    def has(self, word: str) -> bool:
        """word: folded, whole or cut to four letters."""
        return word in self.numbers or (len(word) == ABBREVIATION and word in self.short)

    def has_near(self, word: str) -> bool:
        """Whether a word differs from one of the list by a wrong, missing, added or swapped letter."""
        if len(word) < _SHORTEST_WITH_TYPO:
            return False
        slips = _slips(self.name)
        return word in slips or any(cut in slips for cut in _with_one_letter_less(word))


@lru_cache(maxsize=1)
def word_lists() -> tuple[WordList, ...]:
    return tuple(WordList.load(name) for name in sorted(Mnemonic.list_languages()))


@lru_cache(maxsize=1)
def any_word() -> frozenset[str]:
    """Words and abbreviations of all lists: the sieve that most messages fall through."""
    return frozenset().union(*(words.numbers.keys() | words.short for words in word_lists()))


@lru_cache(maxsize=12)
def _slips(name: str) -> frozenset[str]:
    """The words of a list, and each with one letter less: two words within one slip share one of these."""
    words = next(words for words in word_lists() if words.name == name).numbers
    return frozenset(words).union(*map(_with_one_letter_less, words))


def _with_one_letter_less(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
