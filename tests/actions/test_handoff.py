"""A person is handed to humans: what is said, what the bridge is asked, and what is said when there is nobody to hand them to."""

from __future__ import annotations

from asyncio import run
from pathlib import Path
from typing import Iterator

import pytest
from rasa_sdk import Action
from rasa_sdk.executor import CollectingDispatcher

from actions import desk
from actions.choices import ActionChoose
from actions.clarify import ActionNotUnderstood
from actions.handoff import ActionHandoff, ActionRelay, ActionRisk
from tests.actions.stage import Said, perform, tracker
from tests.support.bot import free_port
from tests.support.bridge import TOKEN, StubBridge, stub_bridge
from waypost.content.languages import live_languages
from waypost.content.live import catalog


@pytest.fixture
def bridge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StubBridge]:
    """A bridge that answers, and an action server that knows where it is."""
    with stub_bridge() as stub:
        configured(monkeypatch, tmp_path, stub.address)
        yield stub
    desk._settings.cache_clear()


def configured(monkeypatch: pytest.MonkeyPatch, folder: Path, address: str) -> None:
    for name, value in {"WAYPOST_HELPDESK": "rt", "WAYPOST_TICKETS_URL": address, "WAYPOST_TICKETS_TOKEN": TOKEN, "WAYPOST_VAR": str(folder)}.items():
        monkeypatch.setenv(name, value)
    desk._settings.cache_clear()


@pytest.fixture
def no_helpdesk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("WAYPOST_HELPDESK", raising=False)
    desk._settings.cache_clear()
    yield
    desk._settings.cache_clear()


def relayed(text: str = "it was over BSC") -> Said:
    return perform(ActionRelay(), "with_human", text=text)


@pytest.mark.parametrize("locale", live_languages())
def test_a_person_gets_the_number_of_a_ticket_and_when_somebody_answers(bridge: StubBridge, locale: str) -> None:
    said = perform(ActionHandoff(), "handoff", hint=locale, slots={"locale": locale, "asset": "USDT"})
    assert (said.key, said.envelope["kind"]) == ("handoff.opened", "handoff")
    assert "4711" in said.text
    assert "Soon." in said.text
    ((path, body),) = bridge.asked
    assert (path, body["locale"], body["reason"], body["key"]) == ("/chats", locale, "wants_a_person", "person/message-1")
    assert "asset: USDT" in body["facts"]


def test_without_a_helpdesk_the_official_pages_are_named(no_helpdesk: None) -> None:
    said = perform(ActionHandoff(), "handoff")
    assert (said.key, len(said.envelope["links"])) == ("handoff", 3)


def test_a_bridge_that_is_down_is_no_promise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, no_helpdesk: None) -> None:
    configured(monkeypatch, tmp_path, f"http://127.0.0.1:{free_port()}")
    said = perform(ActionHandoff(), "handoff")
    assert (said.key, len(said.envelope["links"])) == ("handoff.away", 3)


def test_a_helpdesk_that_is_down_is_no_promise_either(bridge: StubBridge) -> None:
    bridge.status = 503
    assert perform(ActionHandoff(), "handoff").key == "handoff.away"


def test_a_ticket_is_handed_back_by_the_bridge_and_opens_none(bridge: StubBridge) -> None:
    dialogue = tracker("handoff")
    dialogue.sender_id = "ticket:rt:8"
    dispatcher = CollectingDispatcher()
    run(ActionHandoff().run(dispatcher, dialogue, {}))
    assert dispatcher.messages[0]["custom"]["kind"] == "handoff"
    assert bridge.asked == []


def test_an_address_is_asked_for_when_the_helpdesk_needs_one(bridge: StubBridge) -> None:
    bridge.told = {"state": "asked", "ticket": "", "when": "", "replies": []}
    assert perform(ActionHandoff(), "handoff").key == "handoff.email"


