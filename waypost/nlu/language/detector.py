"""Words of a message in, the language it is surely written in out; nothing when not sure.

Deterministic and thread-safe. A language is named only when its score beats the second best, and the language of the
conversation so far, by a margin that shrinks with the length of the message: a false switch of language costs the person
more than a missed one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from waypost.nlu.language import model
from waypost.nlu.language.cleaning import language_words, script_of
from waypost.nlu.language.translit import HABITS, transliterate

MARGINS = (2.0, 1.5, 1.0)
"""Natural-log margin for 1-2, 3-6 and more words."""
TO_A_NEIGHBOUR = 3.0
"""How much more it takes to go from the conversation's language to one so near that many messages are good in both."""
BACKGROUND_HANDICAP = 2.5
WORD_CLIP = 9.0
WORD_WEIGHT = 0.6
KNOWN_WEIGHT = 0.8
KNOWN_CLIP = 4.0
KNOWN_TO_OTHERS = -0.5
"""How much a word that our people write speaks against a language that is not ours: little, it may well be one of its words too."""
FEWEST_WORDS = 20_000
"""A smaller text counts as one of this size, or its rare words would seem frequent."""
UNKNOWN = -2.0
"""What a word that none of our people ever wrote takes from all of our languages."""
TRANSLITERATED = "ru-Latn"
READABLE = -4.6
"""Mean log-probability of a letter below which a message is no language at all (a fist on the keyboard)."""
CYRILLIC_HINTS = {"ru": ("ыэё", 4.0), "uk": ("іїєґ", 4.0), "bg": ("ъ", 1.0)}


@dataclass(frozen=True)
class Opinion:
    """What the detector makes of one message. language: a live code, or None when not sure. foreign: a language we do not answer in,
    when that is sure. words: how many words could tell anything."""

    language: str | None
    foreign: str | None
    words: int
    scores: Mapping[str, float]


@dataclass(frozen=True)
class _Table:
    """Log-probabilities of one script: a row per trigram and a last one for those never seen, a column per language."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    logs: NDArray[Any]
    known: Mapping[str, NDArray[Any]]
    """How much a word that people here use speaks for each language."""


class Detector:
    """Trained from the live languages' messages; see `train` and `save`."""

    def __init__(self, tables: Mapping[str, _Table], live: Sequence[str], neutral: frozenset[str]) -> None:
        self._tables = tables
        self._live = tuple(live)
        self._neutral = neutral

    def opinion(self, text: str, current: str | None = None, near: Collection[str] = ()) -> Opinion:
        """The language of a message, given the conversation's language so far and that one's neighbours (of languages.yml)."""
        words = language_words(text, self._neutral)
        script = script_of(words)
        table = self._tables.get(script)
        own = [word for word in words if script_of([word]) == script]
        if table is None or not own:
            return Opinion(None, None, len(words), {})
        words = own
        scores, readable = self._scores(words, table)
        if not readable:
            return Opinion(self._only_language_of(script) if current is None else None, None, len(words), scores)
        return _decide(scores, current, len(words), self._live, near)

    def _only_language_of(self, script: str) -> str | None:
        """The one live language written in a script, if there is just one."""
        written = [label for label in self._tables[script].labels if label in self._live]
        return written[0] if len(written) == 1 else None

    def _scores(self, words: Sequence[str], table: _Table) -> tuple[dict[str, float], bool]:
        """Log-scores by language, and whether the letters read like any of them."""
        ours = np.array([label in self._live or label == TRANSLITERATED for label in table.labels], dtype=float)
        unseen = len(table.logs) - 1
        read = [[table.rows.get(padded[at : at + 3], unseen) for at in range(len(padded) - 2)] for padded in (f" {word} " for word in words)]
        letters = np.add.reduceat(table.logs[list(chain.from_iterable(read))], [0, *accumulate(map(len, read[:-1]))], axis=0, dtype=float)
        total = WORD_WEIGHT * np.maximum(letters - letters.max(axis=1, keepdims=True), -WORD_CLIP).sum(axis=0)
        for word in words:
            total += KNOWN_WEIGHT * table.known[word] if word in table.known else UNKNOWN * ours
        scores = dict(zip(table.labels, total.tolist(), strict=True))
        joined = "".join(words)
        for label, (letters_of, bonus) in CYRILLIC_HINTS.items():
            if label in scores and any(letter in joined for letter in letters_of):
                scores[label] += bonus
        return scores, bool(letters.sum(axis=0).max() / sum(map(len, read)) > READABLE)

    # -- training and storage ------------------------------------------------------------------------------------------------

    @classmethod
    def train(
        cls,
        messages: Mapping[str, Sequence[str]],
        scripts: Mapping[str, str],
        profiles: Mapping[str, str],
        foreign: Mapping[str, Sequence[str]] | None = None,
    ) -> Detector:
        """messages: texts by live language; scripts and profiles: of languages.yml, by the same codes; foreign: texts of languages not ours."""
        neutral = shared_words(messages)
        texts = {code: [word for text in lines for word in language_words(text, neutral)] for code, lines in messages.items()}
        others = {code: [word for text in lines for word in language_words(text, neutral)] for code, lines in (foreign or {}).items()}
        tables = {}
        for script in ("Latin", "Cyrillic"):
            corpora = {code: words for code, words in texts.items() if scripts[code] == script}
            if script == "Latin" and "ru" in texts:
                corpora[TRANSLITERATED] = [transliterate(word, i % len(HABITS)) for i, word in enumerate(texts["ru"])]
            tables[script] = _train_script(script, corpora, profiles, others)
        return cls(tables, tuple(messages), neutral)

    def save(self, path: Path) -> None:
        """One compressed file, readable without unpickling code."""
        arrays: dict[str, NDArray[Any]] = {"live": np.array(self._live), "neutral": np.array(sorted(self._neutral))}
        for script, table in self._tables.items():
            arrays[f"{script}.labels"] = np.array(table.labels)
            arrays[f"{script}.grams"] = np.array(list(table.rows))
            arrays[f"{script}.logs"] = table.logs.astype(np.float32)
            arrays[f"{script}.words"] = np.array(list(table.known))
            arrays[f"{script}.known"] = np.array(list(table.known.values()), dtype=np.float32)
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Detector:
        with np.load(path, allow_pickle=False) as arrays:
            tables: dict[str, _Table] = {}
            for script in ("Latin", "Cyrillic"):
                rows = {gram: row for row, gram in enumerate(arrays[f"{script}.grams"].tolist())}
                known = dict(zip(arrays[f"{script}.words"].tolist(), arrays[f"{script}.known"], strict=True))
                tables[script] = _Table(tuple(arrays[f"{script}.labels"].tolist()), rows, arrays[f"{script}.logs"], known)
            return cls(tables, tuple(arrays["live"].tolist()), frozenset(arrays["neutral"].tolist()))


