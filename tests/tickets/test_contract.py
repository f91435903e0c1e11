"""The contract of an adapter, over every module of waypost/tickets/helpdesks: fakes here, Request Tracker and django-helpdesk live (`services`)."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import time
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterator

import pytest

from tests.support.bot import ROOT
from tests.support.fakes.server import SECRETS, Call, Refusal, serving
from tests.support.live import LIVE, live_world
from waypost.errors import ChannelError, HelpdeskAway, HelpdeskRefused, TicketGone
from waypost.tickets.checks import is_there, stopped
from waypost.tickets.helpdesks.protocol import Helpdesk
from waypost.tickets.states import State
from waypost.tickets.types import Author, NewTicket, Post, Status

ADAPTERS = sorted(path.stem for path in (ROOT / "waypost/tickets/helpdesks").glob("*.py") if path.stem not in ("__init__", "protocol"))
FAKES = sorted(path.stem for path in (ROOT / "tests/support/fakes").glob("*.py") if path.stem not in ("__init__", "server"))
MISSING = "999999"


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.services) if name in LIVE else name for name in ADAPTERS])
def world(request: pytest.FixtureRequest) -> Iterator[Any]:
    """What people do in one helpdesk."""
    if request.param in LIVE:
        yield live_world(request.param)
        return
    fake = importlib.import_module(f"tests.support.fakes.{request.param}").Fake()
    with serving(fake):
        yield fake


def with_adapter(world: Any, work: Callable[[Helpdesk], Awaitable[Any]]) -> Any:
    """Runs something with an adapter of its own, as a fresh process has."""

    async def whole() -> Any:
        adapter = importlib.import_module(f"waypost.tickets.helpdesks.{name_of(world)}").Adapter(world.account)
        try:
            return await work(adapter)
        finally:
            await adapter.close()

    return asyncio.run(whole())


def name_of(world: Any) -> str:
    return str(getattr(world, "adapter", "") or type(world).__module__.rpartition(".")[2])


def read(world: Any, ticket: str) -> Any:
    return with_adapter(world, lambda adapter: adapter.read(ticket))


def test_every_adapter_has_a_fake_or_is_tested_live() -> None:
    assert ADAPTERS
    assert set(ADAPTERS) == set(FAKES) | set(LIVE)


def test_a_ticket_is_read_with_its_author_and_text(world: Any) -> None:
    number = world.open("Как вывести? Größe é")
    ticket = read(world, number)
    assert (ticket.helpdesk, ticket.id, ticket.owner, ticket.status) == (name_of(world), number, world.account.agent, Status.OPEN)
    question = ticket.newest_question
    assert (question.author, question.public) == (Author.CUSTOMER, True)
    assert "Как вывести? Größe é" in question.text + (question.html or "")
    assert question.at == 0 or abs(question.at - time.time()) < 300


def test_customers_agents_and_the_bot_are_told_apart_in_order(world: Any) -> None:
    number = world.open("first")

    async def both(adapter: Helpdesk) -> None:
        ticket = await adapter.read(number)
        await adapter.note(ticket, Post("wp-note-1", "internal words"))
        await adapter.reply(await adapter.read(number), Post("wp-reply-1", "public words"))

    with_adapter(world, both)
    world.agent(number, "from an agent")
    world.agent(number, "between agents", public=False)
    world.customer(number, "second")
    found = [(item.author, item.public) for item in read(world, number).messages]
    human = [(Author.AGENT, True), (Author.AGENT, False), (Author.CUSTOMER, True)]
    assert found == [(Author.CUSTOMER, True), (Author.BOT, False), (Author.BOT, True), *human]


def test_a_post_is_found_again_by_its_key_or_its_text(world: Any) -> None:
    number = world.open("first")
    question = read(world, number).newest_question.id
    post = Post("wp-reply-2", "Line one.\n\nLine two: Größe, вывод.\n1. a\n2. b")
    assert not is_there(read(world, number), question, post.key, post.text)

    async def reply(adapter: Helpdesk) -> None:
        await adapter.reply(await adapter.read(number), post)

    with_adapter(world, reply)
    assert is_there(read(world, number), question, post.key, post.text)


def test_a_glance_sees_owner_status_and_who_wrote(world: Any) -> None:
    number = world.open("first")
    question = read(world, number).newest_question.id

    def verdict() -> State | None:
        return stopped(with_adapter(world, lambda adapter: adapter.glance(number)), question, world.account.agent)

    assert verdict() is None
    world.customer(number, "second")
    assert verdict() is State.OVERTAKEN
    world.agent(number, "mine")
    assert verdict() is State.YIELDED


@pytest.mark.parametrize("how", ["take", "solve"])
def test_a_ticket_that_was_taken_or_solved_is_not_the_bots(world: Any, how: str) -> None:
    number = world.open("first")
    getattr(world, how)(number)
    ticket = with_adapter(world, lambda adapter: adapter.glance(number))
    assert stopped(ticket, ticket.newest_question.id, world.account.agent) is State.YIELDED


def test_a_note_on_a_solved_ticket_does_not_open_it(world: Any) -> None:
    number = world.open("first")
    world.solve(number)

    async def note(adapter: Helpdesk) -> None:
        await adapter.note(await adapter.read(number), Post("wp-n", "words"))

    with_adapter(world, note)
    assert read(world, number).status is Status.SOLVED


def test_a_release_gives_the_ticket_to_nobody_and_may_be_done_twice(world: Any) -> None:
    number = world.open("first")

    async def release(adapter: Helpdesk) -> None:
        for _ in range(2):
            await adapter.release(await adapter.read(number), world.account.queue)

    with_adapter(world, release)
    ticket = read(world, number)
    assert (ticket.owner, ticket.status, ticket.queue) == ("", Status.OPEN, world.account.queue)


def test_changes_tell_of_what_waits_and_of_what_is_new(world: Any) -> None:
    number = world.open("first")

    async def polls(adapter: Helpdesk) -> tuple[Any, ...]:
        start = await adapter.changes("")
        second = await adapter.changes(start.cursor)
        quiet = await adapter.changes(second.cursor)
        await asyncio.get_running_loop().run_in_executor(None, world.customer, number, "second")
        news = await adapter.changes(quiet.cursor)
        again = await adapter.changes(quiet.cursor)
        return start, quiet, news, again

    start, quiet, news, again = with_adapter(world, polls)
    assert number in start.tickets
    assert number not in quiet.tickets
    assert number in news.tickets
    assert number in again.tickets, "what was not stored is told again"


def test_a_ticket_that_is_not_there_is_gone(world: Any) -> None:
    with pytest.raises(TicketGone):
        read(world, MISSING)


def test_files_are_named_and_not_fetched(world: Any) -> None:
    number = world.open("see screenshot") if not hasattr(world, "open_with_file") else world.open_with_file("see screenshot", "shot.png")
    files = read(world, number).newest_question.attachments
    assert [(file.name, file.size) for file in files] in ([("shot.png", 7)], [])
    assert files or name_of(world) == "django_helpdesk"


def test_a_ticket_is_opened_once_for_its_key(world: Any) -> None:
    queue = getattr(world, "new_queue", world.account.queue)
    fresh = NewTicket(f"wp-{time.time_ns()}", queue, "Chat", "A person wants to go on", "person@customer.example", "nl", "you: hello")

    async def twice(adapter: Helpdesk) -> tuple[str, str]:
        return await adapter.create(fresh), await adapter.create(fresh)

    first, second = with_adapter(world, twice)
    assert first == second
    assert read(world, first).owner == ""


def test_a_hook_names_its_ticket_and_each_secret_counts(world: Any) -> None:
    number = world.open("first")
    for secret in world.account.secrets:
        assert list(with_adapter(world, lambda adapter, secret=secret: hooked(adapter, world.hook(number, secret)))) == [number]
    assert len(world.account.secrets) == 2


def test_a_hook_about_the_bots_own_doings_names_none(world: Any) -> None:
    number = world.open("first")
    assert list(with_adapter(world, lambda adapter: hooked(adapter, world.hook(number, ours=True)))) == []


@pytest.mark.parametrize("secret", ["", "wrong", SECRETS[0][:-1]])
def test_a_forged_hook_is_refused(world: Any, secret: str) -> None:
    with pytest.raises(ChannelError) as refused:
        with_adapter(world, lambda adapter: hooked(adapter, world.hook("1", secret)))
    assert refused.value.status == 401


def test_a_hook_of_another_time_is_refused_where_it_carries_one(world: Any) -> None:
    for at in (time.time() - 400, time.time() + 400):
        with contextlib.ExitStack() as stack:
            if name_of(world) not in ("zammad", "django_helpdesk"):
                stack.enter_context(pytest.raises(ChannelError, match="bad_time"))
            with_adapter(world, lambda adapter, at=at: hooked(adapter, world.hook("1", at=at)))


async def hooked(adapter: Helpdesk, call: Any) -> Any:
    return adapter.hook(call)


@pytest.mark.parametrize("name", FAKES)
@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (429, {"Retry_After": "7"}, HelpdeskAway),
        (503, {}, HelpdeskAway),
        (500, {}, HelpdeskAway),
        (403, {}, HelpdeskRefused),
        (302, {}, HelpdeskRefused),
    ],
)
def test_answers_that_are_no_success_become_errors_of_two_kinds(name: str, status: int, headers: dict[str, str], error: type[Exception]) -> None:
    fake = importlib.import_module(f"tests.support.fakes.{name}").Fake()
    with serving(fake):
        number = fake.open("first")

        def refuse(call: Call) -> None:
            raise Refusal(status, **headers)

        fake.before = refuse
        with pytest.raises(error) as raised:
            read(fake, number)
        assert getattr(raised.value, "retry_after_s", 0.0) == (7.0 if headers else 0.0)
        fake.before = lambda call: None
        assert read(fake, number).id == number


def test_files_of_a_fake_are_only_of_adapters(tmp_path: Path) -> None:
    assert set(FAKES) <= set(ADAPTERS)
