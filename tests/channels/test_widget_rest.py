"""The widget where sockets are blocked, what a human agent writes into it, and the files that it loads."""

from __future__ import annotations

import asyncio
import gzip
import json
import stat
import uuid
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.support.doors import Doors, Reply, open_doors
from tests.support.sockets import TalkingAgent, checked, rest, tab
from waypost.channels import widget_files
from waypost.channels.session import Sessions
from waypost.content.labels import label, labels
from waypost.content.languages import languages, live_languages
from waypost.ops.kept_secrets import PUSH
from waypost.safety.redact import MARK

SECRET = "s" * 32
SITE = "https://shop.example"


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Doors]:
    with open_doors(tmp_path, TalkingAgent, WAYPOST_SESSION_SECRET=SECRET, WAYPOST_ORIGINS=SITE) as running:
        yield running


def message(text: str = "hello") -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "text": text}


def test_a_whole_conversation_goes_over_plain_rest(doors: Doors) -> None:
    async def talk() -> None:
        async with rest(doors.port, locale="nl") as client:
            said = message()
            answer = await client.ask("send", said)
            assert [item["event"] for item in answer["events"]] == ["message", "reply"]
            reply = answer["events"][1]["data"]
            assert (await client.ask("rate", {"reply": reply["id"], "value": "up"}))["ack"]["status"] == "sent"
            again = await client.ask("send", said)
            assert (again["events"][1]["data"]["id"], len(doors.agent.seen)) == (reply["id"], 1)
            (history,) = (await client.ask("get_history", {}))["events"]
            assert [item["data"].get("rating") for item in history["data"]["items"]] == [None, "up"]
            assert (await client.ask("set_locale", {"locale": "ms"}))["events"][0]["data"] == {"locale": "ms"}
            before = client.token
            answer = await client.ask("delete", {})
            assert [item["event"] for item in answer["events"]] == ["deleted", "session"]
            assert client.token != before
            client.token = before
            refused = await client.ask("send", message())
            assert (client.status, refused["ack"]["error"]["reason"]) == (401, "expired")

    asyncio.run(talk())


