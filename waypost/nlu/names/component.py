"""Graph component: assets, networks and venues in a message as entities with roles."""

from __future__ import annotations

import json
from typing import Any, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waypost.nlu.component import READING, Component
from waypost.nlu.names.gazetteer import Name
from waypost.nlu.reading import Reading, common_words, read
from waypost.nlu.tokens import LANGUAGE
from waypost.nlu.training import texts_by_language

FILE = "common.json"
ENTITIES = ("asset", "network", "venue", "language", "hash", "address", "link")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class NameFinder(Component):
    """Finds names after facts/*.yml; learns only which words are too common to be mistyped names."""

    common: frozenset[str] = frozenset()

    def train(self, training_data: TrainingData) -> Resource:
        self.common = common_words(texts_by_language(training_data))
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(sorted(self.common), ensure_ascii=False), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> NameFinder:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.common = frozenset(json.loads((folder / FILE).read_text(encoding="utf-8")))
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            reading = read(message.get("text") or "", message.get(LANGUAGE), self.common)
            message.set(READING, reading)
            found = [_entity(name, reading) for name in reading.names if name.kind in ENTITIES]
            message.set("entities", [*(message.get("entities") or []), *found], add_to_output=True)
        return messages


def _entity(name: Name, reading: Reading) -> dict[str, Any]:
    start, end = reading.words[name.first].start, reading.words[name.last].end
    entity = {"entity": name.kind, "value": name.id, "start": start, "end": end, "extractor": "waypost"}
    return {**entity, "role": name.role} if name.role else entity
