"""Databases for the tests of what is kept: SQLite always, PostgreSQL where it is installed."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Iterator

import pytest

from tests.support import postgres as server


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if server.missing():
        pytest.skip(server.missing())
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(_open_folder()))
        yield stack.enter_context(server.postgres(folder / "pg"))


@contextlib.contextmanager
def _open_folder() -> Iterator[str]:
    """A scratch folder that PostgreSQL's user may enter; pytest's own may not be."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tracker.db'}"
        return
    url = request.getfixturevalue("cluster")
    name = f"test_{time.monotonic_ns()}"
    server.psql(url, f"CREATE DATABASE {name}")
    yield url.rpartition("/")[0] + f"/{name}"
