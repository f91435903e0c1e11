"""The training messages in, the judged replies of Rasa's stock pipeline trained on them out: what our own components must beat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Sequence

import yaml

from evals.evaluation import Evaluation, NeedEvaluation, judged_by_needs
from evals.messages import Labelled, need_messages, training_messages
from evals.nlu import Fallback, Understood
from waypost.content.files import ROOT
from waypost.errors import BotError
from waypost.nlu.needs.judge import Ranking

DEFAULT_EPOCHS = 25


class StockFailed(BotError):
    """Training or running the stock pipeline ended with an error; its output is above."""


def with_stock(evaluation: Evaluation, epochs: int) -> Evaluation:
    return replace(evaluation, stock=evaluate_stock(need_messages(), epochs))


def evaluate_stock(messages: Sequence[Labelled], epochs: int) -> NeedEvaluation:
    """Trains in a temporary folder (minutes to an hour, gigabytes of memory). It is told the language of each message."""
    with tempfile.TemporaryDirectory(prefix="waypost-stock-") as name:
        folder = Path(name)
        _write(folder, epochs)
        _run(
            folder,
            "waypost.ops.rasa_quietly",
            "train",
            "nlu",
            "--config",
            "config.yml",
            "--nlu",
            "nlu.yml",
            "--out",
            ".",
            "--fixed-model-name",
            "stock",
        )
        (folder / "texts.json").write_text(json.dumps([message.text for message in messages]), encoding="utf-8")
        _run(folder, "evals.stock_rankings", "stock.tar.gz", "texts.json", "rankings.json")
        rankings = json.loads((folder / "rankings.json").read_text(encoding="utf-8"))
    by_text = {message.text: ranking for message, ranking in zip(messages, rankings, strict=True)}
    fallback = Fallback.from_config()
    return judged_by_needs(messages, lambda message: _understood(by_text[message.text], fallback, message.language))


def pipeline(epochs: int) -> list[dict[str, Any]]:
    """As Rasa's documentation suggests it for any language."""
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True, "entity_recognition": False, "random_seed": 1},
    ]


def _write(folder: Path, epochs: int) -> None:
    config = {"recipe": "default.v1", "assistant_id": "stock", "language": "en", "pipeline": pipeline(epochs)}
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


def _understood(ranking: Ranking, fallback: Fallback, language: str) -> Understood:
    return Understood(fallback.need(ranking), ranking, (), language)
