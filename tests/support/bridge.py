"""The ticket bridge's two addresses for chats, as a server that answers what a test has set: for tests of the action server's side."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from typing import Any, Iterator

from tests.support.stub_server import QuietHandler, served

TOKEN = "token-of-the-bridge"  # noqa: S105


@dataclass
class StubBridge:
    """asked: (path, body) of every call with the right token. told: what is answered. status: 503 while its helpdesk is away."""

    port: int = 0
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=lambda: {"state": "human", "ticket": "4711", "when": "Soon.", "replies": []})
    status: int = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def stub_bridge() -> Iterator[StubBridge]:
    """A server on a free port until the block ends."""
    stub = StubBridge()

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = self.headers.get("Authorization") == f"Bearer {TOKEN}"
            if known:
                stub.asked.append((self.path, body))
            content = json.dumps(stub.told).encode()
            self.send_response(stub.status if known else 401)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with served(Handler) as stub.port:
        yield stub
