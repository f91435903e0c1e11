"""A chat goes to humans and comes back: one ticket, nothing lost, nobody talked over, nothing promised that is not so."""

from __future__ import annotations

import time
from asyncio import run
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.support.helpdesk import AGENT, MemoryHelpdesk
from waypost.content.languages import live_languages
from waypost.errors import ChannelError, ContentError, HelpdeskAway
from waypost.store.database import Database
from waypost.store.handovers import HANDOVERS, Handovers, With
from waypost.tickets.chats import Chats, Wanted
from waypost.tickets.copy import copy
from waypost.tickets.desk import Desk
from waypost.tickets.types import Author, Status

WIDGET, REST = "web:anna", "someone-on-rest"
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"


class Room:
    """Chats over a helpdesk in memory and a real database; what is pushed into the widget is kept."""

    def __init__(self, folder: Path, desk: Desk | None = None) -> None:
        self.helpdesk = MemoryHelpdesk(time.time)
        self.pushed: list[tuple[str, str, str]] = []
        self.away = False
        self.handovers = Handovers(Database(f"sqlite:///{folder}/chats.db", HANDOVERS))
        self.chats = Chats(self.helpdesk, self.handovers, self._push, desk or Desk(), "Humans", AGENT, "en")

    async def _push(self, conversation: str, push_id: str, text: str) -> None:
        if self.away:
            raise HelpdeskAway("the bot")
        if push_id not in [known for _, known, _ in self.pushed]:
            self.pushed.append((conversation, push_id, text))

    async def look(self, sender: str = WIDGET) -> None:
        """A round of the bridge, as if this one were due."""
        found = await self.handovers.of(sender)
        assert found is not None
        await self.handovers.keep(replace(found, due=0.0))
        await self.chats.poll()

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.pushed]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def wanted(sender: str = WIDGET, reason: str = "wants_a_person", **more: str) -> Wanted:
    data = {"sender": sender, "key": "m1", "locale": "nl", "reason": reason, "question": "Waar is mijn USDT?", "transcript": ">> Waar is mijn USDT?"}
    return Wanted.parse({**data, **more})


def test_a_ticket_is_opened_once_with_transcript_and_language(room: Room) -> None:
    async def whole() -> None:
        first, again = await room.chats.open(wanted(facts="asset: USDT")), await room.chats.open(wanted())
        assert first.ticket == again.ticket
        assert len(room.helpdesk.asked_for) == 1
        new = room.helpdesk.asked_for[0]
        assert (new.queue, new.locale, new.requester) == ("Humans", "nl", "")
        assert "Waar is mijn USDT?" in new.transcript
        assert "asset: USDT" in new.text
        assert await room.handovers.human_has(WIDGET)

    run(whole())


def test_a_secret_in_what_is_handed_over_is_removed_once_more(room: Room) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted(transcript=f"my phrase is {PHRASE}"))
        await room.chats.said(WIDGET, "m2", f"my phrase is {PHRASE}")
        everything = repr(room.helpdesk.asked_for) + repr(room.helpdesk.tickets[told.ticket])
        assert "sausage" not in everything

    run(whole())


def test_what_is_typed_goes_into_the_ticket_once_as_a_note(room: Room) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted())
        for _ in range(2):
            answer = await room.chats.said(WIDGET, "m2", "Het was via BSC")
        notes = room.helpdesk.by_bot(told.ticket, public=False)
        assert len(notes) == 1
        assert "Het was via BSC" in notes[0].text
        assert (answer.state, answer.replies) == ("human", ())

    run(whole())


def test_an_agents_public_reply_reaches_the_widget_once_and_a_note_never(room: Room) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted())
        room.helpdesk.write(told.ticket, "for colleagues only", Author.AGENT, public=False)
        room.helpdesk.write(told.ticket, "Hallo, met Bob", Author.AGENT)
        await room.look()
        await room.look()
        assert room.texts == ["Hallo, met Bob"]

    run(whole())