def test_rest_and_sockets_of_one_session_share_the_conversation(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as socket, rest(doors.port, token=socket.token) as client:
            await client.ask("send", message("over rest"))
            assert (await socket.next("message"))["text"] == "over rest"
            at = (await socket.next("reply"))["at"]
            await asyncio.sleep(2.1)
            await socket.say("over the socket")
            (history,) = (await client.ask("get_history", {"after": at}))["events"]
            assert "over the socket" in str(history)
            await asyncio.sleep(2.1)
            (history,) = (await client.ask("get_history", {"after": socket.all("reply")[1]["at"] + 2_000}))["events"]
            assert history["data"]["items"] == []

    asyncio.run(talk())


REFUSED: list[tuple[str, Any, int, str]] = [
    ("send", {"id": "12345678", "text": ""}, 400, "empty"),
    ("send", {"id": "12345678", "text": "a" * 2001}, 413, "too_long"),
    ("send", {"id": "12345678", "text": "a" * 20_000}, 413, "too_long"),
    ("send", {"id": "short", "text": "hi"}, 400, "bad_request"),
    ("send", {"id": "a" * 64, "payload": "ask:nothing-of-ours"}, 400, "bad_request"),
    ("send", [], 400, "bad_request"),
    ("rate", {"reply": "bot:x", "value": "up"}, 404, "not_found"),
    ("dance", {}, 404, "not_found"),
    ("hello", {"v": 2}, 400, "unsupported_version"),
]


@pytest.mark.parametrize(("event", "data", "status", "reason"), REFUSED)
def test_a_refusal_has_status_reason_and_a_text_to_show(doors: Doors, event: str, data: Any, status: int, reason: str) -> None:
    async def talk() -> None:
        async with rest(doors.port) as client:
            answer = await client.ask(event, data, **{"Accept-Language": "ru"})
            assert (client.status, answer["ack"]["status"], answer["ack"]["error"]["reason"]) == (status, "failed", reason)
            assert answer["ack"]["error"]["text"] in labels("ru").words.values()

    asyncio.run(talk())


def test_without_a_token_or_from_another_page_nothing_is_answered(doors: Doors) -> None:
    async def talk() -> None:
        async with rest(doors.port) as client:
            good, client.token = client.token, None
            assert (await client.ask("send", message()))["ack"]["error"]["reason"] == "invalid"
            client.token = good
            assert (await client.ask("send", message(), Origin="https://evil.example"))["ack"]["error"]["reason"] == "foreign_origin"
            assert (client.status, "Access-Control-Allow-Origin" in client.headers) == (403, False)
            assert (await client.ask("send", message(), Origin=SITE))["ack"]["status"] == "sent"
            assert client.headers["Access-Control-Allow-Origin"] == SITE

    asyncio.run(talk())
    asked = doors.ask("OPTIONS", "/widget/v1/send", headers={"Origin": SITE})
    assert (asked.status, asked.headers["access-control-allow-headers"]) == (204, "Authorization, Content-Type")


def test_too_many_messages_are_refused_with_the_time_to_wait(tmp_path: Path) -> None:
    async def talk(port: int) -> None:
        async with rest(port, locale="nl") as client:
            await client.ask("send", {**message(), "locale": "nl"})
            answer = await client.ask("send", message())
            error = answer["ack"]["error"]
            assert (client.status, error["reason"], error["text"]) == (429, "rate_limited", label("nl", "error_rate_limited"))
            assert client.headers["Retry-After"] == str(error["retry_after"])

    with open_doors(tmp_path, TalkingAgent, WAYPOST_RATE_PER_SENDER="1") as doors:
        asyncio.run(talk(doors.port))


def push(doors: Doors, data: dict[str, Any], **headers: str) -> Reply:
    token = (doors.settings.var / PUSH).read_text().strip()
    given = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {token}",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return doors.ask("POST", "/internal/widget/replies", json.dumps(data).encode(), given)


def test_a_human_agents_reply_reaches_every_tab_once_and_the_history(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as one, tab(doors.port, one.token) as other:
            await one.say("a human please")
            conversation = Sessions([SECRET]).verify(one.token).conversation
            said = {
                "conversation": conversation,
                "id": "rt-4711-2",
                "name": "Anna",
                "text": "Hello, Anna here. **Never** send " + "abandon " * 11 + "about",
            }
            answers = [await asyncio.to_thread(push, doors, said) for _ in range(2)]
            assert [answer.json["tabs"] for answer in answers] == [2, 0]
            reply = await other.next("reply", 2)
            assert (reply["id"], reply["author"], reply["name"], reply["to"]) == ("human:rt-4711-2", "human", "Anna", None)
            assert (MARK in reply["entries"][0]["text"], "abandon" in str(reply)) == (True, False)
            assert (await one.say("thank you"))["entries"][0]["text"] == "Answer 2"
            await one.ask("get_history", {})
            items = (await one.next("history", 2))["items"]
            assert [item["data"].get("author") for item in items] == [None, "bot", "human", None, "bot"]
            assert items[2]["data"]["entries"] == reply["entries"]

    asyncio.run(talk())
    assert stat.S_IMODE((doors.settings.var / PUSH).stat().st_mode) == 0o600


def test_only_programs_of_this_machine_with_the_token_write_as_a_human(doors: Doors) -> None:
    said = {"conversation": "web:" + "0" * 32, "id": "1", "text": "hi"}
    assert push(doors, said, Authorization="Bearer no").status == 401
    assert push(doors, said, X_Forwarded_For="192.0.2.1").status == 403
    assert push(doors, said).status == 404
    assert [push(doors, {**said, **wrong}).status for wrong in ({"text": ""}, {"text": 7}, {"id": "a b"}, {"name": []}, {"conversation": None})] == [
        400
    ] * 5


def test_the_configuration_names_every_language_and_its_labels_never_get_old(doors: Doors) -> None:
    answer = doors.ask("GET", "/widget/v1/config")
    config = checked("config", answer.json)
    assert [(item["code"], item["name"], item["direction"]) for item in config["languages"]] == [
        (code, languages()[code].name, languages()[code].direction) for code in live_languages()
    ]
    assert doors.ask("GET", "/widget/v1/config", headers={"If-None-Match": answer.headers["etag"]}).status == 304
    for item in config["languages"]:
        named, plain = doors.ask("GET", item["labels"]), doors.ask("GET", item["labels"].partition("?")[0])
        assert named.json == plain.json == labels(item["code"]).words
        assert ("immutable" in named.headers["cache-control"], plain.headers["cache-control"]) == (True, "no-cache")
    assert [doors.ask("GET", f"/widget/labels/{name}").status for name in ("xx.json", "en", "..%2fen%2fwidget.yml")] == [404] * 3


def test_the_built_widget_is_served_and_hashed_files_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dist = tmp_path / "dist"
    monkeypatch.setattr(widget_files, "DIST", dist)
    with open_doors(tmp_path / "var", TalkingAgent) as doors:
        missing = doors.ask("GET", "/widget/dist/waypost-chat.js")
        assert (missing.status, missing.json["error"]) == (404, "not_built")
        (dist / "parts").mkdir(parents=True)
        for name in ("waypost-chat.js", "parts/panel-1a2b3c4d.js", "secret.yml", ".hidden.js"):
            (dist / name).write_text("export {};")
        (dist / "parts" / "panel-1a2b3c4d.js.gz").write_bytes(gzip.compress(b"export {};"))
        plain, hashed = (doors.ask("GET", f"/widget/dist/{name}") for name in ("waypost-chat.js", "parts/panel-1a2b3c4d.js"))
        assert (plain.status, plain.headers["content-type"], plain.headers["cache-control"]) == (200, "text/javascript; charset=utf-8", "no-cache")
        assert (hashed.body, "immutable" in hashed.headers["cache-control"], hashed.headers["access-control-allow-origin"]) == (plain.body, True, "*")
        packed = doors.ask("GET", "/widget/dist/parts/panel-1a2b3c4d.js", headers={"Accept-Encoding": "br, gzip"})
        assert (gzip.decompress(packed.body), packed.headers["content-type"]) == (plain.body, plain.headers["content-type"])
        assert doors.ask("GET", "/widget/dist/waypost-chat.js", headers={"If-None-Match": plain.headers["etag"]}).status == 304
        lost = ("secret.yml", ".hidden.js", "..%2fsecret.js", "parts/..%2f..%2fv1.json", "parts/../waypost-chat.js", "gone.js", "parts")
        assert [doors.ask("GET", f"/widget/dist/{name}").status for name in lost] == [404] * len(lost)
