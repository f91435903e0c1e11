"""Nothing is made up here: the real bot with its model, the real bridge process, a real Request Tracker, customers in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bot import running_bot
from tests.support.live import RtWorld
from tests.support.processes import BridgeProcess, wait_for

pytestmark = pytest.mark.services
TOKEN = {"WAYPOST_TICKETS_TOKEN": "a-token-for-both"}


def test_a_ticket_goes_through_bot_bridge_and_helpdesk_and_another_comes_back_to_humans(tmp_path: Path) -> None:
    rt = RtWorld.of_environment()
    with running_bot(tmp_path / "bot", **TOKEN) as bot:
        bridge = BridgeProcess(tmp_path / "bridge", "rt", rt.account, bot.address, poll_s=2, lease_s=60.0, settings=TOKEN)
        english = rt.open("How do I withdraw USDT from Binance to my MetaMask wallet?")
        dutch = rt.open("Hoe haal ik USDT van Binance naar mijn MetaMask-wallet?")
        human = rt.open("I want to talk to a real person please")
        bridge.start()
        try:
            wait_for(lambda: all(len(rt.by_bot(ticket, "Correspond")) == 1 for ticket in (english, dutch)), 180, bridge.metrics)
            wait_for(lambda: rt.fields(human)["Owner"] == "Nobody", 120, bridge.metrics)
        finally:
            bridge.stop()
    texts = [rt.text_of(rt.by_bot(ticket, "Correspond")[0]) for ticket in (english, dutch)]
    assert all("4416069050011" in text for text in texts)
    assert " je " in texts[1]
    assert [item.type for item in rt.by_bot(human)] == ["Comment"]
