"""Rasa's RulePolicy made to look back only as far as its rules reach: it goes through every turn that it has, three times a turn.

A rule of two steps cannot tell a conversation of ten turns from one of five hundred. States that lie further back than the longest rule are
never compared, so the prediction is the same.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker


def short_sighted() -> None:
    """From now on, for every RulePolicy of this process."""
    RulePolicy._prediction_states = _states
    RulePolicy._rule_key_to_state = staticmethod(_parsed)


def _states(policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain, *args: Any, **kwargs: Any) -> Any:
    """Those of the end of the conversation; all of them where slots or a loop of before count too."""
    if tracker.active_loop is None and not any(slot.influence_conversation for slot in domain.slots):
        tracker = end_of(tracker, longest(policy) + 1)
    return Policy._prediction_states(policy, tracker, domain, *args, **kwargs)


def longest(policy: RulePolicy) -> int:
    """States of its longest rule."""
    return max((len(_parsed(key)) for key in policy.lookup.get(RULES, ())), default=0)


def end_of(tracker: DialogueStateTracker, actions: int) -> DialogueStateTracker:
    """The tracker with its events from a listening before the last so many actions on: an action closes a state, and a listening comes before
    the message that the next states have in them."""
    events, seen = tracker.applied_events(), 0
    for at in range(len(events) - 1, -1, -1):
        event = events[at]
        seen += isinstance(event, ActionExecuted)
        if seen > actions and isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME:
            break
    else:
        return tracker
    short = tracker.init_copy()
    for event in events[at:]:
        short.update(event)
    return short


@cache
def _parsed(rule_key: str) -> Any:
    """A rule's states; its name is their JSON. Nobody changes what is returned."""
    return json.loads(rule_key)
