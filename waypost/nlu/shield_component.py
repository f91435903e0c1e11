"""Graph component: a message about a link or a fraud gets the need `safety` and, as an entity, the warning that fits."""

from __future__ import annotations

import logging
from typing import List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from waypost.nlu.component import READING, Component
from waypost.safety.phishing_list import active
from waypost.safety.shield import SAFETY, shield

log = logging.getLogger(__name__)
ENTITY = "shield"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LinkShield(Component):
    """Stands after the classifier and the context: a danger outranks what else a message is about."""

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        for message in messages:
            intent, reading = message.get("intent") or {}, message.get(READING)
            last_need = tracker.get_slot("need") if tracker else None
            found = shield(message.get("text") or "", reading.language if reading else None, intent.get("name") or "", last_need, active())
            if found is None:
                continue
            log.info("shield.raised answer=%s need=%s", found.key, intent.get("name"))
            entity = {"entity": ENTITY, "value": found.key, "host": found.host, "brand": found.brand, "start": 0, "end": 0, "extractor": "waypost"}
            message.set("entities", [*(message.get("entities") or []), entity], add_to_output=True)
            message.set("intent", {"name": SAFETY, "confidence": 1.0}, add_to_output=True)
        return messages
