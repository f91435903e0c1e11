"""Content and configuration in, a trained model out; trains only when one of them changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator

from waypost.content.files import ROOT
from waypost.errors import BotError

MODELS = ROOT / "models"
LEARNT_FROM = (
    "config.yml",
    "domain.yml",
    "languages.yml",
    "data/**/*.yml",
    "data/foreign/*.txt",
    "facts/*.yml",
    "waypost/nlu/**/*.py",
    "requirements/run.txt",
)


class TrainingFailed(BotError):
    """`rasa train` ended with an error; its output is above."""


def sources() -> Iterator[Path]:
    """Every file that the model is learnt from, in a fixed order."""
    for pattern in LEARNT_FROM:
        yield from sorted(path for path in ROOT.glob(pattern) if path.is_file())


def fingerprint() -> str:
    """Short hash over names and contents of the sources."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path() -> Path:
    """Where the model for today's content is or will be."""
    return MODELS / f"waypost-{fingerprint()}.tar.gz"


def ensure_model(scratch: Path) -> Path:
    """The model for today's content, trained now when there is none. scratch: a folder for temporary files. Raises TrainingFailed."""
    model = model_path()
    if not model.exists():
        train(model, scratch)
    return model


def train(model: Path, scratch: Path) -> None:
    """Trains into a file of a given name; an earlier file stays until the new one is whole."""
    scratch.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    print("waypost | training: content or configuration changed (about a minute)", file=sys.stderr, flush=True)
    command = [
        sys.executable,
        "-m",
        "waypost.ops.rasa_quietly",
        "train",
        "--skip-validation",
        "--fixed-model-name",
        model.name.removesuffix(".tar.gz"),
        "--out",
        str(scratch),
    ]
    unfinished = scratch / model.name
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0 or not unfinished.exists():
        raise TrainingFailed("training failed: the lines above say which file is wrong; mend it and run make train")
    MODELS.mkdir(exist_ok=True)
    put_in_place(unfinished, model)
    print(f"waypost | trained {model.name} in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def put_in_place(unfinished: Path, model: Path) -> None:
    """Rasa writes an archive piece by piece: under its own name it stands only when it is whole, whatever breaks off before."""
    beside = model.with_suffix(".part")
    shutil.move(unfinished, beside)
    beside.replace(model)


def main() -> None:
    from waypost.ops.settings import Settings

    try:
        model = ensure_model(Settings.from_environment().var / "tmp")
    except BotError as error:
        sys.exit(f"waypost | {error}")
    print(f"waypost | model ready: {model.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
