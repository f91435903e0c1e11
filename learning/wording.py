"""A message in, what a maintainer may see of it out; and which messages say the same."""

from __future__ import annotations

import unicodedata

from evals.overlap import words_in
from waypost.safety.personal import mask

LONGEST_SHOWN = 280
_JOINER = "\u200d"


def one_line(text: str) -> str:
    """Without line breaks, and without characters that nobody sees or that a terminal would obey."""
    seen = "".join(letter if letter == _JOINER or unicodedata.category(letter)[0] != "C" else " " for letter in text)
    return " ".join(seen.split())


def shown(text: str) -> str:
    """One line without secrets, e-mail addresses and phone numbers: looked for once more, whatever the door has removed."""
    line = one_line(mask(text))
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def plain(text: str) -> str:
    """The same for two messages that differ in capitals, punctuation or blanks only."""
    return " ".join(words_in(text))
