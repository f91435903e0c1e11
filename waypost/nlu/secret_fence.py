"""Graph component: second fence against secrets, and the need `secret` for a message that carried one."""

from __future__ import annotations

from typing import List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from waypost.nlu.component import Component
from waypost.safety.redact import redact


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SecretFence(Component):
    """Stands first in the pipeline: nothing after it sees a secret."""

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            clean = redact(message.get("text") or "")
            if clean.kinds:
                message.set("text", clean.text, add_to_output=True)
                message.set("metadata", {**(message.get("metadata") or {}), "secrets": list(clean.kinds)})
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SecretAlarm(Component):
    """Stands after the classifier: a message that carried a secret is about nothing else."""

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if (message.get("metadata") or {}).get("secrets"):
                message.set("intent", {"name": "secret", "confidence": 1.0}, add_to_output=True)
        return messages
