"""A question in, the bot's reply out, over its REST channel with the bridge's own token: it may name `ticket:` conversations, and no others."""

from __future__ import annotations

from typing import Any

from waypost.errors import BotAway, HelpdeskAway, HelpdeskError
from waypost.tickets.seams import BotReply
from waypost.tickets.wire import Wire

REPLY_LIMIT_S = 30.0
"""Longer than the bot itself works on a message."""


class RestBot:
    """The bot at an address such as http://127.0.0.1:5005."""

    def __init__(self, address: str, token: str) -> None:
        self._wire = Wire(address, {"Authorization": f"Bearer {token}"}, limit_s=REPLY_LIMIT_S)

    async def ask(self, sender: str, text: str, hint: str | None, message_id: str) -> BotReply:
        body: dict[str, Any] = {"sender": sender, "message": text, "message_id": message_id}
        if hint:
            body["metadata"] = {"locale": hint}
        try:
            return _reply(await self._wire.call("POST", "/webhooks/rest/webhook", body=body))
        except HelpdeskAway as error:
            raise BotAway(error.reason, error.retry_after_s) from error
        except HelpdeskError as error:
            raise BotAway(str(getattr(error, "status", "")) or "not found") from error

    async def close(self) -> None:
        await self._wire.close()


def _reply(entries: Any) -> BotReply:
    """Raises BotAway when there is no envelope: then nobody answered."""
    known = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    envelopes = [entry["custom"] for entry in known if isinstance(entry.get("custom"), dict)]
    if not envelopes:
        raise BotAway("no envelope in its answer")
    buttons = [(str(button["title"]), str(button["payload"])) for entry in known for button in entry.get("buttons", ())]
    return BotReply(tuple(str(entry["text"]) for entry in known if "text" in entry), tuple(buttons), envelopes[-1])
