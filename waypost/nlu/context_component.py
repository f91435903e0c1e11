"""Graph component: the need of a message in its conversation (see context.py)."""

from __future__ import annotations

import logging
from typing import List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from waypost.content.answers import QUESTIONS, TREES, aside
from waypost.nlu.component import READING, Component
from waypost.nlu.context import need_in_context

log = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DialogueContext(Component):
    """Stands after the classifier and its fallback: what was asked last decides what an answer means."""

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        for message in messages:
            ranking = message.get("intent_ranking") or []
            best, second = (*[item for item in ranking if item["name"] != "nlu_fallback"][:2], None, None)[:2]
            if best is None or tracker is None:
                continue
            last_key = tracker.get_slot("last_key")
            asked = tracker.get_slot("asked") if last_key == tracker.get_slot("move") or aside(last_key) else None
            if last_key in TREES or last_key in QUESTIONS:
                asked = "place"
            following = second["name"] if second else None
            need = need_in_context(best["name"], best["confidence"], message.get(READING), last_key, tracker.get_slot("need"), asked, following)
            if need and need != (message.get("intent") or {}).get("name"):
                log.info("need.in_context from=%s to=%s", best["name"], need)
                message.set("intent", {"name": need, "confidence": best["confidence"]}, add_to_output=True)
        return messages
