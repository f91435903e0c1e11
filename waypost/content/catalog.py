"""locales/<lang>/*.yml in, whole replies out: Markdown with real links, buttons with titles, the links in order.

A key, link, fact or value that is missing raises ContentError when the files are loaded, or at the latest when the reply is
rendered: it never reaches a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

from waypost.content.answers import GIVEN_LINKS, VALUES, answer_of, ask, kind_of
from waypost.content.facts import Facts, Link
from waypost.content.files import ROOT, read_mapping
from waypost.content.notes import ALSO_ASKED, LINKED_PAGES, PLACEHOLDER, Notes, read_notes
from waypost.content.wallet import WalletRequest
from waypost.errors import ContentError

LINK = re.compile(r"\]\(link:([a-z0-9_]+)\)")
LOCALES = ROOT / "locales"
NO_ANSWERS = ("notes", "widget", "demo", "advice", "tickets", "mail")
"""Files of a language that hold other texts than answers."""


@dataclass(frozen=True)
class Button:
    """What a person reads on it and what pressing it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Entry:
    """One key of the copy in one language, as written."""

    key: str
    label: str
    text: str
    warning: str
    again: str
    buttons: tuple[tuple[str, str], ...]
    """(own title or "", need) in order."""


@dataclass(frozen=True)
class Reply:
    """One whole reply, ready for a channel."""

    key: str
    answer: str
    kind: str
    locale: str
    text: str
    buttons: tuple[Button, ...]
    links: tuple[tuple[str, str], ...]
    """(title, url) of every link of the text, in order."""
    wallet: tuple[WalletRequest, ...] = ()


class Catalog:
    """The copy of all live languages."""

    def __init__(self, entries: Mapping[str, Mapping[str, Entry]], notes: Mapping[str, Notes], facts: Facts) -> None:
        self._entries = entries
        self._notes = notes
        self._facts = facts

    @classmethod
    def load(cls, facts: Facts, locales: Sequence[str], folder: Path = LOCALES) -> Catalog:
        """Reads and checks every file of the given languages. Raises ContentError with the file's path."""
        entries = {locale: _read_entries(folder / locale) for locale in locales}
        notes = {locale: read_notes(folder / locale) for locale in locales}
        catalog = cls(entries, notes, facts)
        catalog._check()
        return catalog

    def keys(self, locale: str) -> frozenset[str]:
        return frozenset(self._entries[locale])

    def entry(self, locale: str, key: str) -> Entry:
        try:
            return self._entries[locale][key]
        except KeyError:
            raise ContentError(f"locales/{locale}: no key {key!r}: write it") from None

    def label(self, locale: str, need: str) -> str:
        """What a button that leads to this need says."""
        return self.entry(locale, need).label

    def button(self, locale: str, need: str, title: str = "") -> Button:
        return Button(title or self.label(locale, need), ask(need))

    def note(self, locale: str, key: str, **values: str) -> str:
        """A text beside the answers: see notes.py."""
        return PLACEHOLDER.sub(lambda match: values[match.group(1)], self._notes[locale][key])

    def render(
        self,
        locale: str,
        key: str,
        *,
        again: bool = False,
        buttons: Sequence[Button] | None = None,
        also: Sequence[str] = (),
        below: str = "",
        links: Mapping[str, Link] | None = None,
        wallet: Sequence[WalletRequest] = (),
        **values: str,
    ) -> Reply:
        """The reply for a key.

        again: the shorter text for a question asked twice. buttons: in place of the written ones. also: needs asked for besides, named as
        the first buttons. below: one more paragraph in Markdown. links: the pages behind the GIVEN_LINKS of the key.
        """
        entry = self.entry(locale, key)
        if set(values) != VALUES.get(key, frozenset()):
            raise ContentError(f"{key}: given {sorted(values)}, answers.VALUES says {sorted(VALUES.get(key, ()))}")
        paragraphs = [entry.again, self._links_again(entry, locale)] if again and entry.again else [entry.text, _warned(entry.warning)]
        markdown = self._fill("\n\n".join(part for part in paragraphs if part), locale, values)
        own = [self.button(locale, need, title) for title, need in entry.buttons]
        chosen = own if buttons is None else buttons
        return self.composed(locale, key, markdown, buttons=chosen, also=also, below=below, links=links, wallet=wallet)

    def composed(
        self,
        locale: str,
        key: str,
        markdown: str,
        *,
        buttons: Sequence[Button],
        also: Sequence[str] = (),
        below: str = "",
        links: Mapping[str, Link] | None = None,
        wallet: Sequence[WalletRequest] = (),
    ) -> Reply:
        """The reply for a key with a text that was put together elsewhere; its links are written `[words](link:id)`."""
        pages = [self._page(link_id, links) for link_id in LINK.findall(markdown)]
        text = LINK.sub(lambda match: f"]({self._page(match.group(1), links).url})", markdown)
        if any(page.language != locale for page in pages):
            text += "\n\n" + self.note(locale, LINKED_PAGES)
        text += "\n\n" + below if below else ""
        if also:
            text += "\n\n" + self.note(locale, ALSO_ASKED)
        others = [button for button in buttons if button.payload not in map(ask, also)]
        shown = (*(self.button(locale, need) for need in also), *others)
        named = tuple((page.title[locale], page.url) for page in pages)
        return Reply(key, answer_of(key), kind_of(key), locale, text, shown, named, tuple(wallet))

    def _page(self, link_id: str, given: Mapping[str, Link] | None) -> Link:
        return (given or {}).get(link_id) or self._facts.link(link_id)

    def _links_again(self, entry: Entry, locale: str) -> str:
        """The links of the full text, for the shorter one: whoever asks twice may need them still."""
        unique = dict.fromkeys(link_ids(entry))
        own = [link_id for link_id in unique if link_id not in GIVEN_LINKS.get(answer_of(entry.key), ())]
        return "\n".join(f"- [{self._facts.link(link_id).title[locale]}](link:{link_id})" for link_id in own)

    def _fill(self, markdown: str, locale: str, values: Mapping[str, str]) -> str:
        def value_of(match: re.Match[str]) -> str:
            name = match.group(1)
            if name.startswith("fact:"):
                return self._facts.quote(name[5:], locale)
            if name.startswith("url:"):
                return self._facts.link(name[4:]).url
            if name not in values:
                raise ContentError(f"locales/{locale}: the value {{{name}}} was not given")
            return escape(values[name])

        return PLACEHOLDER.sub(value_of, markdown)

    def _check(self) -> None:
        """Every link, fact and button of every key resolves."""
        for locale, entries in self._entries.items():
            for key, entry in entries.items():
                for name in placeholders(entry):
                    if name.startswith("fact:"):
                        self._facts.quote(name[5:], locale)
                    elif name.startswith("url:"):
                        self._facts.link(name[4:])
                    elif name not in VALUES.get(key, ()):
                        raise ContentError(f"locales/{locale}: {key}: the value {{{name}}} is given by nobody: mend it or add it to answers.VALUES")
                for link_id in link_ids(entry):
                    if link_id not in GIVEN_LINKS.get(answer_of(key), ()) and locale not in self._facts.link(link_id).title:
                        raise ContentError(f"facts/links.yml: {link_id}: no title in {locale}")
                for _, need in entry.buttons:
                    if need not in entries:
                        raise ContentError(f"locales/{locale}: {key}: the button {need!r} leads to no answer")


