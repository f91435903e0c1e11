"""The widget against the real bot: its model, its action server, its store."""

from __future__ import annotations

import asyncio
import uuid
from urllib.parse import urlsplit

from tests.support.bot import Bot
from tests.support.sockets import rest, tab


def test_a_real_conversation_over_the_widget_in_two_languages_with_buttons_thumbs_and_replay(bot: Bot) -> None:
    port = urlsplit(bot.address).port
    assert port

    async def talk() -> None:
        async with tab(port, locale="en", transport=None) as client, tab(port, client.token) as other:
            await client.ask("set_locale", {"locale": "nl"})
            greeting = await client.say("hoi")
            assert (greeting["envelope"]["answer"], greeting["envelope"]["locale"]) == ("greet", "nl")
            reply = await client.say("how do I get USDT from Binance to MetaMask?")
            assert (reply["envelope"]["answer"], reply["envelope"]["locale"]) == ("withdraw", "nl")
            assert "4416069050011" in str(reply["envelope"]["links"])
            assert (await client.ask("rate", {"reply": reply["id"], "value": "up"}))["status"] == "sent"
            button = next(button for entry in reply["entries"] for button in entry["buttons"])
            pressed = await client.ask("send", {"id": str(uuid.uuid4()), "payload": button["payload"]})
            assert pressed["status"] == "sent"
            last = await other.next("reply", 3)
            await client.next("reply", 3)
            assert other.all("message")[-1]["text"] == button["title"]
            assert (await client.say("English please"))["envelope"]["locale"] == "en"
            token = client.token
        async with rest(port, token=token) as again:
            (history,) = (await again.ask("get_history", {}))["events"]
            items = history["data"]["items"]
            assert [item["event"] for item in items] == ["message", "reply"] * 4
            assert [item["data"]["rating"] for item in items[1::2]] == [None, "up", None, None]
            assert {**items[3]["data"], "at": 0} == {**reply, "at": 0, "rating": "up"}
            assert {**items[5]["data"], "at": 0} == {**last, "at": 0}
            assert (await again.ask("delete", {}))["ack"]["status"] == "sent"

    asyncio.run(talk())
