"""What these tests learn once: the training messages, their everyday words, and a detector from half of them (five seconds)."""

from __future__ import annotations

from typing import Mapping

import pytest

from tests.support.content import load
from waypost.content.languages import languages
from waypost.nlu.language.detector import Detector
from waypost.nlu.language.model import foreign_texts
from waypost.nlu.reading import common_words
from waypost.nlu.training import tells_a_language

SHARE = 2


@pytest.fixture(scope="session")
def messages() -> dict[str, list[str]]:
    """The training messages of each live language."""
    return {code: [text for texts in intents.values() for text in texts] for code, intents in load().nlu.items()}


@pytest.fixture(scope="session")
def common(messages: Mapping[str, list[str]]) -> frozenset[str]:
    return common_words(messages)


@pytest.fixture(scope="session")
def spoken() -> dict[str, list[str]]:
    """The training messages that tell a language."""
    return {code: [text for need, texts in intents.items() for text in texts if tells_a_language(text, need)] for code, intents in load().nlu.items()}


@pytest.fixture(scope="session")
def trained(spoken: Mapping[str, list[str]]) -> Detector:
    return learnt_from(spoken)


def learnt_from(messages: Mapping[str, list[str]], share: int = SHARE) -> Detector:
    """A detector from every n-th message."""
    known = languages()
    scripts, profiles = {code: item.script for code, item in known.items()}, {code: item.profile for code, item in known.items()}
    return Detector.train({code: texts[::share] for code, texts in messages.items()}, scripts, profiles, foreign_texts())
