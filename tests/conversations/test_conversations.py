"""Every written conversation holds against the real bot with its real action server."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.bot import Bot
from tests.support.conversations import Conversation, Failed, conversations, play
from waypost.content.languages import live_languages
from waypost.nlu.language.detector import Detector

ALL = conversations()
AT_LEAST = 25


@pytest.mark.parametrize("conversation", ALL, ids=lambda item: f"{item.language}/{item.topic}: {item.name}")
def test_a_conversation_comes_back_as_written(conversation: Conversation, bot: Bot, detector: Detector) -> None:
    try:
        play(conversation, bot, detector)
    except Failed as failure:
        pytest.fail(str(failure), pytrace=False)


@pytest.mark.parametrize("language", live_languages())
def test_a_live_language_has_enough_conversations(language: str) -> None:
    assert Counter(item.language for item in ALL)[language] >= AT_LEAST


def test_names_are_unique_within_a_language() -> None:
    names = Counter((item.language, item.name) for item in ALL)
    assert [name for name, times in names.items() if times > 1] == []
