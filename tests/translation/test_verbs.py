"""What docs/translating.md tells people to type works, in the order of the page, in a copy of the repository without its history."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.test_docs import commands
from tests.support.bot import ROOT

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".tools", "models", "var", "build", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "widget", "deploy", "bench"
)
PAGE = ROOT / "docs" / "translating.md"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "waypost", ignore=LEFT_OUT))


def make(repository: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One verb in this environment instead of one that it makes."""
    line = ["make", "-o", ".ready-dev", f"PY={sys.executable}", *words]
    return subprocess.run(line, cwd=repository, capture_output=True, text=True, timeout=300, check=False)


def test_every_command_of_the_page_works(repository: Path) -> None:
    typed = [words for words in commands(PAGE) if words[0] == "make"]
    assert {"preview", "export", "import", "confirm", "language"} == {words[1] for words in typed}
    for words in typed:
        done = make(repository, *words[1:])
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
    assert (repository / "build" / "preview" / "index.html").stat().st_size > 500_000
    assert (repository / "build" / "translation" / "nl.po").is_file()
    assert (repository / "locales" / "de" / "withdrawals.yml").is_file()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("export",), "say which language: make export CODE=de"),
        (("import",), "make import FILE="),
        (("import", "FILE=README.md"), "cannot be read as PO"),
        (("language",), "say which language: make language CODE=de"),
        (("confirm", "UNIT=fees"), "say the language too"),
    ],
)
def test_what_is_forgotten_is_asked_for(words: tuple[str, ...], reason: str, repository: Path) -> None:
    done = make(repository, *words)
    assert done.returncode != 0
    assert reason in done.stderr
