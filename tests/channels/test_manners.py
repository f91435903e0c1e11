"""The real application over HTTP: what every answer carries, what is no request, and that Rasa's own API is not there."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Iterator

import pytest

from tests.support.doors import Doors, open_doors
from waypost.channels.manners import HEADERS


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("open")) as running:
        yield running


def raw(doors: Doors, data: bytes) -> bytes:
    """What the server says to these bytes on a connection of their own."""
    with socket.create_connection(("127.0.0.1", doors.port), timeout=5) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


ADDRESSES = [
    ("GET", "/"),
    ("GET", "/page/help.css"),
    ("GET", "/page/mark.svg"),
    ("GET", "/page/nothing"),
    ("GET", "/health"),
    ("GET", "/live"),
    ("GET", "/metrics"),
    ("GET", "/nothing"),
    ("GET", "/webhooks/rest/webhook"),
    ("POST", "/webhooks/rest/webhook"),
    ("DELETE", "/webhooks/rest/conversations/nobody-1"),
    ("OPTIONS", "/webhooks/rest/webhook"),
    ("PUT", "/"),
]


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_every_answer_carries_the_headers(doors: Doors, method: str, path: str) -> None:
    answer = doors.ask(method, path)
    assert [name for name in HEADERS if name.lower() not in answer.headers] == []
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert (answer.headers["x-content-type-options"], answer.headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert not {"server", "x-powered-by"} & set(answer.headers)


@pytest.mark.parametrize(
    ("method", "path", "status", "reason"), [("GET", "/nothing", 404, "not_found"), ("PUT", "/webhooks/rest/webhook", 405, "method_not_allowed")]
)
def test_an_error_of_the_web_server_says_why_without_saying_what_it_is(doors: Doors, method: str, path: str, status: int, reason: str) -> None:
    answer = doors.ask(method, path)
    assert (answer.status, answer.json["error"]) == (status, reason)
    assert not any(word in answer.body.lower() for word in (b"sanic", b"rasa", b"python", b"traceback", path.encode()))


def test_a_body_that_is_far_too_large_is_refused_by_name(doors: Doors) -> None:
    answer = doors.post(b"x" * 200_000)
    assert (answer.status, answer.json["error"]) == (413, "body_too_large")


@pytest.mark.parametrize("lengths", ["+38", "3_8", "٣٨", "38, 38", "38\r\nContent-Length: 38", "38\r\nTransfer-Encoding: chunked", "many"], ids=ascii)
def test_a_body_whose_length_is_not_plain_is_refused(doors: Doors, lengths: str) -> None:
    before = len(doors.agent.seen)
    head = f"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {lengths}\r\n\r\n"
    said = raw(doors, head.encode() + b'{"sender": "smuggler", "message": "x"}')
    assert (said == b"" or said.startswith(b"HTTP/1.1 400 "), len(doors.agent.seen)) == (True, before), said[:200]


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: a\r\nExpect: 200-maybe\r\nContent-Length: 2\r\n\r\n{}",
        b"",
    ],
    ids=range(9),
)
def test_what_is_no_http_does_no_harm(doors: Doors, data: bytes) -> None:
    said = raw(doors, data)
    assert not any(word in said.lower() for word in (b"sanic", b"traceback", b" 500 ")), said[:300]
    assert doors.ask("GET", "/live").status == 200


def test_an_error_of_ours_is_500_with_the_id_of_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_doors(tmp_path) as doors:
        doors.app.ctx.agent = None
        answer = doors.ask("DELETE", "/webhooks/rest/conversations/nobody-1")
        assert (answer.status, answer.json["error"]) == (503, "not_deleted")
        del doors.app.ctx.agent
        answer = doors.ask("DELETE", "/webhooks/rest/conversations/nobody-1")
    assert (answer.status, answer.json["error"]) == (500, "internal_error")
    assert f"request.failed id={answer.json['id']}" in caplog.text


RASAS = [
    ("GET", "/version"),
    ("GET", "/status"),
    ("GET", "/domain"),
    ("GET", "/conversations/victim-1/tracker"),
    ("POST", "/conversations/victim-1/tracker/events"),
    ("PUT", "/conversations/victim-1/tracker/events"),
    ("GET", "/conversations/victim-1/story"),
    ("POST", "/conversations/victim-1/execute"),
    ("POST", "/conversations/victim-1/trigger_intent"),
    ("POST", "/conversations/victim-1/predict"),
    ("POST", "/conversations/victim-1/messages"),
    ("POST", "/model/parse"),
    ("POST", "/model/train"),
    ("POST", "/model/test/stories"),
    ("POST", "/model/predict"),
    ("PUT", "/model"),
    ("DELETE", "/model"),
    ("GET", "/webhooks/socketio"),
    ("GET", "/socket.io/?EIO=4&transport=polling"),
    ("POST", "/webhooks/callback/webhook"),
]


@pytest.mark.parametrize(("method", "path"), RASAS)
def test_rasas_own_api_and_channels_are_not_there(doors: Doors, method: str, path: str) -> None:
    assert doors.ask(method, path, b"{}", {"Content-Type": "application/json"}).status == 404


# -- metrics -------------------------------------------------------------------------------------------------------------------


def test_metrics_count_what_happened_and_name_nobody(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        doors.say("somebody-4711", "my very own words")
        doors.say("somebody-4711", "x" * 2_001)
        doors.say("bad sender", "hi")
        answer = doors.ask("GET", "/metrics")
    text = answer.body.decode()
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'waypost_turns_total{channel="rest",locale="en",kind="smalltalk"} 1' in text
    assert 'waypost_refused_total{reason="message_too_long"} 1' in text
    assert 'waypost_refused_total{reason="bad_sender"} 1' in text
    assert 'waypost_turn_seconds_count{channel="rest",locale="en"} 1' in text
    assert not any(word in text for word in ("somebody", "4711", "words", "bad sender", "127.0.0.1"))


def test_a_request_that_trickles_in_is_let_go(doors: Doors) -> None:
    assert doors.app.config.REQUEST_TIMEOUT <= 15
