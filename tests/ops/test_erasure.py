"""`Delete my data` over HTTP: for whoever may write to a conversation, of all of it, and never of another's."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Iterator

import pytest

from tests.support.doors import open_doors
from waypost.ops import erasures

NOW = time.time()
PRIVATE = "mijn-eigen-woorden-4711"
TOKEN = "a-token-of-sixteen-or-more"


def test_delete_my_data_deletes_the_conversation_and_says_so(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        doors.say("anna-1", PRIVATE)
        doors.say("bob-2", "stays")
        answers = [doors.ask("DELETE", "/webhooks/rest/conversations/anna-1") for _ in range(2)]
        assert [(answer.status, answer.json) for answer in answers] == [(200, {"status": "deleted"})] * 2
        assert (doors.events("anna-1"), len(doors.events("bob-2")) > 0) == ([], True)
        assert doors.say("anna-1", "again").status == 200
    assert PRIVATE.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "anna-1" not in (tmp_path / erasures.FILE).read_text()


def test_delete_my_data_needs_what_writing_needs(tmp_path: Path) -> None:
    with open_doors(tmp_path, WAYPOST_REST_TOKEN=TOKEN) as doors:
        doors.say("anna-1", "stays", Authorization=f"Bearer {TOKEN}")
        path = "/webhooks/rest/conversations/anna-1"
        refused = [doors.ask("DELETE", path, headers=headers) for headers in ({}, {"Authorization": "Bearer no"}, {"Origin": "http://evil.example"})]
        assert ([answer.status for answer in refused], len(doors.events("anna-1")) > 0) == ([401, 401, 403], True)
        assert doors.ask("DELETE", path, headers={"Authorization": f"Bearer {TOKEN}"}).status == 200
        assert doors.events("anna-1") == []


@pytest.mark.parametrize(("sender", "status"), [("web:1", 403), ("ticket:1", 403), ("%25", 400), ("a%20b", 400), ("x" * 65, 400)])
def test_a_conversation_that_rest_cannot_have_cannot_be_deleted(tmp_path: Path, sender: str, status: int) -> None:
    with open_doors(tmp_path) as doors:
        assert doors.ask("DELETE", f"/webhooks/rest/conversations/{sender}").status == status


def test_deleting_waits_for_a_turn_that_is_under_way(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors, ThreadPoolExecutor(1) as pool:
        doors.agent.pause_s = 0.5
        turn = pool.submit(doors.say, "anna-1", PRIVATE)
        time.sleep(0.2)
        with open_connection(doors.port) as other:
            other.request("DELETE", "/webhooks/rest/conversations/anna-1")
            assert other.getresponse().status == 200
        turn.result(10)
        assert doors.events("anna-1") == []


@contextlib.contextmanager
def open_connection(port: int) -> Iterator[object]:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    yield connection
    connection.close()


def test_a_store_that_is_away_is_no_deletion(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        doors.say("anna-1", "hi")
        (tmp_path / "tracker.db").rename(tmp_path / "gone.db")
        answer = doors.ask("DELETE", "/webhooks/rest/conversations/anna-1")
    assert (answer.status, answer.json["error"]) == (503, "not_deleted")
