"""The texts of one key in one language in, what people see of them out as HTML: Markdown, buttons with their words, links with their titles."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from translation.laws import filled
from translation.markdown import html
from translation.states import State
from translation.units import LINKS, SOURCE
from waypost.content.answers import GIVEN_LINKS, VALUES, answer_of
from waypost.content.catalog import NO_ANSWERS, Catalog
from waypost.content.facts import Facts, Link
from waypost.content.files import ROOT, read_yaml
from waypost.content.notes import PLACEHOLDER

MARKDOWN_TOPICS = ("advice", "notes")
"""Files of texts beside answers that are Markdown too."""
WORST = (State.MISSING, State.UNCONFIRMED, State.OUTDATED, State.CURRENT)


@dataclass(frozen=True)
class Cell:
    """What a key shows in a language. fields: those that are in its state, when the others are not."""

    language: str
    state: State
    html: str
    fields: tuple[str, ...] = ()


class Painter:
    """Draws keys of some languages as the bot says them; where a language has no text yet, the English one stands in."""

    def __init__(self, codes: Sequence[str], facts: Facts, root: Path = ROOT) -> None:
        self._facts = with_titles(facts, codes)
        with tempfile.TemporaryDirectory() as folder:
            _write_filled(codes, Path(folder), root)
            self._catalog = Catalog.load(self._facts, codes, Path(folder))

    def cell(self, language: str, topic: str, key: str, texts: Mapping[str, str], states: Mapping[str, State]) -> Cell:
        """texts, states: of the key by field (`text`, `label`, ...)."""
        state = next(each for each in WORST if each in states.values()) if states else State.CURRENT
        named = tuple(field for field, its in states.items() if its is state)
        fields = named if len(named) < len(states) else ()
        if not {"text", "title"} & texts.keys():
            return Cell(language, state, "", fields)
        if topic == LINKS:
            page = self._facts.link(key)
            return Cell(language, state, f'<p class="said"><a href="{escape(page.url)}">{escape(texts["title"])}</a></p>', fields)
        if topic in NO_ANSWERS:
            shown = shown_values(texts["text"])
            return Cell(language, state, said(shown) if topic in MARKDOWN_TOPICS else f'<div class="plain">{escape(shown)}</div>', fields)
        return Cell(language, state, "".join(self._answer(language, key, texts)), fields)

    def _answer(self, language: str, key: str, texts: Mapping[str, str]) -> Iterator[str]:
        values: dict[str, Any] = {name: f"⟨{name}⟩" for name in VALUES.get(key, ())}
        given = {name: Link(name, "#", {language: name}, language, False) for name in GIVEN_LINKS.get(answer_of(key), ())}
        reply = self._catalog.render(language, key, links=given, **values)
        if "label" in texts:
            yield f'<span class="label">{escape(texts["label"])}</span>'
        yield said(reply.text)
        if reply.buttons:
            yield f'<ul class="buttons">{"".join(f"<li>{escape(button.title)}</li>" for button in reply.buttons)}</ul>'
        if named := [(title, url) for title, url in dict.fromkeys(reply.links) if url != "#"]:
            yield f'<ul class="links">{"".join(f"<li><a href={json.dumps(escape(url))}>{escape(title)}</a></li>" for title, url in named)}</ul>'
        if texts.get("again"):
            again = self._catalog.render(language, key, again=True, links=given, **values)
            yield f"<details><summary>again</summary>{said(again.text)}</details>"


def said(markdown: str) -> str:
    return f'<div class="said">{html(markdown)}</div>'


def shown_values(text: str) -> str:
    """Names in braces as ⟨names⟩."""
    return PLACEHOLDER.sub(lambda match: f"⟨{match.group(1)}⟩", text)


def with_titles(facts: Facts, codes: Sequence[str]) -> Facts:
    """Every link has a title in every language, if need be the English one."""
    return replace(
        facts, links={name: replace(link, title={**dict.fromkeys(codes, link.title[SOURCE]), **link.title}) for name, link in facts.links.items()}
    )


def _write_filled(codes: Sequence[str], folder: Path, root: Path) -> None:
    """The files of some languages without gaps, for whoever can read only whole ones."""
    for code in codes:
        (folder / code).mkdir()
        for path in sorted((root / "locales" / SOURCE).glob("*.yml")):
            own = root / "locales" / code / path.name
            records: dict[str, Any] = filled(read_yaml(path), read_yaml(own) if own.exists() else None)
            (folder / code / path.name).write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
