"""A real Request Tracker as its people use it: customers by mail, agents over REST, mails that went out. For tests marked `services`."""

from __future__ import annotations

import email
import email.policy
import json
import os
import subprocess
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any

from waypost.tickets.helpdesks.protocol import Account

SECRETS = ("rt-hook-secret-new", "rt-hook-secret-old")


@dataclass(frozen=True)
class Transaction:
    """One entry of a ticket's history that somebody wrote."""

    id: int
    type: str
    creator: str


@dataclass
class Rt:
    """address: of the server. folder: with tokens, mails and hook, as tools/helpdesks/request_tracker.py makes it."""

    address: str
    folder: Path

    @classmethod
    def of_environment(cls) -> Rt:
        """The one that tools/services.py has started. Raises KeyError without it."""
        return cls(os.environ["WAYPOST_TEST_RT"], Path(os.environ["WAYPOST_TEST_RT_FOLDER"]))

    @cached_property
    def tokens(self) -> dict[str, str]:
        return dict(line.split() for line in (self.folder / "tokens").read_text(encoding="utf-8").splitlines())

    @property
    def account(self) -> Account:
        return Account(self.address, self.tokens["bot"], "bot", "Support", SECRETS)

    def call(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """REST2 as a user of the helpdesk; the status of a refusal instead of an error."""
        given = {
            "Authorization": f"token {self.tokens[who]}",
            "Content-Type": "application/json",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/REST/2.0{path}", data, given, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            return error.code
        return json.loads(text) if text.strip() else None

    def open(self, text: str, owner: str = "bot", subject: str = "Help", customer: str = "", kind: str = "text/plain") -> str:
        """A ticket that an agent opens for a customer; its id."""
        customer = customer or f"{uuid.uuid4().hex[:8]}@customer.example"
        body = {"Subject": subject, "Queue": "Support", "Requestor": customer, "Content": text, "ContentType": kind, "Owner": owner}
        return str(self.call("alice", "POST", "/ticket", body)["id"])

    def customer_of(self, ticket: str) -> str:
        return str(self.call("alice", "GET", f"/ticket/{ticket}")["Requestor"][0]["id"])

    def write(self, ticket: str, text: str, message_id: str = "", html: str = "", **headers: str) -> None:
        """A mail of the ticket's customer."""
        self.mail(self.customer_of(ticket), f"Re: [helpdesk.test #{ticket}] Help", text, message_id, html, **headers)

    def mail(self, sender: str, subject: str, text: str, message_id: str = "", html: str = "", **headers: str) -> int:
        """A raw message through RT's gate; its exit code. headers: with _ for -."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, "support@helpdesk.example", subject
        message["Message-ID"] = message_id or f"<{uuid.uuid4().hex}@customer.example>"
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        return self.raw(message)

    def raw(self, message: EmailMessage | bytes) -> int:
        """A message as it is; the gate's exit code."""
        command = ["rt-mailgate", "--queue", "Support", "--action", "correspond", "--url", f"{self.address}/"]
        return subprocess.run(
            command, input=message if isinstance(message, bytes) else message.as_bytes(), capture_output=True, timeout=60, check=False
        ).returncode

    def says(self, who: str, ticket: str, text: str) -> None:
        """An agent's public reply."""
        self.call(who, "POST", f"/ticket/{ticket}/correspond", {"Content": text, "ContentType": "text/plain"})

    def change(self, who: str, ticket: str, **fields: str) -> Any:
        return self.call(who, "PUT", f"/ticket/{ticket}", fields)

    def fields(self, ticket: str) -> dict[str, Any]:
        """Status, Owner and so on, as words."""
        data = self.call("alice", "GET", f"/ticket/{ticket}")
        return {"Status": data["Status"], "Owner": data["Owner"]["id"], "Queue": data["Queue"]["id"]}

    def history(self, ticket: str) -> list[Transaction]:
        """Who wrote, in order: Create, Correspond (public) and Comment (internal)."""
        items: list[dict[str, Any]] = []
        while True:
            page = self.call("alice", "GET", f"/ticket/{ticket}/history?fields=Type,Creator&per_page=100&page={len(items) // 100 + 1}")["items"]
            items += page
            if len(page) < 100:
                break
        wrote = [item for item in items if item["Type"] in ("Create", "Correspond", "Comment")]
        return [Transaction(int(item["id"]), item["Type"], item["Creator"]["id"]) for item in sorted(wrote, key=lambda item: int(item["id"]))]

    def by_bot(self, ticket: str, kind: str = "") -> list[Transaction]:
        return [item for item in self.history(ticket) if item.creator == "bot" and item.type in (kind or item.type,)]

    def text_of(self, transaction: Transaction) -> str:
        query = urllib.parse.quote(json.dumps([{"field": "TransactionId", "value": str(transaction.id)}]))
        found = self.call("alice", "GET", f"/attachments?fields=Content&query={query}")["items"]
        return "\n".join(item.get("Content") or "" for item in found)

    def mails(self, customer: str) -> list[EmailMessage]:
        """What RT has sent to somebody."""
        parsed = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in sorted((self.folder / "mails").iterdir())]
        return [message for message in parsed if customer in str(message.get("To", ""))]  # type: ignore[misc]

    def hook_to(self, url: str) -> None:
        """Where the scrip tells of changes from now on; nowhere for an empty address."""
        (self.folder / "hook").write_text(f"{url}\n{SECRETS[0]}\n" if url else "", encoding="utf-8")