def link_ids(entry: Entry) -> tuple[str, ...]:
    """Ids of the links of a key's text and warning, in order."""
    return tuple(LINK.findall(entry.text + "\n" + entry.warning))


def placeholders(entry: Entry) -> frozenset[str]:
    """Names in braces in any of a key's texts."""
    return frozenset(PLACEHOLDER.findall("\n".join((entry.text, entry.warning, entry.again))))


def escape(value: str) -> str:
    """A value from outside as plain text inside Markdown: it can neither format nor link, nor be made a link by who shows it."""
    return re.sub(r"([\\`*_\[\]()<>#|!])", r"\\\1", value).replace("://", ": //")


def _warned(warning: str) -> str:
    return f"> ⚠️ {warning}" if warning else ""


def _read_entries(folder: Path) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.stem in NO_ANSWERS:
            continue
        for key, record in read_mapping(path).items():
            if key in entries:
                raise ContentError(f"{path}: the key {key!r} stands in another file too")
            entries[key] = _parse_entry(path, key, record)
    if not entries:
        raise ContentError(f"{folder}: no copy here: a live language needs its files")
    return entries


def _parse_entry(path: Path, key: str, record: Any) -> Entry:
    if not isinstance(record, dict):
        raise ContentError(f"{path}: {key}: must be a record with label, text and buttons")
    unknown = set(record) - {"label", "text", "warning", "again", "buttons"}
    missing = {"label", "text", "buttons"} - set(record)
    if unknown or missing:
        raise ContentError(f"{path}: {key}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    fields = {
        name: " ".join(str(record.get(name, "")).split()) if name == "warning" else str(record.get(name, "")).strip()
        for name in ("label", "text", "warning", "again")
    }
    if not fields["text"] or not fields["label"]:
        raise ContentError(f"{path}: {key}: label and text must not be empty")
    if not isinstance(record["buttons"], list):
        raise ContentError(f"{path}: {key}: buttons must be a list, [] for none")
    return Entry(key=key, buttons=tuple(_parse_button(path, key, item) for item in record["buttons"]), **fields)


def _parse_button(path: Path, key: str, item: Any) -> tuple[str, str]:
    if isinstance(item, str):
        return "", item
    if isinstance(item, dict) and set(item) == {"title", "need"}:
        return str(item["title"]), str(item["need"])
    raise ContentError(f"{path}: {key}: a button is a need, or a record of title and need, not {item!r}")
