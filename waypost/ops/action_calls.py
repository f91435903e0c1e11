"""The bot's calls of its action server: over connections that are kept, with what actions read of a conversation and no more.

Rasa opens a connection for each call, sends every event with all that was understood of it, and checks Rasa's own schema anew before it checks
the answer against it: most of a turn's time went there (docs/decisions/0080-calls-of-the-action-server.md has the figures).
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Awaitable, Callable, Mapping, Optional

import aiohttp
from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.constants import SELECTIVE_DOMAIN
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

KEPT_S = 3.0
"""An idle connection is used again for so long: less than the server keeps it (Sanic: 5 s), so that it is never closed under a request."""
CONNECTIONS = 100
SAID = {"user": ("event", "timestamp", "text", "message_id"), "bot": ("event", "timestamp", "text", "data"), "agent": ("event", "timestamp", "text")}
"""What an action is told of each kind of event; of other kinds nothing. The message of the turn itself stands whole in `latest_message`."""
HAND_OVER = frozenset({"action_handoff", "action_risk", "action_choose", "action_not_understood"})
"""Actions that may give a conversation to a human, who gets to read all of it. The others are told of the last turns."""
EventsOf = Callable[[str], Awaitable[list[dict[str, Any]]]]


class KeptEndpoint(EndpointConfig):
    """The action server. Use it from one event loop, and close it at its end."""

    def __init__(self, url: str, headers: Mapping[str, str], events_of: EventsOf | None = None) -> None:
        """events_of: the stored events of a conversation; without it those of Rasa's tracker are all that there is."""
        super().__init__(url, headers=dict(headers), **{SELECTIVE_DOMAIN: True})
        self._events_of = events_of
        self._session: aiohttp.ClientSession | None = None
        quickly_checked()

    async def request(self, method: str = "post", subpath: Optional[str] = None, **kwargs: Any) -> Any:
        """The server's JSON; None when it says that it sent something else. Raises Rasa's ClientResponseError, or an error of aiohttp."""
        call = kwargs["json"]
        if self._events_of is not None and call.get("next_action") in HAND_OVER:
            call = with_past(call, await self._events_of(call["sender_id"]))
        body = json.dumps(of_interest(call)).encode()
        headers = {"Content-Type": "application/json", **self.headers}
        async with self._kept().request(method, self.url, data=body, headers=headers, timeout=kwargs["timeout"]) as answer:
            content = await answer.read()
            if answer.status >= 400:
                raise ClientResponseError(answer.status, answer.reason, content)
            return without_repeats(json.loads(content), call["tracker"]["slots"]) if answer.content_type == "application/json" else None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
        self._session = None

    def _kept(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEPT_S))
        return self._session


def of_interest(call: Mapping[str, Any]) -> dict[str, Any]:
    """The same call, its events as SAID says."""
    events = [{name: event.get(name) for name in SAID[event["event"]]} for event in call["tracker"]["events"] if event["event"] in SAID]
    return {**call, "tracker": {**call["tracker"], "events": events}}


def with_past(call: Mapping[str, Any], stored: list[dict[str, Any]]) -> dict[str, Any]:
    """The same call with every event of the conversation's session. stored: of all sessions; the events of this turn are not among them yet."""
    began = max((event["timestamp"] for event in stored if event["event"] == "session_started"), default=0.0)
    past = [event for event in stored if event["timestamp"] >= began]
    last = past[-1]["timestamp"] if past else 0.0
    now = [event for event in call["tracker"]["events"] if event["timestamp"] > last]
    return {**call, "tracker": {**call["tracker"], "events": [*past, *now]}}


def without_repeats(result: Any, slots: Mapping[str, Any]) -> Any:
    """The answer without events that set a slot to what it is: a third of what was stored of a conversation. Other shapes stay as they are."""
    if not isinstance(result, dict) or not isinstance(result.get("events"), list):
        return result
    now, events = dict(slots), []
    for event in result["events"]:
        if isinstance(event, dict) and event.get("event") == "slot" and isinstance(event.get("name"), str) and "value" in event:
            if event["name"] in now and now[event["name"]] == event["value"]:
                continue
            now[event["name"]] = event["value"]
        events.append(event)
    return {**result, "events": events}


def quickly_checked() -> None:
    """Rasa checks the answers of actions as strictly as before, in a hundredth of the time."""
    RemoteAction._validate_action_result = lambda _action, result: check_result(result)


def check_result(result: Any) -> bool:
    """True. Raises jsonschema's ValidationError when an action's answer is not what Rasa's schema demands."""
    _shape().validate(result)
    for event in result.get("events", ()):
        _event().validate(event)
        known = _by_kind().get(event["event"])
        (known or _unknown()).validate(event)
    return True


@cache
def _shape() -> Draft202012Validator:
    objects = {"type": "array", "items": {"type": "object"}}
    return Draft202012Validator({"type": "object", "properties": {"events": objects, "responses": objects}})


@cache
def _event() -> Draft202012Validator:
    """What holds for events of every kind."""
    return Draft202012Validator({name: part for name, part in EVENT_SCHEMA.items() if name != "oneOf"})


@cache
def _by_kind() -> Mapping[str, Draft202012Validator]:
    """Rasa's list of alternatives, found by their name instead of tried one after the other."""
    return {schema["properties"]["event"]["const"]: Draft202012Validator(schema) for schema in EVENT_SCHEMA["oneOf"]}


@cache
def _unknown() -> Draft202012Validator:
    """For an event of a kind that Rasa does not know: it is refused."""
    return Draft202012Validator({"properties": {"event": {"enum": sorted(_by_kind())}}})
