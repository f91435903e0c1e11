"""facts/*.yml in, frozen records out, and the one way copy quotes them: `{fact:file.record.field}`.

Every record is parsed into its shape (records.py) and compared with the others (consistency.py): a bad one raises ContentError at load.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

from babel.dates import format_date

from waypost.content.consistency import contradictions
from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import cldr
from waypost.content.records import SHAPES, AddressType, Asset, Brand, LinkRecord, Network, Notice, Record, Route, Scam, Venue
from waypost.content.shapes import read_records
from waypost.errors import ContentError

KINDS = {"network": "networks", "venue": "venues", "asset": "assets", "route": "routes", "notice": "notices"}
FOLDER = ROOT / "facts"


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
    """All records by kind and id, each as written in its file (copy quotes these), and typed (code uses these)."""

    records: Mapping[str, Mapping[str, Mapping[str, Any]]]
    links: Mapping[str, Link]
    networks: Mapping[str, Network] = field(default_factory=dict)
    venues: Mapping[str, Venue] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    addresses: Mapping[str, AddressType] = field(default_factory=dict)
    brands: Mapping[str, Brand] = field(default_factory=dict)
    scams: Mapping[str, Scam] = field(default_factory=dict)

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
        return format_date(value, format="long", locale=cldr(locale)) if isinstance(value, dt.date) else str(value)

    def name(self, kind: str, record: str) -> str:
        """The name people know a network, venue or asset by; an asset's symbol is its id."""
        return record if kind == "asset" else str(self.records[kind][record]["name"])


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts of this repository, read once."""
    return load(FOLDER)


def load(folder: Path) -> Facts:
    """The facts of a folder. Raises ContentError with the file, the record and the field that is wrong."""
    typed: dict[str, Any] = read_typed(folder)
    wrong = next(contradictions(typed), None)
    if wrong:
        raise ContentError(wrong)
    records = {kind: read_mapping(folder / f"{stem}.yml") for kind, stem in KINDS.items()}
    links = {link_id: _link(record) for link_id, record in typed.pop("links").items()}
    return Facts(records, links, **typed)


def read_typed(folder: Path) -> dict[str, dict[str, Record]]:
    """Every record of a folder by the stem of its file and its key."""
    return {stem: dict(read_records(shape, folder / f"{stem}.yml")) for stem, shape in SHAPES.items()}


def _link(record: LinkRecord) -> Link:
    return Link(record.id, record.url, record.title, record.language, record.original)
