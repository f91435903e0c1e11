"""The evaluation says of a message what the running bot says: its steps have not drifted from the pipeline and the actions."""

from __future__ import annotations

import pytest

from evals.messages import Labelled, need_messages
from evals.nlu import Nlu
from evals.replies import reply_to
from tests.support.bot import Bot
from waypost.content.answers import answer_of
from waypost.content.languages import live_languages
from waypost.ops.training import model_path

EVERY = 40
COURTEOUS = [
    Labelled("gas", "thanks, and how do I pay the gas fee without bnb?", "en"),
    Labelled("withdraw", "Hallo! Hoe haal ik bnb van binance af?", "nl"),
]
"""Two needs in one message, which few held-out messages have."""


@pytest.fixture(scope="module")
def nlu(bot: Bot) -> Nlu:
    """Of the model that the bot runs."""
    return Nlu.load(model_path())


@pytest.mark.parametrize("language", live_languages())
def test_the_evaluation_replies_as_the_bot_does(language: str, bot: Bot, nlu: Nlu) -> None:
    messages = [message for message in [*need_messages()[::EVERY], *COURTEOUS] if message.language == language]
    assert len(messages) > 10
    for at, message in enumerate(messages):
        understood = nlu.understand(message.text)
        said = bot.say(f"eval-{language}-{at}", message.text).envelope
        assert (answer_of(reply_to(understood).key), understood.locale) == (said["answer"], said["locale"]), message.text
