"""Rasa's RulePolicy made to look only where its rules can match: it goes through every turn that it has, three times a turn, with every rule.

A rule of two steps cannot tell a conversation of ten turns from one of five hundred: states that lie further back than the longest rule are
never compared. Rules for another intent cannot match. Rules that read what was typed instead of its intent: there are none, so it is not asked
for them. The prediction is the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import Any, Mapping, Optional, Sequence

from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT

Found = tuple[Optional[str], Optional[str], bool]
"""As RulePolicy._find_action_from_rules returns it."""
_rasas_found_action = RulePolicy._find_action_from_rules


def short_sighted() -> None:
    """From now on, for every RulePolicy of this process."""
    RulePolicy._prediction_states = _states
    RulePolicy._rule_key_to_state = staticmethod(_parsed)
    RulePolicy._get_possible_keys = possible_keys
    RulePolicy._find_action_from_rules = found_action


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


def possible_keys(policy: RulePolicy, lookup: Mapping[str, str], states: Sequence[Mapping[str, Any]]) -> set[str]:
    """Rules that match the states, tried only where the newest state's intent is the rule's."""
    by_intent = _by_intent(frozenset(lookup))
    intent = _intent(states[-1]) if states else None
    keys = {*by_intent.get(intent, ()), *by_intent.get(None, ())} if states else set(lookup)
    for turn, state in enumerate(reversed(states)):
        keys = {key for key in keys if policy._is_rule_applicable(key, turn, state)}
    return keys


def found_action(policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool) -> Found:
    if use_text_for_last_user_input and not _reads_text(frozenset(policy.lookup.get(RULES, ()))):
        return None, None, False
    found: Found = _rasas_found_action(policy, tracker, domain, use_text_for_last_user_input)
    return found


@cache
def _by_intent(keys: frozenset[str]) -> Mapping[str | None, list[str]]:
    """The rules by the intent of their newest state; under None those that may match any."""
    found: dict[str | None, list[str]] = defaultdict(list)
    for key in keys:
        newest = _parsed(key)[-1]
        found[_intent(newest) if newest.get(PREVIOUS_ACTION) else None].append(key)
    return found


def _intent(state: Mapping[str, Any]) -> str | None:
    intent = state.get(USER, {}).get(INTENT)
    return intent if intent != SHOULD_NOT_BE_SET else None


@cache
def _reads_text(keys: frozenset[str]) -> bool:
    """Whether a rule could match right after a message by something else than its intent."""
    return any(TEXT in state.get(USER, {}) for key in keys for state in _parsed(key)) or any(
        not _intent(state) and state.get(PREVIOUS_ACTION, {}).get("action_name", ACTION_LISTEN_NAME) == ACTION_LISTEN_NAME
        for state in (_parsed(key)[-1] for key in keys)
    )


@cache
def _parsed(rule_key: str) -> Any:
    """A rule's states; its name is their JSON. Nobody changes what is returned."""
    return json.loads(rule_key)