def test_a_reply_waits_while_the_bot_is_away(room: Room) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted())
        room.helpdesk.write(told.ticket, "Hallo, met Bob", Author.AGENT)
        room.away = True
        await room.look()
        room.away = False
        await room.look()
        assert room.texts == ["Hallo, met Bob"]

    run(whole())


@pytest.mark.parametrize("change", [{"status": Status.SOLVED}, {"owner": AGENT}], ids=["solved", "given to the bot"])
def test_a_release_gives_the_chat_back_with_a_greeting_in_its_language(room: Room, change: dict[str, object]) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted())
        room.helpdesk.write(told.ticket, "Opgelost!", Author.AGENT)
        room.helpdesk.change(told.ticket, **change)
        await room.look()
        assert room.texts == ["Opgelost!", copy().text("nl", "chat.back")]
        assert not await room.handovers.human_has(WIDGET)
        assert await room.chats.is_chat(told.ticket)

    run(whole())


def test_who_writes_after_the_end_has_the_bot_back_at_once_and_the_last_words_with_it(room: Room) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted(REST))
        room.helpdesk.write(told.ticket, "Opgelost!", Author.AGENT)
        room.helpdesk.change(told.ticket, status=Status.SOLVED)
        answer = await room.chats.said(REST, "m2", "nog een vraag")
        assert (answer.state, answer.replies) == ("bot", ("Opgelost!",))
        assert room.helpdesk.by_bot(told.ticket, public=False) == []
        assert not await room.handovers.human_has(REST)

    run(whole())


def test_who_writes_without_a_pause_does_not_put_the_look_off(room: Room) -> None:
    async def whole() -> None:
        await room.chats.open(wanted())
        found = await room.handovers.of(WIDGET)
        assert found is not None
        for number in range(3):
            await room.chats.said(WIDGET, f"m{number + 2}", "en nog iets")
        later = await room.handovers.of(WIDGET)
        assert later is not None
        assert later.due <= found.due

    run(whole())


def test_a_channel_that_cannot_be_written_into_gets_replies_with_its_next_message_and_again_for_a_repeat(room: Room) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted(REST))
        room.helpdesk.write(told.ticket, "Hallo, met Bob", Author.AGENT)
        await room.look(REST)
        assert room.pushed == []
        replies = [(await room.chats.said(REST, name, "En nu?")).replies for name in ("m2", "m2", "m3")]
        assert replies == [("Hallo, met Bob",), ("Hallo, met Bob",), ()]

    run(whole())


def test_a_ticket_that_the_bot_opened_unasked_leaves_it_talking_until_somebody_takes_it(room: Room) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted(reason="loss"))
        assert told.ticket
        assert not await room.handovers.human_has(WIDGET)
        room.helpdesk.change(told.ticket, owner="alice")
        await room.look()
        assert await room.handovers.human_has(WIDGET)

    run(whole())


def test_somebody_who_asks_after_a_risk_stays_in_the_same_ticket(room: Room) -> None:
    async def whole() -> None:
        first, second = await room.chats.open(wanted(reason="secret")), await room.chats.open(wanted(key="m5"))
        assert first.ticket == second.ticket
        assert await room.handovers.human_has(WIDGET)

    run(whole())


def test_whoever_wants_a_human_again_gets_the_same_ticket_while_it_is_open(room: Room) -> None:
    async def whole() -> None:
        first = await room.chats.open(wanted())
        room.helpdesk.change(first.ticket, owner=AGENT)
        await room.look()
        second = await room.chats.open(wanted(key="m9", transcript=">> Nog een vraag"))
        assert second.ticket == first.ticket
        assert room.helpdesk.tickets[first.ticket].owner == ""
        assert "Nog een vraag" in room.helpdesk.by_bot(first.ticket, public=False)[-1].text
        room.helpdesk.change(first.ticket, status=Status.SOLVED)
        await room.look()
        assert (await room.chats.open(wanted(key="m12"))).ticket != first.ticket

    run(whole())


