"""A message in, what is to be thought of each host it mentions out: official, unknown, on the list, or an imitation of whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Iterator, Literal

from waypost.content.facts import facts
from waypost.content.records import Brand
from waypost.edits import one_edit
from waypost.safety.lookalikes import look
from waypost.safety.mentions import Mention, mentions
from waypost.safety.phishing_list import NOTHING_LISTED, PhishingList

SHORTEST_FOR_TYPO = 6
PATH_PARTS = 3
"""How much of a path on a host of everybody tells whose page it is."""
Verdict = Literal["imitation", "listed", "unknown", "official"]
WORST_FIRST: tuple[Verdict, ...] = ("imitation", "listed", "unknown", "official")


@dataclass(frozen=True)
class Judged:
    """One host of a message. brand: whose it is or whom it imitates, an id of facts/brands.yml."""

    verdict: Verdict
    host: str
    brand: str | None = None


def judged(text: str, listed: PhishingList = NOTHING_LISTED) -> tuple[Judged, ...]:
    """Every host of a message, the most dangerous first. A word that may be no host at all counts only when it is official or dangerous."""
    found = [(mention, _judge(mention, listed)) for mention in mentions(text)]
    kept = [verdict for mention, verdict in found if mention.sure or verdict.verdict != "unknown"]
    return tuple(sorted(dict.fromkeys(kept), key=lambda one: WORST_FIRST.index(one.verdict)))


def _judge(mention: Mention, listed: PhishingList) -> Judged:
    host = mention.host
    own = owner(host, mention.path)
    pretended = _pretended(mention)
    if pretended and pretended != own:
        return Judged("imitation", host, pretended)
    if own:
        return Judged("official", host, own)
    if listed.allows(host):
        return Judged("unknown", host)
    imitated = next(_imitated(mention), None)
    if imitated:
        return Judged("imitation", host, imitated)
    return Judged("listed" if listed.blocks(host, mention.path) else "unknown", host)


def owner(host: str, path: str = "") -> str | None:
    """The brand that a host really belongs to."""
    address = f"{host}{path}".casefold()
    for brand in facts().brands.values():
        for own in map(str.casefold, brand.hosts):
            name, _, folder = own.partition("/")
            own_folder = host == name and re.match(rf"{re.escape(own)}(?:[/?#]|$)", address)
            if own_folder if folder else host == name or host.endswith(f".{name}"):
                return brand.id
    return None


def _pretended(mention: Mention) -> str | None:
    """Whose host the text of a link, or what stands before its `@`, names."""
    for said in (mention.shown, mention.before):
        for other in mentions(said):
            named = owner(other.host, other.path)
            if named:
                return named
    return next((brand for word, brand in _words(everyday=False) if look(mention.shown).startswith(word)), None)


def _imitated(mention: Mention) -> Iterator[str]:
    """The brands whose host or name this one looks like, the nearest first."""
    host, name = look(mention.host), _name(mention.host)
    for own, brand in _official_looks():
        if host == own or host.endswith(f".{own}"):
            yield brand
    for word, brand in _words(everyday=False):
        if word in name.replace(".", ""):
            yield brand
    tokens = _tokens(mention.host)
    yield from (brand for word, brand in _words(everyday=False) if any(_slip(token, word) for token in tokens))
    baited = any(token in _lures() for token in tokens)
    yield from (brand for word, brand in _words(everyday=True) if baited and word in tokens)
    if _anybodys(mention.host) or re.fullmatch(r"[\d.]+", mention.host):
        start = look("".join(re.split(r"[/?#]", mention.path)[: PATH_PARTS + 1]).replace("-", "").replace("_", ""))
        yield from (brand for word, brand in _words(everyday=False) if word in start)
    before = look(mention.before)
    yield from (brand for word, brand in _words(everyday=False) if word in before)


def _name(host: str) -> str:
    """The look of a host without its ending and without the hyphens inside of labels."""
    return ".".join(look(label.replace("-", "")) for label in host.split(".")[:-1])


def _tokens(host: str) -> set[str]:
    """The looks of the words of a host: its labels, their parts between hyphens, and what is left of these without the lures around it."""
    labels = host.split(".")[:-1]
    found = {look(part) for label in labels for part in (label.replace("-", ""), *label.split("-")) if part}
    ahead = list(found)
    while ahead:
        token = ahead.pop()
        for lure in _lures():
            bare = token.removesuffix(lure) if token.endswith(lure) else token.removeprefix(lure)
            if bare and bare != token:
                ahead += [each for each in (bare, lure) if each not in found]
                found |= {bare, lure}
    return found


def _slip(token: str, word: str) -> bool:
    return len(word) >= SHORTEST_FOR_TYPO and token != word and token not in _innocent() and one_edit(token, word)


def _anybodys(host: str) -> bool:
    return any(host == each or host.endswith(f".{each}") for scam in facts().scams.values() for each in scam.hosts)


@cache
def _official_looks() -> tuple[tuple[str, str], ...]:
    return tuple((look(host), brand.id) for brand in facts().brands.values() for host in brand.hosts if "/" not in host)


@cache
def _words(*, everyday: bool) -> tuple[tuple[str, str], ...]:
    """(look of a word, brand), the longest first: binance.us before Binance."""
    found: list[tuple[str, str]] = [(look(word), brand.id) for brand in _brands(everyday) for word in brand.words]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _brands(everyday: bool) -> list[Brand]:
    return [brand for brand in facts().brands.values() if brand.everyday == everyday]


@cache
def _lures() -> tuple[str, ...]:
    return tuple(look(word) for scam in facts().scams.values() for word in scam.lures)


@cache
def _innocent() -> frozenset[str]:
    return frozenset(look(word) for scam in facts().scams.values() for word in scam.innocent)
