"""Language model: langdetect's profiles mixed with each locale's own messages, as one table of character trigrams.

langdetect's own detector samples at random and saturates, so its profiles are used as what they are, counts of 1- to 3-grams,
and scored exactly: same text, same scores, in every process. Malay has no profile and starts from Indonesian (languages.yml).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

import langdetect
import numpy as np
from numpy.typing import NDArray

from waypost.content.files import ROOT
from waypost.nlu.language.cleaning import CYRILLIC, LATIN

PROFILES = Path(langdetect.__file__).parent / "profiles"
FOREIGN = ROOT / "data" / "foreign"
BACKGROUND = {
    "Latin": ("id", "af", "de", "fr", "es", "it", "pt", "tl", "pl", "tr", "vi", "sv", "da", "ro", "cs", "fi", "hu", "sw"),
    "Cyrillic": ("uk", "bg", "mk"),
}
"""Languages that are recognised so as not to be taken for one of ours; never answered in."""

WEIGHTS = (0.62, 0.25, 0.10)
FLOOR = 1e-5
Counts = Mapping[str, float]


def foreign_texts() -> dict[str, list[str]]:
    """What people write to a support desk in languages that are not ours, by language: one message a line of data/foreign/<code>.txt."""
    return {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted(FOREIGN.glob("*.txt"))}


def profile_counts(code: str) -> Counter[str]:
    """n-gram counts of langdetect's profile, lower-cased (the files count capitals apart)."""
    counts: Counter[str] = Counter()
    for gram, count in json.loads((PROFILES / code).read_text(encoding="utf-8"))["freq"].items():
        counts[gram.lower()] += count
    return counts


def text_counts(words: Iterable[str]) -> Counter[str]:
    """n-gram counts of words, with a blank at either edge, as langdetect counts them."""
    counts: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        for size in (1, 2, 3):
            counts.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    return counts


def trigram_logs(grams: Sequence[str], sources: Sequence[Counts]) -> NDArray[Any]:
    """Natural log of P(third letter | first two), interpolated with shorter contexts, averaged over the sources. Shape: (len(grams),)."""
    total = np.zeros(len(grams))
    for counts in sources:
        letters = sum(count for gram, count in counts.items() if len(gram) == 1) or 1
        total += [_probability(counts, letters, gram) for gram in grams]
    return np.log(total / len(sources))


def _probability(counts: Counts, letters: float, gram: str) -> float:
    three, two, one = WEIGHTS
    after_two = counts.get(gram, 0) / max(counts.get(gram[:2], 0), counts.get(gram, 0), 1)
    after_one = counts.get(gram[1:], 0) / max(counts.get(gram[1], 0), counts.get(gram[1:], 0), 1)
    return three * after_two + two * after_one + one * counts.get(gram[2], 0) / letters + FLOOR


def in_script(gram: str, script: str) -> bool:
    letters = gram.strip()
    pattern = CYRILLIC if script == "Cyrillic" else LATIN
    return bool(letters) and all(pattern.match(letter) or letter in "'’ " for letter in letters)
