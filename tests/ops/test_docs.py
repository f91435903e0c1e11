"""The documents say what is there: verbs, links, settings, commands and examples are checked against the repository."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Iterator
from urllib.parse import unquote

import pytest

from tests.support.bot import ROOT

MADE = frozenset({"node_modules", "var", "build", "models", "results"})
"""Folders that nobody writes by hand; those that begin with a dot are left out too."""
FENCE = re.compile(r"^[ \t]*```(\w*)[^\n]*\n(.*?)^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|<(?:img|source)[^>]*\ssrc(?:set)?=\"([^\"]+)\"")
CODE = re.compile(r"`([^`\n]+)`")
ASSIGNMENT = re.compile(r"[A-Z][A-Z0-9_]*=\S*")
VERB = re.compile(r"(?<![\w./-])make\s+((?:[A-Z][A-Z0-9_]*=\S+\s+)*)([a-z][a-z-]*)")
MODULE = re.compile(r"-m\s+([\w.]+)")
OURS = re.compile(r"HOST|PORT|[A-Z]+_PORT|WAYPOST_[A-Z0-9_]+")


def documents() -> list[Path]:
    found = (path for path in ROOT.rglob("*.md") if not any(part in MADE or part.startswith(".") for part in path.relative_to(ROOT).parts[:-1]))
    return sorted(found)


DOCUMENTS = documents()
SETTINGS = ROOT / "docs" / "settings.md"


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def fenced(path: Path, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(path.read_text(encoding="utf-8")) if kind == language]


def inline(path: Path) -> list[str]:
    return CODE.findall(prose(path))


def prose(path: Path) -> str:
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def targets() -> dict[str, str]:
    """Recipe of each verb of the Makefile."""
    return dict(re.findall(r"^([a-z][a-z-]*):[^=\n]*\n((?:\t.*\n?)*)", makefile(), re.MULTILINE))


def verbs(path: Path) -> Iterator[str]:
    """Every `make <verb>` in code: words of a sentence ("make up one") are no verbs of ours."""
    for piece in [*inline(path), *fenced(path, "sh")]:
        yield from (match.group(2) for match in VERB.finditer(piece))


def commands(path: Path) -> Iterator[list[str]]:
    """The words of each command of an `sh` block, without assignments before it; continued lines are joined."""
    for block in fenced(path, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.split()
            while words and ASSIGNMENT.fullmatch(words[0]):
                words.pop(0)
            if words:
                yield words


def module_exists(module: str) -> bool:
    """Whether a module of the repository is there; others count when they come with the environment."""
    place = ROOT.joinpath(*module.split("."))
    if module.split(".")[0] in {"waypost", "actions", "evals", "bench", "learning", "tests", "tools", "translation"}:
        return place.with_suffix(".py").exists() or (place / "__main__.py").exists()
    return module in {"pytest", "ruff", "mypy", "yamllint", "codespell_lib"}


def paths_of(words: list[str]) -> list[str]:
    """Folders and files of the repository that a command names."""
    return [word.split("::")[0] for word in words[1:] if "/" in word and not word.startswith(("-", '"', "'", "http"))]


def anchors(path: Path) -> set[str]:
    """The anchors that a renderer makes of the headings."""
    headings = re.findall(r"^#+\s+(.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def read_by_code() -> set[str]:
    """Names of our environment variables that the code asks for."""
    sources = [*sorted((ROOT / "waypost").rglob("*.py")), ROOT / "tools" / "bootstrap.py"]
    return {name for path in sources for name in _asked_for(ast.parse(path.read_text(encoding="utf-8"))) if OURS.fullmatch(name)}


def _asked_for(tree: ast.AST) -> Iterator[str]:
    """Texts given to a call or a subscript of the environment: `env.get("X")`, `os.environ["X"]`, `_port(env, "X", 1)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_environment([node.func, *node.args]):
            yield from (item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str))
        if isinstance(node, ast.Subscript) and _is_environment([node.value]) and isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)


def _is_environment(nodes: list[ast.expr]) -> bool:
    return any(re.search(r"\b(env|environ|environment|getenv)\b", ast.unparse(node)) for node in nodes)


def documented() -> set[str]:
    """Names in the first column of the table of settings."""
    return set(re.findall(r"^\|\s*`([A-Z][A-Z0-9_]*)`\s*\|", SETTINGS.read_text(encoding="utf-8"), re.MULTILINE))


def test_there_is_something_to_check() -> None:
    assert ROOT / "README.md" in DOCUMENTS
    assert {"run", "chat", "test"} <= set(targets())
    assert read_by_code()
    assert any(True for path in DOCUMENTS for _ in commands(path))
    assert any(fenced(path, "json") for path in DOCUMENTS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_verb_is_one_of_the_makefile(path: Path) -> None:
    assert [verb for verb in verbs(path) if verb not in targets()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_verb_runs_a_module_that_exists(path: Path) -> None:
    named = {module for verb in verbs(path) for module in MODULE.findall(targets().get(verb, ""))}
    assert sorted(module for module in named if not module_exists(module)) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_relative_link_resolves(path: Path) -> None:
    broken = []
    for target in (first or second for first, second in LINK.findall(CODE.sub("", prose(path)))):
        if re.match(r"[a-z][a-z+.-]*:", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        place = (path.parent / file).resolve() if file else path
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors(place)):
            broken.append(target)
    assert broken == []


def test_the_settings_are_those_that_the_code_reads() -> None:
    assert documented() == read_by_code()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_command_names_what_exists(path: Path) -> None:
    wrong = []
    for words in commands(path):
        if words[0] == "make" and not any(word in targets() for word in words[1:]):
            wrong.append(" ".join(words))
        if words[0].startswith(".venv/bin/"):
            modules = MODULE.findall(" ".join(words))
            fine = all(map(module_exists, modules)) and (modules or words[0] != ".venv/bin/python" or paths_of(words))
            if not fine or not all((ROOT / place).exists() for place in paths_of(words)):
                wrong.append(" ".join(words))
    assert wrong == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_json_example_parses(path: Path) -> None:
    for example in fenced(path, "json"):
        json.loads(example)


def test_the_examples_of_answers_load_as_copy(tmp_path: Path) -> None:
    from waypost.content.catalog import _read_entries
    from waypost.content.files import read_yaml

    for number, example in enumerate(fenced(ROOT / "docs" / "answers.md", "yaml")):
        file = tmp_path / str(number) / "topic.yml"
        file.parent.mkdir()
        file.write_text(example, encoding="utf-8")
        if "text" in example:
            assert _read_entries(file.parent)
        assert read_yaml(file)
