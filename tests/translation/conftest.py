"""A copy of the content to change: what the tools read of a repository, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.bot import ROOT

READ = (
    "locales",
    "translation/confirmed",
    "facts",
    "data/nlu",
    "data/rules",
    "data/foreign",
    "tests/conversations",
    "evals",
    "domain.yml",
    "languages.yml",
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Its root."""
    for name in READ:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path
