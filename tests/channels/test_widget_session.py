"""Who may enter a conversation of the widget: tokens, origins, sizes, numbers; and what malformed events bring."""

from __future__ import annotations

import asyncio
import base64
import random
import stat
import uuid
from pathlib import Path
from typing import Any, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio.exceptions import ConnectionError as NotConnected

from tests.support.doors import Doors, open_doors
from tests.support.sockets import TalkingAgent, checked, rest, tab
from waypost.channels.session import LIFE_S, Sessions
from waypost.errors import ChannelError, SettingsError
from waypost.ops.kept_secrets import SESSION, kept_secret
from waypost.ops.settings import Settings

OLD, NEW = "o" * 32, "n" * 32
SITE = "https://shop.example"


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("var"), TalkingAgent, WAYPOST_SESSION_SECRET=f"{NEW},{OLD}", WAYPOST_ORIGINS=SITE) as running:
        yield running


def reason(sessions: Sessions, token: object) -> str:
    with pytest.raises(ChannelError) as refused:
        sessions.verify(token)
    return refused.value.reason


def test_a_token_is_good_for_seven_days_and_not_a_second_more() -> None:
    now = 1_000_000.0
    sessions = Sessions([NEW], lambda: now)
    token = sessions.token(sessions.new())
    now += LIFE_S - 1
    assert sessions.verify(token).conversation.startswith("web:")
    now += 1
    assert reason(sessions, token) == "expired"


def test_a_token_of_an_older_secret_is_good_until_the_secret_goes() -> None:
    session = Sessions([OLD]).new()
    token = Sessions([OLD]).token(session)
    both = Sessions([NEW, OLD])
    assert both.verify(token) == session
    assert both.token(session) == Sessions([NEW]).token(session)
    assert reason(Sessions([NEW]), token) == "invalid"


@given(st.data())
def test_no_changed_token_is_good(data: st.DataObject) -> None:
    sessions = Sessions([NEW])
    token = sessions.token(sessions.new())
    place = data.draw(st.integers(0, len(token) - 1))
    changed = token[:place] + data.draw(st.characters().filter(lambda letter: letter != token[place])) + token[place + 1 :]
    assert reason(sessions, changed) == "invalid"


@given(
    st.one_of(
        st.text(), st.binary().map(lambda raw: f"w1.{base64.urlsafe_b64encode(raw).decode()}.AAAA"), st.none(), st.integers(), st.lists(st.text())
    )
)
def test_nothing_made_up_is_a_token(token: object) -> None:
    assert reason(Sessions([NEW]), token) == "invalid"


def test_a_token_for_a_conversation_of_another_kind_is_none() -> None:
    sessions = Sessions([NEW])
    for conversation in ("ticket:1", "web:1", "web:" + "A" * 32, "anna-1"):
        assert reason(sessions, sessions.token(sessions.again(conversation))) == "invalid"


def test_ids_of_conversations_do_not_repeat_and_have_128_bits() -> None:
    sessions = Sessions([NEW])
    ids = {sessions.new().conversation for _ in range(10_000)}
    assert (len(ids), {len(one) for one in ids}) == (10_000, {len("web:") + 32})


@pytest.mark.parametrize("token", ["", "w1.e30.AAAA", "x" * 512, Sessions(["f" * 32]).token(Sessions(["f" * 32]).new())])
def test_a_forged_token_brings_a_new_session_and_no_history(doors: Doors, token: str) -> None:
    async def talk() -> None:
        async with tab(doors.port, token) as client:
            assert (client.all("session")[0]["renewed"], client.all("history")[0]["items"]) == ("invalid", [])

    asyncio.run(talk())


def test_a_token_of_before_a_rotation_enters_and_is_signed_anew(doors: Doors) -> None:
    session = Sessions([OLD]).new()

    async def talk() -> None:
        async with tab(doors.port, Sessions([OLD]).token(session)) as client:
            assert client.all("session")[0]["renewed"] is None
            assert Sessions([NEW]).verify(client.token).conversation == session.conversation

    asyncio.run(talk())


