"""A fake of Zammad's ticket API, from its documented shapes (docs.zammad.org, REST API and webhooks)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.fakes.server import SECRETS, Call, FakeServer, Refusal, Route, iso
from waypost.tickets.helpdesks.protocol import Account, HookCall

BOT, AGENT, CUSTOMER = "bot@staff.example", "alice@staff.example", "cust@customer.example"


@dataclass
class Fake(FakeServer):
    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    articles: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def account(self) -> Account:
        return Account(self.address, "zammad-token", BOT, "Humans", SECRETS)

    def routes(self) -> list[Route]:
        return [
            ("GET", r"/api/v1/tickets/search", self._search),
            ("GET", r"/api/v1/tickets/(\d+)", self._found),
            ("GET", r"/api/v1/ticket_articles/by_ticket/(\d+)", lambda call: self.articles.get(int(call.parts[0]), [])),
            ("POST", r"/api/v1/ticket_articles", self._article),
            ("PUT", r"/api/v1/tickets/(\d+)", self._update),
            ("POST", r"/api/v1/tickets", self._create),
        ]

    def _found(self, call: Call) -> dict[str, Any]:
        if call.headers.get("authorization") != "Token token=zammad-token":
            raise Refusal(401)
        if int(call.parts[0]) not in self.tickets:
            raise Refusal(404)
        return self.tickets[int(call.parts[0])]

    def _search(self, call: Call) -> Any:
        if call.query.get("page", "1") != "1":
            return []
        if call.query["query"].startswith("note:"):
            return [ticket for ticket in self.tickets.values() if ticket["note"] and ticket["note"] in call.query["query"]]
        return [ticket for ticket in self.tickets.values() if ticket["owner"] == BOT and ticket["state"] != "closed"]

    def _article(self, call: Call) -> Any:
        body = call.body
        assert body["type"] != "email" or body["to"], "a mail needs an address"
        self._write(body["ticket_id"], BOT, "Agent", body["body"], body["internal"], body["type"], body["content_type"])
        return self.articles[body["ticket_id"]][-1]

    def _update(self, call: Call) -> Any:
        ticket, changes = self._found(call), dict(call.body)
        if changes.pop("owner_id", None) == 1:
            changes["owner"] = "-"
        ticket.update(changes)
        return self._touched(ticket)

    def _create(self, call: Call) -> Any:
        number = self._new(call.body["title"], "-", call.body["note"])
        self._write(number, BOT, "Agent", call.body["article"]["body"], call.body["article"]["internal"])
        return self.tickets[number]

    def _new(self, title: str, owner: str, note: str) -> int:
        number = self.next()
        self.tickets[number] = {"id": number, "title": title, "group": "Bot", "owner": owner, "state": "new", "note": note, "updated_at": iso()}
        self.articles[number] = []
        return number

    def _touched(self, ticket: dict[str, Any]) -> dict[str, Any]:
        ticket["updated_at"] = iso(time.time() + self.next())
        return ticket

    def _write(self, number: int, by: str, sender: str, text: str, internal: bool, kind: str = "note", content_type: str = "text/plain") -> None:
        file = {"id": 1, "filename": "shot.png", "size": "7", "preferences": {"Content-Type": "image/png"}}
        article = {"id": self.next(), "ticket_id": number, "from": by, "sender": sender, "created_by": by, "body": text, "internal": internal}
        article |= {"type": kind, "content_type": content_type, "created_at": iso(), "attachments": [file] if "screenshot" in text else []}
        article |= {"message_id": f"<{self.next()}@x>", "preferences": {"is-auto-response": "holiday" in text}}
        self.articles[number].append(article)
        self._touched(self.tickets[number])

    # -- what people do ------------------------------------------------------------------------------------------------------

    def open(self, text: str) -> str:
        number = self._new("Help", BOT, "")
        self._write(number, CUSTOMER, "Customer", text, False, "email")
        return str(number)

    def customer(self, ticket: str, text: str) -> None:
        self._write(int(ticket), CUSTOMER, "Customer", text, False, "email")

    def agent(self, ticket: str, text: str, public: bool = True) -> None:
        self._write(int(ticket), AGENT, "Agent", text, not public)

    def take(self, ticket: str) -> None:
        self._touched(self.tickets[int(ticket)])["owner"] = AGENT

    def solve(self, ticket: str) -> None:
        self._touched(self.tickets[int(ticket)])["state"] = "closed"

    def hook(self, ticket: str, secret: str = SECRETS[0], at: float | None = None, ours: bool = False) -> HookCall:
        by = BOT if ours else CUSTOMER
        body = json.dumps({"ticket": {"id": int(ticket)}, "article": {"id": 1, "created_by": {"login": by}}}).encode()
        return HookCall({"x-hub-signature": "sha1=" + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()}, body, time.time())
