"""A database of conversations, and a small data/nlu of its own, for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from waypost.content.files import ROOT


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'var' / 'tracker.db'}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The real training files of three topics."""
    for language in ("en", "nl", "ru", "ms"):
        (tmp_path / "nlu" / language).mkdir(parents=True)
        for topic in ("withdrawals", "fees", "handoff"):
            shutil.copy(ROOT / "data" / "nlu" / language / f"{topic}.yml", tmp_path / "nlu" / language)
    return tmp_path / "nlu"
