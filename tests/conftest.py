"""Fixtures shared by all tests: the one real bot of the session, and its language detector."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Iterator

import pytest

from tests.support.bot import Bot, running_bot
from waypost.nlu.language.detector import Detector
from waypost.ops.training import model_path


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running_bot(tmp_path_factory.mktemp("var")) as running:
        yield running


@pytest.fixture(scope="session")
def detector(bot: Bot, tmp_path_factory: pytest.TempPathFactory) -> Detector:
    """The detector of the trained model that the bot runs."""
    return detector_of(model_path(), tmp_path_factory.mktemp("detector"))


def detector_of(model: Path, folder: Path) -> Detector:
    with tarfile.open(model) as archive:
        member = next(name for name in archive.getnames() if name.endswith("languages.npz"))
        file = archive.extractfile(member)
        assert file is not None
        path = folder / "languages.npz"
        path.write_bytes(io.BytesIO(file.read()).getvalue())
    return Detector.load(path)
