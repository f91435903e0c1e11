"""Graph component: each message tokenised by the blank spaCy pipeline of its language."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from waypost.nlu.component import OPINION
from waypost.nlu.tokenizing import words_of
from waypost.nlu.training import language_of

LANGUAGE = "language"
"""Message key: the language the message is read in (part of the output)."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BlankSpacyTokenizer(Tokenizer):
    """Reads a message in its own language; when that is not sure, in the language of the conversation."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> BlankSpacyTokenizer:
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to do: the components that learn read the training messages themselves (reading.py)."""
        return training_data

    def process(self, messages: List[Message], tracker: DialogueStateTracker) -> List[Message]:
        for message in messages:
            opinion = message.get(OPINION)
            language = (opinion and opinion.language) or (tracker and tracker.get_slot("locale")) or None
            message.set(LANGUAGE, language, add_to_output=True)
        return super().process(messages)

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        language = message.get(LANGUAGE) or (language_of(message) if message.get("intent") else None)
        words = words_of(message.get(attribute) or "", language)
        return [Token(word.text, word.start) for word in words]
