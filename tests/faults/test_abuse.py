"""Under abuse nothing breaks, nothing is stored raw, nobody reads or writes another's conversation, and no payload commands the bot.

By default the whole door (real HTTP, real tracker store) runs with a small agent behind it, which obeys whatever a stock Rasa bot would.
A tenth of the requests is sent in `make test`, all of them in `make test-services`.
`WAYPOST_ABUSE=whole .venv/bin/python -m pytest tests/faults/test_abuse.py` sends the same to the whole bot with its model.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.support.bot import running_bot
from tests.support.doors import Reply, open_doors
from tests.support.hostile import COMMANDS, FIELDS, PATH, PHRASE, attacks
from waypost.channels.inbox import LONGEST_TEXT

pytestmark = pytest.mark.sized
WHOLE = os.environ.get("WAYPOST_ABUSE") == "whole"
TOKEN = "a-token-of-sixteen-or-more"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
INPUTS, GUESSES = (2_400, 10_000) if WHOLE or os.environ.get("WAYPOST_TEST_SERVICES") else (240, 1_000)
SLOWEST_S = 1.0
STATUSES = {200, 204, 400, 401, 403, 404, 405, 413, 415, 417}


@dataclass
class Target:
    """A bot under attack, and what its database holds. Requests carry the token unless `headers` say otherwise."""

    port: int
    var: Path
    _connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
        for _ in range(2):
            self._connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                self._connection.request(method, path, body, AUTHORIZED if headers is None else headers)
                answer = self._connection.getresponse()
                return Reply(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
            except (http.client.HTTPException, ConnectionError):
                self._connection.close()
                self._connection = None
        raise AssertionError(f"no answer to {method} {path[:80]!r}")

    def say(self, sender: str, message: str, **fields: Any) -> Reply:
        return self.ask(
            "POST", PATH, json.dumps({"sender": sender, "message": message, **fields}).encode(), {"Content-Type": "application/json", **AUTHORIZED}
        )

    def events(self, sender: str | None = None) -> list[dict[str, Any]]:
        """Stored events of one conversation or of all, in order."""
        with contextlib.closing(sqlite3.connect(f"file:{self.var / 'tracker.db'}?mode=ro", uri=True, timeout=10)) as connection:
            rows = connection.execute("SELECT data FROM events WHERE ? IS NULL OR sender_id = ? ORDER BY id", (sender, sender))
            return [json.loads(row[0]) for row in rows]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    var = tmp_path_factory.mktemp("var")
    if WHOLE:
        with running_bot(var, WAYPOST_REST_TOKEN=TOKEN) as bot:
            yield Target(int(bot.address.rpartition(":")[2]), var)
    else:
        with open_doors(var, WAYPOST_REST_TOKEN=TOKEN) as doors:
            yield Target(doors.port, var)


def test_two_thousand_hostile_requests_neither_break_nor_slow_nor_soil_it(target: Target) -> None:
    wrong, slow, longest = [], 0, 0.0
    for number, attack in enumerate(attacks(seed=4, number=INPUTS)):
        started = time.monotonic()
        reply = target.ask(attack.method, attack.path, attack.body, {**AUTHORIZED, **attack.headers})
        seconds = time.monotonic() - started
        longest, slow = max(longest, seconds), slow + (seconds > SLOWEST_S)
        if reply.status not in STATUSES or (attack.path == PATH and reply.status == 200 and attack.method == "POST" and not reply.json):
            wrong.append((number, attack.method, attack.path[:60], reply.status))
    print(f"{INPUTS} inputs, {len(wrong)} crashed or unanswered, {slow} over {SLOWEST_S} s, slowest {longest:.3f} s")
    assert (wrong, slow) == ([], 0)
    assert target.ask("GET", "/live").status == 200
    said = [event.get("text") or "" for event in target.events() if event["event"] == "user"]
    assert len(said) > INPUTS / 8, "most attacks never came as far as the store"
    assert [text for text in said if is_raw(text)] == []
    assert PHRASE.encode() not in b"".join(file.read_bytes() for file in target.var.glob("tracker.db*"))


def is_raw(text: str) -> bool:
    """Whether a stored text has what the door takes out."""
    return (
        bool(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b\ud800-\udfff\ue000-\uf8ff]", text))
        or text.lstrip().startswith("/")
        or len(text) > LONGEST_TEXT
    )


def near(victim: str, number: int) -> str:
    """A guess that is like a victim's name, as somebody who saw half of it would try."""
    cut = number % 31
    tries = [
        victim[:-1],
        victim + "0",
        victim.upper(),
        victim[:cut] + "_" + victim[cut + 1 :],
        victim[:cut],
        f"{victim[:cut]}.",
        victim[::-1],
        f"{number}",
        secrets.token_hex(16),
    ]
    return tries[number % len(tries)] or "x"


