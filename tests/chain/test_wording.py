"""Amounts are written as the language writes them, addresses to be read, and a token's name is never more than a name."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from tests.support.findings import ALIKE, BNB, FOO, OWN, USDT, move, on_bsc
from waypost.chain.diagnosis import Said, diagnosed
from waypost.chain.findings import Account, Amount, Token
from waypost.chain.wording import apart, holdings, links_of, number, short, values_of, what
from waypost.content.answers import VALUES
from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import live_languages
from waypost.content.live import catalog

SPOKEN = read_mapping(ROOT / "tests" / "chain" / "scenarios.yml")
CAUSES = [key for key in VALUES if key.startswith("transaction.")]


@pytest.mark.parametrize(
    ("value", "locale", "shown"),
    [
        ("1234.5", "en", "1,234.5"),
        ("1234.5", "nl", "1.234,5"),
        ("1234.5", "ru", "1\u00a0234,5"),
        ("1234.5", "ms", "1,234.5"),
        ("0", "en", "0"),
        ("0.00000001", "en", "0.00000001"),
        ("0.123456789", "en", "0.12345679"),
        ("0.000000000000000001", "en", "1E-18"),
        ("100000000000000000000", "en", "1E20"),
    ],
)
def test_a_number_is_written_as_the_language_does(value: str, locale: str, shown: str) -> None:
    assert number(Decimal(value), locale) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Amount(BNB, 10**18), "1 BNB"),
        (Amount(USDT, 125 * 10**17), "12.5 USDT"),
        (Amount(FOO, 10**18), "1 FOO (not on my list)"),
        (Amount(Token("bsc", OWN, None, 18, None), 10**18), "1 a token without a readable name"),
        (Amount(Token("bsc", OWN, "FOO", None, None), 7), "FOO (not on my list), amount not readable"),
    ],
)
def test_an_amount_names_its_token(amount: Amount, shown: str) -> None:
    assert what(amount, "en", partial(catalog().note, "en")) == shown


def test_an_address_is_short_and_its_page_has_all_of_it() -> None:
    cause = diagnosed([on_bsc(move(USDT))], Said(own=(OWN,)))
    assert cause is not None
    assert short(OWN) == f"{OWN[:6]}…{OWN[-4:]}"
    assert links_of(cause)["receiver"].url == f"https://bscscan.com/address/{OWN}"
    assert links_of(cause)["tx"].url.startswith("https://bscscan.com/tx/0x")


def test_two_addresses_that_look_alike_are_shown_to_where_they_differ() -> None:
    one, other = apart(ALIKE, OWN)
    assert one != other
    assert one[:6] == other[:6]


def test_holdings_have_a_line_for_each_network_with_something() -> None:
    accounts = [Account("bsc", OWN, True, holds=(Amount(BNB, 10**18), Amount(USDT, 10**18))), Account("ethereum", OWN, True)]
    assert holdings(accounts, "en", partial(catalog().note, "en")) == "- BNB Smart Chain: 1 BNB, 1 USDT"


@pytest.mark.parametrize("locale", live_languages())
def test_every_cause_renders_with_its_values_in_every_language(locale: str) -> None:
    finding = on_bsc(move(USDT), status="succeeded")
    cause = diagnosed([finding], Said(own=(OWN,)))
    assert cause is not None
    links = {**links_of(cause), "address": links_of(cause)["receiver"]}
    for key in CAUSES:
        reply = catalog().render(locale, key, links=links, **dict.fromkeys(VALUES[key], "value"))
        assert reply.answer == "transaction"
        assert "link:" not in reply.text
        assert len(reply.links) == reply.text.count("](https://")


def test_the_values_are_those_that_the_copy_takes() -> None:
    cause = diagnosed([on_bsc(status="failed")], Said())
    assert cause is not None
    assert values_of(cause, "nl", partial(catalog().note, "nl")) == {"network": "BNB Smart Chain", "fee": "0,001 BNB"}


@pytest.mark.parametrize("scenario", SPOKEN)
def test_people_of_every_live_language_say_each_scenario(scenario: str) -> None:
    """The look-ups over real nodes speak all of them."""
    assert set(SPOKEN[scenario]) == set(live_languages())