def test_an_address_is_asked_for_only_where_the_helpdesk_needs_one(room: Room) -> None:
    async def whole() -> None:
        room.helpdesk.needs_email = True
        assert (await room.chats.open(wanted())).state == With.ASKED.value
        assert room.helpdesk.asked_for == []
        told = await room.chats.said(WIDGET, "m2", "het is anna@example.com")
        assert (told.state, bool(told.ticket), bool(told.when)) == ("human", True, True)
        assert room.helpdesk.asked_for[0].requester == "anna@example.com"

    run(whole())


def test_whoever_gives_no_address_gets_no_ticket_and_the_bot_back(room: Room) -> None:
    async def whole() -> None:
        room.helpdesk.needs_email = True
        await room.chats.open(wanted())
        assert (await room.chats.said(WIDGET, "m2", "liever niet")).state == "bot"
        assert room.helpdesk.asked_for == []
        assert not await room.handovers.human_has(WIDGET)

    run(whole())


def test_a_helpdesk_that_is_away_promises_nothing(room: Room) -> None:
    async def away(call: str, when: str) -> None:
        raise HelpdeskAway("down")

    async def whole() -> None:
        room.helpdesk.trouble = away
        with pytest.raises(HelpdeskAway):
            await room.chats.open(wanted())
        assert not await room.handovers.human_has(WIDGET)

    run(whole())


def test_a_ticket_that_is_gone_gives_the_chat_back(room: Room) -> None:
    async def whole() -> None:
        told = await room.chats.open(wanted())
        del room.helpdesk.tickets[told.ticket]
        assert (await room.chats.said(WIDGET, "m2", "hallo?")).state == "bot"

    run(whole())


@pytest.mark.parametrize("data", [None, [], {}, {"sender": "a", "key": "b", "locale": "nl", "reason": "made up"}, {"sender": "a", "key": 1}])
def test_a_wish_that_is_none_is_refused(data: object) -> None:
    with pytest.raises(ChannelError):
        Wanted.parse(data)


DESK = """
zone: Europe/Amsterdam
hours: {monday-friday: "09:00-17:30"}
queues:
  Humans: {wait_minutes: 120}
  Security: {wait_minutes: 15, hours: {monday-sunday: "00:00-24:00"}}
needs: {safety: Security}
"""


def desk_of(folder: Path, text: str = DESK) -> Desk:
    (folder / "desk.yml").write_text(text, encoding="utf-8")
    return Desk.load(folder / "desk.yml")


@pytest.mark.parametrize("locale", live_languages())
def test_hours_and_waits_are_told_as_they_are_in_the_zone_of_the_desk(tmp_path: Path, locale: str) -> None:
    desk, friday = desk_of(tmp_path), datetime(2025, 11, 7, 15, 0, tzinfo=timezone.utc)
    assert "09:00" not in desk.when("Humans", friday, locale)
    assert "09:00" in desk.when("Humans", friday + timedelta(hours=2), locale)
    assert "2" in desk.when("Humans", friday, locale)
    assert "15" in desk.when("Security", friday + timedelta(days=1), locale)
    assert Desk().when("Humans", friday, locale) == copy().text(locale, "chat.when_unknown")


def test_a_need_goes_to_the_queue_that_knows_about_it(tmp_path: Path) -> None:
    room = Room(tmp_path, desk_of(tmp_path))
    run(room.chats.open(wanted(need="safety")))
    assert room.helpdesk.asked_for[0].queue == "Security"


@pytest.mark.parametrize(
    "text", ["zone: Mars/Base", 'hours: {someday: "09:00-10:00"}', 'hours: {monday: "17:00-09:00"}', "queues: {A: {wait: 3}}", "other: 1"]
)
def test_a_wrong_desk_file_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContentError, match=r"desk\.yml"):
        desk_of(tmp_path, text)