def test_ten_thousand_guesses_at_others_conversations_read_and_write_nothing(target: Target) -> None:
    victims = [secrets.token_hex(16) for _ in range(20)]
    for victim in victims:
        assert target.say(victim, f"VICTIM-SECRET of {victim}").status == 200
    if not WHOLE:
        assert b"VICTIM-SECRET" in target.say(victims[0], "what did I say?").body, (
            "a read would show: the small agent repeats a conversation's first words"
        )
    before = {victim: target.events(victim) for victim in victims}
    assert all(before.values())
    read = 0
    guesses = 0
    for number in range(GUESSES):
        victim = victims[number % len(victims)]
        for reply in guess(target, victim, number):
            guesses += 1
            read += b"VICTIM-SECRET" in reply.body
    written = sum(target.events(victim) != events for victim, events in before.items())
    print(f"{guesses} guesses: {read} read, {written} written")
    assert (guesses >= GUESSES, read, written) == (True, 0, 0)


def guess(target: Target, victim: str, number: int) -> Iterator[Reply]:
    """A stranger who knows the very name but has no token, or the token of nobody; a client who is let in but has to guess; other ways in."""
    way = number % 10
    kind = {"Content-Type": "application/json"}
    body = json.dumps({"sender": victim, "message": "what did I say?"}).encode()
    if way < 4:
        stranger = [{}, {"Authorization": f"Bearer {secrets.token_hex(8)}"}, {"Authorization": f"Basic {TOKEN}"}, {"Cookie": f"token={TOKEN}"}][way]
        yield target.ask("POST", PATH, body, {**kind, **stranger})
    elif way == 4:
        yield target.ask("POST", f"{PATH}?token={TOKEN}", body, {**kind, "X-Forwarded-For": "127.0.0.1", "X-Token": TOKEN})
    elif way == 5:
        yield target.ask("DELETE", f"/webhooks/rest/conversations/{victim}", headers={"Authorization": "Bearer no"})
    elif way == 6:
        yield target.ask("GET", f"/conversations/{victim}/tracker?token={TOKEN}")
    elif way == 7:
        yield target.ask("POST", f"/conversations/{victim}/tracker/events", b'{"event": "restart"}')
    elif way == 8:
        yield target.ask(
            "POST", PATH, json.dumps({"sender": near(victim, number // 10), "message": "what did I say?"}).encode(), {**kind, **AUTHORIZED}
        )
    else:
        yield target.ask("DELETE" if number % 20 == 9 else "GET", f"/webhooks/rest/conversations/{near(victim, number // 10)}")


@pytest.mark.parametrize("name", ["web:{}", "ticket:{}", "WEB:{}", "Ticket:{}"])
def test_a_rest_client_does_not_enter_the_conversation_of_another_channel(target: Target, name: str) -> None:
    sender = name.format(secrets.token_hex(16))
    answers = [target.say(sender, "hi"), target.ask("DELETE", f"/webhooks/rest/conversations/{sender}")]
    assert ([answer.json["error"] for answer in answers], target.events(sender)) == (["reserved_sender"] * 2, [])


def test_there_are_fifty_privileged_payloads() -> None:
    assert len(set(COMMANDS)) + len(FIELDS) >= 50 + 10


@pytest.mark.parametrize("payload", COMMANDS, ids=ascii)
def test_a_typed_payload_commands_nothing(target: Target, payload: str) -> None:
    sender = secrets.token_hex(16)
    assert [target.say(sender, text).status for text in ("first words", payload, "last words")] == [200] * 3
    assert work_of(target.events(sender)) == []


@pytest.mark.parametrize("fields", FIELDS, ids=lambda fields: ",".join(fields))
def test_an_added_field_commands_nothing(target: Target, fields: dict[str, Any]) -> None:
    sender = secrets.token_hex(16)
    assert [target.say(sender, "first words").status, target.say(sender, "last words", **fields).status] == [200] * 2
    events = target.events(sender)
    assert work_of(events) == []
    assert {event.get("input_channel") for event in events if event["event"] == "user"} == {"rest"}
    stored = json.dumps([event.get("metadata") for event in events if event["event"] == "user"])
    assert not any(word in stored for word in ("is_admin", "parse_data", "$ne"))


def work_of(events: list[dict[str, Any]]) -> list[str]:
    """Traces of a command that was obeyed."""
    said = [event for event in events if event["event"] == "user"]
    intents = [(event.get("parse_data") or {}).get("intent", {}).get("name") or "" for event in said]
    found = [event["event"] for event in events if event["event"] in ("restart", "undo", "rewind", "session_ended")]
    found += [
        f"slot {event['name']}"
        for event in events
        if event["event"] == "slot" and event["name"] in ("is_admin", "session_started_metadata") and event["value"]
    ]
    found += [f"intent {name}" for name in intents if name in ("restart", "session_start", "back") or name.startswith("EXTERNAL") or "@" in name]
    found += ["lost words"] if [event["text"] for event in said][:1] != ["first words"] or said[-1]["text"] != "last words" else []
    return found + ["second session"] * (sum(event.get("name") == "action_session_start" for event in events) > 1)
