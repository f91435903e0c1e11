"""Zammad over its REST API. The bot's name is a login, queues are names of groups. Not tried live: tested against a fake made of the documented
shapes.

It keeps no keys: posts are found again by their text. Its hooks are signed with SHA-1 and carry no time, so an old one may be sent again: all
that this does is another look at the ticket.
"""

from __future__ import annotations

import asyncio
from typing import Any, Mapping, Sequence

from waypost.tickets import signing
from waypost.tickets.helpdesks.protocol import Account, Changes, HookCall
from waypost.tickets.moments import Told, seconds
from waypost.tickets.types import Attachment, Author, Message, NewTicket, Post, Status, Ticket
from waypost.tickets.wire import Wire

PAGE = 100
NOBODY = 1
"""The user whom tickets without an owner belong to."""
STATUSES = {"new": Status.OPEN, "open": Status.OPEN, "pending reminder": Status.WAITING, "pending close": Status.WAITING}
AUTHORS = {"Customer": Author.CUSTOMER, "Agent": Author.AGENT}


class Adapter:
    """The protocol over one Zammad."""

    name = "zammad"
    needs_email = True

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire(f"{account.url.rstrip('/')}/api/v1", {"Authorization": f"Token token={account.token}"})
        self._told = Told()

    async def changes(self, cursor: str) -> Changes:
        wanted = f'owner.login:"{self._account.agent}" AND state.name:(new OR open OR "pending reminder" OR "pending close")'
        found = await self._search(wanted)
        mine = {str(item["id"]): str(item["updated_at"]) for item in found if item.get("owner") == self._account.agent}
        return Changes(*self._told.fresh(cursor, mine))

    async def read(self, ticket_id: str) -> Ticket:
        data, articles = await asyncio.gather(
            self._wire.get(f"/tickets/{ticket_id}", {"expand": "true"}), self._wire.get(f"/ticket_articles/by_ticket/{ticket_id}", {"expand": "true"})
        )
        owner = str(data.get("owner") or "")
        return Ticket(
            self.name,
            str(data["id"]),
            str(data["group"]),
            "" if owner == "-" else owner,
            STATUSES.get(str(data["state"]), Status.SOLVED),
            str(data.get("title") or ""),
            tuple(self._message(item) for item in sorted(articles, key=lambda item: int(item["id"]))),
        )

    async def glance(self, ticket_id: str) -> Ticket:
        return await self.read(ticket_id)

    async def reply(self, ticket: Ticket, post: Post) -> None:
        """By mail when the customer wrote a mail, else as a note that the customer can see."""
        articles = await self._wire.get(f"/ticket_articles/by_ticket/{ticket.id}", {"expand": "true"})
        asked = ([{}] + [item for item in articles if item.get("sender") == "Customer"])[-1]
        mail = (
            {"type": "email", "to": asked.get("from"), "in_reply_to": asked.get("message_id")} if asked.get("type") == "email" else {"type": "note"}
        )
        await self._write(ticket, post, {**mail, "internal": False})

    async def note(self, ticket: Ticket, post: Post) -> None:
        await self._write(ticket, post, {"type": "note", "internal": True})

    async def release(self, ticket: Ticket, queue: str) -> None:
        changes: dict[str, Any] = {"owner_id": NOBODY, **({"group": queue} if queue else {})}
        if ticket.status is not Status.SOLVED:
            changes["state"] = "open"
        await self._wire.call("PUT", f"/tickets/{ticket.id}", body=changes)

    async def create(self, ticket: NewTicket) -> str:
        for found in await self._search(f'note:"{ticket.key}"'):
            if found.get("note") == ticket.key:
                return str(found["id"])
        text = "\n\n".join(part for part in (ticket.text, ticket.transcript) if part)
        article = {"subject": ticket.subject, "body": text, "content_type": "text/plain", "type": "note", "internal": True}
        body = {"title": ticket.subject, "group": ticket.queue, "customer_id": f"guess:{ticket.requester}", "note": ticket.key, "article": article}
        return str((await self._wire.call("POST", "/tickets", body=body))["id"])

    def hook(self, call: HookCall) -> Sequence[str]:
        signing.check_hex(call.headers.get("x-hub-signature", ""), self._account.secrets, call.body, "sha1")
        data = signing.json_of(call.body)
        ticket, article = data.get("ticket"), data.get("article")
        if not isinstance(ticket, dict) or "id" not in ticket:
            return ()
        by = article.get("created_by") if isinstance(article, dict) else None
        ours = isinstance(by, dict) and by.get("login") == self._account.agent
        return () if ours else (str(ticket["id"]),)

    async def close(self) -> None:
        await self._wire.close()

    async def _write(self, ticket: Ticket, post: Post, more: Mapping[str, Any]) -> None:
        content = {"body": post.html, "content_type": "text/html"} if post.html else {"body": post.text, "content_type": "text/plain"}
        body = {"ticket_id": int(ticket.id), "subject": ticket.subject, "sender": "Agent", **content, **more}
        await self._wire.call("POST", "/ticket_articles", body=body)

    async def _search(self, query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        params = {"query": query, "expand": "true", "sort_by": "updated_at", "order_by": "desc", "per_page": str(PAGE), "limit": str(PAGE)}
        while True:
            page = await self._wire.get("/tickets/search", {**params, "page": str(len(found) // PAGE + 1)})
            found += page
            if len(page) < PAGE:
                return found

    def _message(self, item: Mapping[str, Any]) -> Message:
        ours = item.get("created_by") == self._account.agent
        author = Author.BOT if ours else AUTHORS.get(str(item.get("sender")), Author.SYSTEM)
        html = str(item["body"]) if str(item.get("content_type")).startswith("text/html") else None
        files = tuple(_file(file) for file in item.get("attachments") or ())
        return Message(
            str(item["id"]),
            author,
            not item["internal"],
            seconds(item["created_at"]),
            "" if html else str(item["body"]),
            html,
            _headers(item),
            files,
        )


def _headers(item: Mapping[str, Any]) -> dict[str, str]:
    """Zammad has read the mail's headers itself and says what it made of them."""
    preferences = item.get("preferences") or {}
    found = {"message-id": str(item["message_id"])} if item.get("message_id") else {}
    return {**found, "auto-submitted": "auto-replied"} if preferences.get("is-auto-response") else found


def _file(file: Mapping[str, Any]) -> Attachment:
    kind = (file.get("preferences") or {}).get("Content-Type", "")
    return Attachment(str(file["filename"]), str(kind), int(file["size"] or 0))
