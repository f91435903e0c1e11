"""While a human has a conversation, what is typed is for the human and what is pressed is for the bot; the row decides, at each message."""

from __future__ import annotations

from asyncio import run
from typing import Iterator

import pytest

from tests.support.doors import Doors, open_doors
from waypost.store.database import Database
from waypost.store.handovers import Handover, Handovers, With
from waypost.store.tracker import TABLES


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("doors")) as opened:
        yield opened


def put(doors: Doors, sender: str, state: With) -> None:
    handovers = Handovers(Database(doors.settings.database_url, *TABLES))
    run(handovers.keep(Handover(sender, "rt", "8", state, "en")))


def need_of(doors: Doors, sender: str, text: str) -> str | None:
    """What the channel tells the dialogue that a message means; None when it is to be understood."""
    assert doors.say(sender, text).status == 200
    parse_data = doors.agent.seen[-1].parse_data
    return parse_data["intent"]["name"] if parse_data else None


@pytest.mark.parametrize(
    ("state", "need"), [(With.HUMAN, "with_human"), (With.ASKED, "with_human"), (With.WAITING, None), (With.BOT, None)], ids=lambda value: str(value)
)
def test_the_row_says_whom_a_message_is_for(doors: Doors, state: With, need: str | None) -> None:
    sender = f"person-{state.value}"
    put(doors, sender, state)
    assert need_of(doors, sender, "where is my USDT?") == need


def test_nobody_else_is_silenced(doors: Doors) -> None:
    put(doors, "one", With.HUMAN)
    assert need_of(doors, "another", "where is my USDT?") is None


def test_a_button_is_always_the_bots(doors: Doors) -> None:
    put(doors, "presser", With.HUMAN)
    assert need_of(doors, "presser", "ask:withdraw") == "withdraw"


def test_a_released_conversation_is_understood_again_at_the_next_message(doors: Doors) -> None:
    put(doors, "back", With.HUMAN)
    assert need_of(doors, "back", "hello?") == "with_human"
    put(doors, "back", With.BOT)
    assert need_of(doors, "back", "where is my USDT?") is None


def test_what_the_human_reads_holds_no_secret(doors: Doors) -> None:
    put(doors, "sharer", With.HUMAN)
    need_of(doors, "sharer", "legal winner thank year wave sausage worth useful legal winner thank yellow")
    message = doors.agent.seen[-1]
    assert "sausage" not in message.text + str(message.parse_data)
    assert message.metadata["secrets"] == ["recovery_phrase"]


def test_a_conversation_that_is_deleted_leaves_no_row(doors: Doors) -> None:
    put(doors, "gone", With.HUMAN)
    need_of(doors, "gone", "hello?")
    assert doors.ask("DELETE", "/webhooks/rest/conversations/gone").status == 200
    assert run(Handovers(Database(doors.settings.database_url, *TABLES)).of("gone")) is None
