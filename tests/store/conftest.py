"""The tracker store over both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.turns import POSTGRES, file_url
from waypost.store.database import Database
from waypost.store.tracker import EVENTS, TABLES, StrictTrackerStore


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> StrictTrackerStore:
    database = Database(file_url(tmp_path) if request.param == "sqlite" else POSTGRES, *TABLES)
    database.transact(lambda connection: connection.execute(EVENTS.delete()))
    return StrictTrackerStore(database=database)
