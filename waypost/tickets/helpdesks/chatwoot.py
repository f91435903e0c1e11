"""Chatwoot over its application API. Address: `<host>/app/accounts/<number>`, as the browser shows it. The bot's name is the number of its user or
agent bot, queues are numbers of teams (of an inbox for new tickets). Not tried live: tested against a fake made of the documented shapes.

A conversation is the bot's when it is assigned to it, or pending without an assignee. Keys stand in `content_attributes`.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence
from urllib.parse import urlsplit

from waypost.tickets import signing
from waypost.tickets.helpdesks.protocol import Account, Changes, HookCall
from waypost.tickets.moments import Told, seconds
from waypost.tickets.types import Attachment, Author, Message, NewTicket, Post, Status, Ticket
from waypost.tickets.wire import Wire

PAGE = 25
MESSAGES_PAGE = 20
STATUSES = {"open": Status.OPEN, "pending": Status.OPEN, "snoozed": Status.WAITING}
INCOMING, OUTGOING = 0, 1
KEY = "waypost_key"
SPEAKING = ("message_created", "message_updated")


class Adapter:
    """The protocol over one account of Chatwoot."""

    name = "chatwoot"
    needs_email = True

    def __init__(self, account: Account) -> None:
        self._account = account
        parts = urlsplit(account.url)
        number = parts.path.rstrip("/").rpartition("/accounts/")[2]
        self._wire = Wire(f"{parts.scheme}://{parts.netloc}/api/v1/accounts/{number}", {"api_access_token": account.token})
        self._told = Told()

    async def changes(self, cursor: str) -> Changes:
        found = [item for status in ("pending", "open") for item in await self._conversations(status)]
        mine = {
            str(item["id"]): str(item.get("last_activity_at") or item.get("timestamp")) for item in found if self._owner(item) == self._account.agent
        }
        return Changes(*self._told.fresh(cursor, mine))

    async def read(self, ticket_id: str) -> Ticket:
        data = await self._wire.get(f"/conversations/{ticket_id}")
        messages = [self._message(item) for item in await self._messages(ticket_id) if item["message_type"] in (INCOMING, OUTGOING)]
        person = (data.get("meta") or {}).get("sender") or {}
        return Ticket(
            self.name,
            str(data["id"]),
            str(((data.get("meta") or {}).get("team") or {}).get("id") or data.get("inbox_id") or ""),
            self._owner(data),
            STATUSES.get(str(data["status"]), Status.SOLVED),
            str((data.get("additional_attributes") or {}).get("mail_subject") or ""),
            tuple(messages),
            (person.get("additional_attributes") or {}).get("language"),
        )

    async def glance(self, ticket_id: str) -> Ticket:
        return await self.read(ticket_id)

    async def reply(self, ticket: Ticket, post: Post) -> None:
        await self._write(ticket, post, private=False)

    async def note(self, ticket: Ticket, post: Post) -> None:
        await self._write(ticket, post, private=True)

    async def release(self, ticket: Ticket, queue: str) -> None:
        await self._wire.call("POST", f"/conversations/{ticket.id}/assignments", body={"assignee_id": None})
        if queue:
            await self._wire.call("POST", f"/conversations/{ticket.id}/assignments", body={"team_id": int(queue)})
        if ticket.status is not Status.SOLVED:
            await self._wire.call("POST", f"/conversations/{ticket.id}/toggle_status", body={"status": "open"})

    async def create(self, ticket: NewTicket) -> str:
        contact = await self._contact(ticket)
        for found in (await self._wire.get(f"/contacts/{contact['id']}/conversations"))["payload"]:
            if (found.get("custom_attributes") or {}).get(KEY) == ticket.key:
                return str(found["id"])
        body: dict[str, Any] = {"inbox_id": int(ticket.queue), "contact_id": contact["id"], "status": "open"}
        body |= {"custom_attributes": {KEY: ticket.key}, "additional_attributes": {"mail_subject": ticket.subject}}
        opened = await self._wire.call("POST", "/conversations", body=body)
        text = "\n\n".join(part for part in (ticket.subject, ticket.text, ticket.transcript) if part)
        made = Ticket(self.name, str(opened["id"]), ticket.queue, "", Status.OPEN, ticket.subject, ())
        await self.note(made, Post(ticket.key, text))
        return made.id

    def hook(self, call: HookCall) -> Sequence[str]:
        stamp = call.headers.get("x-chatwoot-timestamp", "")
        signing.check_hex(call.headers.get("x-chatwoot-signature", ""), self._account.secrets, stamp.encode() + b"." + call.body)
        signing.check_time(signing.seconds_of(stamp), call.now)
        data = signing.json_of(call.body)
        if data.get("event") in SPEAKING:
            conversation = data.get("conversation") if isinstance(data.get("conversation"), dict) else {}
            heard = data.get("message_type") in ("incoming", INCOMING) or not self._is_bot(data.get("sender"))
            return (str(conversation["id"]),) if heard and conversation and "id" in conversation else ()
        return (str(data["id"]),) if str(data.get("event")).startswith("conversation_") and "id" in data else ()

    async def close(self) -> None:
        await self._wire.close()

    async def _conversations(self, status: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            params = {"status": status, "assignee_type": "all", "page": str(len(found) // PAGE + 1)}
            page = (await self._wire.get("/conversations", params))["data"]["payload"]
            found += page
            if len(page) < PAGE:
                return found

    async def _messages(self, ticket_id: str) -> list[dict[str, Any]]:
        """All, oldest first: the API gives the newest twenty, and then those before one."""
        found: list[dict[str, Any]] = []
        while True:
            params = {"before": str(found[0]["id"])} if found else {}
            page = sorted((await self._wire.get(f"/conversations/{ticket_id}/messages", params))["payload"], key=lambda item: int(item["id"]))
            found = [*page, *found]
            if len(page) < MESSAGES_PAGE:
                return found

    async def _contact(self, ticket: NewTicket) -> Mapping[str, Any]:
        found = (await self._wire.get("/contacts/search", {"q": ticket.requester}))["payload"]
        same = [item for item in found if str(item.get("email") or "").lower() == ticket.requester.lower()]
        if same:
            return dict(same[0])
        body = {"inbox_id": int(ticket.queue), "email": ticket.requester, "name": ticket.requester.partition("@")[0]}
        return dict((await self._wire.call("POST", "/contacts", body=body))["payload"]["contact"])

    async def _write(self, ticket: Ticket, post: Post, private: bool) -> None:
        body = {"content": post.text, "message_type": "outgoing", "private": private, "content_attributes": {KEY: post.key}}
        await self._wire.call("POST", f"/conversations/{ticket.id}/messages", body=body)

    def _owner(self, data: Mapping[str, Any]) -> str:
        assignee = (data.get("meta") or {}).get("assignee") or {}
        return str(assignee.get("id") or "") or (self._account.agent if data["status"] == "pending" else "")

    def _is_bot(self, sender: object) -> bool:
        return isinstance(sender, dict) and str(sender.get("id")) == self._account.agent and sender.get("type") != "contact"

    def _message(self, item: Mapping[str, Any]) -> Message:
        incoming = item["message_type"] == INCOMING
        author = Author.CUSTOMER if incoming else Author.BOT if self._is_bot(item.get("sender")) else Author.AGENT
        files = tuple(_file(file) for file in item.get("attachments") or ())
        key = str((item.get("content_attributes") or {}).get(KEY) or "")
        headers = {"message-id": str(item["source_id"])} if incoming and item.get("source_id") else {}
        text = str(item.get("content") or "")
        return Message(str(item["id"]), author, not item.get("private"), seconds(item["created_at"]), text, None, headers, files, key)


def _file(file: Mapping[str, Any]) -> Attachment:
    name = urlsplit(str(file.get("data_url") or "")).path.rpartition("/")[2]
    return Attachment(name, str(file.get("file_type") or ""), int(file.get("file_size") or 0))
