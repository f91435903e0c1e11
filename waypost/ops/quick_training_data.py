"""Rasa's training data without the work that it does again and again over every message: 50,000 messages took minutes before any training began.

Its importers join the data of the messages with that of the stories and of the responses, each of which adds no message here, and for each they
copy, clean and hash every message anew.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Callable, Optional

from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def quickly_joined() -> None:
    """From now on, in this process. Results are those of Rasa, only the fingerprints are other hashes of the same."""
    TrainingData.merge = _merge_of(TrainingData.merge)
    TrainingData.sanitize_examples = staticmethod(clean)
    Message.fingerprint = _fingerprint_of(Message.fingerprint)


def _merge_of(rasas: Callable[..., TrainingData]) -> Callable[..., TrainingData]:
    def merge(data: TrainingData, *others: Optional[TrainingData]) -> TrainingData:
        """Messages are joined without copies of them: whoever reads them only reads."""
        parts = [part for part in (data, *others) if part is not None and not is_empty(part)]
        if len(parts) == 1:
            return parts[0]
        if any(part.entity_synonyms or part.regex_features or part.lookup_tables or part.responses for part in parts):
            return rasas(data, *others)
        return TrainingData([message for part in parts for message in part.training_examples])

    return merge


def is_empty(data: TrainingData) -> bool:
    return not (data.training_examples or data.entity_synonyms or data.regex_features or data.lookup_tables or data.responses)


def clean(examples: list[Message]) -> list[Message]:
    """As TrainingData.sanitize_examples, but a message that is clean stays as it is, and so does its fingerprint."""
    for example in examples:
        for label in (INTENT, RESPONSE):
            value = example.get(label)
            if value and value != value.strip():
                example.set(label, value.strip())
    return list(dict.fromkeys(examples))


def _fingerprint_of(rasas: Callable[[Message], str]) -> Callable[[Message], str]:
    def fingerprint(message: Message) -> str:
        """One hash over a message that is nothing but text and labels, instead of one over each part of it."""
        if message._cached_fingerprint is None and not message.features:
            written = _written(message.data)
            if written is not None:
                message._cached_fingerprint = hashlib.md5(written, usedforsecurity=False).hexdigest()
        return rasas(message)

    return fingerprint


def _written(data: Any) -> bytes | None:
    try:
        return json.dumps(data, sort_keys=True, ensure_ascii=False).encode()
    except (TypeError, ValueError, UnicodeError):
        return None
