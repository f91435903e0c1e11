"""A message in, what a maintainer may see of it out; and which messages say the same."""

from __future__ import annotations

from evals.overlap import words_in
from waypost.safety.personal import mask

LONGEST_SHOWN = 280


def shown(text: str) -> str:
    """One line without secrets, e-mail addresses and phone numbers: looked for once more, whatever the door has removed."""
    line = " ".join(mask(text).split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def plain(text: str) -> str:
    """The same for two messages that differ in capitals, punctuation or blanks only."""
    return " ".join(words_in(text))
