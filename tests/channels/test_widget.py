"""The widget over Socket.IO: real clients against the real application, with a small agent in place of the model."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Iterator, cast

import pytest

from tests.support.doors import Doors, open_doors
from tests.support.sockets import BUTTONS, LINKS, WALLET, Client, TalkingAgent, tab
from waypost.content.labels import label
from waypost.content.languages import live_languages
from waypost.safety.redact import MARK

PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Doors]:
    with open_doors(tmp_path, TalkingAgent) as running:
        yield running


@pytest.mark.parametrize("transport", ["websocket", "polling", None])
def test_a_message_is_acknowledged_and_answered_with_one_whole_reply(doors: Doors, transport: str | None) -> None:
    async def talk() -> None:
        async with tab(doors.port, transport=transport) as client:
            message_id = str(uuid.uuid4())
            reply = await client.say("hello", message_id)
            assert (reply["id"], reply["to"], reply["entries"]) == (f"bot:{message_id}", message_id, [{"text": "Answer 1", "buttons": BUTTONS}])
            assert (reply["envelope"]["links"], reply["envelope"]["wallet"]) == (LINKS, WALLET)
            order = [event for event, _ in client.frames if event != "locale"]
            assert order == ["session", "history", "message", "ack", "typing", "reply"]

    doors.agent.pause_s = 0.05
    asyncio.run(talk())


def test_every_tab_of_a_session_sees_every_message(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as one, tab(doors.port, one.token, "polling") as other:
            await one.say("from one")
            await other.next("reply")
            await other.say("from the other")
            await one.next("reply", 2)
            assert [data["text"] for data in one.all("message")] == [data["text"] for data in other.all("message")] == ["from one", "from the other"]
            assert one.all("reply") == other.all("reply")

    asyncio.run(talk())


def test_two_people_never_see_each_other(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as anna, tab(doors.port) as bob:
            await asyncio.gather(*(client.say(f"{name} {number}") for number in range(5) for client, name in ((anna, "anna"), (bob, "bob"))))
            assert {data["text"].split()[0] for data in anna.all("message")} == {"anna"}
            assert {data["text"].split()[0] for data in bob.all("message")} == {"bob"}
            assert not {data["id"] for data in anna.all("reply")} & {data["id"] for data in bob.all("reply")}

    asyncio.run(talk())


def test_a_silent_turn_ends_the_typing_and_shows_no_reply(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as client:
            await client.ask("send", {"id": str(uuid.uuid4()), "text": "to the human"})
            assert [(await client.next("typing", number))["on"] for number in (1, 2)] == [True, False]
            assert client.all("reply") == []
            token = client.token
        async with tab(doors.port, token) as client:
            assert [item["event"] for item in (await client.next("history"))["items"]] == ["message"]

    doors.agent.pause_s = 0.1
    cast(TalkingAgent, doors.agent).silent = True
    asyncio.run(talk())


def test_a_message_that_comes_again_runs_once_and_is_answered_again(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as client:
            message = {"id": str(uuid.uuid4()), "text": "once"}
            acks = await asyncio.gather(*(client.socket.call("send", message) for _ in range(3)))
            await client.next("reply")
            again = await client.ask("send", message)
            assert [ack["status"] for ack in [*acks, again]] == ["sent"] * 4
            await client.next("reply", 2)
            assert ({data["id"] for data in client.all("reply")}, len(doors.agent.seen)) == ({f"bot:{message['id']}"}, 1)
            other = await client.ask("send", {**message, "text": "another"})
            assert (other["status"], other["error"]["reason"]) == ("failed", "id_reused")

    asyncio.run(talk())


def test_history_shows_everything_as_it_was_and_no_secret(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as client:
            first = await client.say("how do I withdraw?")
            await client.ask("send", {"id": str(uuid.uuid4()), "payload": "ask:token_standard"})
            await client.next("reply", 2)
            await client.say(PHRASE)
            assert [data["text"] for data in client.all("message")] == ["how do I withdraw?", "BEP2 or BEP20?", MARK]
            token = client.token
        async with tab(doors.port, token) as client:
            (history,) = client.all("history")
            shown = [(item["event"], item["data"].get("text"), item["data"].get("payload")) for item in history["items"]]
            assert shown[::2] == [
                ("message", "how do I withdraw?", None),
                ("message", "BEP2 or BEP20?", "ask:token_standard"),
                ("message", MARK, None),
            ]
            replayed = history["items"][1]["data"]
            assert {**replayed, "at": 0} == {**first, "at": 0}
            assert [item["data"]["answered"] for item in history["items"][::2]] == [True] * 3
            assert history["items"][4]["data"]["redacted"]
            assert "sausage" not in str(client.frames)

    asyncio.run(talk())


def test_the_beginning_of_a_secret_is_taken_back_from_every_tab(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port) as one, tab(doors.port, one.token) as other:
            first, second = PHRASE.split()[:6], PHRASE.split()[6:]
            begun = await one.say(" ".join(first))
            await one.say(" ".join(second))
            shown = [data for data in other.all("message") if data["id"] == begun["to"]]
            assert [data["text"] for data in shown] == [" ".join(first), MARK]

    asyncio.run(talk())


def test_a_thumb_is_stored_counted_shown_to_every_tab_and_replayed(doors: Doors) -> None:
    async def talk() -> str:
        async with tab(doors.port) as one, tab(doors.port, one.token) as other:
            reply = await one.say("hello")
            thumb = {"reply": reply["id"], "value": "down", "reason": "unclear", "comment": f"my words are {PHRASE}"}
            assert (await one.ask("rate", thumb))["status"] == "sent"
            assert await other.next("rated") == {"reply": reply["id"], "value": "down", "reason": "unclear"}
            refused = await one.ask("rate", {"reply": "bot:of-somebody-else", "value": "up"})
            assert refused["error"]["reason"] == "not_found"
            await one.say("and on")
            token = one.token
        async with tab(doors.port, token) as again:
            assert [item["data"]["rating"] for item in again.all("history")[0]["items"] if item["event"] == "reply"] == ["down", None]
        return doors.agent.seen[0].sender_id

    conversation = asyncio.run(talk())
    (rated,) = [event["rating"] for event in doors.events(conversation) if event["event"] == "answer_rated"]
    assert (rated["answer"], rated["value"], rated["reason"], rated["comment"]) == ("withdraw", "down", "unclear", f"my words are {MARK}")
    metrics = doors.ask("GET", "/metrics").body.decode()
    assert 'waypost_ratings_total{answer="withdraw",value="down"} 1' in metrics
    assert 'waypost_rating_reasons_total{locale="en",reason="unclear"} 1' in metrics


def test_the_language_menu_sets_the_conversations_language_without_a_reply(doors: Doors) -> None:
    async def talk() -> None:
        async with tab(doors.port, locale="en") as one, tab(doors.port, one.token) as other:
            assert one.all("session")[0]["locale"] == "en"
            await one.ask("set_locale", {"locale": "ru"})
            assert await other.next("locale") == {"locale": "ru"}
            token = one.token
        async with tab(doors.port, token) as again:
            assert (again.all("session")[0]["locale"], again.all("history")[0]["items"]) == ("ru", [])
            assert (await again.ask("set_locale", {"locale": "xx"}))["error"]["reason"] == "bad_request"

    asyncio.run(talk())


def test_delete_my_conversation_deletes_it_everywhere_and_ends_its_token(doors: Doors, tmp_path: Path) -> None:
    async def talk() -> None:
        async with tab(doors.port) as one, tab(doors.port, one.token) as other:
            await one.say("mijn-eigen-woorden-4711")
            token = one.token
            assert (await one.ask("delete", {}))["status"] == "sent"
            sessions = [await client.next("session", 2) for client in (one, other)]
            assert [session["renewed"] for session in sessions] == ["deleted", "deleted"]
            assert other.all("deleted") == [{}]
            assert sessions[0]["token"] == sessions[1]["token"] != token
            await one.say("a new one")
            assert (await other.next("reply", 2))["entries"][0]["text"] == "Answer 1"
        async with tab(doors.port, token) as late:
            assert (late.all("session")[0]["renewed"], late.all("history")[0]["items"]) == ("expired", [])

    asyncio.run(talk())
    assert b"mijn-eigen-woorden-4711" not in b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())


def test_deleting_waits_for_the_turn_that_is_under_way(doors: Doors, tmp_path: Path) -> None:
    async def talk() -> None:
        async with tab(doors.port) as client:
            await client.ask("send", {"id": str(uuid.uuid4()), "text": "woorden-onderweg"})
            assert (await client.ask("delete", {}))["status"] == "sent"

    doors.agent.pause_s = 0.5
    asyncio.run(talk())
    assert (len(doors.agent.seen), doors.events(doors.agent.seen[0].sender_id)) == (1, [])


async def refusals(client: Client) -> dict[str, str]:
    """Text of each refusal."""
    message = {"id": str(uuid.uuid4())}
    acks = [await client.ask("send", {**message, "text": text}) for text in ("a" * 2001, "  ")]
    return {ack["error"]["reason"]: ack["error"]["text"] for ack in acks}


@pytest.mark.parametrize("locale", live_languages())
def test_what_is_refused_is_said_in_the_persons_language(tmp_path: Path, locale: str) -> None:
    async def talk(port: int) -> None:
        async with tab(port, locale=locale) as client:
            assert await refusals(client) == {reason: label(locale, f"error_{reason}") for reason in ("too_long", "empty")}
            await client.say("the first of this minute")
            ack = await client.ask("send", {"id": str(uuid.uuid4()), "text": "the second"})
            error = ack["error"]
            assert (ack["status"], error["reason"], error["text"]) == ("failed", "rate_limited", label(locale, "error_rate_limited"))
            assert 1 <= error["retry_after"] <= 60

    with open_doors(tmp_path, TalkingAgent, WAYPOST_RATE_PER_SENDER="1") as doors:
        asyncio.run(talk(doors.port))


def test_a_database_that_is_away_is_said_and_a_message_sent_again_is_answered(doors: Doors, tmp_path: Path) -> None:
    async def talk() -> None:
        async with tab(doors.port, locale="nl") as client:
            message = {"id": str(uuid.uuid4()), "text": "hallo"}
            (tmp_path / "tracker.db").rename(tmp_path / "gone.db")
            ack = await client.ask("send", message)
            assert (ack["error"]["reason"], ack["error"]["text"]) == ("unavailable", label("nl", "error_unavailable"))
            (tmp_path / "gone.db").rename(tmp_path / "tracker.db")
            assert (await client.ask("send", message))["status"] == "sent"
            assert (await client.next("reply"))["to"] == message["id"]

    asyncio.run(talk())


def test_a_turn_that_fails_brings_an_apology_and_the_message_stays_without_an_answer(doors: Doors) -> None:
    async def fail(_message: object) -> None:
        raise ValueError("on purpose")

    async def talk() -> None:
        async with tab(doors.port, locale="ms") as client:
            doors.agent.handle_message = fail
            reply = await client.say("hai")
            assert (reply["envelope"]["kind"], reply["envelope"]["locale"]) == ("fallback", "ms")
            assert len(reply["envelope"]["fault"]) == 8
            await client.ask("get_history", {})
            (message,) = (await client.next("history", 2))["items"]
            assert (message["data"]["text"], message["data"]["answered"]) == ("hai", False)

    asyncio.run(talk())
