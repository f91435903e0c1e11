"""What the rules say of a conversation does not change when only its end is looked at."""

from __future__ import annotations

import copy
import json
import random
import tarfile
from typing import Any

import pytest
from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from tests.support.bot import ROOT, Bot
from waypost.ops.rule_states import _parsed, _states, end_of, found_action, longest, possible_keys
from waypost.ops.training import model_path

LISTENS = ActionExecuted("action_listen")


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture(scope="module")
def policy(bot: Bot) -> RulePolicy:
    """The one of the trained model."""
    with tarfile.open(model_path()) as archive:
        file = archive.extractfile(next(name for name in archive.getnames() if name.endswith("rule_policy.json")))
        assert file is not None
        lookup: dict[str, Any] = json.load(file)["lookup"]
    storage: Any = ModelStorage
    return RulePolicy(RulePolicy.get_default_config(), storage, Resource("rules"), ExecutionContext(GraphSchema({})), lookup=lookup)


def conversation(domain: Domain, turns: int, seed: int) -> DialogueStateTracker:
    """Anything that people say, each turn with the action of some rule; the last one is not answered yet in every second conversation."""
    chance = random.Random(seed)
    events: list[Event] = [ActionExecuted("action_session_start"), SessionStarted(), LISTENS]
    for number in range(turns):
        events.append(UserUttered(f"say {number}", {"name": chance.choice(domain.intents), "confidence": 1.0}))
        events.append(SlotSet("need", str(number)))
        if number < turns - 1 or seed % 2:
            events += [ActionExecuted(chance.choice(domain.user_actions)), BotUttered("x")]
        if number < turns - 1:
            events.append(LISTENS)
    return DialogueStateTracker.from_events("person", events, domain.slots, domain=domain)


@pytest.mark.parametrize("turns", [1, 2, 3, 5, 30])
def test_the_same_rules_match_with_and_without_the_past(policy: RulePolicy, domain: Domain, turns: int) -> None:
    found = 0
    for seed in range(40):
        tracker = conversation(domain, turns, seed)
        for from_text in (True, False):
            whole = policy._get_possible_keys(policy.lookup[RULES], Policy._prediction_states(policy, tracker, domain, from_text))
            assert policy._get_possible_keys(policy.lookup[RULES], _states(policy, tracker, domain, from_text)) == whole
            found += len(whole)
    assert found


def test_only_rules_of_the_intent_are_tried_and_the_same_ones_match(policy: RulePolicy, domain: Domain) -> None:
    lookup, rasas = policy.lookup[RULES], RulePolicy._get_possible_keys
    assert rasas is not possible_keys
    found = 0
    for seed in range(60):
        for from_text in (True, False):
            states = Policy._prediction_states(policy, conversation(domain, 1 + seed % 3, seed), domain, from_text)
            matching = rasas(policy, lookup, states)
            assert possible_keys(policy, lookup, states) == matching
            found += len(matching)
    assert found
    assert possible_keys(policy, lookup, []) == rasas(policy, lookup, [])


def test_no_rule_is_lost_because_texts_are_not_asked_for(policy: RulePolicy, domain: Domain) -> None:
    for seed in range(60):
        tracker = conversation(domain, 1 + seed % 3, seed)
        for from_text in (True, False):
            rasas, ours = (find(policy, tracker, domain, from_text) for find in (RulePolicy._find_action_from_rules, found_action))
            assert ours[0] == rasas[0]
    assert RulePolicy._find_action_from_rules is not found_action


def test_a_rule_that_reads_what_was_typed_is_asked_for(policy: RulePolicy, domain: Domain) -> None:
    typed = json.dumps([{"prev_action": {"action_name": "action_listen"}, "user": {"text": "say 0"}}])
    policy = copy.copy(policy)
    policy.lookup = {**policy.lookup, RULES: {**policy.lookup[RULES], typed: "action_gas"}}
    assert found_action(policy, conversation(domain, 1, 0), domain, True)[0] == "action_gas"


def test_a_long_conversation_is_looked_at_as_far_as_rules_reach(policy: RulePolicy, domain: Domain) -> None:
    assert 1 < longest(policy) < 5
    short = end_of(conversation(domain, 60, 1), longest(policy) + 1)
    assert len(short.events) < 30
    assert short.events[0] == LISTENS


def test_what_is_short_already_stays_as_it_is(domain: Domain) -> None:
    tracker = conversation(domain, 1, 1)
    assert end_of(tracker, 10) is tracker


def test_slots_that_rules_read_keep_the_whole_conversation(policy: RulePolicy) -> None:
    steered = Domain.from_yaml("version: '3.1'\nintents: [greet]\nactions: [a]\nslots: {x: {type: bool, mappings: [{type: custom}]}}")
    events = [event for number in range(20) for event in (LISTENS, UserUttered("x", {"name": "greet"}), SlotSet("x", True), ActionExecuted("a"))]
    tracker = DialogueStateTracker.from_events("person", events, steered.slots, domain=steered)
    assert len(_states(policy, tracker, steered)) == 41


def test_a_rule_is_read_from_its_name() -> None:
    assert _parsed('[{"user": {"intent": "greet"}}]') == [{"user": {"intent": "greet"}}]
