"""The widget over Socket.IO: real clients against the real application, with a small agent in place of the model."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path

import pytest

from tests.support.doors import open_doors
from tests.support.sockets import BUTTONS, LINKS, WALLET, TalkingAgent, tab


@pytest.mark.parametrize("transport", ["websocket", "polling", None])
def test_a_message_is_acknowledged_and_answered_with_one_whole_reply(tmp_path: Path, transport: str | None) -> None:
    async def talk(port: int) -> None:
        async with tab(port, transport=transport) as client:
            message_id = str(uuid.uuid4())
            reply = await client.say("hello", message_id)
            assert (reply["id"], reply["to"], reply["entries"]) == (f"bot:{message_id}", message_id, [{"text": "Answer 1", "buttons": BUTTONS}])
            assert (reply["envelope"]["links"], reply["envelope"]["wallet"]) == (LINKS, WALLET)
            order = [event for event, _ in client.frames if event != "locale"]
            assert order == ["session", "history", "message", "ack", "typing", "reply"]

    with open_doors(tmp_path, TalkingAgent) as doors:
        doors.agent.pause_s = 0.05
        asyncio.run(talk(doors.port))
