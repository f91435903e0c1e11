"""A message that opens or ends with a courtesy in, the part that carries the need out: "thanks, and how do I get it back?"."""

from __future__ import annotations

import re
from typing import Iterator

COURTESIES = frozenset({"greet", "thanks", "goodbye", "affirm", "deny"})
FEWEST_WORDS = 3
SURE = 0.5
_CLAUSE = re.compile(r"[,.!?;:\n)]+\s*|\s+[-–—]+\s+")


def parts(text: str) -> Iterator[str]:
    """What is left of a message without its first or its last clause, when that still says something."""
    cuts = [match for match in _CLAUSE.finditer(text) if match.end() < len(text.rstrip())]
    if not cuts:
        return
    for part in (text[cuts[0].end() :], text[: cuts[-1].start()]):
        if len(part.split()) >= FEWEST_WORDS:
            yield part
