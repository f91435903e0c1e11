"""Graph component: the need a message expresses, as Rasa's intent with a calibrated confidence and the ranking."""

from __future__ import annotations

from typing import Any, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waypost.nlu.component import READING, Component
from waypost.nlu.needs.model import NeedModel
from waypost.nlu.reading import common_words, read
from waypost.nlu.training import labelled, texts_by_language

RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NeedClassifier(Component):
    """One classifier for all languages over one set of needs."""

    model: NeedModel

    def train(self, training_data: TrainingData) -> Resource:
        common = common_words(texts_by_language(training_data))
        rows = [(read(text, language, common).features(), need) for text, language, need in labelled(training_data)]
        self.model = NeedModel.train([blocks for blocks, _ in rows], [need for _, need in rows])
        with self._storage.write_to(self._resource) as folder:
            self.model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> NeedClassifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.model = NeedModel.load(folder)
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            probabilities = self.model.probabilities(message.get(READING).features())
            order = probabilities.argsort()[::-1][:RANKED]
            ranking = [{"name": self.model.needs[at], "confidence": float(probabilities[at])} for at in order]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
