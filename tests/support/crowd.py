"""People who write through a proxy, each one message after the other, and what became of every message."""

from __future__ import annotations

import http.client
import json
import threading
import time
from dataclasses import dataclass, field

PATH = "/webhooks/rest/webhook"


@dataclass
class Person:
    """One sender. gives_ids: whether its messages have ids of its own; else the proxy's count."""

    name: str
    gives_ids: bool
    sent: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    slowest_s: float = 0.0


class Crowd:
    """Senders that write in a closed loop to one address until they are told to stop. Every second one gives ids."""

    def __init__(self, port: int, size: int, token: str = "", name: str = "person") -> None:
        self._port, self._token = port, token
        self.people = [Person(f"{name}-{number}", number % 2 == 0) for number in range(size)]
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._talk, args=(person,)) for person in self.people]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Every message that was sent is waited for."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def answered(self) -> int:
        return sum(len(person.sent) - len(person.failed) for person in self.people)

    @property
    def failed(self) -> list[str]:
        return [each for person in self.people for each in person.failed]

    @property
    def slowest_s(self) -> float:
        return max(person.slowest_s for person in self.people)

    def _talk(self, person: Person) -> None:
        while not self._stop.is_set():
            message_id, started = f"{person.name}-{len(person.sent):05}", time.monotonic()
            person.sent.append(message_id)
            why = self.say(person.name, message_id if person.gives_ids else None, person.name)
            person.slowest_s = max(person.slowest_s, time.monotonic() - started)
            if why:
                person.failed.append(f"{message_id}: {why}")

    def say(self, sender: str, message_id: str | None, conversation: str) -> str:
        """Empty when an answer came, else what came instead. conversation: by which the proxy chooses the bot."""
        body = {"sender": sender, "message": "ask:withdraw", **({"message_id": message_id} if message_id else {})}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}", "X-Waypost-Conversation": conversation}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=90)
        try:
            connection.request("POST", PATH, json.dumps(body).encode(), headers)
            reply = connection.getresponse()
            text = reply.read().decode()
            return "" if reply.status == 200 and '"answer": "withdraw"' in text else f"{reply.status} {text[:120]}"
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        finally:
            connection.close()
