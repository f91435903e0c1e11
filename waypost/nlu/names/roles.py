"""Names of a message in, the same names with roles out: from, to, at (where something is) or via (over which network).

The words that carry direction stand in languages.yml (`roles`); arrows mean the same everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Mapping, Sequence

from waypost.content.facts import facts
from waypost.content.languages import languages
from waypost.nlu.names.gazetteer import Name
from waypost.nlu.tokenizing import Word

ARROW = re.compile(r"^(?:[-=–—]*>{1,2}|→|⇒|⟶|➡)$")
STOP = frozenset(".;?!,:()")
SENTENCE_END = frozenset(".;?!")
REACH = 4
CLAUSE = 7
PLACES = ("venue", "network")
PERHAPS_TO = "to?"
"""Until all names are known: a word that means both "on" and "onto", with nothing that says which."""


@dataclass(frozen=True)
class RoleWords:
    """Words that make the name after them a source, a target or a place; and endings that mark a place (Russian prepositional)."""

    source: frozenset[str]
    target: frozenset[str]
    place: frozenset[str]
    way: frozenset[str]
    place_endings: tuple[str, ...]
    network: frozenset[str]
    have: frozenset[str]
    want: frozenset[str]
    have_after: frozenset[str]
    want_after: frozenset[str]
    want_over: frozenset[str]
    ambiguous: frozenset[str]
    way_endings: tuple[str, ...]

    def role(self, word: str) -> str | None:
        if word in self.source:
            return "from"
        if word in self.target:
            return "to"
        return "at" if word in self.place else "via" if word in self.way else None


@cache
def role_words(language: str | None) -> RoleWords:
    """Of one language and English; of all languages when the language is not known."""
    chosen = [record for code, record in languages().items() if language is None or code in ("en", language)]

    def merged(field: str) -> frozenset[str]:
        return frozenset(word for record in chosen for word in record.roles.get(field, ()))

    endings = tuple(ending for record in chosen for ending in record.roles.get("place_endings", ()))
    return RoleWords(
        merged("from"),
        merged("to"),
        merged("at"),
        merged("via"),
        endings,
        merged("network"),
        merged("have"),
        merged("want"),
        merged("have_after"),
        merged("want_after"),
        merged("want_over"),
        merged("ambiguous"),
        tuple(ending for record in chosen for ending in record.roles.get("way_endings", ())),
    )


def with_roles(names: Sequence[Name], words: Sequence[Word], language: str | None) -> list[Name]:
    """The same names with roles; weak ones without a role word or a word like "network" beside them are dropped."""
    vocabulary = role_words(language)
    taken = {position for name in names for position in range(name.first, name.last + 1)}
    places = {position for name in names if name.kind in PLACES for position in range(name.first, name.last + 1)}
    given = _without_perhaps([name.with_role(_role(name, words, vocabulary, taken, places)) for name in names])
    kept = [name for name in given if not name.weak or name.role or _beside_network(name, words, vocabulary)]
    return _completed(_as_places(kept))


def _role(name: Name, words: Sequence[Word], vocabulary: RoleWords, taken: set[int], places: set[int]) -> str | None:
    if name.kind not in (*PLACES, "asset"):
        return None
    role, said_by = _word_before(name, words, vocabulary, taken)
    after = words[name.last + 1].lower if name.last + 1 < len(words) else ""
    if name.kind in PLACES and (role in ("at", None) or said_by in vocabulary.ambiguous):
        leads_on = role == "at" and vocabulary.role(after) == "to"  # "put what is in A onto B": wanted is B
        evidence = "from" if leads_on else _had_or_wanted(name, words, vocabulary, places)
        role = evidence or (PERHAPS_TO if role == "to" else role)
    if role:
        return role
    return "from" if ARROW.match(after) or (name.kind in PLACES and vocabulary.role(after) == "to") else None


def _word_before(name: Name, words: Sequence[Word], vocabulary: RoleWords, taken: set[int]) -> tuple[str | None, str]:
    """The role that the nearest word of direction before a name gives it, and that word."""
    reach = REACH if name.kind in PLACES else 1
    for at in range(name.first - 1, max(name.first - 1 - reach, -1), -1):
        lower = words[at].lower
        if ARROW.match(lower):
            return "to", lower
        if lower in STOP or (at in taken and name.kind in PLACES):
            break
        role = vocabulary.role(lower)
        if role == "to" and lower in vocabulary.ambiguous and _in_a_place(words[at + 1 : name.last + 1], vocabulary):
            return "at", lower
        if role == "from" and vocabulary.way_endings and words[name.last].lower.endswith(vocabulary.way_endings):
            return "via", lower
        if role:
            return role, lower
    return None, ""


def _in_a_place(named: Sequence[Word], vocabulary: RoleWords) -> bool:
    """Whether the ending says "where" and not "whereto": of the name itself, or of the word "network" before it."""
    return any(
        word.lower.endswith(vocabulary.place_endings) for at, word in enumerate(named) if at == len(named) - 1 or word.lower in vocabulary.network
    )


def _had_or_wanted(name: Name, words: Sequence[Word], vocabulary: RoleWords, places: set[int]) -> str | None:
    """`I have it on X` makes X the source, `I need it on X` the target; a verb right after the place ("op X staat") before one in front of it,
    of several in front the nearest, unless a wish stands over it ("хочу, чтобы лежали на X"). Words before another place belong to that."""
    following = words[name.last + 1].lower if name.last + 1 < len(words) else ""
    if following in vocabulary.have_after or following in vocabulary.want_after:
        return "from" if following in vocabulary.have_after else "to"
    for at in range(name.first - 1, max(name.first - 1 - CLAUSE, -1), -1):
        lower = words[at].lower
        if lower in SENTENCE_END or at in places:
            return None
        if lower in vocabulary.have:
            return "to" if vocabulary.want_over & {word.lower for word in words[max(at - REACH, 0) : at]} else "from"
        if lower in vocabulary.want:
            return "to"
    return None


def _without_perhaps(names: Sequence[Name]) -> list[Name]:
    """Beside a place that is surely wanted, and without one where things are, "on or onto" means where they are."""
    sure = {name.role: name.id for name in names if name.kind in PLACES and name.role in ("from", "to")}
    result = []
    for name in names:
        if name.role == PERHAPS_TO:
            is_source = "to" in sure and "from" not in sure and sure["to"] != name.id
            name = name.with_role("from" if is_source else "to")
        result.append(name)
    return result


def _beside_network(name: Name, words: Sequence[Word], vocabulary: RoleWords) -> bool:
    beside = {words[at].lower for at in (name.first - 1, name.last + 1) if 0 <= at < len(words)}
    return bool(beside & vocabulary.network)


def _as_places(names: Sequence[Name]) -> list[Name]:
    """A native coin after from/to stands for its network ("from eth to bsc"), unless the network itself is named beside it."""
    natives = _networks_of_coins()
    result = []
    for position, name in enumerate(names):
        network = natives.get(name.id) if name.kind == "asset" and name.role in ("from", "to") else None
        following = names[position + 1] if position + 1 < len(names) else None
        beside_a_place = following is not None and following.kind in PLACES and following.role == name.role
        if network and name.role and not beside_a_place:
            result.append(Name("network", network, name.first, name.last, name.weak, name.role))
        else:
            result.append(name.with_role(None) if name.kind == "asset" else name)
    return result


@cache
def _networks_of_coins() -> Mapping[str, str]:
    """Native coin -> the network that people mean by it."""
    natives = {
        record["native"]: network
        for network, record in facts().records["network"].items()
        if record.get("evm") and record.get("native") and record.get("kind") == "mainnet" and network not in ("opbnb",)
    }
    return {**natives, "ETH": "ethereum", "BNB": "bsc"}


def _completed(names: Sequence[Name]) -> list[Name]:
    """With two places of which one has a direction, the other has the opposite one: "USDT on Polygon must go to BSC"."""
    directions: dict[tuple[str, str], set[str]] = {}
    for name in names:
        if name.kind in PLACES:
            directions.setdefault((name.kind, name.id), set()).update({name.role or ""} & {"from", "to"})
    known = [found for found in directions.values() if found]
    if len(directions) != 2 or len(known) != 1 or len(known[0]) != 1:
        return list(names)
    opposite = "to" if "from" in known[0] else "from"
    open_ones = {place for place, found in directions.items() if not found}
    return [name.with_role(opposite) if (name.kind, name.id) in open_ones and name.role in (None, "at") else name for name in names]
