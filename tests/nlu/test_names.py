"""The domain's names are found in what people write, with who is source and who is target."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from waypost.content.facts import facts
from waypost.content.files import read_yaml
from waypost.content.languages import languages, live_languages
from waypost.nlu.names.gazetteer import Name, gazetteer
from waypost.nlu.names.roles import with_roles
from waypost.nlu.reading import read
from waypost.nlu.tokenizing import words_of

TABLES = sorted((Path(__file__).parent / "names").glob("*.yml"))
ROWS = [(path.stem, row) for path in TABLES for row in read_yaml(path)]
AT_LEAST = 12
HASH = "0x" + "ab" * 32
ADDRESS = "0x55d398326f99059fF775485246999027B3197955"


def written(name: Name) -> str:
    return ":".join(part for part in (name.kind, name.id, name.role) if part)


def found(text: str, language: str | None = "en", common: frozenset[str] = frozenset()) -> list[str]:
    return [written(name) for name in read(text, language, common).names]


def aliases() -> list[tuple[str, str, str, str]]:
    """(kind, record, language, alias) of every strong alias of the facts."""
    return [
        (kind, record, code if code in languages() else "en", str(alias))
        for kind in ("venue", "network", "asset")
        for record, fields in facts().records[kind].items()
        for code, words in fields["aliases"].items()
        for alias in words
    ]


@pytest.mark.parametrize(("language", "row"), ROWS, ids=[f"{language}: {row['say']}" for language, row in ROWS])
def test_a_message_has_these_names_with_these_roles(language: str, row: dict[str, Any], common: frozenset[str]) -> None:
    assert found(row["say"], language, common) == row["names"]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_has_enough_rows(path: Path) -> None:
    assert Counter(language for language, _ in ROWS)[path.stem] >= AT_LEAST


def test_every_table_is_of_a_language() -> None:
    assert {path.stem for path in TABLES} - set(languages()) == set()
    assert len(TABLES) >= 4


@pytest.mark.parametrize("kind", ["venue", "network", "asset"])
@pytest.mark.parametrize("code", sorted(languages()))
def test_every_alias_of_the_facts_is_found_whole(kind: str, code: str) -> None:
    missed = []
    for _, record, language, alias in (item for item in aliases() if item[0] == kind and item[2] == code):
        words = words_of(alias.rstrip("~"), language)
        names = gazetteer(language).find(words)
        if [(name.first, name.last) for name in names] != [(0, len(words) - 1)]:
            missed.append((record, alias, [written(name) for name in names]))
    assert missed == []


def test_there_are_aliases_to_look_at() -> None:
    assert len(aliases()) > 300


# -- typos, inflections, compounds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["metamas", "metammask", "metamasc", "metamaks", "metmask", "metamsk", "Metamaskk", "METAMAXK"])
def test_one_typo_in_a_long_name_is_forgiven(typed: str) -> None:
    assert found(f"hello {typed}") == ["venue:metamask"]


@pytest.mark.parametrize("typed", ["mask", "meta", "metric", "etamask", "mxtamxsk", "balance", "finance", "b", "bs"])
def test_what_is_farther_from_a_name_is_another_word(typed: str) -> None:
    assert found(f"hello {typed}") == []


def test_an_everyday_word_is_never_a_mistyped_name() -> None:
    assert (found("metamaak"), found("metamaak", common=frozenset({"metamaak"}))) == (["venue:metamask"], [])


@pytest.mark.parametrize("typed", ["метамаска", "метамаске", "метамаском", "бинанса", "бинансе"])
def test_an_inflected_name_is_found_however_often_people_write_it(typed: str) -> None:
    assert len(found(typed, "ru", frozenset({typed}))) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "binancewallet",
        "metamask-account",
        "binanceaccount",
        "metamaskadres",
        "ethereumnetwerk",
        "polygonchain",
        "bsc-netwerk",
        "usdt-saldo",
        "usdttokens",
    ],
)
def test_a_compound_holds_the_name_in_front(typed: str) -> None:
    assert len(found(typed, "nl")) == 1


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("BSC->Polygon", ["network:bsc:from", "network:polygon:to"]),
        ("bsc --> polygon", ["network:bsc:from", "network:polygon:to"]),
        ("bsc => polygon", ["network:bsc:from", "network:polygon:to"]),
        ("bsc>>polygon", ["network:bsc:from", "network:polygon:to"]),
        ("bsc ➡ polygon", ["network:bsc:from", "network:polygon:to"]),
        ("binance→metamask→binance.us", ["venue:binance:from", "venue:metamask:to", "venue:binance_us:to"]),
        ("metamask→binance.us", ["venue:metamask:from", "venue:binance_us:to"]),
        ("binance.us→metamask", ["venue:binance_us:from", "venue:metamask:to"]),
        ("bnb/usdt", ["asset:BNB", "asset:USDT"]),
        ("usdt+bnb", ["asset:USDT", "asset:BNB"]),
    ],
)
def test_signs_join_and_direct_names(typed: str, names: list[str]) -> None:
    assert found(typed) == names


@pytest.mark.parametrize("language", [*live_languages(), None])
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (ADDRESS, "address:address"),
        (HASH, "hash:hash"),
        (HASH.upper().replace("0X", "0x"), "hash:hash"),
        ("https://example.org/a", "link:link"),
        ("www.example.org", "link:link"),
        (f"https://bscscan.com/tx/{HASH}", "hash:hash"),
        (f"bscscan.com/tx/{HASH}", "hash:hash"),
        ("bnb1grpf0955h0ykzq3ar5nmum7y6gdfl6lxfn46h2", "address:address"),
    ],
)
def test_numbers_of_the_chain_are_found_in_every_language(typed: str, name: str, language: str | None) -> None:
    assert found(f"{typed} ?", language) == [name]


# -- weak names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("send it to base", ["network:base:to"]),
        ("base network", ["network:base"]),
        ("base chain", ["network:base"]),
        ("from base to bsc", ["network:base:from", "network:bsc:to"]),
        ("the base fee", []),
        ("base", []),
        ("my home base", []),
    ],
)
def test_an_everyday_word_is_a_network_only_beside_words_that_say_so(typed: str, names: list[str]) -> None:
    assert found(typed) == names


# -- roles ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", live_languages())
def test_every_word_of_direction_gives_its_role(code: str) -> None:
    roles = languages()[code].roles
    wrong = [
        (word, role)
        for role in ("from", "to")
        for word in roles[role]
        if word not in roles["ambiguous"] and len(words_of(word, code)) == 1 and f"network:bsc:{role}" not in found(f"{word} bsc", code)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("I have it on bsc", ["network:bsc:from"]),
        ("I need it on bsc", ["network:bsc:to"]),
        ("it sits on binance and I want it on bsc", ["venue:binance:from", "network:bsc:to"]),
        ("I have it. on bsc?", ["network:bsc:at"]),
        ("what is on bsc", ["network:bsc:at"]),
    ],
)
def test_having_makes_a_source_and_wanting_a_target(typed: str, names: list[str]) -> None:
    assert found(typed) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("binance to metamask", ["venue:binance:from", "venue:metamask:to"]),
        ("metamask from binance", ["venue:metamask:to", "venue:binance:from"]),
        ("binance metamask", ["venue:binance", "venue:metamask"]),
        ("to metamask", ["venue:metamask:to"]),
    ],
)
def test_of_two_places_the_other_one_has_the_other_direction(typed: str, names: list[str]) -> None:
    assert found(typed) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("from eth to bnb", ["network:ethereum:from", "network:bsc:to"]),
        ("move eth", ["asset:ETH"]),
        ("from usdt to bsc", ["asset:USDT", "network:bsc:to"]),
    ],
)
def test_a_native_coin_with_a_direction_stands_for_its_network(typed: str, names: list[str]) -> None:
    assert found(typed) == names


def test_a_word_of_direction_does_not_reach_over_a_full_stop() -> None:
    assert found("where from? binance") == ["venue:binance"]


def test_a_name_without_words_around_it_has_no_role() -> None:
    names = gazetteer("en").find(words_of("binance", "en"))
    assert [name.role for name in with_roles(names, words_of("binance", "en"), "en")] == [None]


# -- languages as names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", live_languages())
def test_every_live_language_is_known_by_its_names_to_its_own_people(code: str) -> None:
    unknown = [alias for alias in languages()[code].aliases.get(code, ()) if f"language:{code}" not in found(alias, code)]
    assert unknown == []


@pytest.mark.parametrize(
    ("typed", "language", "code"),
    [("german please", "en", "de"), ("french", "en", "fr"), ("duits", "nl", "de"), ("по-немецки", "ru", "de"), ("немецкий", "ru", "de")],
)
def test_a_language_that_is_not_ours_is_known_by_name(typed: str, language: str, code: str) -> None:
    assert found(typed, language) == [f"language:{code}"]


def test_a_polish_is_an_everyday_word() -> None:
    assert found("polish my shoes") == []


@pytest.mark.parametrize("language", live_languages())
@pytest.mark.parametrize("symbol", ["USDT", "USDC", "BUSD", "FDUSD", "BNB"])
def test_a_symbol_in_capitals_is_one_word_in_every_language(symbol: str, language: str) -> None:
    assert found(f"{symbol} Binance", language)[0] == f"asset:{symbol}"