def test_nobody_enters_a_conversation_by_its_id(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as anna, tab(doors.port) as bob:
            await anna.say("private")
            conversation = Sessions([NEW]).verify(anna.token).conversation
            for data in ({"sender": conversation}, {"conversation": conversation}, {"token": anna.token}):
                assert (await bob.ask("send", {"id": str(uuid.uuid4()), "text": "hi", **data}))["error"]["reason"] == "bad_request"
            assert (await bob.ask("rate", {"reply": anna.all("reply")[0]["id"], "value": "up"}))["error"]["reason"] == "not_found"
            assert doors.say(conversation, "hi").json["error"] == "reserved_sender"
            async with rest(doors.port, token=conversation) as thief:
                assert "private" not in str(await thief.ask("get_history", {}))

    asyncio.run(talk())


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_only_pages_of_the_list_connect(doors: Doors, transport: str) -> None:
    async def talk() -> None:
        async with tab(doors.port, transport=transport, origin=SITE):
            pass
        for origin in ("https://evil.example", "null", f"{SITE}.evil.example"):
            with pytest.raises(NotConnected):
                async with tab(doors.port, transport=transport, origin=origin):
                    pass

    asyncio.run(talk())


def test_a_poll_of_a_listed_page_may_be_read_by_it_and_by_no_other(doors: Doors) -> None:
    path = "/widget/v1/socket.io/?EIO=4&transport=polling"
    allowed, refused = (doors.ask("GET", path, headers={"Origin": origin}) for origin in (SITE, "https://evil.example"))
    assert (allowed.status, allowed.headers["access-control-allow-origin"], "access-control-allow-credentials" in allowed.headers) == (
        200,
        SITE,
        False,
    )
    assert (refused.status, "access-control-allow-origin" in refused.headers) == (403, False)


@pytest.mark.parametrize("auth", [None, {}, {"v": 2}, {"v": True}, {"v": 1, "token": 7}, {"v": 1, "sender": "web:1"}, [1], "w1", 0])
def test_a_hello_that_is_none_is_refused_with_a_reason(doors: Doors, auth: Any) -> None:
    async def talk() -> None:
        import socketio

        client, refused = socketio.AsyncClient(reconnection=False), []
        client.on("connect_error", refused.append)
        with pytest.raises(NotConnected):
            await client.connect(f"http://127.0.0.1:{doors.port}", auth=auth, socketio_path="/widget/v1/socket.io", transports=["websocket"])
        assert checked("error", refused[0]["data"])["reason"] in ("bad_request", "unsupported_version")
        await client.shutdown()

    asyncio.run(talk())


def test_a_session_has_ten_tabs_and_room_for_another_when_one_closes(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as first:
            tabs = [tab(doors.port, first.token) for _ in range(9)]
            opened = [await one.__aenter__() for one in tabs]
            with pytest.raises(NotConnected):
                async with tab(doors.port, first.token):
                    pass
            await opened[0].socket.disconnect()
            await asyncio.sleep(0.1)
            async with tab(doors.port, first.token):
                pass
            for one in tabs:
                await one.__aexit__(None, None, None)

    asyncio.run(talk())


def test_a_packet_that_is_too_large_ends_its_socket_and_nothing_else(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as other:
            async with tab(doors.port) as client:
                await client.socket.emit("send", {"id": str(uuid.uuid4()), "text": "a" * 70_000})
                await asyncio.wait_for(client.socket.wait(), 5)
            assert (await other.say("still here"))["entries"]

    asyncio.run(talk())


def test_a_poll_that_is_too_large_is_refused(doors: Doors) -> None:
    path = "/widget/v1/socket.io/?EIO=4&transport=polling"
    opened = doors.ask("GET", path).body.decode()
    socket = opened.partition('"sid":"')[2].partition('"')[0]
    assert [doors.ask("POST", f"{path}&sid={socket}", b"4" * size).status for size in (17_000, 70_000)] == [413, 413]


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    secret = kept_secret(tmp_path / "var", SESSION)
    file = tmp_path / "var" / SESSION
    file.chmod(0o644)
    assert (len(secret), kept_secret(tmp_path / "var", SESSION), stat.S_IMODE(file.stat().st_mode)) == (64, secret, 0o600)
    assert [path.name for path in file.parent.iterdir()] == [SESSION]
    file.write_text("short")
    with pytest.raises(SettingsError, match="too short"):
        kept_secret(tmp_path / "var", SESSION)


def test_secrets_of_the_environment_are_long_and_several_may_stand(tmp_path: Path) -> None:
    assert Settings.from_environment({"WAYPOST_SESSION_SECRET": f"{NEW}, {OLD}"}).session_secrets == (NEW, OLD)
    with pytest.raises(SettingsError, match="WAYPOST_SESSION_SECRET") as error:
        Settings.from_environment({"WAYPOST_SESSION_SECRET": f"{NEW},hunter2"})
    assert "hunter2" not in str(error.value)


def malformed(chance: random.Random) -> Any:
    """Data of an event: of no shape, of nearly the right one, or with values of the wrong kind."""
    odd = [
        None,
        True,
        0,
        -1,
        1e300,
        "",
        "\x00",
        "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        "a" * 3000,
        [],
        {},
        [[]],
        {"a": {"b": [1]}},
        "../../x",
        b"\x00\xff",
    ]
    names = ["id", "text", "payload", "locale", "reply", "value", "reason", "comment", "after", "token", "v", "__proto__", "sender"]
    if chance.random() < 0.2:
        return chance.choice(odd)
    return {name: chance.choice([*odd, str(uuid.uuid4()), "nl", "up", "ask:withdraw"]) for name in chance.sample(names, chance.randint(0, 5))}


def test_six_hundred_malformed_events_are_each_refused_or_kept_and_nothing_breaks(doors: Doors) -> None:
    chance = random.Random(7)
    events = ["send", "get_history", "rate", "set_locale", "delete", "hello", "session", "", "connect", "disconnect", "*", "постучать", "a" * 500]

    async def talk() -> None:
        async with tab(doors.port) as other:
            for _ in range(20):
                async with tab(doors.port) as client:
                    acks = [client.socket.call(chance.choice(events), malformed(chance), timeout=10) for _ in range(30)]
                    for ack in await asyncio.gather(*acks):
                        assert checked("ack", ack)["status"] in ("sent", "failed")
            assert (await other.say("still here"))["entries"]

    asyncio.run(talk())


def test_packets_that_are_no_packets_break_nothing(doors: Doors) -> None:
    chance = random.Random(11)
    start = ["4", "42", "40", "451-", "4599999999999-", "43", "44", "46", "6", "9", "42[", '42["send"', "42[[]]", "42{}", '42[{"a":1},2]', "b", ""]

    async def talk() -> None:
        import aiohttp

        async with tab(doors.port) as other, aiohttp.ClientSession() as session:
            for _ in range(15):
                async with session.ws_connect(f"http://127.0.0.1:{doors.port}/widget/v1/socket.io/?EIO=4&transport=websocket") as socket:
                    await socket.receive()
                    await socket.send_str('40{"v":1}')
                    for _ in range(20):
                        if socket.closed:
                            break
                        packet = chance.choice(start) + "".join(chance.choices('[]{}",:0a\\u0000é', k=chance.randint(0, 20)))
                        await (socket.send_bytes(packet.encode()) if chance.random() < 0.2 else socket.send_str(packet))
            for _ in range(50):
                body = "".join(chance.choices('0123456789b[]{}"\x1e', k=30)).encode()
                async with session.post(f"http://127.0.0.1:{doors.port}/widget/v1/socket.io/?EIO=4&transport=polling&sid=none", data=body) as answer:
                    assert answer.status == 400
            assert (await other.say("still here"))["entries"]

    asyncio.run(talk())
