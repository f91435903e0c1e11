"""A diagnosis in, the values and pages that the copy of its cause takes out: amounts as the language writes them, addresses to be read."""

from __future__ import annotations

from decimal import Decimal
from os.path import commonprefix
from typing import Callable, Mapping, Sequence

from babel.numbers import format_decimal, format_scientific

from waypost.chain.diagnosis import Diagnosis
from waypost.chain.explorers import page
from waypost.chain.findings import Account, Amount, Token
from waypost.content.answers import VALUES
from waypost.content.facts import Link, facts
from waypost.content.languages import cldr

PLACES = "#,##0.########"
READABLE = Decimal(10) ** 15
"""From here on an amount is no sum of money that anybody has: it is shown by its size."""
SMALLEST = Decimal(1).scaleb(-8)
Note = Callable[..., str]
"""A note of the copy in the reply's language, by key and values."""


def values_of(diagnosis: Diagnosis, locale: str, note: Note) -> dict[str, str]:
    """The values of the cause's key."""
    known = {
        "networks": listed(diagnosis.networks),
        "other": network_name(diagnosis.other) if diagnosis.other else "",
        **_of_finding(diagnosis, locale),
        **_of_transfer(diagnosis, locale, note),
    }
    return {name: known[name] for name in VALUES[f"transaction.{diagnosis.cause}"]}


def _of_finding(diagnosis: Diagnosis, locale: str) -> dict[str, str]:
    finding = diagnosis.finding
    if finding is None:
        return {}
    coin = facts().networks[finding.network].native or ""
    return {
        "network": network_name(finding.network),
        "coin": coin,
        "fee": f"{number(finding.fee or Decimal(0), locale)} {coin}",
        "confirmations": format_decimal(finding.confirmations or 0, locale=cldr(locale)),
    }


def _of_transfer(diagnosis: Diagnosis, locale: str, note: Note) -> dict[str, str]:
    transfer = diagnosis.transfer
    if transfer is None:
        return {}
    wrong, own = apart(transfer.receiver, diagnosis.own) if diagnosis.own else ("", "")
    return {
        "what": what(transfer, locale, note),
        "receiver": short(transfer.receiver),
        "contract": transfer.token.contract or "",
        "wrong": wrong,
        "own": own,
    }


def links_of(diagnosis: Diagnosis) -> dict[str, Link]:
    """The pages of the transaction and of its receiver, at the explorer of the network that has it."""
    finding, transfer = diagnosis.finding, diagnosis.transfer
    if finding is None:
        return {}
    pages = {"tx": page(finding.network, "tx", finding.hash)}
    return {**pages, "receiver": page(finding.network, "address", transfer.receiver)} if transfer else pages


def holdings(accounts: Sequence[Account], locale: str, note: Note) -> str:
    """What an address has, a line for each network where it has something."""
    lines = [(account.network, ", ".join(what(amount, locale, note) for amount in account.holds)) for account in accounts if account.holds]
    return "\n".join(f"- {network_name(network)}: {held}" for network, held in lines)


def what(amount: Amount, locale: str, note: Note) -> str:
    """An amount with its token; a token that is on no list of ours is said to be so."""
    name = token_name(amount.token, note)
    return note("unknown_amount", token=name) if amount.value is None else f"{number(amount.value, locale)} {name}"


def token_name(token: Token, note: Note) -> str:
    if token.contract is None or token.asset:
        return token.symbol or note("unknown_token")
    return note("unlisted_token", token=token.symbol) if token.symbol else note("unknown_token")


def number(value: Decimal, locale: str) -> str:
    """Up to eight places; more than anybody has, or less than they show, by its size."""
    if value and (value >= READABLE or value < SMALLEST):
        return str(format_scientific(value, format="0.##E0", locale=cldr(locale)))
    return str(format_decimal(value, format=PLACES, locale=cldr(locale)))


def short(value: str) -> str:
    """An address or a hash to be read; the page behind it has all of it."""
    return f"{value[:6]}…{value[-4:]}"


def apart(address: str, other: str) -> tuple[str, str]:
    """Two addresses that look alike, each up to where they begin to differ."""
    until = max(len(commonprefix([address.lower(), other.lower()])) + 2, 6)
    return f"{address[:until]}…{address[-4:]}", f"{other[:until]}…{other[-4:]}"


def network_name(network: str) -> str:
    return facts().networks[network].name


def listed(networks: Sequence[str]) -> str:
    return ", ".join(map(network_name, networks))


def address_page(accounts: Sequence[Account]) -> Mapping[str, Link]:
    """The page of an address, at the explorer of the first network where it has something."""
    account = next((each for each in accounts if each.holds or each.token), None) or next(each for each in accounts if each.reachable)
    return {"address": page(account.network, "address", account.address)}
