"""django-helpdesk over its REST API. The bot's name and the queues are numbers there, as its API has them.

It keeps no keys: posts are found again by their text. An assignment tells no hook, and no list can be asked for the bot's tickets: a poll
reads all open ones. Hooks are not signed: a secret stands in their address, `/hooks/django_helpdesk/<secret>`. Mail headers are not to be had.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from waypost.tickets import signing
from waypost.tickets.checks import normal
from waypost.tickets.helpdesks.protocol import Account, Changes, HookCall
from waypost.tickets.moments import Told, seconds
from waypost.tickets.types import Attachment, Author, Message, NewTicket, Post, Status, Ticket
from waypost.tickets.wire import Wire

PAGE = 100
OPEN, REOPENED = 1, 2
FIRST = "description"
"""Id of the message that a ticket begins with: it is no follow-up."""
USUAL_PRIORITY = 3


class Adapter:
    """The protocol over one django-helpdesk."""

    name = "django_helpdesk"
    needs_email = False

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire(f"{account.url.rstrip('/')}/api", {"Authorization": f"Token {account.token}"})
        self._told = Told()

    async def changes(self, cursor: str) -> Changes:
        mine = [ticket for ticket in await self._open() if str(ticket["assigned_to"] or "") == self._account.agent]
        last = {str(ticket["id"]): str(max((int(item["id"]) for item in ticket["followup_set"]), default=0)) for ticket in mine}
        return Changes(*self._told.fresh(cursor, last))

    async def read(self, ticket_id: str) -> Ticket:
        return self._ticket(await self._wire.get(f"/tickets/{ticket_id}/"))

    async def glance(self, ticket_id: str) -> Ticket:
        return await self.read(ticket_id)

    async def reply(self, ticket: Ticket, post: Post) -> None:
        await self._follow_up(ticket, post, public=True)

    async def note(self, ticket: Ticket, post: Post) -> None:
        await self._follow_up(ticket, post, public=False)

    async def release(self, ticket: Ticket, queue: str) -> None:
        changes: dict[str, Any] = {"assigned_to": None}
        if queue and queue != ticket.queue:
            changes["queue"] = int(queue)
        await self._wire.call("PATCH", f"/tickets/{ticket.id}/", body=changes)

    async def create(self, ticket: NewTicket) -> str:
        mark = f"[{ticket.key}]"
        for found in await self._open():
            if mark in str(found.get("description") or ""):
                return str(found["id"])
        text = "\n\n".join(part for part in (ticket.text, ticket.transcript, mark) if part)
        body = {"queue": int(ticket.queue), "title": ticket.subject, "description": text, "submitter_email": ticket.requester}
        body |= {"priority": USUAL_PRIORITY, "status": OPEN}
        return str((await self._wire.call("POST", "/tickets/", body=body))["id"])

    def hook(self, call: HookCall) -> Sequence[str]:
        signing.check_key(call.key, self._account.secrets)
        data = signing.json_of(call.body)
        ticket = data.get("ticket")
        if not isinstance(ticket, dict) or "id" not in ticket:
            return ()
        about = [item for item in ticket.get("followup_set") or () if item.get("id") == data.get("followup_id")]
        ours = any(str(item.get("user") or "") == self._account.agent for item in about)
        return () if ours else (str(ticket["id"]),)

    async def close(self) -> None:
        await self._wire.close()

    async def _open(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        params = {"status": f"{OPEN},{REOPENED}", "page_size": str(PAGE)}
        while True:
            page = await self._wire.get("/tickets/", {**params, "page": str(len(found) // PAGE + 1)})
            found += page["results"]
            if not page.get("next"):
                return found

    async def _follow_up(self, ticket: Ticket, post: Post, public: bool) -> None:
        """Without a title: it would overwrite the ticket's subject."""
        await self._wire.call("POST", "/followups/", body={"ticket": int(ticket.id), "comment": post.text, "public": public})

    def _ticket(self, data: Mapping[str, Any]) -> Ticket:
        status = Status.OPEN if data["status"] in (OPEN, REOPENED) and not data.get("merged_to") else Status.SOLVED
        description = str(data.get("description") or "")
        written = [item for item in data["followup_set"] if str(item.get("comment") or "").strip()]
        if written and normal(str(written[0]["comment"])) == normal(description):
            first, written = written[0], written[1:]
        else:
            first = {"date": None}
        begin = Message(FIRST, Author.CUSTOMER, True, seconds(first["date"]), description)
        owner = str(data["assigned_to"] or "")
        return Ticket(self.name, str(data["id"]), str(data["queue"]), owner, status, str(data["title"]), (begin, *map(self._message, written)))

    def _message(self, item: Mapping[str, Any]) -> Message:
        user = str(item.get("user") or "")
        if user == self._account.agent:
            author = Author.BOT
        else:
            author = Author.CUSTOMER if item.get("message_id") or not user else Author.AGENT
        files = tuple(
            Attachment(str(file["filename"]), str(file["mime_type"]), int(file["size"] or 0)) for file in item.get("followupattachment_set") or ()
        )
        headers = {"message-id": str(item["message_id"])} if item.get("message_id") else {}
        return Message(str(item["id"]), author, bool(item["public"]), seconds(item["date"]), str(item["comment"]), None, headers, files)
