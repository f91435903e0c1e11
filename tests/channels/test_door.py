"""The real application over HTTP: who is let in, how much of it, and how a refusal looks."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Iterator

import pytest

from tests.support.doors import Doors, open_doors
from waypost.content.languages import live_languages
from waypost.content.live import catalog

TOKEN = "a-token-of-sixteen-or-more"
SHOP = "https://shop.example"


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("open")) as running:
        yield running


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("locked"), WAYPOST_REST_TOKEN=TOKEN, WAYPOST_ORIGINS=SHOP) as running:
        yield running


# -- token and origin ----------------------------------------------------------------------------------------------------------


def test_this_machine_needs_no_token_when_there_is_none(doors: Doors) -> None:
    assert doors.say("door-1", "hi").status == 200


def test_a_token_is_asked_for_and_taken(locked: Doors) -> None:
    answers = [
        locked.say("door-2", "hi"),
        locked.say("door-2", "hi", Authorization="Bearer no"),
        locked.say("door-2", "hi", Authorization=f"Bearer {TOKEN}"),
    ]
    assert [answer.status for answer in answers] == [401, 401, 200]
    assert [answer.headers.get("www-authenticate") for answer in answers] == [
        'Bearer realm="waypost"',
        'Bearer realm="waypost", error="invalid_token"',
        None,
    ]


def test_a_refused_message_reaches_nobody(locked: Doors) -> None:
    before = len(locked.agent.seen)
    locked.say("door-3", "hi")
    locked.say("door-3", "hi", Authorization=f"Bearer {TOKEN}", Origin="http://evil.example")
    locked.post(json.dumps({"sender": "door-3", "message": "hi"}).encode(), Authorization=f"Bearer {TOKEN}", Content_Type="text/plain")
    assert (len(locked.agent.seen), locked.events("door-3")) == (before, [])


def test_a_forwarded_message_needs_a_token(doors: Doors) -> None:
    assert (doors.say("a", "hi", X_Forwarded_For="127.0.0.1").json["error"], doors.say("a", "hi", X_Forwarded_For="127.0.0.1").status) == (
        "forwarded",
        403,
    )


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
def test_a_form_of_another_page_is_refused(doors: Doors, kind: str) -> None:
    answer = doors.say("a", "hi", Content_Type=kind)
    assert (answer.status, answer.json["error"]) == (415, "not_declared_json")


def test_a_listed_page_may_ask_and_read(locked: Doors) -> None:
    preflight = locked.ask("OPTIONS", "/webhooks/rest/webhook", headers={"Origin": SHOP, "Access-Control-Request-Method": "POST"})
    answer = locked.say("door-4", "hi", Authorization=f"Bearer {TOKEN}", Origin=SHOP)
    assert (preflight.status, preflight.headers["access-control-allow-origin"], preflight.headers["access-control-allow-methods"]) == (
        204,
        SHOP,
        "POST, DELETE",
    )
    assert (answer.status, answer.headers["access-control-allow-origin"], "access-control-allow-credentials" in answer.headers) == (200, SHOP, False)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://shop.example", f"{SHOP}.evil.example"])
def test_another_page_may_neither_ask_nor_read(locked: Doors, origin: str) -> None:
    preflight = locked.ask("OPTIONS", "/webhooks/rest/webhook", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    answer = locked.say("a", "hi", Authorization=f"Bearer {TOKEN}", Origin=origin)
    assert (preflight.status, answer.status) == (403, 403)
    assert not any("access-control-allow-origin" in reply.headers for reply in (preflight, answer))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_page_of_the_bot_itself_may_ask(doors: Doors, host: str) -> None:
    assert doors.say("door-5", "hi", Origin=f"http://{host}:{doors.port}").status == 200


def test_a_page_that_made_its_name_point_here_may_not(doors: Doors) -> None:
    assert doors.say("a", "hi", Origin=f"http://rebound.example:{doors.port}", Host=f"rebound.example:{doors.port}").status == 403


# -- limits --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", live_languages())
def test_who_writes_too_fast_is_asked_to_wait_in_their_language(tmp_path: Path, locale: str) -> None:
    with open_doors(tmp_path, WAYPOST_RATE_PER_SENDER="2") as doors:
        answers = [doors.post({"sender": "fast-1", "message": "hi"}, Accept_Language=f"{locale}-XX,en;q=0.5") for _ in range(2)]
        doors.app.ctx.agent.seen.clear()
        late = doors.post({"sender": "other-2", "message": "hi", "metadata": {"locale": locale}})
        doors.post({"sender": "other-2", "message": "hi"})
        refused = doors.post({"sender": "other-3", "message": "x" * 3000}, Accept_Language=locale)
        for _ in range(2):
            doors.post({"sender": "new-4", "message": "hi", "metadata": {"locale": locale}})
        limit = doors.post({"sender": "new-4", "message": "hi", "metadata": {"locale": locale}})
    assert ([answer.status for answer in answers], late.status, refused.status) == ([200, 200], 200, 413)
    assert (limit.status, limit.json["error"], limit.headers["retry-after"]) == (429, "too_many_from_sender", str(limit.json["retry_after"]))
    text, envelope = limit.json["reply"]
    # the small agent answers in English: a conversation's own language outranks the hint
    assert (text["text"], envelope["custom"]["kind"]) == (catalog().render("en", "fallback.too_many").text, "fallback")


@pytest.mark.parametrize("locale", live_languages())
def test_an_address_that_is_refused_unread_is_answered_in_the_browsers_language(tmp_path: Path, locale: str) -> None:
    with open_doors(tmp_path, WAYPOST_RATE_PER_ADDRESS="1") as doors:
        doors.say("a", "hi")
        answer = doors.post(b"not even JSON", Accept_Language=f"{locale}-XX,en;q=0.5")
    assert (answer.status, answer.json["error"], int(answer.headers["retry-after"]) > 0) == (429, "too_many_from_address", True)
    assert [entry.get("text") for entry in answer.json["reply"]] == [catalog().render(locale, "fallback.too_many").text, None]


def test_many_addresses_in_a_header_do_not_get_round_the_limit(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYPOST_RATE_PER_ADDRESS="5", WAYPOST_REST_TOKEN=TOKEN) as doors:
        statuses = [doors.say("a", "hi", Authorization=f"Bearer {TOKEN}", X_Forwarded_For=f"198.51.100.{number}").status for number in range(8)]
    assert statuses == [200] * 5 + [429] * 3


def test_behind_a_known_proxy_each_client_has_a_limit_of_its_own(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYPOST_RATE_PER_ADDRESS="2", WAYPOST_REST_TOKEN=TOKEN, WAYPOST_TRUSTED_PROXIES="127.0.0.1") as doors:
        of = [
            doors.say("a", "hi", Authorization=f"Bearer {TOKEN}", X_Forwarded_For=f"1.1.1.1, 198.51.100.{number % 2}").status for number in range(6)
        ]
    assert of == [200] * 4 + [429] * 2


def test_guesses_at_the_token_are_limited_too(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYPOST_RATE_PER_ADDRESS="5", WAYPOST_REST_TOKEN=TOKEN) as doors:
        statuses = [doors.say("a", "hi", Authorization=f"Bearer guess-{number}").status for number in range(8)]
    assert statuses == [401] * 5 + [429] * 3


def test_more_at_once_than_the_bot_can_do_is_refused_at_once_and_the_rest_is_answered(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYPOST_TURNS_AT_ONCE="3") as doors:
        doors.agent.pause_s = 0.5

        def say(number: int) -> int:
            return Doors(doors.port, doors.agent, doors.settings, doors.app, doors.loop).say(f"crowd-{number}", "hi").status

        started = time.monotonic()
        with ThreadPoolExecutor(12) as pool:
            statuses = sorted(pool.map(say, range(12)))
        assert (statuses, time.monotonic() - started < 3) == ([200] * 3 + [429] * 9, True)
        doors.agent.pause_s = 0.0
        assert doors.say("crowd-0", "hi").status == 200


def test_hanging_up_does_not_make_room_for_more_work(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYPOST_TURNS_AT_ONCE="1") as doors:
        doors.agent.pause_s = 1.0
        body = b'{"sender": "gone-1", "message": "hi"}'
        head = f"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", doors.port)) as connection:
            connection.sendall(head + body)
            time.sleep(0.3)
        assert doors.say("next-1", "hi").json["error"] == "busy"
        time.sleep(1.2)
        doors.agent.pause_s = 0.0
        assert (doors.say("next-1", "hi").status, len(doors.events("gone-1")) > 0) == (200, True)
