"""Databases for the tests of what is kept: SQLite always, PostgreSQL in `make test-services`."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import Iterator

import pytest

from tests.support.turns import POSTGRES

PARAMS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]


def psql(url: str, command: str) -> None:
    """Runs one command. Raises CalledProcessError."""
    subprocess.run(["psql", "-q", url, "-c", command], check=True, capture_output=True)


@pytest.fixture(scope="session")
def cluster() -> str:
    """The address of a database in the server that make test-services started."""
    assert POSTGRES, "WAYPOST_TEST_POSTGRES is not set: run make test-services"
    return POSTGRES


@pytest.fixture(params=PARAMS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tracker.db'}"
        return
    url = request.getfixturevalue("cluster")
    name = f"test_{time.monotonic_ns()}"
    psql(url, f"CREATE DATABASE {name}")
    yield url.rpartition("/")[0] + f"/{name}"
