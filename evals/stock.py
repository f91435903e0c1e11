"""The training messages in, the figures of Rasa's own classifiers trained on them out: what our own components must beat.

A run takes from minutes to an hour, so its figures are kept in evals/stock.json and every report shows the last ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Sequence

import yaml

from evals.evaluation import judged_by_needs
from evals.messages import forum_messages, need_messages, real_questions, training_messages
from evals.nlu import Understood, thresholds
from waypost.content.files import ROOT
from waypost.errors import BotError
from waypost.nlu.needs.fallback import Thresholds
from waypost.nlu.needs.judge import Ranking

DEFAULT_EPOCHS = 25
KEPT = ROOT / "evals" / "stock.json"
CLASSIFIERS: dict[str, dict[str, Any]] = {
    "diet": {"name": "DIETClassifier", "constrain_similarities": True, "entity_recognition": False, "random_seed": 1},
    "logistic": {"name": "LogisticRegressionClassifier", "max_iter": 200, "random_state": 1},
}


class StockFailed(BotError):
    """Training or running the stock pipeline ended with an error; its output is above."""


@dataclass(frozen=True)
class Stock:
    """One classifier's last run. figures: by language and `all`; forum and questions: right answers there."""

    classifier: str
    epochs: int
    messages: int
    training_s: float
    figures: dict[str, dict[str, float]]
    forum: float
    questions: float


def kept_stock(path: Path = KEPT) -> list[Stock]:
    """The last run of each classifier; none before the first."""
    return [Stock(**record) for record in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def run_stock(classifier: str, epochs: int = DEFAULT_EPOCHS) -> Stock:
    """Trains and judges one of CLASSIFIERS and keeps its figures. It is told the language of each message."""
    sets = (need_messages(), forum_messages(), real_questions())
    messages = [message for group in sets for message in group]
    with tempfile.TemporaryDirectory(prefix="waypost-stock-") as name:
        started = time.monotonic()
        rankings = _rankings(Path(name), [message.text for message in messages], classifier, epochs)
    by_text = {message.text: ranking for message, ranking in zip(messages, rankings.ranked, strict=True)}
    fallback = thresholds()
    needs, forum, questions = (judged_by_needs(group, lambda one: _understood(by_text[one.text], fallback, one.language)) for group in sets)
    figures = {group: {name: round(value, 4) for name, value in values.items()} for group, values in needs.figures.items()}
    trained_on = sum(1 for _ in training_messages())
    right = [round(group.figures["all"]["right"], 4) for group in (forum, questions)]
    stock = Stock(classifier, epochs if classifier == "diet" else 0, trained_on, round(rankings.trained - started, 1), figures, *right)
    _keep(stock)
    return stock


@dataclass(frozen=True)
class _Rankings:
    """ranked: of every message in order. trained: when training ended, monotonic seconds."""

    ranked: list[Ranking]
    trained: float


def _rankings(folder: Path, texts: Sequence[str], classifier: str, epochs: int) -> _Rankings:
    _write(folder, classifier, epochs)
    files = ("--config", "config.yml", "--nlu", "nlu.yml", "--out", ".", "--fixed-model-name", "stock")
    _run(folder, "waypost.ops.rasa_quietly", "train", "nlu", *files)
    trained = time.monotonic()
    (folder / "texts.json").write_text(json.dumps(list(texts)), encoding="utf-8")
    _run(folder, "evals.stock_rankings", "stock.tar.gz", "texts.json", "rankings.json")
    return _Rankings(json.loads((folder / "rankings.json").read_text(encoding="utf-8")), trained)


def _keep(stock: Stock) -> None:
    runs = [*(one for one in kept_stock() if one.classifier != stock.classifier), stock]
    records = [asdict(run) for run in sorted(runs, key=lambda run: run.classifier)]
    KEPT.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")


def pipeline(classifier: str, epochs: int) -> list[dict[str, Any]]:
    """As Rasa's documentation suggests it for any language."""
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {**CLASSIFIERS[classifier], **({"epochs": epochs} if classifier == "diet" else {})},
    ]


def _write(folder: Path, classifier: str, epochs: int) -> None:
    config = {"recipe": "default.v1", "assistant_id": "stock", "language": "en", "pipeline": pipeline(classifier, epochs)}
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    examples: dict[str, dict[str, None]] = {}
    for message in training_messages():
        examples.setdefault(message.label, {})[f"- {message.text}"] = None
    blocks = [{"intent": need, "examples": "\n".join(lines) + "\n"} for need, lines in examples.items()]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True), encoding="utf-8")


def _run(folder: Path, module: str, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder), "PYTHONWARNINGS": "ignore"}
    if subprocess.run([sys.executable, "-m", module, *arguments], cwd=folder, env=environment, check=False).returncode != 0:
        raise StockFailed(f"{module} failed: the lines above say why")


def _understood(ranking: Ranking, fallback: Thresholds, language: str) -> Understood:
    return Understood(fallback.need(ranking), ranking, (), language)
