"""What humans wrote in, the same in the open chat out: through the widget's own door in the bot, which is for programs of this machine."""

from __future__ import annotations

from waypost.errors import TicketGone
from waypost.tickets.wire import Wire

PATH = "/internal/widget/replies"


class WidgetDoor:
    """The door of the bot at an address such as http://127.0.0.1:5005."""

    def __init__(self, address: str, token: str) -> None:
        self._wire = Wire(address, {"Authorization": f"Bearer {token}"})

    async def push(self, conversation: str, push_id: str, text: str) -> None:
        """Writes into a conversation; once for each push_id. A conversation that was deleted gets nothing. Raises HelpdeskError otherwise."""
        try:
            await self._wire.call("POST", PATH, body={"conversation": conversation, "id": push_id, "name": None, "text": text})
        except TicketGone:
            return

    async def close(self) -> None:
        await self._wire.close()
