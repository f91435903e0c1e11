"""A graph gives the same whoever runs it."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from evals.messages import need_messages
from tests.support.bot import ROOT, Bot
from waypost.ops.straight_runner import StraightRunner, run_straight
from waypost.ops.training import model_path


@pytest.fixture(scope="module")
def agent(bot: Bot) -> Agent:
    """With the trained model, as Rasa loads it."""
    return Agent.load(str(model_path()))


@pytest.fixture(scope="module")
def both(agent: Agent) -> tuple[Any, Any]:
    dask = agent.processor.graph_runner
    assert isinstance(dask, DaskGraphRunner)
    return dask, StraightRunner(dask._graph_schema, dask._instantiated_nodes)


def test_a_message_is_understood_as_before(agent: Agent, both: tuple[Any, Any]) -> None:
    from rasa.core.channels.channel import UserMessage

    target = agent.processor.model_metadata.nlu_target
    tracker = DialogueStateTracker("person", Domain.load(str(ROOT / "domain.yml")).slots)
    for message in need_messages()[::60]:
        inputs = {"__message__": [UserMessage(message.text)], "__tracker__": tracker}
        dask, straight = (runner.run(inputs=inputs, targets=[target])[target][0].as_dict() for runner in both)
        dask.pop("message_id", None), straight.pop("message_id", None)
        assert (straight["intent"], straight["entities"], straight["text"]) == (dask["intent"], dask["entities"], dask["text"])


def test_an_action_is_predicted_as_before(agent: Agent, both: tuple[Any, Any]) -> None:
    domain = agent.domain
    target = agent.processor.model_metadata.core_target
    for intent in domain.intents:
        events = [ActionExecuted("action_listen"), UserUttered("x", {"name": intent, "confidence": 1.0})]
        tracker = DialogueStateTracker.from_events("person", events, domain.slots, domain=domain)
        dask, straight = (runner.run(inputs={"__tracker__": tracker}, targets=[target])[target] for runner in both)
        assert (straight.max_confidence_index, straight.policy_name) == (dask.max_confidence_index, dask.policy_name)


def test_a_node_that_cannot_run_raises_as_before(agent: Agent, both: tuple[Any, Any]) -> None:
    target = agent.processor.model_metadata.nlu_target
    for runner in both:
        with pytest.raises(GraphRunError):
            runner.run(inputs={}, targets=[target])


def test_an_agent_is_made_to_run_straight_once(agent: Agent) -> None:
    before = agent.processor.graph_runner
    run_straight(agent)
    run_straight(agent)
    assert isinstance(agent.processor.graph_runner, StraightRunner)
    agent.processor.graph_runner = before
