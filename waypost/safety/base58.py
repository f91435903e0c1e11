"""Text in Base58 in, its bytes out; the notation of Bitcoin's and Solana's keys."""

from __future__ import annotations

import hashlib

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LONGEST = 120
_DIGITS = {letter: number for number, letter in enumerate(ALPHABET)}
_CHECK = 4


def decoded(text: str) -> bytes | None:
    """None when a letter is not of the alphabet, or the text is longer than any key."""
    if len(text) > LONGEST or not all(letter in _DIGITS for letter in text):
        return None
    value = 0
    for letter in text:
        value = value * len(ALPHABET) + _DIGITS[letter]
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return bytes(zeros) + value.to_bytes((value.bit_length() + 7) // 8, "big")


def checked(text: str) -> bytes | None:
    """What a Base58Check text holds, version byte first; None when its last four bytes are not the checksum."""
    raw = decoded(text)
    if raw is None or len(raw) <= _CHECK:
        return None
    payload, check = raw[:-_CHECK], raw[-_CHECK:]
    return payload if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:_CHECK] == check else None


def encoded(raw: bytes) -> str:
    value, letters = int.from_bytes(raw, "big"), ""
    while value:
        value, digit = divmod(value, len(ALPHABET))
        letters = ALPHABET[digit] + letters
    return ALPHABET[0] * (len(raw) - len(raw.lstrip(b"\0"))) + letters


def encoded_with_check(payload: bytes) -> str:
    return encoded(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:_CHECK])
