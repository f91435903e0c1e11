"""Calls of the action server: as strict as Rasa's own, over kept connections, with nothing in them that actions do not read."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable

import aiohttp
import jsonschema
import pytest
from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, AgentUttered, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError

from tests.support.bot import ROOT
from waypost.ops.action_calls import KeptEndpoint, check_result, of_interest, with_past, without_repeats

SLOT = {"event": "slot", "name": "need", "value": None, "timestamp": None}
ANSWERS: list[Any] = [
    {"events": [], "responses": []},
    {},
    {"events": [SLOT], "responses": [{"text": "x"}]},
    {"events": [{**SLOT, "timestamp": 1.5}, {"event": "followup", "name": "x"}, {"event": "bot", "text": "x", "data": {}}]},
    {"events": [{"event": "user", "text": "x", "parse_data": {"entities": [{"entity": "a", "value": 1}]}}]},
    None,
    [],
    "text",
    {"events": {}},
    {"events": [[]]},
    {"events": [{}]},
    {"events": [{"event": "no_such_event"}]},
    {"events": [{"event": 5}]},
    {"events": [{"event": "slot", "name": "need"}]},
    {"events": [{**SLOT, "timestamp": "now"}]},
    {"events": [{**SLOT, "metadata": []}]},
    {"events": [{"event": "user", "parse_data": {"entities": [{"value": 1}]}}]},
    {"responses": ["text"]},
    {"responses": {}},
]


def passes(check: Callable[[Any], object], answer: Any) -> bool:
    try:
        check(answer)
    except jsonschema.ValidationError:
        return False
    return True


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_an_answer_passes_exactly_when_rasas_own_check_lets_it_pass(answer: Any) -> None:
    schema = RemoteAction.action_response_format_spec()
    assert passes(check_result, answer) == passes(lambda each: jsonschema.validate(each, schema), answer)


def served(scene: Callable[[str], Awaitable[Any]], answer: Callable[[web.Request], Awaitable[web.Response]]) -> Any:
    async def run() -> Any:
        app = web.Application()
        app.router.add_post("/webhook", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            return await scene(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")
        finally:
            await runner.cleanup()

    return asyncio.run(run())


def call() -> dict[str, Any]:
    return {"next_action": "action_answer", "tracker": {"events": [], "slots": {}}}


async def ask(endpoint: KeptEndpoint) -> Any:
    return await endpoint.request(json=call(), method="post", timeout=5, compress=False)


def test_calls_after_each_other_share_a_connection_and_carry_the_token() -> None:
    peers, tokens = [], []

    async def answer(request: web.Request) -> web.Response:
        peers.append(request.transport.get_extra_info("peername") if request.transport else None)
        tokens.append(request.headers.get("Authorization"))
        return web.json_response({"asked": await request.json()})

    async def scene(url: str) -> Any:
        endpoint = KeptEndpoint(url, {"Authorization": "Bearer abc"})
        answers = [await ask(endpoint) for _ in range(3)]
        await endpoint.close()
        return answers

    assert served(scene, answer) == [{"asked": call()}] * 3
    assert (len(set(peers)), tokens) == (1, ["Bearer abc"] * 3)


def test_a_server_that_was_started_anew_is_asked_over_a_new_connection() -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"events": []}, headers={"Connection": "close"})

    async def scene(url: str) -> Any:
        endpoint = KeptEndpoint(url, {})
        try:
            return [await ask(endpoint) for _ in range(3)]
        finally:
            await endpoint.close()

    assert served(scene, answer) == [{"events": []}] * 3


def test_a_refusal_raises_what_rasa_expects_and_other_content_is_nothing() -> None:
    statuses = iter([500, 200])

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=next(statuses), text="no JSON")

    async def scene(url: str) -> Any:
        endpoint = KeptEndpoint(url, {})
        with pytest.raises(ClientResponseError):
            await ask(endpoint)
        nothing = await ask(endpoint)
        await endpoint.close()
        return nothing

    assert served(scene, answer) is None


def test_a_server_that_is_away_raises_an_error_that_rasa_knows() -> None:
    async def scene() -> None:
        endpoint = KeptEndpoint("http://127.0.0.1:9/webhook", {})
        try:
            await ask(endpoint)
        finally:
            await endpoint.close()

    with pytest.raises(aiohttp.ClientConnectionError):
        asyncio.run(scene())


def test_an_action_is_told_what_was_said_and_not_how_it_was_understood() -> None:
    domain = Domain.load(str(ROOT / "domain.yml"))
    said = UserUttered("hello", {"name": "greet"}, parse_data={"intent_ranking": [{}] * 9}, message_id="id-1")
    tracker = DialogueStateTracker("person", domain.slots)
    for event in (ActionExecuted("action_listen"), said, SlotSet("need", "greet"), BotUttered("Hi", {"custom": {"links": []}}), AgentUttered("Anna")):
        tracker.update(event, domain)
    whole = RemoteAction("action_answer", KeptEndpoint("http://127.0.0.1:9/webhook", {}))._action_call_format(tracker, domain)
    told = of_interest(whole)
    assert [(event["event"], event["text"]) for event in told["tracker"]["events"]] == [("user", "hello"), ("bot", "Hi"), ("agent", "Anna")]
    assert told["tracker"]["events"][1]["data"]["custom"] == {"links": []}
    assert told["tracker"]["latest_message"]["intent_ranking"] == [{}] * 9
    assert told["tracker"]["slots"]["need"] == "greet"
    assert "domain" not in told
    assert len(whole["tracker"]["events"]) == 5


def said(text: str, at: float, kind: str = "user") -> dict[str, Any]:
    return {"event": kind, "text": text, "timestamp": at}


def test_who_may_hand_over_is_told_all_of_the_session_and_nothing_twice() -> None:
    stored = [said("old", 1.0), said("", 2.0, "session_started"), said("one", 3.0), said("re: one", 4.0, "bot")]
    told = with_past({"tracker": {"events": [said("re: one", 4.0, "bot"), said("two", 5.0)], "slots": {}}}, stored)
    assert [event["text"] for event in told["tracker"]["events"]] == ["", "one", "re: one", "two"]


@pytest.mark.parametrize(("action", "told"), [("action_handoff", ["one", "two"]), ("action_answer", ["two"])])
def test_only_actions_that_may_hand_over_make_the_store_read(action: str, told: list[str]) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"told": [event["text"] for event in (await request.json())["tracker"]["events"]]})

    async def stored(sender: str) -> list[dict[str, Any]]:
        assert (sender, action) == ("person", "action_handoff")
        return [said("one", 1.0)]

    async def scene(url: str) -> Any:
        endpoint = KeptEndpoint(url, {}, stored)
        tracker = {"events": [said("two", 2.0)], "slots": {}}
        found = await endpoint.request(json={"next_action": action, "sender_id": "person", "tracker": tracker}, timeout=5)
        await endpoint.close()
        return found

    assert served(scene, answer) == {"told": told}


def slots_set(*pairs: tuple[str, Any]) -> dict[str, Any]:
    return {"events": [{"event": "slot", "name": name, "value": value} for name, value in pairs]}


@pytest.mark.parametrize(
    ("pairs", "kept"),
    [
        ([("need", "gas"), ("misses", 0)], [("misses", 0)]),
        ([("need", "gas"), ("need", "x"), ("need", "gas")], [("need", "x"), ("need", "gas")]),
        ([("new", None)], [("new", None)]),
        ([("misses", None), ("offered", ["a"])], []),
    ],
)
def test_an_event_that_changes_no_slot_is_dropped(pairs: list[tuple[str, Any]], kept: list[tuple[str, Any]]) -> None:
    assert without_repeats(slots_set(*pairs), {"need": "gas", "misses": None, "offered": ["a"]}) == slots_set(*kept)


@pytest.mark.parametrize("answer", [None, [], {}, {"events": 5}, {"events": [5, {"event": "slot"}, {"event": "slot", "name": [], "value": 1}]}])
def test_an_odd_answer_is_left_for_the_check(answer: Any) -> None:
    assert without_repeats(answer, {}) == answer
