"""An action server for tests that does what it is told to: answer, hang, break off, talk nonsense. And it remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Iterator

Behaviour = Callable[["Request"], None]
ENVELOPE = {"answer": "withdraw", "kind": "answer", "locale": "nl", "links": [], "wallet": []}


class Request(BaseHTTPRequestHandler):
    """One request of the bot."""

    actions: OddActions
    asked: dict[str, Any]

    def do_GET(self) -> None:
        self.give(200, b'{"status": "ok"}')

    def do_POST(self) -> None:
        body = b"".join(self.chunks()) if self.headers["Transfer-Encoding"] else self.rfile.read(int(self.headers["Content-Length"]))
        self.asked = json.loads(zlib.decompress(body) if self.headers["Content-Encoding"] == "deflate" else body)
        self.actions.asked.append((self.sender, self.message_id))
        with contextlib.suppress(ConnectionError):  # the bot was killed
            self.actions.behaviour.get(self.sender, self.actions.usual)(self)

    def chunks(self) -> Iterator[bytes]:
        """Rasa sends its request compressed and in pieces."""
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    @property
    def sender(self) -> str:
        return str(self.asked["sender_id"])

    @property
    def message_id(self) -> str:
        return str(self.asked["tracker"]["latest_message"].get("message_id"))

    def give(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class OddActions:
    """The server. behaviour: of each sender; usual: of all others. asked: sender and message id of each request, in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.behaviour: dict[str, Behaviour] = {}
        self.usual: Behaviour = answer
        self.asked: list[tuple[str, str]] = []
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        handler = type("Bound", (Request,), {"actions": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        self.stop()
        yield
        self.start()

    def runs(self, sender: str) -> Counter[str]:
        """How often each message of a sender was asked for."""
        return Counter(message_id for each, message_id in self.asked if each == sender)


def reply(text: str = "answer", events: list[dict[str, Any]] | None = None) -> bytes:
    return json.dumps({"events": events or [], "responses": [{"text": text, "custom": ENVELOPE}]}).encode()


def answer(request: Request) -> None:
    request.give(200, reply(f"answer to {request.message_id}"))


def slow(seconds: float) -> Behaviour:
    def behave(request: Request) -> None:
        time.sleep(seconds)
        answer(request)

    return behave


def drop(request: Request) -> None:
    request.connection.close()


FAULTY: dict[str, Behaviour] = {
    "raises": lambda request: request.give(500, b'{"description": "Internal Server Error", "status": 500, "message": "boom"}'),
    "status 502": lambda request: request.give(502, b"Bad Gateway", "text/plain"),
    "HTML": lambda request: request.give(200, b"<html>maintenance</html>", "text/html"),
    "bad JSON": lambda request: request.give(200, b'{"events": [', "application/json"),
    "unknown event": lambda request: request.give(200, reply(events=[{"event": "no_such_event"}])),
    "dropped socket": drop,
}
SILENT: Behaviour = lambda request: request.give(200, b'{"events": [], "responses": []}')  # noqa: E731
HUGE: Behaviour = lambda request: request.give(200, reply("x" * 200_000))  # noqa: E731
