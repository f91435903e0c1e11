"""Facts are quoted as copy shows them, and a fact that is not there is an error."""

from __future__ import annotations

import datetime as dt

import pytest

from waypost.content.facts import KINDS, Facts, facts
from waypost.content.languages import live_languages
from waypost.errors import ContentError

ALL = [(kind, record) for kind in KINDS for record in facts().records[kind]]
DATED = Facts({"notice": {"end": {"day": dt.date(2026, 12, 1)}}}, {})


@pytest.mark.parametrize("path", ["", "network", "network.bsc", "network.nowhere.name", "network.bsc.colour", "planet.bsc.name"])
def test_a_fact_that_is_not_there_is_an_error(path: str) -> None:
    with pytest.raises(ContentError, match="no fact"):
        facts().quote(path, "en")


def test_a_link_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ContentError, match="no link 'nowhere'"):
        facts().link("nowhere")


def test_a_date_is_written_out_in_the_language() -> None:
    assert {locale: DATED.quote("notice.end.day", locale) for locale in ("en", "nl")} == {"en": "December 1, 2026", "nl": "1 december 2026"}


@pytest.mark.parametrize("locale", live_languages())
def test_every_live_language_writes_dates(locale: str) -> None:
    assert "2026" in DATED.quote("notice.end.day", locale)


@pytest.mark.parametrize(("kind", "record"), ALL)
def test_a_record_says_where_it_is_from_and_when_it_was_checked(kind: str, record: str) -> None:
    found = facts().records[kind][record]
    assert found.get("source"), "no source"
    assert isinstance(found.get("checked"), dt.date), "no checked date"


@pytest.mark.parametrize(("kind", "record"), [item for item in ALL if item[0] != "notice"])
def test_a_place_or_asset_has_a_name_for_people(kind: str, record: str) -> None:
    assert facts().name(kind, record)


def test_an_asset_is_called_by_its_symbol() -> None:
    assert facts().name("asset", "USDT") == "USDT"
