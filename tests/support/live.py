"""The helpdesks that run here for real, behind the same few verbs that the fakes have."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import subprocess
import time
import urllib.request
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.support.bot import ROOT
from tests.support.rt import SECRETS, Rt
from waypost.tickets.helpdesks.protocol import Account, HookCall

LIVE = ("rt", "django_helpdesk")


def live_world(name: str) -> Any:
    """Raises KeyError when tools/services.py has not started it."""
    return RtWorld.of_environment() if name == "rt" else DjangoHelpdesk.of_environment()


class RtWorld(Rt):
    """Request Tracker."""

    adapter = "rt"

    def customer(self, ticket: str, text: str) -> None:
        self.write(ticket, text)

    def agent(self, ticket: str, text: str, public: bool = True) -> None:
        how = "correspond" if public else "comment"
        self.call("alice", "POST", f"/ticket/{ticket}/{how}", {"Content": text, "ContentType": "text/plain"})

    def take(self, ticket: str) -> None:
        self.change("alice", ticket, Owner="alice")

    def solve(self, ticket: str) -> None:
        self.change("alice", ticket, Status="resolved")

    def open_with_file(self, text: str, name: str) -> str:
        ticket = self.open("first")
        message = EmailMessage()
        message["From"], message["To"] = self.customer_of(ticket), "support@helpdesk.example"
        message["Subject"] = f"[helpdesk.test #{ticket}] x"
        message["Message-ID"] = f"<{uuid.uuid4().hex}@customer.example>"
        message.set_content(text)
        message.add_attachment(b"1234567", "image", "png", filename=name)
        self.raw(message)
        return ticket

    def hook(self, ticket: str, secret: str = SECRETS[0], at: float | None = None, ours: bool = False) -> HookCall:
        now = time.time()
        stamp = str(int(now if at is None else at))
        body = json.dumps({"ticket": int(ticket), "transaction": 1, "type": "Correspond", "actor": "bot" if ours else "someone"}).encode()
        signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return HookCall({"x-waypost-signature": f"sha256={signature}", "x-waypost-timestamp": stamp}, body, now)


@dataclass
class DjangoHelpdesk:
    """django-helpdesk as its people use it."""

    address: str
    folder: Path
    adapter = "django_helpdesk"

    @classmethod
    def of_environment(cls) -> DjangoHelpdesk:
        return cls(os.environ["WAYPOST_TEST_DJANGO_HELPDESK"], Path(os.environ["WAYPOST_TEST_DJANGO_HELPDESK_FOLDER"]))

    @cached_property
    def users(self) -> dict[str, tuple[str, str]]:
        """Name -> (number, token)."""
        lines = (line.split() for line in (self.folder / "users").read_text(encoding="utf-8").splitlines())
        return {name: (number, token) for name, number, token in lines}

    @property
    def account(self) -> Account:
        return Account(f"{self.address}/helpdesk", self.users["bot"][1], self.users["bot"][0], "2", SECRETS)

    def call(self, who: str, method: str, path: str, body: Any) -> Any:
        headers = {"Authorization": f"Token {self.users[who][1]}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}/helpdesk/api{path}", json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def open(self, text: str) -> str:
        body = {"queue": 1, "title": "Help", "description": text, "submitter_email": f"{uuid.uuid4().hex[:8]}@customer.example", "priority": 3}
        return str(self.call("alice", "POST", "/tickets/", {**body, "assigned_to": int(self.account.agent), "status": 1})["id"])

    def customer(self, ticket: str, text: str) -> None:
        """A mail, read as `manage.py get_email` does it."""
        site = ROOT / "tools" / "helpdesks" / "django_site"
        environment = {**os.environ, "SITE_FOLDER": str(self.folder), "DJANGO_SETTINGS_MODULE": "site_settings", "PYTHONPATH": str(site)}
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "cust@customer.example", "support@helpdesk.example", f"[support-{ticket}] Help"
        message["Message-ID"] = f"<{uuid.uuid4().hex}@customer.example>"
        message.set_content(text)
        python = os.environ["WAYPOST_TEST_DJANGO_HELPDESK_PYTHON"]
        done = subprocess.run([python, str(site / "receive.py")], input=message.as_bytes(), env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[-2000:]

    def agent(self, ticket: str, text: str, public: bool = True) -> None:
        self.call("alice", "POST", "/followups/", {"ticket": int(ticket), "comment": text, "public": public})

    def take(self, ticket: str) -> None:
        self.call("alice", "PATCH", f"/tickets/{ticket}/", {"assigned_to": int(self.users["alice"][0])})

    def solve(self, ticket: str) -> None:
        self.call("alice", "PATCH", f"/tickets/{ticket}/", {"status": 3})

    def hook(self, ticket: str, secret: str = SECRETS[0], at: float | None = None, ours: bool = False) -> HookCall:
        user = int(self.account.agent) if ours else None
        body = {"ticket": {"id": int(ticket), "followup_set": [{"id": 5, "user": user}]}, "queue_slug": "support", "followup_id": 5}
        return HookCall({}, json.dumps(body).encode(), time.time(), secret)
