"""The content laws hold, and notice whatever is taken away."""

from __future__ import annotations

import random
from typing import Callable, Iterator

import pytest

from tests.support.content import FEWEST_CONVERSATIONS, FEWEST_MESSAGES, LAWS, PRODUCED, Content, broken, load
from waypost.content.languages import live_languages

CONTENT = load()
NO_RECORDS = ("widget", "demo", "mail")
"""Files of a language that hold plain words instead of records with a text."""


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_holds(law: Callable[[Content], Iterator[str]]) -> None:
    assert list(law(CONTENT)) == []


@pytest.mark.parametrize("language", live_languages())
def test_taking_away_any_key_is_noticed(language: str) -> None:
    for topic, records in CONTENT.locales[language].items():
        for key in records:
            without = CONTENT.copy(language, topic)
            del without.locales[language][topic][key]
            assert broken(without), f"{language}/{topic}: {key} can go unnoticed"


@pytest.mark.parametrize("language", live_languages())
def test_taking_away_any_link_or_button_is_noticed(language: str) -> None:
    for topic, records in CONTENT.locales[language].items():
        for key, record in records.items() if topic not in NO_RECORDS else ():
            for button in range(len(record.get("buttons", []))):
                without = CONTENT.copy(language, topic)
                del without.locales[language][topic][key]["buttons"][button]
                assert broken(without), f"{language}: {key}: button {button} can go unnoticed"
            if "](link:" in record["text"]:
                without = CONTENT.copy(language, topic)
                without.locales[language][topic][key]["text"] = record["text"].replace("](link:", "](", 1)
                assert broken(without), f"{language}: {key}: a link can go unnoticed"


@pytest.mark.parametrize("language", live_languages())
def test_taking_away_any_message_set_is_noticed(language: str) -> None:
    for intent in CONTENT.nlu[language]:
        without = CONTENT.copy()
        without.nlu[language][intent] = without.nlu[language][intent][: FEWEST_MESSAGES - 1]
        assert broken(without), f"{language}: the messages of {intent} can go unnoticed"


@pytest.mark.parametrize("language", live_languages())
def test_taking_away_the_conversations_is_noticed(language: str) -> None:
    without = CONTENT.copy()
    without.conversations[language] = random.Random(0).sample(without.conversations[language], FEWEST_CONVERSATIONS - 1)
    assert broken(without)


def test_taking_away_any_rule_is_noticed() -> None:
    for intent in CONTENT.rules:
        without = CONTENT.copy()
        del without.rules[intent]
        assert broken(without), f"the rule of {intent} can go unnoticed"


def test_taking_away_any_used_link_record_is_noticed() -> None:
    used = {
        link
        for link in CONTENT.links
        if CONTENT.links[link]["kind"] == "page"
        and any(
            f"link:{link})" in record["text"]
            for topic, records in CONTENT.locales["en"].items()
            if topic not in NO_RECORDS
            for record in records.values()
        )
    }
    assert len(used) > 20
    for link in used:
        without = CONTENT.copy()
        del without.links[link]
        assert broken(without), f"{link} can go unnoticed"


def test_produced_intents_are_not_learnt() -> None:
    assert not [intent for messages in CONTENT.nlu.values() for intent in messages if intent in PRODUCED]
