"""A model belongs to what it was learnt from: another source is another model, another text is not."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import pytest

from tests.support.bot import ROOT
from waypost.ops import training
from waypost.ops.training import LEARNT_FROM, TrainingFailed, ensure_model, fingerprint, sources

Write = Callable[[str, str], Path]
SOURCES = (
    "config.yml",
    "domain.yml",
    "languages.yml",
    "data/nlu/en/a.yml",
    "data/rules/a.yml",
    "facts/links.yml",
    "waypost/nlu/reading.py",
    "waypost/nlu/names/roles.py",
    "requirements/run.txt",
)
OTHERS = (
    "locales/en/a.yml",
    "actions/say.py",
    "waypost/channels/inbox.py",
    "waypost/ops/run.py",
    "tests/test_a.py",
    "docs/a.md",
    "README.md",
    "evals/en/a.tsv",
    "data/nlu/en/a.txt",
    "requirements/dev.txt",
)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes into a small repository that the fingerprint is taken of."""
    monkeypatch.setattr(training, "ROOT", tmp_path)
    monkeypatch.setattr(training, "MODELS", tmp_path / "models")

    def put(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    for name in (*SOURCES, *OTHERS):
        put(name, f"{name} as it was")
    return put


@pytest.mark.parametrize("name", SOURCES)
def test_another_source_is_another_model(name: str, write: Write) -> None:
    before = fingerprint()
    write(name, "changed")
    assert fingerprint() != before


@pytest.mark.parametrize("name", OTHERS)
def test_a_change_elsewhere_needs_no_training(name: str, write: Write) -> None:
    before = fingerprint()
    write(name, "changed")
    assert fingerprint() == before


@pytest.mark.parametrize("name", ["data/nlu/xx/new.yml", "facts/new.yml", "waypost/nlu/new.py"])
def test_a_new_source_is_another_model(name: str, write: Write) -> None:
    before = fingerprint()
    write(name, "")
    assert fingerprint() != before


def test_a_source_that_is_renamed_is_another_model(write: Write) -> None:
    path = write("data/nlu/en/b.yml", "text")
    before = fingerprint()
    path.rename(path.with_name("c.yml"))
    assert fingerprint() != before


def test_a_change_that_is_taken_back_is_the_same_model(write: Write) -> None:
    before = fingerprint()
    write("config.yml", "changed")
    write("config.yml", "config.yml as it was")
    assert fingerprint() == before


def test_touching_a_file_changes_nothing(write: Write) -> None:
    path = write("config.yml", "same")
    before = fingerprint()
    path.touch()
    assert fingerprint() == before


@pytest.mark.parametrize("pattern", LEARNT_FROM)
def test_every_pattern_finds_sources_in_the_repository(pattern: str) -> None:
    assert list(ROOT.glob(pattern))


def test_the_sources_have_a_fixed_order(write: Write) -> None:
    assert list(sources()) == list(sources())
    assert len(list(sources())) == len(SOURCES)


def test_a_model_that_is_there_is_not_trained_again(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = write(f"models/waypost-{fingerprint()}.tar.gz", "")
    monkeypatch.setattr(training, "train", lambda *_: pytest.fail("trained"))
    assert ensure_model(tmp_path / "scratch") == model


def test_a_model_that_is_not_there_is_trained(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained = []
    monkeypatch.setattr(training, "train", lambda model, scratch: trained.append((model, scratch)))
    model = ensure_model(tmp_path / "scratch")
    assert trained == [(model, tmp_path / "scratch")]


def test_a_training_that_fails_says_what_to_do(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training.sys, "executable", "/bin/false")
    with pytest.raises(TrainingFailed, match="mend it and run make train"):
        ensure_model(tmp_path / "scratch")


def test_a_training_that_leaves_no_model_is_a_failure(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training.sys, "executable", "/bin/true")
    with pytest.raises(TrainingFailed, match="mend it"):
        ensure_model(tmp_path / "scratch")


def trainer(folder: Path, end: int) -> str:
    """A program that writes the archive that it is told to, and ends with a code."""
    program = folder / "trainer.sh"
    program.write_text(
        'while [ $# -gt 0 ]; do case "$1" in --fixed-model-name) name=$2;; --out) out=$2;; esac; shift; done\n'
        f'mkdir -p "$out" && echo model > "$out/$name.tar.gz" && exit {end}\n',
        encoding="utf-8",
    )
    shell = folder / "shell"
    shell.write_text(f'#!/bin/sh\nexec sh {program} "$@"\n', encoding="utf-8")
    shell.chmod(0o755)
    return str(shell)


def test_a_trained_model_stands_under_its_name(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training.sys, "executable", trainer(tmp_path, 0))
    model = ensure_model(tmp_path / "scratch")
    assert (model.read_text(), [path.name for path in model.parent.iterdir()]) == ("model\n", [model.name])


def test_a_training_that_breaks_off_leaves_nothing_under_the_models_name(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training.sys, "executable", trainer(tmp_path, 1))
    with pytest.raises(TrainingFailed):
        ensure_model(tmp_path / "scratch")
    assert not training.model_path().exists()
