"""Our training messages and answers in, a project as `rasa init` makes one out, trained once and kept under build/: what Waypost is compared with.

Pipeline and policies are those that Rasa takes when a project names none (its default_config.yml): DIET, TED and their company. Its epochs are
fewer, and the messages may be, because a training with Rasa's own numbers takes hours; what was used stands in the report. Each need is a
story of one turn whose answer is an utterance with Waypost's English text and buttons; the few rules are those of `rasa init`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import rasa.engine.recipes
import yaml

from bench.plan import Plan
from evals.messages import Labelled, training_messages
from waypost.content.answers import VALUES
from waypost.content.files import ROOT
from waypost.content.live import catalog
from waypost.errors import BotError

DEFAULT_CONFIG = Path(rasa.engine.recipes.__file__).parent / "config_files" / "default_config.yml"
RULES = ("greet", "goodbye", "bot_challenge")
FALLBACK, ASIDE = "nlu_fallback", "utter_default"
MODEL = "stock.tar.gz"
REST_ONLY = {"rest": None}


class StockFailed(BotError):
    """The stock project could not be trained; the lines above say why."""


@dataclass(frozen=True)
class StockProject:
    """A trained project. training_s: of the run that made it."""

    folder: Path
    messages: int
    epochs: int
    training_s: float

    @property
    def model(self) -> Path:
        return self.folder / MODEL

    def described(self) -> dict[str, Any]:
        return {
            "messages": self.messages,
            "epochs": self.epochs,
            "training_s": self.training_s,
            "model_mb": round(self.model.stat().st_size / 2**20, 1),
        }


def ready(plan: Plan) -> StockProject:
    """The project for this plan and today's content, trained now when there is none. Raises StockFailed."""
    messages = chosen(list(training_messages()), plan.stock_messages)
    folder = plan.folder / f"stock-{_fingerprint(messages, plan.stock_epochs)}"
    facts = folder / "training.json"
    if not (facts.exists() and (folder / MODEL).exists()):
        write(folder, messages, plan.stock_epochs)
        started = time.monotonic()
        _train(folder)
        training_s = round(time.monotonic() - started, 1)
        facts.write_text(json.dumps({"messages": len(messages), "epochs": plan.stock_epochs, "training_s": training_s}), encoding="utf-8")
    return StockProject(folder, **json.loads(facts.read_text(encoding="utf-8")))


def chosen(messages: Sequence[Labelled], most: int | None) -> list[Labelled]:
    """At most so many, spread evenly over all of them."""
    if most is None or most >= len(messages):
        return list(messages)
    return [messages[at * len(messages) // most] for at in range(most)]


def write(folder: Path, messages: Sequence[Labelled], epochs: int) -> None:
    """Every file of the project."""
    folder.mkdir(parents=True, exist_ok=True)
    needs = sorted({message.label for message in messages})
    files = {"config": config(epochs), "domain": domain(needs), "data": data(messages, needs), "credentials": REST_ONLY, "endpoints": {}}
    for name, content in files.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def config(epochs: int) -> dict[str, Any]:
    """Rasa's default configuration with these epochs wherever it trains a network."""
    default = yaml.safe_load(DEFAULT_CONFIG.read_text(encoding="utf-8"))
    parts = {kind: [{**part, **({"epochs": epochs} if "epochs" in part else {})} for part in default[kind]] for kind in ("pipeline", "policies")}
    return {"recipe": "default.v1", "assistant_id": "stock", "language": "en", **parts}


def domain(needs: Sequence[str]) -> dict[str, Any]:
    said = {f"utter_{need}": [_utterance(need)] for need in needs}
    return {"version": "3.1", "intents": [*needs, FALLBACK], "responses": {**said, ASIDE: [_utterance("fallback")]}}


def _utterance(need: str) -> dict[str, Any]:
    """Waypost's English answer; of a need that has none by itself, its question."""
    copy = catalog()
    reply = copy.render("en", need if need in copy.keys("en") and not VALUES.get(need) else "clarify.open")
    buttons = [{"title": button.title, "payload": f"/{button.payload.partition(':')[2]}"} for button in reply.buttons]
    return {"text": reply.text, **({"buttons": buttons} if buttons else {})}


def data(messages: Sequence[Labelled], needs: Sequence[str]) -> dict[str, Any]:
    examples: dict[str, dict[str, None]] = {need: {} for need in needs}
    for message in messages:
        examples[message.label][f"- {message.text}"] = None
    steps = {need: [{"intent": need}, {"action": f"utter_{need}"}] for need in needs}
    return {
        "version": "3.1",
        "nlu": [{"intent": need, "examples": "\n".join(lines) + "\n"} for need, lines in examples.items()],
        "stories": [{"story": need, "steps": steps[need]} for need in needs if need not in RULES],
        "rules": [
            *({"rule": need, "steps": steps[need]} for need in needs if need in RULES),
            {"rule": "not understood", "steps": [{"intent": FALLBACK}, {"action": ASIDE}]},
        ],
    }


def environment(folder: Path) -> dict[str, str]:
    """For Rasa's own processes: quiet, no telemetry, temporary files in the project's folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder), "PYTHONWARNINGS": "ignore"}


def _train(folder: Path) -> None:
    print(f"bench | training the stock project in {folder}: minutes", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "waypost.ops.rasa_quietly", "train", "--data", "data.yml", "--out", ".", "--force"]
    done = subprocess.run([*command, "--fixed-model-name", MODEL.partition(".")[0]], cwd=folder, env=environment(folder), check=False)
    if done.returncode != 0:
        raise StockFailed("the stock project could not be trained: the lines above say why")


def _fingerprint(messages: Sequence[Labelled], epochs: int) -> str:
    parts = [str(epochs), *(f"{message.label}\t{message.text}" for message in messages)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
