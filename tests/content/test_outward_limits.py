"""Every call to a server of others has a limit: of five seconds, from one place."""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path

import pytest

from tests.support.bot import ROOT
from waypost.errors import OutsideAway
from waypost.outward import LIMIT_S, within

ROOMS = ("actions", "waypost/chain", "waypost/tickets")
CALLS = frozenset({"urlopen", "ClientSession", "AsyncClient", "Client", "create_connection", "open_connection"})
"""What opens a connection to somewhere else; each takes a limit as `timeout`, or is waited for by `within`."""
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def unlimited(code: str) -> list[int]:
    """Lines of calls that open a connection without a limit."""
    tree = ast.parse(code)
    limited = {
        id(inner) for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in ("within", "wait_for") for inner in ast.walk(node)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in CALLS and id(node) not in limited]
    return [node.lineno for node in calls if not any(word.arg == "timeout" for word in node.keywords)]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_call_outward_is_without_a_limit(path: Path) -> None:
    assert unlimited(path.read_text(encoding="utf-8")) == []


def test_a_call_without_a_limit_would_be_found() -> None:
    assert unlimited("urlopen(x)\nurlopen(x, timeout=5)\nwithin(session.get(ClientSession()))\naiohttp.ClientSession()") == [1, 4]


def test_a_server_that_does_not_answer_is_given_up_in_time() -> None:
    with pytest.raises(OutsideAway, match="no answer within"):
        asyncio.run(within(asyncio.sleep(60), 0.05))


def test_the_limit_is_five_seconds() -> None:
    assert LIMIT_S == 5.0
