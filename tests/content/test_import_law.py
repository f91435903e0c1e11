"""Who may import whom, who may read the environment, and that no address stands in the code: design.md's laws over the syntax trees."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest

from tests.support.bot import ROOT

RASA = frozenset({"rasa"})
RASA_AND_SDK = frozenset({"rasa", "rasa_sdk"})
FORBIDDEN = {
    "waypost/content": RASA_AND_SDK,
    "waypost/safety": RASA_AND_SDK,
    "waypost/moves": RASA_AND_SDK,
    "waypost/chain": RASA_AND_SDK,
    "waypost/tickets": RASA_AND_SDK,
    "translation": RASA_AND_SDK,
    "actions": RASA,
    "learning": RASA_AND_SDK,
    "reporting": RASA_AND_SDK,
}
STRANGERS = ("waypost.nlu", "waypost.channels", "waypost.tickets")
"""Rooms that do not import each other."""
READS_ENVIRONMENT = frozenset({"settings.py", "logs.py", "training.py", "run.py", "bundle.py"})
PYTHON = sorted(path for folder in ("waypost", "actions") for path in (ROOT / folder).rglob("*.py"))
WITH_TOOLS = [*PYTHON, *sorted(path for folder in ("tools", "translation") for path in (ROOT / folder).glob("*.py"))]
ADDRESS = re.compile(r"https?://(?!127\.0\.0\.1|localhost)[A-Za-z0-9]")
RASA_FREE_FILES = [
    path
    for path in PYTHON
    if path.relative_to(ROOT / "waypost" if path.is_relative_to(ROOT / "waypost") else ROOT).parts[0]
    in ("content", "safety", "moves", "chain", "tickets", "actions", "nlu")
]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports_of(path: Path) -> Iterator[str]:
    """Full names of everything a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def relative_imports_of(path: Path) -> list[int]:
    return [node.lineno for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom) and node.level]


def pure_modules() -> list[str]:
    """Modules of the rooms without Rasa, and those modules of waypost.nlu that import it neither themselves nor through another one."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in RASA_FREE_FILES}
    tainted = {
        name for name, path in modules.items() if name.startswith("waypost.nlu") and any(item.split(".")[0] == "rasa" for item in imports_of(path))
    }
    while more := {
        name
        for name, path in modules.items()
        if name not in tainted
        and name.startswith("waypost.nlu")
        and any(item == bad or item.startswith(f"{bad}.") for item in imports_of(path) for bad in tainted)
    }:
        tainted |= more
    return sorted(set(modules) - tainted)


def test_there_is_code_to_look_at() -> None:
    assert {"waypost/content/catalog.py", "actions/say.py", "waypost/nlu/component.py"} <= {name_of(path) for path in PYTHON}


def test_every_import_is_absolute() -> None:
    assert [f"{name_of(path)}:{line}" for path in PYTHON for line in relative_imports_of(path)] == []


@pytest.mark.parametrize("room", [room for room in FORBIDDEN if (ROOT / room).exists()])
def test_a_room_without_rasa_imports_none_of_it(room: str) -> None:
    wrong = [
        f"{name_of(path)}: {item}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for item in imports_of(path)
        if item.split(".")[0] in FORBIDDEN[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", [room for room in STRANGERS if (ROOT / room.replace(".", "/")).exists()])
def test_nlu_channels_and_tickets_do_not_import_each_other(room: str) -> None:
    others = tuple(f"{other}." for other in STRANGERS if other != room)
    files = sorted((ROOT / room.replace(".", "/")).rglob("*.py"))
    assert [f"{name_of(path)}: {item}" for path in files for item in imports_of(path) if f"{item}.".startswith(others)] == []


def test_what_is_kept_knows_nothing_of_those_who_keep_it() -> None:
    files = sorted((ROOT / "waypost" / "store").glob("*.py"))
    assert files
    assert [
        f"{name_of(path)}: {item}" for path in files for item in imports_of(path) if f"{item}.".startswith(tuple(f"{room}." for room in STRANGERS))
    ] == []


def test_what_looks_at_a_chain_knows_the_content_and_nothing_else_of_ours() -> None:
    files = sorted((ROOT / "waypost" / "chain").glob("*.py"))
    ours = {f"{item}." for path in files for item in imports_of(path) if item.startswith(("waypost.", "actions."))}
    assert {item for item in ours if not item.startswith(("waypost.chain.", "waypost.content.", "waypost.errors."))} == set()


def test_what_conversations_teach_never_runs_the_bot() -> None:
    ours = {item for path in (ROOT / "learning").glob("*.py") for item in imports_of(path) if item.startswith(("waypost.", "actions."))}
    assert ours
    assert {item for item in ours if item.startswith(("actions.", "waypost.nlu.", "waypost.moves."))} == set()


def test_how_reports_look_knows_nothing_of_what_they_say() -> None:
    files = sorted((ROOT / "reporting").glob("*.py"))
    assert files
    assert [item for path in files for item in imports_of(path) if item.startswith(("waypost.", "evals.", "learning."))] == []


def test_the_pure_modules_of_nlu_are_most_of_it() -> None:
    assert {
        "waypost.nlu.reading",
        "waypost.nlu.context",
        "waypost.nlu.tokenizing",
        "waypost.nlu.language.detector",
        "waypost.nlu.language.wish",
        "waypost.nlu.names.gazetteer",
        "waypost.nlu.names.roles",
        "waypost.nlu.needs.model",
    } <= set(pure_modules())


def test_pure_modules_do_not_load_rasa() -> None:
    code = f"import sys; {'; '.join(f'import {module}' for module in pure_modules())}; print(sorted({{'rasa', 'tensorflow'}} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize("path", WITH_TOOLS, ids=name_of)
def test_no_address_stands_in_code(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if ADDRESS.search(line)] == []


@pytest.mark.parametrize(
    "path", [path for path in PYTHON if name_of(path.parent) != "waypost/ops" or path.name not in READS_ENVIRONMENT], ids=name_of
)
def test_the_environment_is_read_in_few_places(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reads = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")]
    assert reads == []
    assert not {"os.environ", "os.getenv"} & set(imports_of(path))
