"""A fake of Chatwoot's application API, from its documented shapes (developers.chatwoot.com and the webhook's own source)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.fakes.server import SECRETS, Call, FakeServer, Refusal, Route
from waypost.tickets.helpdesks.protocol import Account, HookCall

BOT, AGENT, CUSTOMER = 3, 4, 90
BASE = "/api/v1/accounts/7"


@dataclass
class Fake(FakeServer):
    conversations: dict[int, dict[str, Any]] = field(default_factory=dict)
    messages: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    contacts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def account(self) -> Account:
        return Account(f"{self.address}/app/accounts/7", "chatwoot-token", str(BOT), "12", SECRETS)

    def routes(self) -> list[Route]:
        one = rf"{BASE}/conversations/(\d+)"
        return [
            ("GET", rf"{BASE}/conversations", self._list),
            ("POST", rf"{BASE}/conversations", self._create),
            ("GET", one, self._found),
            ("GET", rf"{one}/messages", self._messages),
            ("POST", rf"{one}/messages", self._post),
            ("POST", rf"{one}/assignments", self._assign),
            ("POST", rf"{one}/toggle_status", self._toggle),
            ("GET", rf"{BASE}/contacts/search", lambda call: {"payload": [item for item in self.contacts if item["email"] == call.query["q"]]}),
            ("POST", rf"{BASE}/contacts", self._contact),
            ("GET", rf"{BASE}/contacts/(\d+)/conversations", lambda call: {"payload": list(self.conversations.values())}),
        ]

    def _found(self, call: Call) -> dict[str, Any]:
        if call.headers.get("api_access_token") != "chatwoot-token":
            raise Refusal(401)
        if int(call.parts[0]) not in self.conversations:
            raise Refusal(404)
        return self.conversations[int(call.parts[0])]

    def _list(self, call: Call) -> Any:
        found = [item for item in self.conversations.values() if item["status"] == call.query["status"]]
        return {"data": {"meta": {}, "payload": found if call.query["page"] == "1" else []}}

    def _messages(self, call: Call) -> Any:
        """The newest twenty, or those before one."""
        found = self.messages[int(call.parts[0])]
        if "before" in call.query:
            found = [item for item in found if item["id"] < int(call.query["before"])]
        return {"meta": {}, "payload": found[-20:]}

    def _post(self, call: Call) -> Any:
        self._found(call)
        body = call.body
        return self._write(int(call.parts[0]), 1, {"id": BOT, "type": "user"}, body["content"], body["private"], body["content_attributes"])

    def _assign(self, call: Call) -> Any:
        meta = self._found(call)["meta"]
        if "assignee_id" in call.body:
            meta["assignee"] = None if call.body["assignee_id"] is None else {"id": call.body["assignee_id"]}
        if "team_id" in call.body:
            meta["team"] = {"id": call.body["team_id"]}
        return {}

    def _toggle(self, call: Call) -> Any:
        self._found(call)["status"] = call.body["status"]
        return {"payload": {"success": True}}

    def _contact(self, call: Call) -> Any:
        contact = {"id": self.next(), "email": call.body["email"]}
        self.contacts.append(contact)
        return {"payload": {"contact": contact}}

    def _create(self, call: Call) -> Any:
        number = self._new(None, "open")
        self.conversations[number] |= {key: call.body[key] for key in ("custom_attributes", "additional_attributes")}
        return self.conversations[number]

    def _new(self, assignee: int | None, status: str) -> int:
        number = self.next()
        meta = {"assignee": {"id": assignee} if assignee else None, "sender": {"id": CUSTOMER}, "team": None}
        self.conversations[number] = {"id": number, "inbox_id": 5, "status": status, "meta": meta, "last_activity_at": time.time()}
        self.messages[number] = []
        return number

    def _write(self, number: int, kind: int, sender: dict[str, Any], text: str, private: bool, attributes: dict[str, Any]) -> dict[str, Any]:
        file = {"id": 1, "file_type": "image", "data_url": "http://127.0.0.1/files/shot.png", "file_size": 7}
        message = {"id": self.next(), "content": text, "message_type": kind, "private": private, "created_at": int(time.time()), "sender": sender}
        message |= {"content_attributes": attributes, "source_id": None, "attachments": [file] if "screenshot" in text else []}
        self.messages[number].append(message)
        self.conversations[number]["last_activity_at"] = time.time()
        return message

    # -- what people do ------------------------------------------------------------------------------------------------------

    def open(self, text: str) -> str:
        number = self._new(None, "pending")
        self._write(number, 0, {"id": CUSTOMER, "type": "contact"}, text, False, {})
        self._write(number, 2, {}, "Conversation was marked pending", False, {})
        return str(number)

    def customer(self, ticket: str, text: str) -> None:
        self._write(int(ticket), 0, {"id": CUSTOMER, "type": "contact"}, text, False, {})

    def agent(self, ticket: str, text: str, public: bool = True) -> None:
        self._write(int(ticket), 1, {"id": AGENT, "type": "user"}, text, not public, {})

    def take(self, ticket: str) -> None:
        self.conversations[int(ticket)]["meta"]["assignee"] = {"id": AGENT}
        self.conversations[int(ticket)]["status"] = "open"

    def solve(self, ticket: str) -> None:
        self.conversations[int(ticket)]["status"] = "resolved"

    def hook(self, ticket: str, secret: str = SECRETS[0], at: float | None = None, ours: bool = False) -> HookCall:
        now = time.time()
        stamp = str(int(now if at is None else at))
        sender = {"id": BOT, "type": "user"} if ours else {"id": CUSTOMER, "type": "contact"}
        data = {"event": "message_created", "id": 1, "message_type": "outgoing" if ours else "incoming", "sender": sender}
        body = json.dumps({**data, "conversation": {"id": int(ticket)}}).encode()
        signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return HookCall({"x-chatwoot-signature": f"sha256={signature}", "x-chatwoot-timestamp": stamp}, body, now)
