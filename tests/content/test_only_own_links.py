"""The bot emits no address but those of the registry: every key, every advice and every warning in every language, and what an action says."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, product
from typing import Iterator

import pytest

from actions.advising import FORMS
from actions.answers import ActionAnswer
from actions.moves import ActionMove
from tests.actions.stage import perform
from tests.moves.test_layout import words
from waypost.content.answers import GIVEN_LINKS, VALUES, answer_of
from waypost.content.catalog import LINK, link_ids
from waypost.content.facts import facts
from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import live_languages
from waypost.content.live import catalog
from waypost.moves.advice import advise
from waypost.moves.layout import Pages, laid_out
from waypost.moves.lore import Place
from waypost.safety.links import judged, owner

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>`]+", re.IGNORECASE)
HOSTILE = "[click](https://metamask-login.example/x) <a href='https://evil.example'>metamask.io</a> javascript:alert(1) `https://x.example`"
LEFT_OVER = re.compile(r"[{}]")
EVERY = 37
"""Every so many moves of the matrix are laid out in each language; a prime number, so that no asset and no place is left out."""


@cache
def own() -> frozenset[str]:
    return frozenset(link.url for link in facts().links.values())


def strange(text: str) -> list[str]:
    """Addresses of a reply that are not of the registry: as link targets, and bare ones."""
    targets = re.findall(r"(?<!\\)\]\(([^)]*)\)", text)
    bare = ADDRESS.findall(re.sub(r"\]\([^)]*\)", "]", text))
    return [address for address in (*targets, *bare) if address.rstrip(".,") not in own()]


@pytest.mark.parametrize("locale", live_languages())
def test_no_key_of_the_copy_leads_elsewhere(locale: str) -> None:
    for key, again in product(sorted(catalog().keys(locale)), (False, True)):
        given = dict.fromkeys(GIVEN_LINKS.get(answer_of(key), ()), facts().link("mm_binance_guide"))
        reply = catalog().render(locale, key, again=again, links=given, **dict.fromkeys(VALUES.get(key, ()), HOSTILE))
        assert strange(reply.text) == [], key
        assert {url for _, url in reply.links} <= own(), key


def moves() -> Iterator[tuple[str, Place, Place]]:
    """Every asset between every two places: accounts, wallets whose network is open, and wallets on every network."""
    accounts = [Place(venue.id) for venue in facts().venues.values() if venue.kind == "exchange"]
    everywhere = [*accounts, Place("metamask"), *(Place("metamask", network) for network in facts().networks)]
    return product(facts().assets, everywhere, everywhere)


@pytest.mark.parametrize("locale", live_languages())
def test_moves_between_all_places_are_said_whole_and_without_a_strange_address(locale: str) -> None:
    pages, said = Pages(("mm_binance_guide",), frozenset()), words(locale)
    for move in islice(moves(), 0, None, EVERY):
        text = laid_out(advise(*move), pages, said)
        assert not LEFT_OVER.search(text), move
        assert "://" not in text, move
        assert set(LINK.findall(text)) <= facts().links.keys(), move


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize("need", ["safety", "withdraw", "transaction", "bridge_missing"])
def test_what_a_person_wrote_never_comes_back_as_a_link(need: str, locale: str) -> None:
    action = ActionMove() if need in FORMS else ActionAnswer()
    said = perform(action, need, "link:link", text=HOSTILE, slots={"locale": locale})
    assert strange(said.text) == []
    assert {link["url"] for link in said.envelope["links"]} <= own()


def test_every_host_that_a_link_may_lead_to_has_an_owner() -> None:
    allowed = {host for host in read_mapping(ROOT / "facts" / "hosts.yml") if host != "github.com"}
    assert [host for host in allowed if owner(host) is None] == []


def test_no_link_of_the_copy_is_anything_but_official() -> None:
    keys = {(locale, key) for locale in live_languages() for key in catalog().keys(locale)}
    named = {each for locale, key in keys for each in link_ids(catalog().entry(locale, key)) if each not in GIVEN_LINKS.get(answer_of(key), ())}
    assert named
    assert [link_id for link_id in named if judged(facts().link(link_id).url)[0].verdict != "official"] == []
