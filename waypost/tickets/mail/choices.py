"""A customer's answer in, the numbered choices that it takes out."""

from __future__ import annotations

import re
from typing import Sequence

from waypost.tickets.mail.words import mail_words, plain
from waypost.tickets.types import Choice

MOST_WORDS = 6
_WORD = re.compile(r"\w+|№")


def chosen(text: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices whose numbers a short answer names (`2`, `number 2 please`, `1 en 3`); none when it says anything else.

    The words of a choice, written out, count too.
    """
    told = plain(text).strip(" .!\"'")
    titled = tuple(choice for choice in choices if plain(choice.title) == told)
    if titled:
        return titled
    words = _WORD.findall(told)
    numbers = [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) <= 2]
    courtesy = frozenset(part for phrase in (*mail_words().number_words, *mail_words().closings) for part in _WORD.findall(phrase))
    if not numbers or len(words) > MOST_WORDS or not all(word.isdecimal() or word in courtesy for word in words):
        return ()
    if not all(0 < number <= len(choices) for number in numbers):
        return ()
    return tuple(choices[number - 1] for number in dict.fromkeys(numbers))
