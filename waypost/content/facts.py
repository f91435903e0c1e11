"""facts/*.yml in, frozen records out, and the one way copy quotes them: `{fact:file.record.field}`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Mapping

from babel.dates import format_date

from waypost.content.files import ROOT, read_mapping
from waypost.errors import ContentError

KINDS = {"network": "networks", "venue": "venues", "asset": "assets", "notice": "notices"}


@dataclass(frozen=True)
class Link:
    """A page, tool, explorer or endpoint that the bot may name; its title in each language."""

    id: str
    url: str
    title: Mapping[str, str]
    language: str
    original: bool


@dataclass(frozen=True)
class Facts:
    """All records by kind and id, each as written in its file; links apart, typed."""

    records: Mapping[str, Mapping[str, Mapping[str, Any]]]
    links: Mapping[str, Link]

    def link(self, link_id: str) -> Link:
        try:
            return self.links[link_id]
        except KeyError:
            raise ContentError(f"facts/links.yml: no link {link_id!r}: add it or mend the copy that names it") from None

    def quote(self, path: str, locale: str) -> str:
        """The fact at `kind.record.field` as copy shows it: dates in the locale's long form."""
        try:
            kind, record, field = path.split(".", 2)
            value = self.records[kind][record][field]
        except (ValueError, KeyError):
            raise ContentError(f"facts: no fact {path!r}: mend the copy that quotes it") from None
        return format_date(value, format="long", locale=locale) if isinstance(value, dt.date) else str(value)

    def name(self, kind: str, record: str) -> str:
        """The name people know a network, venue or asset by; an asset's symbol is its id."""
        return record if kind == "asset" else str(self.records[kind][record]["name"])


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts of this repository, read once."""
    folder = ROOT / "facts"
    records = {kind: read_mapping(folder / f"{stem}.yml") for kind, stem in KINDS.items()}
    links = {link_id: _parse_link(link_id, record) for link_id, record in read_mapping(folder / "links.yml").items()}
    return Facts(records, links)


def _parse_link(link_id: str, record: Mapping[str, Any]) -> Link:
    try:
        return Link(link_id, record["url"], record["title"], record["language"], bool(record.get("original")))
    except (KeyError, TypeError) as error:
        raise ContentError(f"facts/links.yml: {link_id}: missing {error}") from error
