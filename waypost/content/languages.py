"""languages.yml in, the list of languages out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Mapping

from waypost.content.files import ROOT, read_mapping
from waypost.errors import ContentError

DEFAULT_LOCALE = "en"


@dataclass(frozen=True)
class Language:
    """One language: BCP 47 code, own name, and how it is read and detected."""

    code: str
    name: str
    english_name: str
    script: str
    direction: str
    spacy: str
    profile: str
    live: bool
    neighbours: tuple[str, ...]
    """Languages so near that, in a conversation in this one, a message in theirs is taken for it; of live ones unless it surely is theirs."""
    aliases: Mapping[str, tuple[str, ...]]
    """Names of this language as people say them, by the language they say it in."""
    roles: Mapping[str, tuple[str, ...]]
    """Words of direction: from, to, at, via (over which network); network (words that make a name a network); ambiguous (words that mean both
    `to` and `at`); have and want (what is on a place one has is there now, on a place one wants is not there yet). May be missing: have_after and
    want_after (those that say it of the place right before them), want_over (wishes that stand over a `have`), place_endings (of a place, after
    an ambiguous word), way_endings (that make "from" a "with")."""
    please: tuple[str, ...]
    """Words that make the name of a language beside them a wish."""
    requests: Mapping[str, tuple[str, ...]]
    """Words by which a message asks for a second thing: `also` (open a sentence that adds one), `and` and `questions` (a question
    word behind such an "and" opens another question inside the sentence)."""
    losses: tuple[str, ...]
    """Words of somebody whose money was stolen, or who gave their phrase away."""
    checks: tuple[str, ...]
    """Words of somebody who has chosen already and asks whether it is right."""
    ordinals: Mapping[int, tuple[str, ...]]
    """Beginnings of the words for first (0), second (1), ..., last (-1)."""

    @classmethod
    def parse(cls, code: str, record: Mapping[str, Any]) -> Language:
        try:
            return cls(
                code=code,
                live={"live": True, "draft": False}[record["status"]],
                aliases={key: tuple(words) for key, words in record["aliases"].items()},
                neighbours=tuple(record["neighbours"]),
                please=tuple(record["please"]),
                losses=tuple(record["losses"]),
                checks=tuple(record["checks"]),
                roles={key: tuple(words) for key, words in record["roles"].items()},
                requests={key: tuple(record["requests"][key]) for key in ("also", "and", "questions")},
                ordinals={int(key): tuple(words) for key, words in record["ordinals"].items()},
                **{key: str(record[key]) for key in ("name", "english_name", "script", "direction", "spacy", "profile")},
            )
        except KeyError as error:
            raise ContentError(f"languages.yml: {code}: missing or unknown {error}") from error


@cache
def languages(path: Path = ROOT / "languages.yml") -> Mapping[str, Language]:
    """Every language of the file by its code, in the file's order (the order of the language menu)."""
    return {code: Language.parse(code, record) for code, record in read_mapping(path).items()}


def tells_of_loss(text: str) -> bool:
    """Whether somebody says, in any language of ours, that their money was stolen or their phrase given away."""
    lower = text.lower()
    return any(word in lower for language in languages().values() for word in language.losses)


def live_languages() -> tuple[str, ...]:
    """Codes of the languages that are answered."""
    return tuple(code for code, language in languages().items() if language.live)


def live_or_none(code: object) -> str | None:
    """The live language that a BCP 47 tag asks for (`nl-BE` -> `nl`, `pt` -> `pt-BR` when there is no nearer one), or None."""
    if not isinstance(code, str):
        return None
    parts = code.strip().replace("_", "-").split(".")[0].lower().split("-")
    live = {each.lower(): each for each in live_languages()}
    nearest = next((live[tag] for end in range(len(parts), 0, -1) if (tag := "-".join(parts[:end])) in live), None)
    return nearest or next((each for tag, each in live.items() if tag.split("-")[0] == parts[0]), None)


def neighbours_of(code: object) -> tuple[str, ...]:
    """The languages near to the one that a tag asks for; none for any other value."""
    language = live_or_none(code)
    return languages()[language].neighbours if language else ()


def cldr(code: str) -> str:
    """A BCP 47 code as Babel writes it: `pt-BR` -> `pt_BR`."""
    return code.replace("-", "_")
