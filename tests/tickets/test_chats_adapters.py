"""A chat through every helpdesk there is: opened, passed on both ways, released. Fakes here, Request Tracker and django-helpdesk live."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.support.fakes.server import serving
from tests.support.live import LIVE, live_world
from tests.tickets.test_contract import ADAPTERS, name_of
from waypost.store.database import Database
from waypost.store.handovers import HANDOVERS, Handovers
from waypost.tickets.chats import Chats, Told, Wanted
from waypost.tickets.copy import copy
from waypost.tickets.desk import Desk
from waypost.tickets.types import Author

SENDER = "web:anna"


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.services) if name in LIVE else name for name in ADAPTERS])
def people(request: pytest.FixtureRequest) -> Iterator[Any]:
    """What people do in one helpdesk."""
    with contextlib.ExitStack() as stack:
        if request.param in LIVE:
            yield live_world(request.param)
        else:
            fake = importlib.import_module(f"tests.support.fakes.{request.param}").Fake()
            stack.enter_context(serving(fake))
            yield fake


async def opened(chats: Chats, key: str) -> Told:
    """As the chat does it: with an address when the helpdesk wants one."""
    wanted = Wanted(SENDER, key, "nl", "wants_a_person", "Waar is mijn USDT?", ">> Waar is mijn USDT?", "asset: USDT")
    told = await chats.open(wanted)
    return told if told.ticket else await chats.said(SENDER, f"{key}-address", "anna@customer.example")


def test_a_chat_goes_through_a_helpdesk_and_back(people: Any, tmp_path: Path) -> None:
    pushed: list[str] = []

    async def push(conversation: str, push_id: str, text: str) -> None:
        assert conversation == SENDER
        pushed.append(text)

    async def whole() -> None:
        adapter = importlib.import_module(f"waypost.tickets.helpdesks.{name_of(people)}").Adapter(people.account)
        handovers = Handovers(Database(f"sqlite:///{tmp_path}/chats.db", HANDOVERS))
        chats = Chats(adapter, handovers, push, Desk(), people.account.queue, people.account.agent, "en")
        key = f"m-{tmp_path.name}"

        async def look() -> None:
            found = await handovers.of(SENDER)
            assert found is not None
            await handovers.keep(replace(found, due=0.0))
            await chats.poll()

        try:
            told = await opened(chats, key)
            assert (await opened(chats, key)).ticket == told.ticket
            for _ in range(2):
                assert (await chats.said(SENDER, "m2", "Het was via BSC")).state == "human"
            ticket = await adapter.read(told.ticket)
            ours = [item for item in ticket.messages if item.author is Author.BOT and "Het was via BSC" in item.text]
            assert [item.public for item in ours] == [False]
            people.agent(told.ticket, "Hallo, met Alice", public=True)
            people.agent(told.ticket, "alleen voor collega's", public=False)
            await look()
            await look()
            assert [text.strip() for text in pushed] == ["Hallo, met Alice"]
            people.solve(told.ticket)
            await look()
            assert pushed[-1] == copy().text("nl", "chat.back")
            assert not await handovers.human_has(SENDER)
        finally:
            await adapter.close()

    asyncio.run(whole())