def _decide(scores: Mapping[str, float], current: str | None, words: int, live: Sequence[str], near: Collection[str]) -> Opinion:
    """The margin rule over the scores of one message."""
    by_language: dict[str, float] = {}
    for label, score in scores.items():
        code = "ru" if label == TRANSLITERATED else label
        handicap = 0.0 if code in live else BACKGROUND_HANDICAP
        by_language[code] = max(by_language.get(code, -np.inf), score - handicap)
    ranked = sorted(by_language.items(), key=lambda item: (-item[1], item[0]))
    best, best_score = ranked[0]
    rivals = [score for _, score in ranked[1:2]]
    if current in by_language and current != best:
        rivals.append(by_language[current])
    margin = MARGINS[0] if words <= 2 else MARGINS[1] if words <= 6 else MARGINS[2]
    margin *= TO_A_NEIGHBOUR if best in near and best != current else 1
    sure = all(best_score - rival > margin for rival in rivals)
    if best == "ru" and scores.get(TRANSLITERATED, -np.inf) > scores.get("ru", -np.inf) and words < 2 and current != "ru":
        sure = False  # one transliterated word ("ja") is any language's
    if best in live:
        return Opinion(best if sure else None, None, words, by_language)
    return Opinion(None, best if sure and words >= 3 else None, words, by_language)


def shared_words(messages: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Words that people of most languages use alike (names, product words): they say nothing about the language."""
    shares: dict[str, Counter[str]] = {}
    for code, lines in messages.items():
        counts = Counter(word for text in lines for word in set(language_words(text)))
        shares[code] = Counter({word: count / max(len(lines), 1) for word, count in counts.items() if count >= 2})
    most = max(len(messages) - 1, 2)
    found = set()
    for word in set().union(*shares.values()):
        rates = sorted((share[word] for share in shares.values()), reverse=True)
        if len(rates) >= most and rates[most - 1] > 0 and rates[most - 1] >= rates[0] / 8:
            found.add(word)
    return frozenset(found)


@lru_cache(maxsize=64)
def _profile(code: str) -> Counter[str]:
    return model.profile_counts(code)


def _train_script(script: str, corpora: Mapping[str, Sequence[str]], profiles: Mapping[str, str], foreign: Mapping[str, Sequence[str]]) -> _Table:
    background = [code for code in model.BACKGROUND[script] if code not in corpora]
    labels = (*corpora, *background)
    sources: list[list[model.Counts]] = []
    for code, words in corpora.items():
        own: list[model.Counts] = [model.text_counts(words)]
        sources.append(own if code == TRANSLITERATED else [*own, _profile(profiles[code])])
    for code in background:
        sources.append([model.text_counts(foreign[code]), _profile(code)] if code in foreign else [_profile(code)])
    grams = sorted({gram for group in sources for counts in group for gram in counts if len(gram) == 3 and model.in_script(gram, script)})
    columns = np.stack([model.trigram_logs(grams, group) for group in sources], axis=1)
    logs = np.vstack([columns, np.full(len(labels), np.log(model.FLOOR * 10))])
    return _Table(labels, {gram: row for row, gram in enumerate(grams)}, logs, _known_words(labels, corpora, foreign))


def _known_words(labels: Sequence[str], corpora: Mapping[str, Sequence[str]], foreign: Mapping[str, Sequence[str]]) -> dict[str, NDArray[Any]]:
    """How much a word that people use speaks for each language; against one that is not ours, with little or no text, at most KNOWN_TO_OTHERS."""
    counts = [Counter(corpora.get(code, foreign.get(code, ()))) for code in labels]
    ours = np.array([code in corpora for code in labels])
    totals = np.array([max(sum(count.values()), FEWEST_WORDS) for count in counts], dtype=float)
    enough = [2 if code in corpora else 1 for code in labels]
    found = {}
    for word in {word for count, least in zip(counts, enough, strict=True) for word, times in count.items() if times >= least}:
        rates = np.array([count[word] for count in counts]) / totals + 2e-6
        found[word] = np.maximum(np.log(rates / rates.max()), np.where(ours, -KNOWN_CLIP, KNOWN_TO_OTHERS))
    return found
