"""What Request Tracker 5 does that a bridge can stumble over, each against the real one; then humans who answer in the same moment."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import threading
import time
import uuid
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterator

import pytest

from tests.support.bot import free_port
from tests.support.live import RtWorld
from tests.support.processes import BridgeProcess, wait_for
from tests.support.stub_bot import ObjectBot, stub_bot
from tools.helpdesks import request_tracker
from waypost.errors import HelpdeskAway
from waypost.store.database import Database
from waypost.tickets import pace
from waypost.tickets.answering import MailAnswerer
from waypost.tickets.bridge import Bridge
from waypost.tickets.helpdesks import rt as adapter_module
from waypost.tickets.helpdesks.rt import Adapter
from waypost.tickets.inbox import Inbox
from waypost.tickets.modes import Modes
from waypost.tickets.outbox import Outbox
from waypost.tickets.reading import MailReader
from waypost.tickets.states import WORKING
from waypost.tickets.tables import TABLES
from waypost.tickets.types import Mode, Status
from waypost.tickets.work import Tools

pytestmark = pytest.mark.services
PATIENCE_S = 180.0


@pytest.fixture(scope="module")
def rt() -> RtWorld:
    return RtWorld.of_environment()


@pytest.fixture(autouse=True)
def alone(rt: RtWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No hooks, and no long pauses."""
    monkeypatch.setattr(pace, "STEPS_S", (1.0,))
    rt.hook_to("")
    yield
    rt.hook_to("")


class Watched(Adapter):
    """The adapter; something happens right before its first look at a ticket that it is about to write to."""

    before_glance: Callable[[], Any] | None = None

    async def glance(self, ticket_id: str) -> Any:
        if self.before_glance is not None:
            act, self.before_glance = self.before_glance, None
            await asyncio.get_running_loop().run_in_executor(None, act)
        return await super().glance(ticket_id)


def looking(
    rt: RtWorld, folder: Path, *tickets: str, prepare: Callable[[Watched], None] = lambda adapter: None, mode: Mode = Mode.REPLY
) -> ObjectBot:
    """A bridge works on these tickets until nothing is left to do. Result: the bot that it asked."""
    bot = ObjectBot()

    async def whole() -> None:
        database = Database(f"sqlite:///{folder}/tickets.db", *TABLES)
        adapter = Watched(rt.account)
        prepare(adapter)
        inbox, outbox = Inbox(database, "rt", time.time), Outbox(database, "rt", time.time)
        tools = Tools(adapter, bot, MailReader(), MailAnswerer(), outbox, lambda: Modes(mode), "bot", "Support")
        bridge = Bridge(tools, inbox, 60.0)
        await inbox.hear(tickets)
        limit = time.monotonic() + PATIENCE_S
        while await inbox.waiting() or set(WORKING) & (await outbox.counts()).keys():
            assert time.monotonic() < limit, await outbox.counts()
            hint = await inbox.take()
            if hint is not None:
                await bridge.looked(hint)
            job = await outbox.claim()
            if job is not None:
                await bridge.step(job)
            await asyncio.sleep(0.1)
        await adapter.close()

    asyncio.run(whole())
    return bot


