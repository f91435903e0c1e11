"""Five thousand planted secrets go in over HTTP; nothing of them rests in the database, the outbox, the broker, the logs or a backup.

Everything is real but the dialogue: the door, the journal, the store with its log, RabbitMQ with its files. The logs are those of the worst
case, every logger at its most talkative.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.secrets_corpus import SIZE, Planted, planted
from tests.faults.test_secrets import LEAST_RECALL, remains
from tests.store.test_stream import read
from tests.support.doors import Doors, open_doors
from tests.support.servers import Server, rabbitmq, served
from waypost.channels.inbox import LONGEST_TEXT
from waypost.ops.backup import make
from waypost.ops.logs import WithoutText
from waypost.safety.redact import redact
from waypost.store.database import Database
from waypost.store.outbox import STREAM_TABLES, Sending

pytestmark = pytest.mark.services
CLIENTS = 16
DRAIN_LIMIT_S = 120.0


def messages() -> list[Planted]:
    return [item for item in planted() if len(item.text) <= LONGEST_TEXT]


@lru_cache(maxsize=1)
def known() -> frozenset[int]:
    """Numbers of the messages in which a secret is recognised; tests/faults/test_secrets.py counts the others."""
    return frozenset(number for number, item in enumerate(messages()) if item.kind in redact(item.text).kinds)


def send(port: int, first: int) -> list[tuple[int, int, str]]:
    """Every CLIENTS-th message: its number, status and the reply."""
    connection, got, every = http.client.HTTPConnection("127.0.0.1", port, timeout=60), [], messages()
    for number in range(first, len(every), CLIENTS):
        body = {"sender": f"person-{number}", "message": every[number].text, "message_id": f"message-{number}"}
        connection.request("POST", "/webhooks/rest/webhook", json.dumps(body).encode(), {"Content-Type": "application/json"})
        reply = connection.getresponse()
        got.append((number, reply.status, reply.read().decode()))
    return got


def drained(doors: Doors) -> bool:
    sending = Sending(Database(doors.settings.database_url, *STREAM_TABLES))
    limit = time.monotonic() + DRAIN_LIMIT_S
    while time.monotonic() < limit:
        if asyncio.run(sending.waiting()) == 0:
            return True
        time.sleep(0.5)
    return False


def pieces(item: Planted) -> Iterator[bytes]:
    """What a thief would look for in raw bytes: the secret itself, or its first words one after another, as UTF-8 and as in JSON."""
    secrets = [" ".join(item.secret[:4])] if item.kind == "recovery_phrase" else [secret for secret in item.secret if len(secret) >= 12]
    for secret in secrets:
        yield secret.encode()
        yield json.dumps(secret)[1:-1].encode()


@pytest.fixture(scope="module")
def broker() -> Iterator[Server]:
    with served(rabbitmq) as server:
        yield server


def talkative(log: Path) -> logging.Handler:
    handler = logging.FileHandler(log)
    handler.addFilter(WithoutText())
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    return handler


def test_five_thousand_planted_secrets_rest_nowhere(tmp_path: Path, broker: Server) -> None:
    every, handler = messages(), talkative(tmp_path / "log.txt")
    try:
        with open_doors(tmp_path / "var", WAYPOST_BROKER_URL=broker.url) as doors:
            with ThreadPoolExecutor(CLIENTS) as pool:
                replies = [reply for part in pool.map(lambda first: send(doors.port, first), range(CLIENTS)) for reply in part]
            assert drained(doors)
            make(tmp_path / "var" / "tracker.db", tmp_path / "backup")
            resting = b"".join(file.read_bytes() for file in files(tmp_path, broker))
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(logging.WARNING)
    streamed = {event["message_id"]: event["text"] for event in asyncio.run(read(broker.url)) if event["event"] == "user"}
    assert {status for _, status, _ in replies} == {200}
    echoed = [number for number, _, reply in replies if number in known() and remains(every[number], reply)]
    in_stream = [number for number in known() if remains(every[number], streamed[f"message-{number}"])]
    raw = [number for number in sorted(known()) if any(piece in resting for piece in pieces(every[number]))]
    print(f"{len(every)} planted, {len(known())} recognised, {len(resting) / 1e6:.0f} MB at rest, {len(streamed)} streamed: ", end="")
    print(f"{len(echoed)} echoed, {len(in_stream)} in the stream, {len(raw)} in the files")
    assert (echoed, in_stream, raw) == ([], [], [])
    assert len(every) > SIZE * 0.99
    assert len(known()) >= len(every) * LEAST_RECALL


def files(folder: Path, broker: Server) -> list[Path]:
    """Database with its log, backup, our log; what RabbitMQ has written."""
    found = [path for root in (folder, broker.launch.log.parent) for path in root.rglob("*") if path.is_file()]
    names = {path.name for path in found}
    assert {"tracker.db", "log.txt"} <= names
    assert any(path.parent.name == "backup" for path in found)
    return found
