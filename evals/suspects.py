"""`python -m evals.suspects [LANGUAGE ...]`: data/nlu in, build/eval/suspects.<language>.tsv out: messages that somebody should look at.

near_duplicate   nearly the same text twice under one need: adds nothing
neighbours       nearly the same text under two needs: one label is wrong, or the needs' boundary is
sure_and_wrong   a model that has not seen the message is surest of another need
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from evals.messages import Labelled, training_messages
from waypost.content.files import ROOT
from waypost.content.languages import live_languages
from waypost.nlu.needs.model import Blocks, NeedModel
from waypost.nlu.reading import common_words, read

OUT = ROOT / "build" / "eval"
SAME, NEAR, SURE = 0.93, 0.8, 0.7
FOLDS = 5
CHUNK = 512
TEXT_BLOCKS = 2
"""Of the features only words and letters are compared: two messages with other names are not the same message."""


@dataclass(frozen=True)
class Suspect:
    """kind: of the three above. weight: likeness or confidence, 0 to 1. other: the message or the need that speaks against it."""

    kind: str
    weight: float
    message: Labelled
    other: str

    def line(self) -> str:
        return f"{self.kind}\t{self.weight:.2f}\t{self.message.label}\t{self.message.text}\t{self.other}"


def suspects(messages: Sequence[Labelled], features: Sequence[Blocks]) -> list[Suspect]:
    """Of one language, the worst of each kind first."""
    found = [*_alike(messages, features), *_misjudged(messages, features)]
    return sorted(found, key=lambda one: (one.kind, -one.weight))


def _alike(messages: Sequence[Labelled], features: Sequence[Blocks]) -> Iterator[Suspect]:
    matrix = _text_matrix(features)
    for start in range(0, len(messages), CHUNK):
        likeness = (matrix[start : start + CHUNK] @ matrix.T).tocoo()
        for row, column, value in zip(likeness.row + start, likeness.col, likeness.data, strict=True):
            one, other = messages[row], messages[column]
            if column <= row or value < NEAR or (one.label == other.label and value < SAME):
                continue
            kind = "near_duplicate" if one.label == other.label else "neighbours"
            yield Suspect(kind, float(value), one, f"{other.label}: {other.text}")


def _text_matrix(features: Sequence[Blocks]) -> csr_matrix:
    """Rows of length 1 over words and letters, weighed by rarity."""
    texts = [[f"{block}:{word}" for block in range(TEXT_BLOCKS) for word in set(message[block])] for message in features]
    spread = Counter(word for text in texts for word in text)
    number = {word: at for at, word in enumerate(spread)}
    idf = np.log(len(texts) / np.fromiter(spread.values(), dtype=float)) + 1
    columns = [np.array([number[word] for word in text], dtype=np.int64) for text in texts]
    values = [idf[at] / np.linalg.norm(idf[at]) if len(at) else idf[at] for at in columns]
    starts = np.cumsum([0, *map(len, columns)])
    return csr_matrix((np.concatenate(values), np.concatenate(columns), starts), shape=(len(texts), len(number)))


def _misjudged(messages: Sequence[Labelled], features: Sequence[Blocks]) -> Iterator[Suspect]:
    """Each fold is judged by a model of the others."""
    fold: NDArray[Any] = np.random.default_rng(0).integers(FOLDS, size=len(messages))
    for number in range(FOLDS):
        seen = [at for at in range(len(messages)) if fold[at] != number]
        model = NeedModel.train([features[at] for at in seen], [messages[at].label for at in seen])
        for at in np.flatnonzero(fold == number):
            shares = model.probabilities(features[at])
            best = int(shares.argmax())
            if model.needs[best] != messages[at].label and shares[best] >= SURE:
                yield Suspect("sure_and_wrong", float(shares[best]), messages[at], model.needs[best])


def main(arguments: Sequence[str]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    every = list(training_messages())
    for language in arguments or live_languages():
        messages = [message for message in every if message.language == language]
        common = common_words({language: [message.text for message in messages]})
        found = suspects(messages, [read(message.text, language, common).features() for message in messages])
        path = OUT / f"suspects.{language}.tsv"
        path.write_text("".join(one.line() + "\n" for one in found), encoding="utf-8")
        counts = Counter(one.kind for one in found)
        print(
            f"{language}: {len(messages)} messages, " + ", ".join(f"{kind} {times}" for kind, times in sorted(counts.items())), path.relative_to(ROOT)
        )


if __name__ == "__main__":
    main(sys.argv[1:])