def test_two_misses_lead_to_a_human(bridge: StubBridge) -> None:
    ranking = {"nlu_fallback": 0.5, "withdraw": 0.3}
    assert perform(ActionNotUnderstood(), "nlu_fallback", ranking=ranking, slots={"misses": 1.0}).key == "clarify.did_you_mean"
    said = perform(ActionNotUnderstood(), "nlu_fallback", ranking=ranking, slots={"misses": 2.0})
    assert (said.key, said.slots["misses"]) == ("handoff.opened", 0)
    assert bridge.asked[0][1]["reason"] == "misses"


def test_two_misses_without_a_helpdesk_ask_again(no_helpdesk: None) -> None:
    said = perform(ActionNotUnderstood(), "nlu_fallback", ranking={"nlu_fallback": 0.5, "withdraw": 0.3}, slots={"misses": 2.0})
    assert said.key == "clarify.did_you_mean"


@pytest.mark.parametrize(
    ("need", "text", "reason"),
    [
        ("secret", "[removed]", "secret"),
        ("safety", "my coins were stolen", "loss"),
        ("safety", "mijn wallet is leeggehaald", "loss"),
        ("safety", "у меня украли деньги", "loss"),
        ("safety", "duit saya kena curi", "loss"),
    ],
)
def test_a_risk_is_answered_at_once_and_a_human_is_told(bridge: StubBridge, need: str, text: str, reason: str) -> None:
    said = perform(ActionRisk(), need, text=text)
    assert said.envelope["kind"] == "safety"
    assert "4711" in said.text
    assert bridge.asked[0][1]["reason"] == reason


def test_a_question_about_safety_opens_no_ticket(bridge: StubBridge) -> None:
    assert "4711" not in perform(ActionRisk(), "safety", text="is this mail a scam?").text
    assert bridge.asked == []


@pytest.mark.parametrize("need", ["secret", "safety"])
def test_a_risk_is_answered_without_a_bridge_too(bridge: StubBridge, need: str) -> None:
    bridge.status = 503
    said = perform(ActionRisk(), need, text="my coins were stolen")
    assert said.text == catalog().render("en", "safety.secret" if need == "secret" else "safety").text


def test_a_choice_of_a_human_is_one(bridge: StubBridge) -> None:
    said = perform(ActionChoose(), "choose", text="2", slots={"offered": ["ask:withdraw", "ask:handoff"]})
    assert said.key == "handoff.opened"


def silent(action: Action, text: str) -> tuple[str | None, dict[str, object]]:
    dispatcher = CollectingDispatcher()
    run(action.run(dispatcher, tracker("with_human", text=text), {}))
    (message,) = dispatcher.messages
    return message["text"], message["custom"]


def test_while_a_human_has_it_the_bot_says_nothing_and_passes_on(bridge: StubBridge) -> None:
    bridge.told = {"state": "human", "ticket": "4711", "when": "", "replies": []}
    text, envelope = silent(ActionRelay(), "it was over BSC")
    assert (text, envelope["kind"]) == (None, "handoff")
    assert bridge.asked == [("/chats/messages", {"sender": "person", "id": "person/message-1", "text": "it was over BSC"})]


def test_what_the_human_wrote_comes_with_the_next_message_where_it_cannot_be_pushed(bridge: StubBridge) -> None:
    bridge.told = {"state": "human", "ticket": "4711", "when": "", "replies": ["Hello, Bob here", "Which network?"]}
    assert silent(ActionRelay(), "hello?")[0] == "Hello, Bob here\n\nWhich network?"


def test_what_cannot_be_passed_on_is_said(bridge: StubBridge) -> None:
    bridge.status = 503
    assert relayed().key == "handoff.not_passed"


def test_an_address_that_was_asked_for_opens_the_ticket(bridge: StubBridge) -> None:
    assert relayed("anna@example.com").key == "handoff.opened"


def test_no_address_brings_the_bot_back(bridge: StubBridge) -> None:
    bridge.told = {"state": "bot", "ticket": "", "when": "", "replies": []}
    assert relayed("rather not").key == "handoff.no_ticket"
