"""Text in, the same text without wallet secrets out, and which kinds were found.

A recovery phrase is 12 successive words of which at least 11 stand in one BIP-39 list, or 8 in a row that all do; the checksum is no
gate (one typo fails it). A 64-digit hex number is a transaction hash when it stands in a link, begins with 0x or stands beside words
that say so; beside words that say "key", or bare, it may be a key.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Mapping, Sequence

from mnemonic import Mnemonic

WINDOW, ENOUGH, RUN = 12, 11, 8
MARK = "[removed]"
LENGTHS = (12, 15, 18, 21, 24)
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u3099\u309a]+[^\W\d_]*)*")
_HEX_KEY = re.compile(r"(?<![0-9a-zA-Z])(?P<prefix>0[xX])?[0-9a-fA-F]{64}(?![0-9a-zA-Z])")
_LINK = re.compile(r"https?://\S+|\b[\w-]+scan\.\w+/\S+", re.IGNORECASE)
_KEY_WORDS = re.compile(
    r"private|privé|prive|secret|geheim|sleutel|\bkeys?\b|приват|закрыт|секрет|ключ|kunci|rahsia|peribadi|persendirian|seed|wallet key", re.IGNORECASE
)
_HASH_WORDS = re.compile(r"\btx|hash|transac|transak|транзак|хэш|хеш|\bтх", re.IGNORECASE)
_EXTENDED_KEY = re.compile(r"\b[xyz]prv[1-9A-HJ-NP-Za-km-z]{100,112}\b")
_WIF = re.compile(r"\b[5KL][1-9A-HJ-NP-Za-km-z]{50,51}\b")
_KEYSTORE = re.compile(r"\{[^{}]*\"?crypto\"?\s*:.*?(?:\"mac\"|ciphertext).*\}", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Redacted:
    """text: without the secrets. kinds: what was removed, empty when nothing was."""

    text: str
    kinds: tuple[str, ...]


def redact(text: str) -> Redacted:
    """Removes recovery phrases, private keys, extended keys, WIF keys and keystore files.

    Keys go before phrases: a phrase beside a key takes the words that say "private key" with it, and a letter or two of the key.
    """
    kinds: list[str] = []
    for kind, remove in (("keystore", _without_keystore), ("private_key", _without_keys), ("recovery_phrase", _without_phrase)):
        cleaned = remove(text)
        if cleaned != text:
            kinds.append(kind)
            text = cleaned
    return Redacted(text, tuple(kinds))


@lru_cache(maxsize=1)
def _lists() -> tuple[dict[str, int], ...]:
    """Each list's words with their numbers."""
    return tuple({_folded(word): number for number, word in enumerate(Mnemonic(name).wordlist)} for name in Mnemonic.list_languages())


@lru_cache(maxsize=1)
def _any_list() -> frozenset[str]:
    return frozenset().union(*_lists())


def _folded(word: str) -> str:
    """Without case and accents, as hurried people type; all of Turkish's four i are one (plain lower-casing mixes them up)."""
    letters = unicodedata.normalize("NFKD", word.lower().replace("ı", "i"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _without_phrase(text: str) -> str:
    found = [(match.start(), match.end(), _folded(match.group())) for match in _WORD.finditer(text)]
    known = _any_list()
    if sum(word in known for _, _, word in found) < RUN:
        return text
    spans = [span for words in _lists() if (span := _phrase_span([word if word in words else "" for _, _, word in found], words))]
    if not spans:
        return text
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    return text[: found[first][0]] + MARK + text[found[last][1] :]


def _phrase_span(hits: list[str], numbers: Mapping[str, int]) -> tuple[int, int] | None:
    """First and last word of everything that looks like a phrase; None when nothing does. hits: the word, or "" when it is in no list.

    A real phrase hardly ever repeats a word; honest sentences do ("right network right address right coin"), and without the checksum.
    """
    marked = [False] * len(hits)
    for size, enough in ((RUN, RUN), (WINDOW, ENOUGH)):
        for start in range(len(hits) - size + 1):
            words = [word for word in hits[start : start + size] if word]
            if len(words) >= enough and len(set(words)) >= enough - 1:
                marked[start : start + size] = [True] * size
    for size in LENGTHS:
        for start in range(len(hits) - size + 1):
            words = hits[start : start + size]
            if all(words) and _checks_out([numbers[word] for word in words]):
                marked[start : start + size] = [True] * size
    if not any(marked):
        return None
    first, last = marked.index(True), len(marked) - 1 - marked[::-1].index(True)
    while first > 0 and hits[first - 1]:
        first -= 1
    while last < len(hits) - 1 and hits[last + 1]:
        last += 1
    return first, last


def _checks_out(numbers: Sequence[int]) -> bool:
    """Whether the last bits of a phrase are the checksum of the others (BIP-39)."""
    size = len(numbers) // 3
    value = sum(number << 11 * place for place, number in enumerate(reversed(numbers)))
    entropy = (value >> size).to_bytes(size * 4, "big")
    return hashlib.sha256(entropy).digest()[0] >> 8 - size == value & (1 << size) - 1


def _without_keys(text: str) -> str:
    links = [match.span() for match in _LINK.finditer(text)]
    suspicious, harmless = bool(_KEY_WORDS.search(text)), bool(_HASH_WORDS.search(text))

    def replaced(match: re.Match[str]) -> str:
        in_link = any(start <= match.start() < end for start, end in links)
        is_key = not in_link and (suspicious or not (match.group("prefix") or harmless))
        return MARK if is_key else match.group()

    text = _HEX_KEY.sub(replaced, text)
    return _WIF.sub(MARK, _EXTENDED_KEY.sub(MARK, text))


def _without_keystore(text: str) -> str:
    return _KEYSTORE.sub(MARK, text) if "crypto" in text.lower() else text
