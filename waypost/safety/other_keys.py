"""Text in, the places of private keys in other notations out: WIF, extended keys, Solana's, and long secrets of services.

What is shaped like a key is removed even when its checksum is wrong: a slip of one letter is soon repaired. The checksum decides where
the shape says little: keys in groups, and keys of other networks.
"""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from waypost.safety.base58 import checked, decoded
from waypost.safety.cues import Cues
from waypost.safety.ed25519 import is_key_pair
from waypost.safety.spans import inside

WIF_SIZES, EXTENDED_SIZES, SOLANA_SIZES = range(51, 53), range(107, 113), range(86, 89)
WIF_VERSIONS = frozenset({0x80, 0x9E, 0xB0, 0xEF})
WIF_PAYLOADS = (33, 34)
SOLANA_BYTES, SEED_BYTES = 64, 32
FEWEST_BYTES = 48
"""Numbers of a Solana key file that was pasted partly."""
MOST_PAIRS = 4
"""Possible Solana keys looked at closely; the others of a message are taken for keys unheard."""
_BASE58 = r"[1-9A-HJ-NP-Za-km-z]"
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{50,120}(?![0-9A-Za-z])")
_IS_WIF = re.compile(rf"[5KL]{_BASE58}{{50,51}}")
_IS_EXTENDED = re.compile(rf"[a-zA-Z]prv{_BASE58}{{100,112}}")
_IS_STELLAR = re.compile(r"S[A-Z2-7]{55}")
_IS_PUBLIC = re.compile(r"[a-zA-Z]pub|(?:bc|tb|ltc|bnb|addr|stake|cosmos|osmo|erd|terra|inj)1", re.IGNORECASE)
_IN_GROUPS = re.compile(rf"(?<![0-9A-Za-z])(?:[5KL]|[a-zA-Z]prv)(?:{_BASE58}|[\s-]{{1,2}}(?={_BASE58})){{50,160}}")
_GROUPED = re.compile(rf"{_BASE58}+")
_ARRAY = re.compile(r"\[?\s{0,9}(?<!\d)\d{1,3}(?:\s{0,9},\s{0,9}\d{1,3}){31,}(?:\s{0,9}\])?")


def may_have_other_keys(text: str) -> bool:
    return len(text) >= WIF_SIZES[0] and bool(_TOKEN.search(text) or _IN_GROUPS.search(text) or text.count(",") >= SEED_BYTES - 1)


def other_keys(text: str, cues: Cues, links: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    yield from _arrays(text, cues)
    yield from _in_groups(text)
    looked_at = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if _is_key(token):
            yield match.span()
        elif inside(match.start(), links):
            continue
        elif len(token) in SOLANA_SIZES and decoded(token) is not None:
            looked_at += 1
            if cues.key or looked_at > MOST_PAIRS or _is_solana_pair(token):
                yield match.span()
        elif cues.key and _is_mixed(token) and not _IS_PUBLIC.match(token):
            yield match.span()


def _is_key(token: str) -> bool:
    if _IS_WIF.fullmatch(token) or _IS_EXTENDED.fullmatch(token) or _IS_STELLAR.fullmatch(token):
        return True
    return len(token) in WIF_SIZES and _is_wif(token)


def _is_wif(token: str) -> bool:
    payload = checked(token)
    return payload is not None and len(payload) in WIF_PAYLOADS and payload[0] in WIF_VERSIONS


def _is_solana_pair(token: str) -> bool:
    """Whether it is a secret key; a signature of a transaction has the same size."""
    raw = decoded(token)
    return raw is not None and is_key_pair(raw)


def _is_mixed(token: str) -> bool:
    """Letters of both cases and digits, as the secrets of exchanges are; numbers in hexadecimal are judged elsewhere."""
    return bool(re.search(r"\d", token) and re.search(r"[a-z]", token) and re.search(r"[A-Z]", token))


def _in_groups(text: str) -> Iterator[tuple[int, int]]:
    """Keys cut by spaces, dashes or line breaks, told by their checksum."""
    for match in _IN_GROUPS.finditer(text):
        groups = list(_GROUPED.finditer(match.group()))
        joined = ""
        for group in groups:
            joined += group.group()
            is_extended = len(joined) in EXTENDED_SIZES and joined[1:4] == "prv" and checked(joined) is not None
            if is_extended or (len(joined) in WIF_SIZES and _is_wif(joined)):
                yield match.start(), match.start() + group.end()


def _arrays(text: str, cues: Cues) -> Iterator[tuple[int, int]]:
    """Key files: 64 numbers below 256, or 32 of them beside words that say "key"."""
    for match in _ARRAY.finditer(text):
        numbers = [int(number) for number in re.findall(r"\d+", match.group())]
        size = len(numbers)
        if max(numbers) < 256 and (FEWEST_BYTES <= size <= SOLANA_BYTES + 2 or (cues.key and size >= SEED_BYTES)):
            yield match.span()
