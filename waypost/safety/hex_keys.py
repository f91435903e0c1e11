"""Text in, the places of private keys in hexadecimal out, whole or in groups.

Any 32 bytes may be a key, so shape cannot tell a key from a transaction hash: 64 digits are kept in a link, and when they begin with 0x
or stand beside words that say "transaction"; beside words that say "key", and bare, they are taken for a key.
"""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from waypost.safety.cues import Cues
from waypost.safety.spans import inside

KEY, KEY_PAIR = 64, 128
NEARLY = range(63, 66)
"""Digits of a key with one lost or doubled: guessed in no time."""
MOST_GROUPS = 64
FEWEST_DIGITS = 12
"""Of 64 random hexadecimal digits about 40 are 0 to 9; words like "dead beef" have none."""
_GROUP = r"(?:0[xX][ ]?)?[0-9a-fA-F]+"
_RUN = re.compile(rf"(?<![0-9a-zA-Z]){_GROUP}(?:[\s:_.,;|/\"'\\-]{{1,4}}{_GROUP})*(?![0-9a-zA-Z])")
_PART = re.compile(r"(?P<prefix>0[xX][ ]?)?(?P<digits>[0-9a-fA-F]+)")


def may_have_hex(text: str) -> bool:
    return len(text) >= NEARLY[0] and sum(map(text.count, "0123456789")) >= FEWEST_DIGITS


def hex_keys(text: str, cues: Cues, links: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text):
        if run.end() - run.start() < NEARLY[0]:
            continue
        for first, last in _of_key_size(list(_PART.finditer(text, *run.span())), cues.key):
            whole = text[first.start() : last.end()]
            is_number = sum(map(str.isdigit, whole)) >= FEWEST_DIGITS or first is last
            if is_number and not inside(first.start(), links) and (cues.key or not (first["prefix"] or cues.transaction)):
                yield first.start(), last.end()


def _of_key_size(parts: Sequence[re.Match[str]], beside_key_words: bool) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """First and last of successive groups that together have as many digits as a key."""
    for place, first in enumerate(parts):
        size = len(first["digits"])
        if size in (KEY, KEY_PAIR) or (beside_key_words and size in NEARLY):
            yield first, first
            continue
        for last in parts[place + 1 : place + MOST_GROUPS]:
            size += len(last["digits"])
            if size == KEY and _has_letters(parts[place : place + MOST_GROUPS], last):
                yield first, last
            if size >= KEY:
                break


def _has_letters(parts: Sequence[re.Match[str]], last: re.Match[str]) -> bool:
    """Whether letters stand among the digits: rows of amounts and dates are no key."""
    written = "".join(part["digits"] for part in parts if part.start() <= last.start())
    return sum(map(str.isalpha, written)) >= FEWEST_DIGITS // 2
