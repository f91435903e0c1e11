"""What the fakes have in common: an HTTP server with routes, tickets in memory, trouble on demand."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

SECRETS = ("fake-secret-new-0123456789", "fake-secret-old-0123456789")


@dataclass(frozen=True)
class Call:
    """A request as a route gets it. parts: groups of the route's pattern."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]
    parts: tuple[str, ...]


class Refusal(Exception):
    """status: of the answer. headers: beside it."""

    def __init__(self, status: int, **headers: str) -> None:
        super().__init__(status)
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}


Route = tuple[str, str, Callable[[Call], Any]]


@dataclass
class FakeServer:
    """calls: everything that was asked. before: called with each request, may raise Refusal or wait."""

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    before: Callable[[Call], None] = lambda call: None
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(101))
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next(self) -> int:
        return next(self.numbers)

    def routes(self) -> list[Route]:
        """(method, pattern of the whole path, what answers)."""
        raise NotImplementedError

    def answer(self, method: str, target: str, body: Any, headers: dict[str, str]) -> Any:
        url = urlsplit(target)
        for wanted, pattern, handle in self.routes():
            match = re.fullmatch(pattern, url.path)
            if match and wanted == method:
                call = Call(method, url.path, dict(parse_qsl(url.query)), body, headers, match.groups())
                self.calls.append(call)
                self.before(call)
                with self.lock:
                    return handle(call)
        raise Refusal(404)


@contextlib.contextmanager
def serving(fake: FakeServer) -> Iterator[None]:
    """The fake on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                status, data, more = 200, fake.answer(self.command, self.path, json.loads(raw) if raw else None, headers), {}
            except Refusal as refusal:
                status, data, more = refusal.status, {"error": "refused"}, refusal.headers
            content = json.dumps(data).encode()
            with contextlib.suppress(OSError):
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **more}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = _any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def iso(at: float | None = None) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() if at is None else at))
