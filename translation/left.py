"""A language of the list in, what is left to do until it can be live out: headings with lines, the nearest door first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Iterator, Mapping

from tests.support.content import FEWEST_CONVERSATIONS, FEWEST_MESSAGES, PRODUCED, load
from translation.known import ANY, TOLD_APART, said_by
from translation.laws import findings
from translation.notes import notes
from translation.scaffold import EVALS, ORDINALS, REQUESTS, ROLES
from translation.states import State, states
from translation.units import LINKS, SOURCE, file_of, texts
from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import DEFAULT_LOCALE, languages

SHOWN = 40
"""Lines of one kind that are shown; the others are counted."""
LISTS = ("switch_language/switch_language.unsupported/text", "demo/point_3_text")
"""Texts that list the languages."""
SMALLEST_SHARE = 3
STEM = 5
"""Letters of a language's name that stay in every case."""
Left = dict[str, list[str]]


def left(code: str, root: Path = ROOT) -> Left:
    """Lines by what they are about; nothing is left when it is empty."""
    record = read_mapping(root / "languages.yml")[code]
    parts: Left = {
        notes("left_register"): list(_register(code, record, root)),
        notes("left_copy"): list(_copy(code, root)),
        notes("left_laws"): list(findings(code, None, root)),
        notes("left_messages"): list(_messages(code, root)),
        notes("left_conversations"): list(_conversations(code, root)),
        notes("left_evals"): list(_evals(code, root)),
        notes("left_last"): list(_last(code, root)),
    }
    return {title: lines for title, lines in parts.items() if lines}


def told(code: str, name: str, live: bool, todo: Left) -> Iterator[str]:
    """The lines of a report."""
    yield notes("left_title", name=name, code=code, status="live" if live else "draft")
    for title, lines in todo.items():
        yield f"\n{title}"
        yield from (f"  - {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"  - {notes('left_more', count=len(lines) - SHOWN)}"
    if not todo:
        yield notes("left_nothing_live" if live else "left_nothing", code=code)
    else:
        yield "\n" + notes("left_again", code=code)


def _register(code: str, record: Mapping[str, Any], root: Path) -> Iterator[str]:
    """Fields of languages.yml that only a speaker can fill in, and what was not known."""
    if record["spacy"] == ANY:
        yield notes("left_spacy")
    if not record["profile"]:
        yield notes("left_profile")
    if record["script"] not in TOLD_APART:
        yield notes("left_script", script=record["script"])
    for field, names in (("roles", ROLES[:-1]), ("requests", REQUESTS), ("ordinals", ORDINALS)):
        if empty := [str(name) for name in names if not record[field].get(name)]:
            yield notes("left_words", field=f"{field}: {', '.join(empty)}")
    yield from (notes("left_words", field=field) for field in ("please", "losses", "checks") if not record[field])
    if not record["please"]:
        yield notes("left_neighbours")
    silent = [other for other, its in read_mapping(root / "languages.yml").items() if code not in its["aliases"]]
    if silent:
        yield notes("left_aliases", languages=", ".join(silent), code=code)


def _copy(code: str, root: Path) -> Iterator[str]:
    """Missing and outdated texts by file."""
    own = states(code, root) if code != SOURCE else {}
    for state, note in ((State.MISSING, "left_missing"), (State.OUTDATED, "left_outdated"), (State.UNCONFIRMED, "left_unconfirmed")):
        found = Counter(unit.split("/")[0] for unit, its in own.items() if its is state)
        for topic, count in found.items():
            yield notes(note, file="facts/links.yml" if topic == LINKS else f"locales/{code}/{topic}.yml", count=count, code=code)


def _messages(code: str, root: Path) -> Iterator[str]:
    content = load([code], root)
    for need in content.intents:
        if need not in PRODUCED and (count := len(content.nlu[code].get(need, []))) < FEWEST_MESSAGES:
            yield notes("left_need", code=code, need=need, count=count, fewest=FEWEST_MESSAGES)


def _conversations(code: str, root: Path) -> Iterator[str]:
    count = len(load([code], root).conversations[code])
    if count < FEWEST_CONVERSATIONS:
        yield notes("left_conversation", code=code, count=count, fewest=FEWEST_CONVERSATIONS)


def _evals(code: str, root: Path) -> Iterator[str]:
    """Files of held-out messages that have less than a third of the lines that English has."""
    for name in EVALS:
        count, usual = (_lines(root / "evals" / each / f"{name}.tsv") for each in (code, DEFAULT_LOCALE))
        if count * SMALLEST_SHARE < usual:
            yield notes("left_eval", code=code, file=name, count=count, usual=usual)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0


def _last(code: str, root: Path) -> Iterator[str]:
    """What names the languages that are answered, and what teaches that this one is not."""
    base = code.split("-")[0]
    if (root / "data" / "foreign" / f"{base}.txt").exists():
        yield notes("left_delete", code=base)
    for speaker, language in languages(root / "languages.yml").items():
        named = said_by(speaker, code)[:STEM]
        for unit in LISTS if language.live or speaker == code else ():
            if named not in texts(speaker, root).get(unit, named).lower():
                yield notes("left_listed", file=file_of(speaker, unit.split("/")[0], Path()), key=unit.split("/")[1])
