"""A message that opens with a courtesy in, the part that carries the need out: "thanks, and how do I get it back?"."""

from __future__ import annotations

import re

COURTESIES = frozenset({"greet", "thanks", "goodbye", "affirm", "deny"})
FEWEST_WORDS = 3
SURE = 0.5
_CLAUSE = re.compile(r"[,.!?;:\n)]+\s*|\s+[-–—]+\s+")


def after_courtesy(text: str) -> str | None:
    """What follows the first clause of a message, when it still says something.

    Only what follows: a need before the thanks is seen by the classifier itself, and "it has arrived, thanks" has none.
    """
    cut = _CLAUSE.search(text.rstrip())
    rest = text[cut.end() :].strip() if cut else ""
    return rest if len(rest.split()) >= FEWEST_WORDS else None
