"""One checked message in, one whole reply out: or an apology. `once.py` sees to it that this happens once for each message."""

from __future__ import annotations

import asyncio
import logging
import uuid
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import UserMessage

from waypost.channels.collecting import WholeReplies
from waypost.channels.inbox import Incoming
from waypost.content.answers import FILLS, Press, answer_of
from waypost.content.facts import facts
from waypost.content.live import catalog
from waypost.content.locale import reply_locale
from waypost.replies import entries_of
from waypost.store.journal import Entries

log = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
LocaleOf = Callable[[str], Awaitable[str | None]]
LOCALE_LIMIT_S = 2.0
"""For reading the conversation's language: an apology does not wait for what has failed already."""


async def spoken(incoming: Incoming, handle: Handler) -> Entries:
    """Runs one turn to its end. Result: what the bot said. Raises what the handler raised: then the turn was not stored, and nothing
    that was said on the way counts."""
    output = WholeReplies()
    await handle(_user_message(incoming, output))
    return list(output.messages)


def is_whole(entries: Entries) -> bool:
    """Whether a reply has its envelope: the last thing that is said."""
    return any("custom" in entry for entry in entries)


async def fault(incoming: Incoming, reason: str, locale_of: LocaleOf) -> Entries:
    """The localized apology, and an error in the log under the id that the person is told."""
    fault_id = uuid.uuid4().hex[:8]
    log.error("turn.failed id=%s reason=%s message=%s", fault_id, reason, incoming.id)
    try:
        kept = await asyncio.wait_for(locale_of(incoming.sender), LOCALE_LIMIT_S)
    except Exception as error:
        log.error("turn.failed id=%s reason=%s while=reading_locale", fault_id, type(error).__name__)
        kept = None
    reply = catalog().render(reply_locale(conversation=kept, hint=incoming.hint), "fallback.fault", id=fault_id)
    text, envelope = entries_of(reply)
    envelope["custom"]["fault"] = fault_id
    return [{"recipient_id": incoming.sender, **entry} for entry in (text, envelope)]


def _user_message(incoming: Incoming, output: WholeReplies) -> UserMessage:
    metadata: dict[str, Any] = {}
    if incoming.hint:
        metadata["locale"] = incoming.hint
    if incoming.secrets:
        metadata["secrets"] = list(incoming.secrets)
    parse_data = _pressed(incoming.press, incoming.text) if incoming.press else None
    return UserMessage(
        incoming.text, output, incoming.sender, input_channel=incoming.channel, message_id=incoming.id, metadata=metadata, parse_data=parse_data
    )


def _pressed(press: Press, text: str) -> dict[str, Any]:
    """What understanding would have said of a pressed button: there is nothing to understand."""
    names = {"ask": answer_of(press.value), "language": "switch_language"}
    intent = {"name": names.get(press.verb, "refine"), "confidence": 1.0}
    entities = [{**entity, "extractor": "waypost"} for entity in _entities(press)]
    return {"text": text, "intent": intent, "intent_ranking": [intent], "entities": entities}


def _entities(press: Press) -> list[dict[str, str]]:
    if press.verb == "language":
        return [{"entity": entity, "value": press.value} for entity in ("locale", "locale_wish")]
    if press.verb == "asset":
        return [{"entity": "asset", "value": press.value}]
    if press.verb in FILLS:
        kind = "network" if press.value in facts().networks else "venue"
        return [{"entity": kind, "value": press.value, "role": "at" if press.verb == "on" else press.verb}]
    return []
