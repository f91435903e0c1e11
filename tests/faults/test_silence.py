"""Ten thousand messages while everything behind the door fails at random: every single one is answered or refused with a reason.

A stock bot answers most of these faults with an empty list. The door, the journal and the tracker store are real, over real HTTP.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from tests.support.doors import Doors, open_doors

pytestmark = pytest.mark.services
MESSAGES, CLIENTS, SENDERS = 10_000, 16, 400
FAULTY_SHARE = 0.3
OUTAGES, OUTAGE_S = 3, 1.5


def made_faulty(doors: Doors, chance: random.Random) -> Counter[str]:
    """Puts faults before the small agent; counts them by kind."""
    handle, provoked = doors.agent.handle_message, Counter[str]()

    async def faulty(message: UserMessage) -> None:
        kind = chance.choice(("raises", "says nothing", "says half", "breaks off")) if chance.random() < FAULTY_SHARE else "none"
        provoked[kind] += 1
        if kind == "raises":
            raise ConnectionError(message.text)
        if kind == "says half":
            await message.output_channel.send_response(message.sender_id, {"text": "half an answer"})
        if kind == "breaks off":
            await handle(message)
            raise RuntimeError(message.text)
        if kind == "none":
            await handle(message)

    doors.agent.handle_message = faulty  # type: ignore[method-assign]
    return provoked


def outages(file: Path, done: threading.Event) -> None:
    """The database file goes away and comes back."""
    for _ in range(OUTAGES):
        if done.wait(4.0):
            return
        file.rename(file.with_name("away"))
        done.wait(OUTAGE_S)
        file.with_name("away").rename(file)


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def say(self, number: int) -> str:
        """What kind of answer came: `answer`, `apology`, `refused`, or how it was silent."""
        body = json.dumps({"sender": f"person-{number % SENDERS}", "message": f"message {number}"}).encode()
        self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        reply = self._connection.getresponse()
        return judged(reply.status, json.loads(reply.read()))


def judged(status: int, body: Any) -> str:
    if isinstance(body, dict):
        return "refused" if status in (400, 413, 429) and body.get("error") and body.get("hint") else f"silent: {status}"
    texts = [entry["text"] for entry in body if entry.get("text")]
    envelopes = [entry["custom"] for entry in body if entry.get("custom")]
    if status not in (200, 503) or not texts or len(envelopes) != 1:
        return f"silent: {status}, {len(texts)} texts, {len(envelopes)} envelopes"
    return "apology" if envelopes[0]["answer"] == "fallback" else "answer" if status == 200 else "silent: 503 without apology"


def test_ten_thousand_messages_among_faults_and_none_without_an_answer(tmp_path: Path) -> None:
    with open_doors(tmp_path) as doors:
        provoked, done = made_faulty(doors, random.Random(6)), threading.Event()
        disturbing = threading.Thread(target=outages, args=(tmp_path / "tracker.db", done))
        disturbing.start()
        started = time.monotonic()

        def share(first: int) -> Counter[str]:
            client = Client(doors.port)
            return Counter(client.say(number) for number in range(first, MESSAGES, CLIENTS))

        with ThreadPoolExecutor(CLIENTS) as pool:
            seen = sum(pool.map(share, range(CLIENTS)), Counter[str]())
        seconds = time.monotonic() - started
        done.set()
        disturbing.join()
    print(f"{MESSAGES} messages in {seconds:.0f} s: {dict(seen)}; provoked: {dict(provoked)}")
    assert {kind for kind in seen if kind.startswith("silent")} == set()
    assert sum(seen.values()) == MESSAGES
    assert seen["apology"] > MESSAGES * FAULTY_SHARE / 2, "too few faults: this proves nothing"
