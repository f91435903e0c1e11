"""Text in, the places of payment card numbers out: 12 to 19 digits with the check digit of Luhn and the first digits of an issuer."""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from waypost.safety.spans import inside

SIZES = range(12, 20)
FEWEST_IN_GROUP = 4
"""Smaller groups are thousands of an amount, or a phone number."""
_NUMBER = re.compile(r"(?<![\w+.,#$€])\d(?:[ \u00a0.-]{0,2}\d){11,22}(?![\w]|[.,]\d)")
_EXPIRY = re.compile(
    r"[\s,;]{0,3}(?:exp\w*\W{0,2})?(?:0[1-9]|1[0-2])\s?[/.-]\s?(?:20)?\d\d(?:[\s,;]{1,3}(?:cvv|cvc)?\W{0,2}\d{3,4}\b)?", re.IGNORECASE
)
_ISSUERS = tuple(
    (re.compile(start), sizes)
    for start, sizes in (
        ("4", (13, 16, 19)),
        ("5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)", (16,)),
        ("3[47]", (15,)),
        ("3(?:0[0-5]|[689])", (14, 16)),
        ("35(?:2[89]|[3-8])", range(16, 20)),
        ("6(?:011|5|4[4-9]|22)|62|81", range(16, 20)),
        ("220[0-4]", range(16, 20)),
        ("50(?:18|20|38)|5[678]|6304|67(?:59|6[1-3])|0604", range(12, 20)),
        ("60|508|9792|5078|650", (16,)),
    )
)


def cards(text: str, links: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Start and end of each number, with the date and code that follow it. Numbers after a plus sign are phones."""
    for match in _NUMBER.finditer(text):
        end = _end_of_card(match)
        if end and not inside(match.start(), links):
            expiry = _EXPIRY.match(text, end)
            yield match.start(), expiry.end() if expiry else end


def _end_of_card(match: re.Match[str]) -> int | None:
    """Where the longest card number ends that begins here and ends with a group of digits."""
    groups = list(re.finditer(r"\d+", match.group()))
    for count in range(len(groups), 0, -1):
        sizes = [len(group.group()) for group in groups[:count]]
        even = len(set(sizes[:-1])) <= 1 and sizes[0] in (2, 5)
        if all(size >= FEWEST_IN_GROUP for size in sizes[:-1]) or even:
            number = "".join(group.group() for group in groups[:count])
            if is_card(number):
                return match.start() + groups[count - 1].end()
    return None


def is_card(digits: str) -> bool:
    return len(digits) in SIZES and luhn(digits) and any(start.match(digits) and len(digits) in sizes for start, sizes in _ISSUERS)


def luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)) % 10 == 0
