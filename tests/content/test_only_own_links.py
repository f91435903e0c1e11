"""The bot emits no address but those of the registry: every key, every advice and every warning in every language, and what an action says."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Iterator

import pytest

from actions.advising import FORMS
from actions.answers import ActionAnswer
from tests.actions.stage import perform
from tests.moves.test_layout import words
from waypost.content.answers import VALUES
from waypost.content.facts import facts
from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import live_languages
from waypost.content.live import catalog, phrases
from waypost.moves.advice import Advice, advise
from waypost.moves.layout import Pages, laid_out
from waypost.moves.lore import Place
from waypost.safety.links import judged, owner

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>`]+", re.IGNORECASE)
HOSTILE = "[click](https://metamask-login.example/x) <a href='https://evil.example'>metamask.io</a> javascript:alert(1) `https://x.example`"
SAMPLE = 7
"""Every so many moves of the matrix are laid out in each language; a prime number, so that no asset and no place is always left out."""


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
        reply = catalog().render(locale, key, again=again, **dict.fromkeys(VALUES.get(key, ()), HOSTILE))
        assert strange(reply.text) == [], key
        assert {url for _, url in reply.links} <= own(), key


def moves() -> Iterator[tuple[str, Place, Place]]:
    """Every asset between every two places: accounts, wallets whose network is open, and wallets on every network."""
    accounts = [Place(venue.id) for venue in facts().venues.values() if venue.kind == "exchange"]
    everywhere = [*accounts, Place("metamask"), *(Place("metamask", network) for network in facts().networks)]
    return product(facts().assets, everywhere, everywhere)


@pytest.mark.parametrize("first", range(SAMPLE))
def test_every_move_is_said_in_four_languages_without_a_strange_address(first: str) -> None:
    """Each run takes another seventh of the matrix; together they are all of it."""
    pages, locales = Pages(("mm_binance_guide",), frozenset()), live_languages()
    said = {locale: words(locale) for locale in locales}
    seen: set[tuple[str, str]] = set()
    for number, move in enumerate(moves()):
        if number % SAMPLE != first:
            continue
        advice = advise(*move)
        locale = locales[number // SAMPLE % len(locales)]
        text = laid_out(advice, pages, said[locale])
        assert "{" not in text, move
        for code in locales:
            _say_all(code, advice, seen)
        assert strange(catalog().composed(locale, "withdraw", text, buttons=[]).text) == [], move


def _say_all(locale: str, advice: Advice, seen: set[tuple[str, str]]) -> None:
    """Every line of an advice that has not been said in this language yet, with these values."""
    for line in (advice.reason, *advice.steps, *advice.checks, *advice.risks, *(other.line for other in advice.alternatives)):
        mark = (locale, f"{line.key}{dict(line.values)}")
        if mark not in seen:
            seen.add(mark)
            assert "{" not in phrases().say(locale, line)


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize("need", ["safety", "withdraw", "transaction", "bridge_missing"])
def test_what_a_person_wrote_never_comes_back_as_a_link(need: str, locale: str) -> None:
    from actions.moves import ActionMove

    action = ActionMove() if need in FORMS else ActionAnswer()
    said = perform(action, need, "link:link", text=HOSTILE, slots={"locale": locale})
    assert strange(said.text) == []
    assert {link["url"] for link in said.envelope["links"]} <= own()


def test_every_host_that_a_link_may_lead_to_has_an_owner() -> None:
    pages = {record.url.split("/", 3)[2] for record in facts().links.values()}
    allowed = {host for host in read_mapping(ROOT / "facts" / "hosts.yml") if host != "github.com"}
    assert [host for host in allowed if owner(host) is None] == []
    assert [judged(f"https://{host}/") for host in pages if any(host.endswith(each) for each in allowed) and judged(f"https://{host}/")[0].verdict != "official"] == []
