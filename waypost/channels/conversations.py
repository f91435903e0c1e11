"""What the widget reads of a stored conversation, and the few events that it adds to one between turns."""

from __future__ import annotations

from typing import Any, Callable, Sequence

from rasa.shared.core.events import AgentUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from waypost.channels.frames import Rate
from waypost.channels.history import Shown
from waypost.store.journal import Journal
from waypost.store.ratings import AnswerRated
from waypost.store.tracker import strictly


class Conversations:
    """The conversations of one instance. agent: Rasa's, there from the start of the server on. Every method raises StoreAway."""

    def __init__(self, agent: Callable[[], Any], journal: Journal) -> None:
        self._agent = agent
        self._journal = journal

    async def shown(self, conversation: str) -> Shown:
        """The conversation as its widget shows it. The journal is read first: what ends meanwhile is then among the events."""
        waiting = await self._journal.unanswered(conversation)
        return Shown.of(await strictly(self._agent()).events_of(conversation), waiting)

    async def handle(self, message: Any) -> Any:
        """Gives a message to Rasa."""
        return await self._agent().handle_message(message)

    async def set_locale(self, conversation: str, locale: str) -> None:
        """The person's wish: from now on it goes before the language of their messages."""
        await self._add(conversation, lambda: [SlotSet("locale", locale), SlotSet("locale_wish", locale)])

    async def rate(self, conversation: str, rate: Rate, answer: str, locale: str) -> None:
        """Keeps a thumb. answer, locale: of the reply's envelope."""
        rating = {"reply": rate.reply, "value": rate.value, "reason": rate.reason, "comment": rate.comment, "answer": answer, "locale": locale}
        await self._add(conversation, lambda: [AnswerRated(rating)])

    async def add_human(self, conversation: str, push_id: str, name: str | None, text: str) -> bool:
        """Keeps what a human agent wrote. False when it is kept already under this id."""
        known = any(event["event"] == "agent" and (event.get("data") or {}).get("id") == push_id for event in await self._events(conversation))
        if not known:
            await self._add(conversation, lambda: [AgentUttered(text, {"id": push_id, "name": name})])
        return not known

    async def _events(self, conversation: str) -> list[dict[str, Any]]:
        return await strictly(self._agent()).events_of(conversation)

    async def _add(self, conversation: str, make: Callable[[], Sequence[Event]]) -> None:
        """While no turn runs, and in the way that turns do it: a tracker that is read, changed and stored whole.

        make: the events. They are made when the session has begun: those that are older than it belong to the session before.
        """
        agent = self._agent()
        async with agent.lock_store.lock(conversation):
            tracker = await self._tracker(agent, conversation)
            for event in make():
                tracker.update(event)
            await strictly(agent).save(tracker)

    async def _tracker(self, agent: Any, conversation: str) -> DialogueStateTracker:
        """With its session begun: the dialogue begins one only in a conversation without events."""
        if agent.processor is None:
            return await strictly(agent).get_or_create_tracker(conversation)
        return await agent.processor.fetch_tracker_with_initial_session(conversation)
