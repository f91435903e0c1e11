"""Graph components: the language a message is written in, and the language it is answered in."""

from __future__ import annotations

from typing import Any, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waypost.content.languages import languages, live_or_none, neighbours_of
from waypost.content.locale import reply_locale
from waypost.nlu.component import OPINION, READING, Component
from waypost.nlu.language.detector import Detector
from waypost.nlu.language.model import foreign_texts
from waypost.nlu.language.wish import wished_language
from waypost.nlu.training import spoken_by_language

FILE = "languages.npz"
EXTRACTOR = "waypost"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageIdentifier(Component):
    """Notes on the message which language it is surely written in."""

    detector: Detector

    def train(self, training_data: TrainingData) -> Resource:
        known = languages()
        self.detector = Detector.train(
            spoken_by_language(training_data),
            {code: language.script for code, language in known.items()},
            {code: language.profile for code, language in known.items()},
            foreign_texts(),
        )
        with self._storage.write_to(self._resource) as folder:
            self.detector.save(folder / FILE)
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> LanguageIdentifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.detector = Detector.load(folder / FILE)
        return component

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        current = tracker.get_slot("locale") if tracker else None
        for message in messages:
            hint = (message.get("metadata") or {}).get("locale")
            message.set(OPINION, self.detector.opinion(message.get("text") or "", current or hint, neighbours_of(current or hint)))
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReplyLanguage(Component):
    """Decides the language of the reply and says so as the entities `locale`, `locale_wish` and `foreign`, which fill the slots."""

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        for message in messages:
            opinion = message.get(OPINION)
            asked = _wished(message, opinion.language if opinion else None)
            wish = live_or_none(asked)
            slot = tracker.get_slot if tracker else (lambda name: None)
            foreign = asked if asked and not wish else None
            if not (wish or foreign or slot("locale_wish")) and opinion:
                foreign = _not_ours(opinion.foreign, slot("locale"))
            if foreign and (message.get("intent") or {}).get("name") != "secret":
                message.set("intent", {"name": "foreign_language", "confidence": 1.0}, add_to_output=True)
            locale = reply_locale(
                wish=wish or slot("locale_wish"),
                message=opinion.language if opinion else None,
                conversation=slot("locale") if asked or not foreign else None,
                hint=(message.get("metadata") or {}).get("locale") if asked or not foreign else None,
            )
            found = [("locale", locale), *([("locale_wish", wish)] if wish else []), *([("foreign", foreign)] if foreign else [])]
            entities = [{"entity": entity, "value": value, "extractor": EXTRACTOR} for entity, value in found]
            message.set("entities", [*(message.get("entities") or []), *entities], add_to_output=True)
        return messages


def _not_ours(foreign: str | None, locale: str | None) -> str | None:
    """The language that was recognised, unless it is a near neighbour of the conversation's."""
    return None if locale in languages() and foreign in languages()[str(locale)].neighbours else foreign


def _wished(message: Message, written_in: str | None) -> str | None:
    reading = message.get(READING)
    intent = (message.get("intent") or {}).get("name")
    return wished_language(reading.names, reading.words, written_in=written_in, asks_to_switch=intent == "switch_language")
