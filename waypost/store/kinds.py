"""The name of an event in, its class out: Rasa searches all classes again for each event that it reads, which was most of reading a conversation."""

from __future__ import annotations

from typing import Optional, Type

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

_search = Event.resolve_by_type
_known: dict[str, Type[Event]] = {}


def quickly_found() -> None:
    """From now on Rasa looks each name up once."""
    Event.resolve_by_type = staticmethod(kind_named)


def kind_named(name: str, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
    """As Rasa's own. Raises ValueError for a name that no class has."""
    if name not in _known:
        _known.update({kind.type_name: kind for kind in reversed(all_subclasses(Event))})
    return _known[name] if name in _known else _search(name, default)
