"""Zendesk Support over its REST API v2. The bot's name and the queues are numbers: of a user and of groups. Not tried live: tested against a fake
made of the documented shapes.

A public reply goes with `safe_update`: Zendesk refuses it when the ticket has changed since it was read, so nobody can be talked over there.
Keys stand in the custom metadata of the update. Token: `mail@address/token:key` or an OAuth token. The trigger's webhook body is
`{"ticket_id": "{{ticket.id}}", "actor_id": "{{current_user.id}}"}`; event subscriptions are understood as well.
"""

from __future__ import annotations

import base64
from typing import Any, Mapping, Sequence

from waypost.errors import HelpdeskAway, HelpdeskRefused
from waypost.tickets import signing
from waypost.tickets.helpdesks.protocol import Account, Changes, HookCall
from waypost.tickets.moments import Told, seconds
from waypost.tickets.types import Attachment, Author, Message, NewTicket, Post, Status, Ticket
from waypost.tickets.wire import Wire

CALLS_PER_MINUTE = 90
"""Below the 100 updates a minute that an account has at least."""
STATUSES = {"new": Status.OPEN, "open": Status.OPEN, "pending": Status.WAITING, "hold": Status.OPEN}
CONFLICT = 409


class Adapter:
    """The protocol over one account of Zendesk."""

    name = "zendesk"
    needs_email = True

    def __init__(self, account: Account) -> None:
        self._account = account
        basic = base64.b64encode(account.token.encode()).decode()
        authorization = f"Basic {basic}" if "/token:" in account.token else f"Bearer {account.token}"
        self._wire = Wire(f"{account.url.rstrip('/')}/api/v2", {"Authorization": authorization}, CALLS_PER_MINUTE)
        self._told = Told()

    async def changes(self, cursor: str) -> Changes:
        found = await self._all(f"/users/{self._account.agent}/tickets/assigned.json", "tickets")
        open_ones = [item for item in found if item["status"] in STATUSES]
        return Changes(*self._told.fresh(cursor, {str(item["id"]): str(item["updated_at"]) for item in open_ones}))

    async def read(self, ticket_id: str) -> Ticket:
        data = (await self._wire.get(f"/tickets/{ticket_id}.json", {"include": "users"}))["ticket"]
        comments: list[dict[str, Any]] = []
        users: dict[int, dict[str, Any]] = {}
        for page in await self._pages(f"/tickets/{ticket_id}/comments.json", {"include": "users"}):
            comments += page["comments"]
            users |= {item["id"]: item for item in page.get("users") or ()}
        return self._ticket(data, comments, users)

    async def glance(self, ticket_id: str) -> Ticket:
        return await self.read(ticket_id)

    async def reply(self, ticket: Ticket, post: Post) -> None:
        try:
            await self._update(ticket, post, True, {"status": "pending", "safe_update": True, "updated_stamp": ticket.version})
        except HelpdeskRefused as error:
            if error.status != CONFLICT:
                raise
            raise HelpdeskAway("the ticket has changed since it was read") from error

    async def note(self, ticket: Ticket, post: Post) -> None:
        await self._update(ticket, post, False, {})

    async def release(self, ticket: Ticket, queue: str) -> None:
        changes: dict[str, Any] = {"assignee_id": None, **({"group_id": int(queue)} if queue else {})}
        if ticket.status is not Status.SOLVED:
            changes["status"] = "open"
        await self._wire.call("PUT", f"/tickets/{ticket.id}.json", body={"ticket": changes})

    async def create(self, ticket: NewTicket) -> str:
        for found in (await self._wire.get("/tickets.json", {"external_id": ticket.key}))["tickets"]:
            return str(found["id"])
        text = "\n\n".join(part for part in (ticket.text, ticket.transcript) if part)
        body: dict[str, Any] = {"subject": ticket.subject, "external_id": ticket.key, "comment": {"body": text, "public": False}}
        body |= {"requester": {"email": ticket.requester, "name": ticket.requester.partition("@")[0]}}
        if ticket.queue:
            body["group_id"] = int(ticket.queue)
        return str((await self._wire.call("POST", "/tickets.json", body={"ticket": body}))["ticket"]["id"])

    def hook(self, call: HookCall) -> Sequence[str]:
        stamp = call.headers.get("x-zendesk-webhook-signature-timestamp", "")
        signing.check_base64(call.headers.get("x-zendesk-webhook-signature", ""), self._account.secrets, stamp.encode() + call.body)
        signing.check_time(seconds(stamp), call.now)
        data = signing.json_of(call.body)
        detail = data.get("detail") if isinstance(data.get("detail"), dict) else {}
        ticket, actor = data.get("ticket_id") or detail.get("id"), data.get("actor_id") or detail.get("actor_id")  # type: ignore[union-attr]
        return () if not ticket or str(actor) == self._account.agent else (str(ticket),)

    async def close(self) -> None:
        await self._wire.close()

    async def _update(self, ticket: Ticket, post: Post, public: bool, more: Mapping[str, Any]) -> None:
        """`public` is always said: Zendesk's default would mail a note to the customer."""
        words = {"html_body": post.html} if post.html else {"body": post.text}
        body = {"comment": {**words, "public": public}, "metadata": {"waypost_key": post.key}, **more}
        await self._wire.call("PUT", f"/tickets/{ticket.id}.json", body={"ticket": body})

    def _ticket(self, data: Mapping[str, Any], comments: Sequence[Mapping[str, Any]], users: Mapping[int, Mapping[str, Any]]) -> Ticket:
        messages = tuple(self._message(item, data, users) for item in comments)
        requester = users.get(data["requester_id"], {})
        return Ticket(
            self.name,
            str(data["id"]),
            str(data.get("group_id") or ""),
            str(data.get("assignee_id") or ""),
            STATUSES.get(str(data["status"]), Status.SOLVED),
            str(data.get("subject") or ""),
            messages,
            str(requester["locale"]) if requester.get("locale") else None,
            str(data.get("updated_at") or ""),
        )

    def _message(self, item: Mapping[str, Any], data: Mapping[str, Any], users: Mapping[int, Mapping[str, Any]]) -> Message:
        files = tuple(Attachment(str(file["file_name"]), str(file["content_type"]), int(file["size"] or 0)) for file in item.get("attachments") or ())
        custom = (item.get("metadata") or {}).get("custom") or {}
        text, when = str(item.get("plain_body") or item.get("body") or ""), seconds(item["created_at"])
        author = self._author(item["author_id"], data["requester_id"], users)
        key = str(custom.get("waypost_key") or "")
        return Message(str(item["id"]), author, bool(item["public"]), when, text, item.get("html_body"), {}, files, key)

    def _author(self, author: int, requester: int, users: Mapping[int, Mapping[str, Any]]) -> Author:
        if str(author) == self._account.agent:
            return Author.BOT
        return Author.CUSTOMER if author == requester or users.get(author, {}).get("role") == "end-user" else Author.AGENT

    async def _all(self, path: str, name: str) -> list[dict[str, Any]]:
        return [item for page in await self._pages(path, {}) for item in page[name]]

    async def _pages(self, path: str, params: Mapping[str, str]) -> list[dict[str, Any]]:
        """Cursor pagination."""
        pages: list[dict[str, Any]] = []
        more: dict[str, str] = {}
        while True:
            page = await self._wire.get(path, {**params, "page[size]": "100", **more})
            pages.append(page)
            if not (page.get("meta") or {}).get("has_more"):
                return pages
            more = {"page[after]": str(page["meta"]["after_cursor"])}
