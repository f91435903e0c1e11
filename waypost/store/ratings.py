"""A thumb for an answer, as an event of the conversation: it is stored with the rest, and says nothing to the dialogue."""

from __future__ import annotations

from typing import Any, Dict, Optional

from rasa.shared.core.events import Event, SkipEventInMDStoryMixin
from rasa.shared.core.trackers import DialogueStateTracker


class AnswerRated(SkipEventInMDStoryMixin, Event):
    """rating: `reply` (id in the widget's protocol), `value`, `reason`, `comment` (without secrets), `answer` and `locale` of the envelope."""

    type_name = "answer_rated"

    def __init__(self, rating: Dict[str, Any], timestamp: Optional[float] = None, metadata: Optional[Dict[str, Any]] = None) -> None:
        self.rating = rating
        super().__init__(timestamp, metadata)

    def __hash__(self) -> int:
        return hash((self.type_name, self.timestamp, self.rating.get("reply")))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnswerRated) and other.rating == self.rating and other.timestamp == self.timestamp

    def __repr__(self) -> str:
        """Without the comment: Rasa puts events into its log."""
        return f"AnswerRated({self.rating.get('value')})"

    __str__ = __repr__

    def as_dict(self) -> Dict[str, Any]:
        """As it is stored."""
        return {**super().as_dict(), "rating": self.rating}

    @classmethod
    def _from_parameters(cls, parameters: Dict[str, Any]) -> Event:
        return cls(parameters["rating"], parameters.get("timestamp"), parameters.get("metadata"))

    def apply_to(self, tracker: DialogueStateTracker) -> None:
        """Changes nothing of the dialogue's state."""
