"""Graph component: a need that is not sure enough becomes `nlu_fallback`, which asks back; costly ones must be surer than others.

Stands in the place of Rasa's FallbackClassifier, which has one threshold for all needs.
"""

from __future__ import annotations

from typing import Any, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from waypost.nlu.component import READING, Component
from waypost.nlu.needs.fallback import FALLBACK, Thresholds
from waypost.nlu.needs.settling import said_move


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CarefulFallback(Component):
    """Settings: threshold, ambiguity, costly (see Thresholds)."""

    def process(self, messages: List[Message]) -> List[Message]:
        thresholds = Thresholds(**{name: float(self._config[name]) for name in ("threshold", "ambiguity", "costly")})
        for message in messages:
            ranking: list[dict[str, Any]] = message.get("intent_ranking") or []
            said = said_move(message.get(READING).names) if message.get(READING) else None
            if ranking and thresholds.need([(item["name"], item["confidence"]) for item in ranking], said) == FALLBACK:
                refused = {"name": FALLBACK, "confidence": 1 - ranking[0]["confidence"]}
                message.set("intent", refused, add_to_output=True)
                message.set("intent_ranking", [refused, *ranking], add_to_output=True)
        return messages
