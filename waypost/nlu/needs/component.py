"""Graph component: the need a message expresses, as Rasa's intent with a calibrated confidence and the ranking; further ones as `also`."""

from __future__ import annotations

import json
from typing import Any, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waypost.nlu.component import READING, Component
from waypost.nlu.needs.judge import Judge
from waypost.nlu.needs.model import NeedModel
from waypost.nlu.reading import common_words, read
from waypost.nlu.training import labelled, texts_by_language

EXTRACTOR = "waypost"
COMMON = "common.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NeedClassifier(Component):
    """One classifier for all languages over one set of needs."""

    model: NeedModel
    common: frozenset[str] = frozenset()

    def train(self, training_data: TrainingData) -> Resource:
        self.common = common_words(texts_by_language(training_data))
        rows = [(read(text, language, self.common).features(), need) for text, language, need in labelled(training_data)]
        self.model = NeedModel.train([blocks for blocks, _ in rows], [need for _, need in rows])
        with self._storage.write_to(self._resource) as folder:
            self.model.save(folder)
            (folder / COMMON).write_text(json.dumps(sorted(self.common), ensure_ascii=False), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> NeedClassifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.model = NeedModel.load(folder)
            component.common = frozenset(json.loads((folder / COMMON).read_text(encoding="utf-8")))
        return component

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        judge = Judge(self.model, self.common)
        fresh = tracker is None or tracker.get_slot("last_key") is None
        for message in messages:
            judgement = judge.judge(message.get("text") or "", message.get(READING), fresh=fresh)
            ranking = [{"name": need, "confidence": share} for need, share in judgement.ranking]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            also = [{"entity": "also", "value": need, "extractor": EXTRACTOR} for need in judgement.also]
            message.set("entities", [*(message.get("entities") or []), *also], add_to_output=True)
        return messages
