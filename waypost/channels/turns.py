"""One checked message in, one whole reply out: never empty, whatever fails behind it."""

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

log = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
LocaleOf = Callable[[str], Awaitable[str | None]]


TURN_LIMIT_S = 20.0
_running: set[asyncio.Future[Any]] = set()
"""Turns under way; the event loop keeps only weak references."""


async def reply_to(incoming: Incoming, handle: Handler, locale_of: LocaleOf) -> list[dict[str, Any]]:
    """The entries of the reply. handle: Rasa's message handler. locale_of: the locale kept for a conversation, if any."""
    output = WholeReplies()
    reason = "no_reply"
    turn = asyncio.ensure_future(handle(_user_message(incoming, output)))
    _running.add(turn)
    turn.add_done_callback(_running.discard)
    try:
        # Neither a client that hangs up nor our own limit cancels a turn: it is finished and stored, only its answer comes too late.
        await asyncio.wait_for(asyncio.shield(turn), TURN_LIMIT_S)
    except Exception as error:  # whatever it was, the person gets an answer and the log a reason without their text
        reason = type(error).__name__
    entries: list[dict[str, Any]] = output.messages
    if any("custom" in entry for entry in entries):
        return entries
    return await _fault(incoming, reason, locale_of)


async def _fault(incoming: Incoming, reason: str, locale_of: LocaleOf) -> list[dict[str, Any]]:
    """The localized apology, and an error in the log under the id that the person is told."""
    fault_id = uuid.uuid4().hex[:8]
    log.error("turn.failed id=%s reason=%s message=%s", fault_id, reason, incoming.id)
    try:
        kept = await locale_of(incoming.sender)
    except Exception as error:
        log.error("turn.failed id=%s reason=%s while=reading_locale", fault_id, type(error).__name__)
        kept = None
    reply = catalog().render(reply_locale(conversation=kept, hint=incoming.hint), "fallback.fault", id=fault_id)
    return [{"recipient_id": incoming.sender, **entry} for entry in entries_of(reply)]


def _user_message(incoming: Incoming, output: WholeReplies) -> UserMessage:
    metadata: dict[str, Any] = {}
    if incoming.hint:
        metadata["locale"] = incoming.hint
    if incoming.secrets:
        metadata["secrets"] = list(incoming.secrets)
    parse_data = _pressed(incoming.press, incoming.text) if incoming.press else None
    return UserMessage(incoming.text, output, incoming.sender, input_channel="rest", message_id=incoming.id, metadata=metadata, parse_data=parse_data)


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
