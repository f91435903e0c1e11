"""Words and names of a message in, named features out, in six blocks that are normalised apart.

words   the words, one and two at a time
chars   2 to 5 letters inside a word: typos, inflection, compounds
roles   words with the domain's names replaced by what they are (exchange, own wallet, BSC, ...) and their direction, 1 to 3 at a time
shape   only those tokens and the words of direction, 1 to 4 at a time: the skeleton of a move
places  who is source, who is target, and which kinds of names there are
stems   names and beginnings of words, each once: the model pairs them, so that "bridge" and "stuck" far apart still meet
"""

from __future__ import annotations

import re
from typing import Iterator, Mapping, Sequence

from waypost.content.facts import facts
from waypost.nlu.names.gazetteer import Name
from waypost.nlu.names.roles import ARROW, role_words
from waypost.nlu.tokenizing import Word

BLOCKS = ("words", "chars", "roles", "shape", "places", "stems")
STEM = 5
MOST_STEMS = 40
_LETTERS = re.compile(r"[^\W_]")
_NUMBER = re.compile(r"^[\d.,:]+[a-zа-я]{0,2}$")


def features(words: Sequence[Word], names: Sequence[Name], language: str | None) -> list[list[str]]:
    """One list of features per block, repeats included."""
    plain = [_plain(word.lower) for word in words]
    replaced, skeleton = _replaced(words, names, language)
    return [
        list(_grams(plain, 1, 2)),
        list(_chars(plain)),
        list(_grams(replaced, 1, 3)),
        list(_grams(skeleton, 1, 4)),
        list(_direction(names)),
        _stems(replaced),
    ]


def _stems(replaced: Sequence[str]) -> list[str]:
    """Names and cut words, each once, in order: a cheap stem that works alike in all our languages."""
    stems = [word if word.startswith("<") else word[:STEM] for word in replaced if _tells(word)]
    return list(dict.fromkeys(stems))[:MOST_STEMS]


def _tells(word: str) -> bool:
    """Whether a word or name can mean something beside another one."""
    return word != "<number>" if word.startswith("<") else len(word) > 2 and word.isalpha()


def _plain(word: str) -> str:
    if word.startswith(("0x", "http", "www.")):
        return "<hex>" if word.startswith("0x") else "<link>"
    return "<number>" if _NUMBER.match(word) else word


def _grams(tokens: Sequence[str], shortest: int, longest: int) -> Iterator[str]:
    padded = ["^", *tokens, "$"] if tokens else []
    for size in range(shortest, longest + 1):
        source = tokens if size == 1 else padded
        for at in range(len(source) - size + 1):
            yield " ".join(source[at : at + size])


def _chars(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word.startswith("<") or not _LETTERS.search(word):
            continue
        padded = f" {word} "
        for size in range(2, 6):
            for at in range(len(padded) - size + 1):
                yield padded[at : at + size]


def token_of(name: Name) -> str:
    """What a name is, as the classifier sees it."""
    if name.kind == "asset":
        return "<ASSET>"
    if name.kind == "venue":
        record = facts().records["venue"][name.id]
        return {"exchange": "<EXCHANGE>", "wallet": "<WALLET>", "bridge": "<BRIDGE>"}.get(record["kind"], "<DAPP>")
    if name.kind == "network":
        if name.id in ("bsc", "beacon"):
            return f"<{name.id.upper()}>"
        return "<EVM>" if facts().records["network"][name.id].get("evm") else "<OTHERCHAIN>"
    return f"<{name.kind.upper()}>"


def _replaced(words: Sequence[Word], names: Sequence[Name], language: str | None) -> tuple[list[str], list[str]]:
    vocabulary = role_words(language)
    starts: Mapping[int, Name] = {name.first: name for name in names}
    replaced: list[str] = []
    skeleton: list[str] = []
    at = 0
    while at < len(words):
        name = starts.get(at)
        if name:
            token = token_of(name)
            replaced.append(token)
            skeleton.append(f"{name.role}:{token}" if name.role else token)
            at = name.last + 1
            continue
        lower = words[at].lower
        replaced.append(_plain(lower))
        role = "to" if ARROW.match(lower) else vocabulary.role(lower)
        if role:
            skeleton.append(role)
        elif lower == "?":
            skeleton.append("?")
        at += 1
    return replaced, skeleton


def _direction(names: Sequence[Name]) -> Iterator[str]:
    places = [name for name in names if name.kind in ("venue", "network")]
    sources = sorted({token_of(name) for name in places if name.role == "from"})
    targets = sorted({token_of(name) for name in places if name.role == "to"})
    for source in sources:
        yield f"source={source}"
        for target in targets:
            yield f"{source}=>{target}"
    for target in targets:
        yield f"target={target}"
    yield f"places={min(len(places), 3)}"
    for kind in sorted({token_of(name) for name in names}):
        yield f"has={kind}"
