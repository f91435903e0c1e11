"""What our graph components have in common."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

OPINION = "language_opinion"
"""Message key: the detector's Opinion (not part of the output)."""
READING = "reading"
"""Message key: words and names (not part of the output)."""


class Component(GraphComponent):
    """A graph component that keeps its configuration and its place in the model archive."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> Component:
        return cls(config, model_storage, resource)
