"""A fake of Zendesk Support's ticket API, from its documented shapes (developer.zendesk.com, Ticketing and Webhooks references)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.fakes.server import SECRETS, Call, FakeServer, Refusal, Route, iso
from waypost.tickets.helpdesks.protocol import Account, HookCall

BOT, AGENT, CUSTOMER, GROUP = 9001, 9002, 9003, 55
USERS = [
    {"id": BOT, "role": "agent", "name": "Bot"},
    {"id": AGENT, "role": "agent", "name": "Alice"},
    {"id": CUSTOMER, "role": "end-user", "name": "Cust", "locale": "nl"},
]


@dataclass
class Fake(FakeServer):
    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    keyed: bool = True

    @property
    def account(self) -> Account:
        return Account(self.address, "bot@staff.example/token:key", str(BOT), "77", SECRETS)

    def routes(self) -> list[Route]:
        ticket = r"/api/v2/tickets/(\d+)"
        return [
            ("GET", r"/api/v2/users/(\d+)/tickets/assigned\.json", self._assigned),
            ("GET", rf"{ticket}\.json", lambda call: {"ticket": self._found(call)}),
            ("GET", rf"{ticket}/comments\.json", self._comments),
            ("PUT", rf"{ticket}\.json", self._update),
            ("GET", r"/api/v2/tickets\.json", self._by_external_id),
            ("POST", r"/api/v2/tickets\.json", self._create),
        ]

    def _found(self, call: Call) -> dict[str, Any]:
        basic = base64.b64encode(b"bot@staff.example/token:key").decode()
        if call.headers.get("authorization") != f"Basic {basic}":
            raise Refusal(401)
        if int(call.parts[0]) not in self.tickets:
            raise Refusal(404)
        return self.tickets[int(call.parts[0])]

    def _assigned(self, call: Call) -> Any:
        mine = [ticket for ticket in self.tickets.values() if ticket["assignee_id"] == int(call.parts[0])]
        return {"tickets": mine, "meta": {"has_more": False}}

    def _comments(self, call: Call) -> Any:
        """Two on a page, so that the cursor is needed."""
        everything, size = self.comments[int(call.parts[0])], 2
        start = int(call.query.get("page[after]", "0"))
        return {
            "comments": everything[start : start + size],
            "users": USERS,
            "meta": {"has_more": start + size < len(everything), "after_cursor": str(start + size)},
        }

    def _update(self, call: Call) -> Any:
        ticket, changes = self._found(call), dict(call.body["ticket"])
        if changes.pop("safe_update", False) and changes.get("updated_stamp") != ticket["updated_at"]:
            raise Refusal(409)
        changes.pop("updated_stamp", None)
        comment, metadata = changes.pop("comment", None), changes.pop("metadata", {})
        if ticket["status"] == "closed":
            raise Refusal(422)
        ticket.update(changes)
        if comment:
            self._comment(ticket["id"], BOT, comment.get("body") or comment["html_body"], comment.get("public", True), metadata)
        return {"ticket": self._touched(ticket)}

    def _by_external_id(self, call: Call) -> Any:
        return {"tickets": [ticket for ticket in self.tickets.values() if ticket.get("external_id") == call.query["external_id"]]}

    def _create(self, call: Call) -> Any:
        fields = call.body["ticket"]
        number = self._new(fields["subject"], CUSTOMER, assignee=None)
        self.tickets[number]["external_id"] = fields["external_id"]
        self._comment(number, BOT, fields["comment"]["body"], fields["comment"]["public"], {})
        return {"ticket": self.tickets[number]}

    def _new(self, subject: str, requester: int, assignee: int | None) -> int:
        number = self.next()
        ticket = {"id": number, "subject": subject, "status": "new", "requester_id": requester, "assignee_id": assignee, "group_id": GROUP}
        self.tickets[number] = {**ticket, "updated_at": iso()}
        self.comments[number] = []
        return number

    def _touched(self, ticket: dict[str, Any]) -> dict[str, Any]:
        """Each change has a time of its own; real ones may share a second."""
        ticket["updated_at"] = iso(time.time() + self.next())
        return ticket

    def _comment(self, number: int, author: int, text: str, public: bool, metadata: dict[str, Any]) -> None:
        custom = {"custom": metadata if self.keyed else {}, "system": {}}
        words = {"body": text, "plain_body": text, "html_body": f"<p>{text}</p>"}
        file = {"file_name": "shot.png", "content_type": "image/png", "size": 7}
        comment = {"id": self.next(), "author_id": author, "public": public, "created_at": iso(), "metadata": custom}
        self.comments[number].append({**comment, **words, "attachments": [file] if "screenshot" in text else []})

    # -- what people do ------------------------------------------------------------------------------------------------------

    def open(self, text: str) -> str:
        number = self._new("Help", CUSTOMER, BOT)
        self._comment(number, CUSTOMER, text, True, {})
        return str(number)

    def customer(self, ticket: str, text: str) -> None:
        self._comment(int(ticket), CUSTOMER, text, True, {})
        self._touched(self.tickets[int(ticket)])["status"] = "open"

    def agent(self, ticket: str, text: str, public: bool = True) -> None:
        self._comment(int(ticket), AGENT, text, public, {})
        self._touched(self.tickets[int(ticket)])

    def take(self, ticket: str) -> None:
        self._touched(self.tickets[int(ticket)])["assignee_id"] = AGENT

    def solve(self, ticket: str) -> None:
        self._touched(self.tickets[int(ticket)])["status"] = "solved"

    def hook(self, ticket: str, secret: str = SECRETS[0], at: float | None = None, ours: bool = False) -> HookCall:
        now = time.time()
        stamp, body = iso(now if at is None else at), json.dumps({"ticket_id": ticket, "actor_id": str(BOT if ours else CUSTOMER)}).encode()
        signature = base64.b64encode(hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()).decode()
        headers = {"x-zendesk-webhook-signature": signature, "x-zendesk-webhook-signature-timestamp": stamp}
        return HookCall(headers, body, now)
