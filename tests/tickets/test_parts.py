"""The small parts of the bridge: modes, drafts and their fate, duplicates, pauses, the process's doors, the token at REST."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support.doors import open_doors
from tests.support.helpdesk import AGENT, Scene
from tests.support.processes import BridgeProcess, wait_for
from tests.support.stub_bot import ObjectBot
from waypost.content.languages import live_languages
from waypost.errors import ContentError, SettingsError
from waypost.ops.keeping import forget
from waypost.ops.settings import HELPDESKS, Settings, TicketSettings
from waypost.tickets import pace
from waypost.tickets.checks import normal, repeated
from waypost.tickets.copy import KEYS, copy
from waypost.tickets.helpdesks.protocol import Account
from waypost.tickets.modes import LiveModes, Modes
from waypost.tickets.moments import Told, seconds
from waypost.tickets.outbox import fated
from waypost.tickets.types import Author, Memory, Mode, Status
from waypost.tickets.wire import retry_after

MODES = "default: off\nqueues:\n  Support:\n    mode: reply\n    needs: {withdraw: draft, handoff: off}\n"
BRIDGE = {"Authorization": "Bearer bridge-token"}


def test_modes_of_a_file_are_of_queue_and_need_and_the_most_careful_counts(tmp_path: Path) -> None:
    (tmp_path / "modes.yml").write_text(MODES, encoding="utf-8")
    modes = Modes.load(tmp_path / "modes.yml", Mode.DRAFT)
    asked = [
        ("Support", ["deposit"]),
        ("Support", ["withdraw"]),
        ("Support", ["deposit", "withdraw"]),
        ("Support", ["handoff", "deposit"]),
        ("X", []),
    ]
    assert [modes.of(queue, needs, Memory()).value for queue, needs in asked] == ["reply", "draft", "draft", "off", "off"]
    assert modes.of("X", ["withdraw"], Memory(mode=Mode.REPLY)) is Mode.REPLY


@pytest.mark.parametrize("text", ["default: loud", "else: 1", "queues: [a]", "queues: {a: {mode: x}}", "queues: {a: {needs: {}}}", "queues: {a: 1}"])
def test_a_wrong_file_of_modes_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "modes.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"modes\.yml"):
        LiveModes(tmp_path / "modes.yml", Mode.DRAFT)


def test_modes_follow_their_file_and_outlive_a_broken_edit(tmp_path: Path) -> None:
    file = tmp_path / "modes.yml"
    file.write_text(MODES, encoding="utf-8")
    modes = LiveModes(file, Mode.DRAFT)
    file.write_text("default: reply\n", encoding="utf-8")
    assert modes.get().default is Mode.REPLY
    file.write_text("default: nonsense and more of it\n", encoding="utf-8")
    assert modes.get().default is Mode.REPLY


@pytest.mark.parametrize(
    ("sent", "share"),
    [("Hi Ann,\n\n{draft}\n\nAlice", (1, 1)), ("Something else entirely", (0, 1)), (None, (0, 1))],
    ids=["unedited", "edited", "unused"],
)
def test_the_share_of_drafts_sent_unedited_is_kept_for_queue_need_and_language(tmp_path: Path, sent: str | None, share: tuple[int, int]) -> None:
    scene = Scene(tmp_path, mode=Mode.DRAFT)

    async def whole() -> object:
        number = scene.helpdesk.open()
        bridge = scene.bridge()
        await scene.settle(bridge)
        draft = scene.helpdesk.by_bot(number, public=False)[0].text.partition("\n\n")[2]
        if sent is None:
            scene.helpdesk.change(number, status=Status.SOLVED)
        else:
            scene.helpdesk.write(number, sent.replace("{draft}", draft), Author.AGENT)
        await scene.look(bridge, number)
        return fated(await scene.outbox.drafts())

    assert asyncio.run(whole()) == {("Support", "withdraw", "en"): share}


def test_a_draft_that_nobody_sent_yet_is_looked_at_again(tmp_path: Path) -> None:
    scene = Scene(tmp_path, mode=Mode.DRAFT)

    async def whole() -> tuple[int, int]:
        number = scene.helpdesk.open()
        bridge = scene.bridge()
        await scene.settle(bridge)
        await bridge.sweep()
        early = await scene.inbox.waiting()
        scene.now += 700
        scene.helpdesk.change(number, owner="alice")
        await bridge.sweep()
        return early, await scene.inbox.waiting()

    assert asyncio.run(whole()) == (0, 1)


def test_the_same_words_again_are_a_duplicate_only_when_nobody_has_answered_between(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    number = scene.helpdesk.open("hello  there")
    scene.helpdesk.write(number, "Hello there")
    ticket = scene.helpdesk.tickets[number]
    assert repeated(ticket, ticket.messages[1]) == ticket.messages[0]
    scene.helpdesk.write(number, "answer", Author.AGENT)
    scene.helpdesk.write(number, "hello there")
    ticket = scene.helpdesk.tickets[number]
    assert repeated(ticket, ticket.messages[-1]) is None
    assert normal(" A\r\n b ") == normal("ab")


def test_a_hint_that_comes_during_a_look_is_kept(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.bridge()

    async def whole() -> list[object]:
        await scene.inbox.hear(["7", "7"])
        hint = await scene.inbox.take()
        nobody = await scene.inbox.take()
        await scene.inbox.hear(["7"])
        assert hint is not None
        await scene.inbox.drop(hint)
        again = await scene.inbox.take()
        assert again is not None
        await scene.inbox.drop(again)
        return [hint.ticket, nobody, again.ticket, await scene.inbox.waiting()]

    assert asyncio.run(whole()) == ["7", None, "7", 0]


def test_pauses_grow_and_follow_what_is_asked_for() -> None:
    assert pace.pause(1) < pace.pause(3) < pace.pause(5) <= 900 * 1.3
    assert pace.pause(99) >= 900
    assert pace.pause(1, 120.0) >= 120
    assert [retry_after({"Retry-After": value}) for value in ("7", "x", "", "99999999", "Wed, 21 Oct 2015 07:28:00 GMT")] == [7, 0, 0, 3600, 0]


def test_times_of_helpdesks_are_seconds() -> None:
    assert seconds("2023-11-14T22:13:20Z") == seconds("2023-11-14T22:13:20") == seconds(1_700_000_000) == 1_700_000_000
    assert seconds("yesterday") == seconds(None) == 0


def test_what_a_poll_told_is_told_again_until_it_is_stored() -> None:
    told = Told()
    first, cursor = told.fresh("", {"1": "a"})
    again, cursor = told.fresh("", {"1": "a"})
    quiet, cursor = told.fresh(cursor, {"1": "a"})
    news, _ = told.fresh(cursor, {"1": "b"})
    assert (first, again, quiet, news) == (("1",), ("1",), (), ("1",))


@pytest.mark.parametrize("locale", live_languages())
def test_every_text_of_tickets_takes_its_values(locale: str) -> None:
    for key, names in KEYS.items():
        text = copy().text(locale, key, **{name: f"<{name}>" for name in names})
        assert [name for name in names if f"<{name}>" not in text] == []
        assert "{" not in text


def settings(**environment: str) -> TicketSettings:
    given = {"WAYPOST_HELPDESK": "rt", "WAYPOST_HELPDESK_URL": "http://127.0.0.1:1/", "WAYPOST_HELPDESK_TOKEN": "t", "WAYPOST_HELPDESK_AGENT": "bot"}
    return TicketSettings.from_environment(Settings.from_environment({}), {**given, **environment})


def test_the_bridge_drafts_and_polls_every_twenty_seconds_unless_told_otherwise() -> None:
    found = settings()
    assert (found.mode, found.poll_s, found.port, found.url, found.bot_url) == ("draft", 20, 5065, "http://127.0.0.1:1", "http://127.0.0.1:5005")
    assert settings(WAYPOST_HELPDESK_SECRET="a,b").secrets == ("a", "b")


@pytest.mark.parametrize("name", ["WAYPOST_HELPDESK", "WAYPOST_HELPDESK_URL", "WAYPOST_HELPDESK_TOKEN", "WAYPOST_HELPDESK_AGENT"])
def test_a_setting_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings(**{name: ""})


def test_every_helpdesk_of_the_settings_has_an_adapter() -> None:
    folder = Path(pace.__file__).parent / "helpdesks"
    assert set(HELPDESKS) == {path.stem for path in folder.glob("*.py")} - {"__init__", "protocol"}


def test_the_bridges_token_names_tickets_and_nothing_else(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYPOST_TICKETS_TOKEN="bridge-token", WAYPOST_REST_TOKEN="rest-token") as doors:
        senders = {"ticket:rt:8": {}, "somebody": {}, "web:x": {}}
        assert [doors.say(sender, "hello", **BRIDGE).status for sender in senders] == [200, 403, 403]
        assert doors.say("ticket:rt:8", "hello", Authorization="Bearer rest-token").status == 403
        assert doors.say("ticket:rt:8", "hello").status == 401
        assert doors.ask("DELETE", "/webhooks/rest/conversations/ticket:rt:8", None, {"Authorization": "Bearer rest-token"}).status == 403
        assert doors.ask("DELETE", "/webhooks/rest/conversations/ticket:rt:8", None, BRIDGE).status == 200


def test_without_a_setting_both_processes_share_a_token_that_is_kept(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        kept = (tmp_path / "tickets_token").read_text(encoding="ascii").strip()
        assert ((tmp_path / "tickets_token").stat().st_mode & 0o777, len(kept)) == (0o600, 64)
        assert doors.say("ticket:rt:8", "hello", Authorization=f"Bearer {kept}").status == 200
        assert doors.say("ticket:rt:8", "hello").status == 403


def test_the_process_says_how_it_is_and_refuses_what_is_not_signed(tmp_path: Path) -> None:
    bridge = BridgeProcess(tmp_path, "zammad", Account("http://127.0.0.1:9", "t", AGENT, "", ("a-secret",)), "http://127.0.0.1:9")
    bridge.start()

    def status(path: str, body: bytes | None = None) -> int:
        try:
            with urllib.request.urlopen(urllib.request.Request(bridge.address + path, body), timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            json.loads(error.read())
            return error.code

    try:
        assert [status(path, b"{}") for path in ("/hooks/zammad", "/hooks/rt", "/hooks/zammad/x")] == [401, 404, 401]
        wait_for(lambda: status("/health") == 503, 30)
        assert (status("/live"), status("/metrics"), status("/nothing")) == (200, 200, 404)
    finally:
        assert bridge.stop() == 0


def test_what_is_kept_of_a_ticket_is_erased_with_its_conversation(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    number = scene.helpdesk.open()
    asyncio.run(scene.settle(scene.bridge()))
    address = f"sqlite:///{tmp_path}/tickets.db"
    assert forget(address, f"ticket:rt:{number}") == 2
    assert forget(address, f"ticket:rt:{number}") == 0


def test_the_stub_of_the_bot_is_asked_under_the_tickets_name(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    number = scene.helpdesk.open()
    bot = ObjectBot()

    async def whole() -> None:
        await scene.settle(scene.bridge(bot))

    asyncio.run(whole())
    assert [asked[0] for asked in bot.asked] == [f"ticket:rt:{number}"]
