"""Nothing is made up here either: a person of the chat is handed to a human in a real Request Tracker, they talk, and the bot goes on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.bot import Answer, Bot, free_port, running_bot
from tests.support.live import RtWorld
from tests.support.processes import BridgeProcess, wait_for

pytestmark = pytest.mark.services
SENDER = "someone-in-the-chat"


def test_a_person_of_the_chat_talks_to_a_human_and_gets_the_bot_back(tmp_path: Path) -> None:
    rt, port = RtWorld.of_environment(), free_port()
    shared = {"WAYPOST_TICKETS_TOKEN": "a-token-for-both", "WAYPOST_DATABASE_URL": f"sqlite:///{tmp_path}/shared.db"}
    with running_bot(tmp_path / "bot", WAYPOST_HELPDESK="rt", TICKETS_PORT=str(port), **shared) as bot:
        bridge = BridgeProcess(tmp_path / "bridge", "rt", rt.account, bot.address, poll_s=2, settings=shared, port=port)
        assert bot.say(SENDER, "ik wil een medewerker spreken").texts[0].count("support.metamask.io") >= 1  # nobody to hand over to: no promise
        bridge.start()
        try:
            ticket = _handed_over(bot)
            _talked(bot, rt, ticket)
            rt.solve(ticket)
            heard: list[Answer] = []

            def answers_again() -> bool:
                heard.append(bot.say(SENDER, "Hoe haal ik USDT van Binance naar MetaMask?"))
                return heard[-1].envelope["answer"] == "withdraw"

            wait_for(answers_again, 60, lambda: f"{heard[-1]} {bridge.metrics()}")
        finally:
            bridge.stop()


def _handed_over(bot: Bot) -> str:
    """The number that the bot names. The phrase in between is in no ticket."""
    bot.say(SENDER, "mijn USDT is niet aangekomen in MetaMask")
    said = bot.say(SENDER, "ik wil een medewerker spreken")
    assert (said.envelope["kind"], said.envelope["locale"]) == ("handoff", "nl")
    named = re.search(r"ticket \*\*(\d+)\*\*", said.texts[0])
    assert named, said.texts
    return named.group(1)


def _talked(bot: Bot, rt: RtWorld, ticket: str) -> None:
    silent: Answer = bot.say(SENDER, "het ging via BSC")
    assert (silent.texts, silent.envelope["kind"]) == ([], "handoff")
    rt.agent(ticket, "Hallo, met Alice. Ik kijk het na.")
    heard = bot.say(SENDER, "dank je")
    assert heard.texts == ["Hallo, met Alice. Ik kijk het na."]
    written = " ".join(rt.text_of(item) for item in rt.history(ticket))
    assert "het ging via BSC" in written
