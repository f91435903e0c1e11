"""Rasa's training data in, our view of it out: texts by language, each block's metadata naming its language."""

from __future__ import annotations

from typing import Iterator

from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waypost.content.languages import DEFAULT_LOCALE, live_languages

NONSENSE = 3
"""Words up to which a message that is out of scope may be no language at all."""


def language_of(message: Message) -> str:
    """The language that a training message's block names (`metadata: {language: nl}`)."""
    metadata = message.get("metadata") or {}
    return str((metadata.get("intent") or {}).get("language") or (metadata.get("example") or {}).get("language") or DEFAULT_LOCALE)


def labelled(data: TrainingData) -> Iterator[tuple[str, str, str]]:
    """(text, language, need) of every training message. Those of a draft are not learnt: nobody is answered in it yet."""
    live = live_languages()
    for message in data.intent_examples:
        text = message.get("text")
        if text and language_of(message) in live:
            yield text, language_of(message), message.get("intent")


def texts_by_language(data: TrainingData) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for text, language, _ in labelled(data):
        texts.setdefault(language, []).append(text)
    return texts


def tells_a_language(text: str, need: str) -> bool:
    """Whether a message shows how people write: a short one that is out of scope may be a fist on the keyboard."""
    return need != "out_of_scope" or len(text.split()) > NONSENSE


def spoken_by_language(data: TrainingData) -> dict[str, list[str]]:
    """The texts that tell a language."""
    texts: dict[str, list[str]] = {}
    for text, language, need in labelled(data):
        if tells_a_language(text, need):
            texts.setdefault(language, []).append(text)
    return texts
