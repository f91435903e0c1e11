"""Of a long conversation the last turns are read, and nothing that the dialogue reads of it is another than if all of it were."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, AllSlotsReset, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from tests.support.bot import ROOT
from tests.support.turns import run
from waypost.store import kinds
from waypost.store.recent import RECENT
from waypost.store.tracker import StrictTrackerStore

LISTENS = ActionExecuted("action_listen")


def turn(number: int, **slots: object) -> list[Event]:
    said = UserUttered(f"say {number}", {"name": "greet"}, message_id=f"id-{number}")
    return [said, *(SlotSet(name, value) for name, value in slots.items()), ActionExecuted("action_answer"), BotUttered(f"re {number}"), LISTENS]


def new_session() -> list[Event]:
    return [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


async def talked(store: StrictTrackerStore, turns: int, first: list[Event]) -> tuple[DialogueStateTracker, DialogueStateTracker]:
    """A conversation of so many turns, each read, added to and saved as Rasa does: as it is read now, and whole."""
    store.domain = Domain.load(str(ROOT / "domain.yml"))
    for number in range(turns):
        tracker = await store.get_or_create_tracker("person", append_action_listen=False)
        events = turn(number, misses=float(number), offered=[str(number)])
        tracker.update_with_events([*first, *events] if not number else events, store.domain)
        await store.save(tracker)
    recent, whole = await store.retrieve("person"), await store.retrieve_full_tracker("person")
    assert recent is not None
    assert whole is not None
    return recent, whole


@pytest.mark.parametrize("turns", [1, 19, 20, 21, 60])
def test_slots_and_last_events_are_those_of_the_whole_conversation(store: StrictTrackerStore, turns: int) -> None:
    first = [*new_session(), SlotSet("locale_wish", "nl"), SlotSet("need", "gas")]
    recent, whole = run(talked(store, turns, first))
    assert recent.current_slot_values() == whole.current_slot_values()
    assert (recent.latest_message, recent.latest_action_name, recent.followup_action) == (
        whole.latest_message,
        "action_listen",
        whole.followup_action,
    )
    tail = min(len(whole.events) - 1, RECENT // 2)  # a session is read from its beginning, not from the action before it
    assert list(recent.events)[-tail:] == list(whole.events)[-tail:]


def test_a_long_conversation_is_not_read_whole_and_begins_where_the_bot_listened(store: StrictTrackerStore) -> None:
    recent, whole = run(talked(store, 60, [*new_session(), SlotSet("need", "gas")]))
    events = list(recent.events)
    assert len(events) < RECENT + 10 < len(whole.events)
    assert next(event for event in events if not isinstance(event, SlotSet)) == LISTENS


def test_every_turn_of_a_long_conversation_is_stored_once(store: StrictTrackerStore) -> None:
    _, whole = run(talked(store, 60, new_session()))
    assert [event.message_id for event in whole.events if isinstance(event, UserUttered)] == [f"id-{number}" for number in range(60)]


@pytest.mark.parametrize("broken_by", [new_session(), [AllSlotsReset()]], ids=["a new session", "all slots reset"])
def test_slots_of_before_a_break_do_not_come_back(store: StrictTrackerStore, broken_by: list[Event]) -> None:
    async def scene() -> tuple[object, object]:
        await talked(store, 2, [*new_session(), SlotSet("locale_wish", "nl")])
        for number in range(40):
            tracker = await store.get_or_create_tracker("person", append_action_listen=False)
            tracker.update_with_events([*(broken_by if not number else []), *turn(100 + number, misses=1.0, offered=[])], store.domain)
            await store.save(tracker)
        recent = await store.retrieve("person")
        assert recent is not None
        return recent.get_slot("locale_wish"), recent.get_slot("misses")

    assert run(scene()) == (None, 1.0)


def test_each_kind_of_event_is_found_as_rasa_finds_it() -> None:
    names = {kind.type_name for kind in all_subclasses(Event)}
    assert len(names) > 20
    assert {name: kinds.kind_named(name) for name in names} == {name: kinds._search(name) for name in names}
    with pytest.raises(ValueError, match="no_such_event"):
        kinds.kind_named("no_such_event")
