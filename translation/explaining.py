"""A text of the copy in, what a translator should know about it out: where it is shown, how long it may be, what its signs stand for."""

from __future__ import annotations

from typing import Any, Iterator, Mapping

from tests.support.content import AGAIN, BUTTON, REPLY
from translation.notes import meanings, notes
from translation.units import LINKS, SOURCE
from waypost.content.answers import GIVEN_LINKS, answer_of
from waypost.content.catalog import LINK, NO_ANSWERS
from waypost.content.facts import Facts
from waypost.content.notes import PLACEHOLDER

LIMITS = {"label": BUTTON, "text": REPLY, "again": AGAIN}


def explanation(unit: str, text: str, copy: Mapping[str, Mapping[str, Any]], facts: Facts) -> Iterator[str]:
    """Sentences about one English text. copy: the English records by key."""
    topic, key, *rest = unit.split("/")
    field = rest[0] if rest else ""
    if topic == LINKS:
        yield notes("links", url=facts.link(key).url, language=facts.link(key).language)
    elif topic in NO_ANSWERS:
        yield notes(topic)
    elif field.startswith("button"):
        yield notes("button", limit=BUTTON, label=_label(copy[key]["buttons"][int(field[6:]) - 1], copy))
    else:
        yield notes(field, limit=LIMITS.get(field))
        if field == "text" and copy[key]["buttons"]:
            yield notes("offers", labels=" · ".join(_title(button, copy) for button in copy[key]["buttons"]))
    yield from (_value(name, facts) for name in dict.fromkeys(PLACEHOLDER.findall(text)))
    yield from (_link(name, answer_of(key), facts) for name in dict.fromkeys(LINK.findall(text)))


def _value(name: str, facts: Facts) -> str:
    if name.startswith("fact:"):
        return notes("fact", name=name, value=facts.quote(name[5:], SOURCE))
    if name.startswith("url:"):
        return notes("url", name=name, value=facts.link(name[4:]).url)
    return notes("kind_value", name=name, meaning=meanings()[name])


def _link(name: str, answer: str, facts: Facts) -> str:
    if name in GIVEN_LINKS.get(answer, ()):
        return notes("given_link", name=name)
    return notes("link", name=name, title=facts.link(name).title[SOURCE])


def _title(button: Any, copy: Mapping[str, Mapping[str, Any]]) -> str:
    return str(button["title"]) if isinstance(button, dict) else _label(button, copy)


def _label(button: Any, copy: Mapping[str, Mapping[str, Any]]) -> str:
    return str(copy[button["need"] if isinstance(button, dict) else button]["label"])