def polled(rt: RtWorld, work: Callable[[Adapter], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        adapter = Adapter(rt.account)
        try:
            return await work(adapter)
        finally:
            await adapter.close()

    return asyncio.run(whole())


def test_1_a_hook_is_answered_before_the_ticket_can_be_read_and_the_ticket_is_answered_all_the_same(rt: RtWorld, tmp_path: Path) -> None:
    with stub_bot() as bot:
        bridge = BridgeProcess(tmp_path, "rt", rt.account, bot.address, poll_s=600, lease_s=60.0)
        bridge.start()
        try:
            wait_for(lambda: "waypost_ticket_jobs_total" in bridge.metrics(), 20)
            time.sleep(3)  # its first poll, which tells of what waits already
            rt.hook_to(f"{bridge.address}/hooks/rt")
            ticket = rt.open("how do I withdraw")
            wait_for(lambda: len(rt.by_bot(ticket, "Correspond")) == 1, 120, bridge.metrics)
            assert 'waypost_ticket_hooks_total{result="noted"}' in bridge.metrics()
        finally:
            rt.hook_to("")
            bridge.stop()


def test_2_the_bots_own_reply_and_rts_own_change_of_status_are_no_news(rt: RtWorld, tmp_path: Path) -> None:
    ticket = rt.open("how do I withdraw")

    async def polls(adapter: Adapter) -> Any:
        start = await adapter.changes("")
        settled = await adapter.changes(start.cursor)
        await asyncio.get_running_loop().run_in_executor(None, looking, rt, tmp_path, ticket)
        return await adapter.changes(settled.cursor)

    assert ticket not in polled(rt, polls).tickets
    assert len(rt.by_bot(ticket, "Correspond")) == 1


def test_3_a_ticket_resolved_at_the_last_moment_stays_resolved(rt: RtWorld, tmp_path: Path) -> None:
    ticket = rt.open("how do I withdraw")
    looking(rt, tmp_path, ticket, prepare=lambda adapter: setattr(adapter, "before_glance", lambda: rt.solve(ticket)))
    assert rt.fields(ticket)["Status"] == "resolved"
    assert rt.by_bot(ticket) == []


def test_4_no_lock_of_rt_is_relied_on(rt: RtWorld) -> None:
    """A message with any If-Match is refused by RT, so that it must be sent without one, after a look."""
    ticket = rt.open("how do I withdraw")
    refused = rt.call("bot", "POST", f"/ticket/{ticket}/correspond", {"Content": "x", "ContentType": "text/plain"}, If_Match='"1"')
    assert refused == 412
    assert rt.by_bot(ticket) == []


def test_5_an_answer_to_a_stalled_ticket_is_found(rt: RtWorld, tmp_path: Path) -> None:
    ticket = rt.open("how do I withdraw")
    looking(rt, tmp_path, ticket)
    assert rt.fields(ticket)["Status"] == "stalled"

    async def polls(adapter: Adapter) -> Any:
        start = await adapter.changes("")
        settled = await adapter.changes(start.cursor)
        await asyncio.get_running_loop().run_in_executor(None, rt.write, ticket, "and the fee?")
        return await adapter.changes(settled.cursor)

    assert ticket in polled(rt, polls).tickets
    looking(rt, tmp_path, ticket)
    assert len(rt.by_bot(ticket, "Correspond")) == 2


def test_6_a_mail_that_comes_twice_is_answered_once_and_an_automatic_one_never(rt: RtWorld, tmp_path: Path) -> None:
    ticket = rt.open("how do I withdraw")
    looking(rt, tmp_path, ticket)
    twice = f"<{uuid.uuid4().hex}@customer.example>"
    for _ in range(2):
        rt.write(ticket, "and the fee?", message_id=twice)
        looking(rt, tmp_path, ticket)
    rt.write(ticket, "I am on holiday until Monday", Auto_Submitted="auto-replied", Precedence="bulk")
    looking(rt, tmp_path, ticket)
    assert len(rt.by_bot(ticket, "Correspond")) == 2
    assert len([item for item in rt.history(ticket) if item.creator not in ("alice", "bot")]) == 3


def test_7_the_customer_gets_the_bots_mail_alone_and_no_note(rt: RtWorld, tmp_path: Path) -> None:
    ticket = rt.open("how do I withdraw")
    customer = rt.customer_of(ticket)
    looking(rt, tmp_path / "a", ticket, mode=Mode.DRAFT)
    assert rt.mails(customer) == []
    rt.write(ticket, "and the fee?")
    looking(rt, tmp_path / "b", ticket)
    mails = rt.mails(customer)
    assert [("[en] to: how do I withdraw and the fee?" in mail.get_body(("plain",)).get_content()) for mail in mails] == [True]  # type: ignore[attr-defined]


def test_8_a_long_history_with_files_and_two_forms_of_text_is_read_whole(rt: RtWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter_module, "PAGE", 3)
    ticket = rt.open("<p>Größe <b>да</b></p>", kind="text/html")
    rt.write(ticket, "plain вопрос", html="<p>html вопрос</p>")
    message = EmailMessage()
    message["From"], message["To"] = rt.customer_of(ticket), "support@helpdesk.example"
    message["Subject"], message["Message-ID"] = f"[helpdesk.test #{ticket}]", f"<{uuid.uuid4().hex}@customer.example>"
    message.set_content("with a file")
    message.add_attachment(bytes(range(256)) * 40, "image", "png", filename="shot.png")
    rt.raw(message)
    found = polled(rt, lambda adapter: adapter.read(ticket)).messages
    assert [bool(item.html) for item in found] == [True, True, False]
    assert "Größe" in (found[0].html or "")
    assert "plain вопрос" in found[1].text
    assert [(file.name, file.size) for file in found[2].attachments] == [("shot.png", 10240)]


def test_9_a_mail_that_rt_does_not_take_changes_nothing(rt: RtWorld, tmp_path: Path) -> None:
    """Its gate says that all is well: only the ticket tells."""
    ticket = rt.open("how do I withdraw")
    before = rt.history(ticket)
    mail = f"From: =?utf-8?q?=3Ccust=40customer=2Eexample=3E?=\nTo: support@helpdesk.example\nSubject: [helpdesk.test #{ticket}]\n\nhello?\n"
    assert rt.raw(mail.encode()) == 0
    assert rt.history(ticket) == before
    assert looking(rt, tmp_path, ticket).asked[0][1] == "how do I withdraw"
    assert len(rt.by_bot(ticket, "Correspond")) == 1


def test_10_an_rt_that_is_stopped_and_started_again_is_caught_up_with(rt: RtWorld, tmp_path: Path) -> None:
    with own_rt(rt, tmp_path / "rt") as (own, start, stop):
        ticket = own.open("how do I withdraw")
        stop()
        with pytest.raises(HelpdeskAway):
            polled(own, lambda adapter: adapter.read(ticket))
        back = threading.Timer(4.0, start)
        back.start()
        looking(own, tmp_path, ticket)
        back.join()
        assert len(own.by_bot(ticket, "Correspond")) == 1


@contextlib.contextmanager
def own_rt(rt: RtWorld, folder: Path) -> Iterator[tuple[RtWorld, Callable[[], None], Callable[[], None]]]:
    """A copy of the server's state behind a server that the test starts and stops."""
    shutil.copytree(rt.folder, folder, ignore=shutil.ignore_patterns("mails", "mason", "sessions", "log", "server.log"))
    port, stack = free_port(), contextlib.ExitStack()
    request_tracker.configure(folder, port)

    def start() -> None:
        stack.enter_context(request_tracker.serving(folder, port, workers=2))

    start()
    try:
        yield RtWorld(f"http://127.0.0.1:{port}", folder), start, stack.close
    finally:
        stack.close()


@pytest.mark.parametrize("delay_s", [0.0, 0.1, 0.3, 0.6])
def test_a_human_who_answers_while_the_bot_does_is_never_followed_unseen(rt: RtWorld, tmp_path: Path, delay_s: float) -> None:
    """RT has no lock. Whatever crosses within its own handling of a request is told to the human; all else is not posted."""
    ticket = rt.open("how do I withdraw")

    def human() -> None:
        time.sleep(delay_s + random.uniform(0, 0.1))
        rt.says("alice", ticket, "I have this one")

    racing = threading.Thread(target=human)
    looking(rt, tmp_path, ticket, prepare=lambda adapter: setattr(adapter, "before_glance", racing.start))
    racing.join()
    order = [(item.creator, item.type) for item in rt.history(ticket) if item.creator in ("alice", "bot")][1:]
    public = [creator for creator, kind in order if kind == "Correspond"]
    assert public in (["alice"], ["bot", "alice"], ["alice", "bot"])
    assert public != ["alice", "bot"] or ("bot", "Comment") in order


def test_a_hand_back_leaves_a_note_an_open_ticket_and_nothing_for_the_customer(rt: RtWorld, tmp_path: Path) -> None:
    ticket = rt.open("get me a human")
    looking(rt, tmp_path, ticket)
    assert (rt.fields(ticket)["Owner"], rt.fields(ticket)["Status"]) == ("Nobody", "open")
    assert [item.type for item in rt.by_bot(ticket)] == ["Comment"]
    assert rt.mails(rt.customer_of(ticket)) == []
    assert polled(rt, lambda adapter: adapter.read(ticket)).status is Status.OPEN


def test_a_merged_ticket_is_over(rt: RtWorld, tmp_path: Path) -> None:
    first, second = rt.open("how do I withdraw"), rt.open("again")
    rt.change("alice", second, MergeInto=first)
    assert polled(rt, lambda adapter: adapter.read(second)).status is Status.SOLVED
