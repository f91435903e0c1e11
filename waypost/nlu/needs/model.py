"""Features in, a probability for each need out: a linear SVM over TF-IDF blocks, calibrated on messages it was not trained on."""

from __future__ import annotations

import json
import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from waypost.nlu.needs.features import BLOCKS

Blocks = Sequence[Sequence[str]]
"""The features of one message, a list for each block."""
BLOCK_WEIGHTS = (1.0, 1.3, 1.0, 0.8, 0.2, 0.7)
RAREST = (2, 2, 2, 2, 2, 3)
"""Messages that a feature must stand in, by block."""
SALIENT = (8, 0.06)
"""A stem is paired with others when it stands in at least so many messages, and at most in this share of them (names always are)."""
C = 0.35
DEFAULT_TEMPERATURE = 0.2
TOLERANCE = 1e-2
TEMPERATURES = np.geomspace(0.05, 3.0, 80)


@dataclass(frozen=True)
class NeedModel:
    """Trained weights. vocabulary: feature -> row, by block; weights: (rows, needs); idf: (rows,)."""

    needs: tuple[str, ...]
    vocabulary: Sequence[Mapping[str, int]]
    idf: NDArray[Any]
    weights: NDArray[Any]
    bias: NDArray[Any]
    temperature: float
    salient: frozenset[str]
    """Stems that are paired."""

    def probabilities(self, blocks: Blocks) -> NDArray[Any]:
        """Calibrated probabilities in the order of `needs`. Shape: (needs,)."""
        rows, values = _row(_paired(blocks, self.salient), self.vocabulary, self.idf)
        scores = values @ self.weights[rows] + self.bias if len(rows) else self.bias
        return _softmax(scores / self.temperature)

    @classmethod
    def train(cls, messages: Sequence[Blocks], needs: Sequence[str]) -> NeedModel:
        """One entry of `needs` for each message."""
        labels = tuple(sorted(set(needs)))
        salient = _salient(messages)
        paired = [_paired(blocks, salient) for blocks in messages]
        vocabulary, idf = _vocabulary(paired)
        matrix = _matrix(paired, vocabulary, idf)
        target = np.array([labels.index(need) for need in needs])
        with ThreadPoolExecutor(1) as beside:  # the machine's learner runs without Python's lock
            temperature = beside.submit(_temperature, matrix, target)
            weights, bias = _fit(matrix, target)
        return cls(labels, vocabulary, idf, weights, bias, temperature.result(), salient)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        words = [list(block) for block in self.vocabulary]
        (folder / "needs.json").write_text(
            json.dumps(
                {"needs": self.needs, "temperature": self.temperature, "salient": sorted(self.salient), "vocabulary": words}, ensure_ascii=False
            ),
            encoding="utf-8",
        )
        np.savez(folder / "weights.npz", idf=self.idf.astype(np.float32), weights=self.weights.astype(np.float32), bias=self.bias.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> NeedModel:
        record = json.loads((folder / "needs.json").read_text(encoding="utf-8"))
        vocabulary, row = [], 0
        for block in record["vocabulary"]:
            vocabulary.append({word: row + at for at, word in enumerate(block)})
            row += len(block)
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            return cls(
                tuple(record["needs"]),
                vocabulary,
                arrays["idf"],
                arrays["weights"],
                arrays["bias"],
                record["temperature"],
                frozenset(record["salient"]),
            )


def _salient(messages: Sequence[Blocks]) -> frozenset[str]:
    """Stems that are neither rare nor everywhere."""
    spread = Counter(stem for blocks in messages for stem in set(blocks[-1]))
    least, most = SALIENT[0], SALIENT[1] * len(messages)
    return frozenset(stem for stem, times in spread.items() if stem.startswith("<") or least <= times <= max(most, least))


def _paired(blocks: Blocks, salient: frozenset[str]) -> list[Sequence[str]]:
    """The blocks with the last one's stems as unordered pairs."""
    stems = sorted(stem for stem in blocks[-1] if stem in salient)
    return [*blocks[:-1], [f"{one} {other}" for at, one in enumerate(stems) for other in stems[at + 1 :]]]


def _vocabulary(messages: Sequence[Blocks]) -> tuple[list[dict[str, int]], NDArray[Any]]:
    vocabulary: list[dict[str, int]] = []
    idf: list[float] = []
    for block in range(len(BLOCKS)):
        spread: Counter[str] = Counter()
        for message in messages:
            spread.update(set(message[block]))
        known = sorted(word for word, times in spread.items() if times >= RAREST[block])
        vocabulary.append({word: len(idf) + at for at, word in enumerate(known)})
        idf.extend(np.log((1 + len(messages)) / (1 + spread[word])) + 1 for word in known)
    return vocabulary, np.array(idf)


def _row(blocks: Blocks, vocabulary: Sequence[Mapping[str, int]], idf: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Rows and values of one message: sublinear TF-IDF, each block of length 1 times its weight."""
    rows: list[int] = []
    values: list[NDArray[Any]] = []
    for block, known, weight in zip(blocks, vocabulary, BLOCK_WEIGHTS, strict=True):
        counts = Counter([row for row in map(known.get, block) if row is not None])
        if not counts:
            continue
        rows.extend(counts)
        value = (1 + np.log(np.array([*counts.values()], dtype=float))) * idf[rows[-len(counts) :]]
        values.append(value * (weight / math.sqrt(float(value @ value))))
    return np.array(rows, dtype=np.int64), np.concatenate(values) if values else np.zeros(0)


def _matrix(messages: Sequence[Blocks], vocabulary: Sequence[Mapping[str, int]], idf: NDArray[Any]) -> csr_matrix:
    """What `_row` makes of each message, for all of them at once. Shape: (messages, features)."""
    shape = (len(messages), len(idf))
    blocks = zip(vocabulary, BLOCK_WEIGHTS, strict=True)
    return sum(_weighted(_counts([message[at] for message in messages], known, shape), idf, weight) for at, (known, weight) in enumerate(blocks))


def _counts(messages: Sequence[Sequence[str]], known: Mapping[str, int], shape: tuple[int, int]) -> csr_matrix:
    """How often each known feature stands in each message."""
    rows = [[known[word] for word in message if word in known] for message in messages]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=int(starts[-1]))
    counts = csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
    counts.sum_duplicates()
    return counts


def _weighted(counts: csr_matrix, idf: NDArray[Any], weight: float) -> csr_matrix:
    """Sublinear TF-IDF, each message of length 1 times the weight."""
    counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    counts.data *= np.repeat(weight / np.maximum(lengths, 1e-12), np.diff(counts.indptr))
    return counts


def _fit(matrix: csr_matrix, target: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Weights (features, needs) and bias (needs,) of a one-against-the-rest linear SVM."""
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=C, class_weight="balanced", tol=TOLERANCE, random_state=0).fit(matrix, target)
    if len(machine.classes_) == 2:
        return np.hstack([-machine.coef_.T, machine.coef_.T]), np.array([-machine.intercept_[0], machine.intercept_[0]])
    return np.ascontiguousarray(machine.coef_.T), machine.intercept_


def _temperature(matrix: csr_matrix, target: NDArray[Any]) -> float:
    """The softmax temperature that makes the scores of unseen messages the likeliest (temperature scaling, Guo et al. 2017).

    Trained on one half and fitted on the other: one number needs no more.
    """
    from sklearn.model_selection import StratifiedShuffleSplit

    if int(np.bincount(target).min()) < 2:
        return DEFAULT_TEMPERATURE
    seen, unseen = next(StratifiedShuffleSplit(1, test_size=0.5, random_state=0).split(matrix, target))
    weights, bias = _fit(matrix[seen], target[seen])
    scores = matrix[unseen] @ weights + bias

    def loss(temperature: float) -> float:
        chosen = np.take_along_axis(_softmax(scores / temperature), target[unseen][:, None], axis=1)
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(min(TEMPERATURES, key=loss))


def _softmax(scores: NDArray[Any]) -> NDArray[Any]:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
