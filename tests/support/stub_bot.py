"""A bot for tests of the bridge: the REST channel's address and shapes, with answers that a word in the text decides.

`human` is a hand-off, `what` a clarifying question, `nonsense` a fallback, `thanks` small talk; all else is the answer `withdraw`. It can be away.
"""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import dataclass, field
from typing import Any, Iterator

from tests.support.stub_server import QuietHandler, served
from waypost.tickets.seams import BotReply

KINDS = {"human": ("handoff", "handoff"), "what": ("clarify", "clarify"), "nonsense": ("fallback", "fallback"), "thanks": ("smalltalk", "thanks")}
TOKEN = "stub-token"  # noqa: S105


def entries_for(text: str, locale: str) -> list[dict[str, Any]]:
    """The list that the REST channel answers with."""
    kind, answer = next((known for word, known in KINDS.items() if word in text.lower()), ("answer", "withdraw"))
    said: dict[str, Any] = {"text": f"**Answer** [{locale}] to: {text[:200]}"}
    if kind == "clarify":
        said["buttons"] = [{"title": "Out of an exchange", "payload": "ask:withdraw"}, {"title": "Into an exchange", "payload": "ask:deposit"}]
    links = [{"title": "Page", "url": "https://support.example/4416069050011"}]
    return [said, {"custom": {"answer": answer, "kind": kind, "locale": locale, "links": links, "wallet": []}}]


class ObjectBot:
    """The same without a server."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    async def ask(self, sender: str, text: str, hint: str | None, message_id: str) -> BotReply:
        self.asked.append((sender, text, message_id))
        said, envelope = entries_for(text, hint or "en")
        buttons = tuple((button["title"], button["payload"]) for button in said.get("buttons", ()))
        return BotReply((said["text"],), buttons, envelope["custom"])


@dataclass
class StubBot:
    """A running server. asked: every body. away: answers 503 while it is set."""

    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    away: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def stub_bot() -> Iterator[StubBot]:
    """A server on a free port until the block ends."""
    stub = StubBot()

    class Handler(QuietHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.asked.append(body)
            if stub.away.is_set() or self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return self._answer(503 if stub.away.is_set() else 401, {"error": "away"})
            return self._answer(200, entries_for(body["message"], (body.get("metadata") or {}).get("locale", "en")))

        def _answer(self, status: int, data: Any) -> None:
            content = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with served(Handler) as stub.port:
        yield stub
