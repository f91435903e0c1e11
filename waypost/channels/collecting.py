"""Rasa's output channel that keeps replies whole: Markdown is not cut at blank lines, buttons stay with their text."""

from __future__ import annotations

from typing import Any, Dict

from rasa.core.channels.channel import CollectingOutputChannel


class WholeReplies(CollectingOutputChannel):
    """Collects each reply as one text entry (with its buttons) and one entry for the envelope."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        if message.get("text"):
            entry = {"recipient_id": recipient_id, "text": message["text"]}
            if message.get("buttons"):
                entry["buttons"] = message["buttons"]
            self.messages.append(entry)
        if message.get("custom"):
            self.messages.append({"recipient_id": recipient_id, "custom": message["custom"]})
