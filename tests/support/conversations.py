"""tests/conversations/<lang>/*.yml in, played conversations out; a readable report of what came back otherwise."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

from tests.support.bot import ROOT, Answer, Bot
from waypost.content.files import read_yaml
from waypost.content.languages import live_languages, neighbours_of
from waypost.nlu.language.detector import Detector

FOLDER = ROOT / "tests" / "conversations"
TURN_FIELDS = frozenset({"say", "press", "answer", "locale", "kind", "links", "buttons", "contains", "lacks", "hint"})


class Failed(Exception):
    """A turn that did not come back as written."""


@dataclass(frozen=True)
class Conversation:
    """What a person types and what must come back."""

    name: str
    language: str
    topic: str
    turns: tuple[dict[str, Any], ...]
    hint: str | None


def conversations() -> list[Conversation]:
    """Every conversation of every live language."""
    return [
        conversation
        for language in live_languages()
        for path in sorted((FOLDER / language).glob("*.yml"))
        for conversation in _of_file(path, language)
    ]


def _of_file(path: Path, language: str) -> Iterator[Conversation]:
    for record in read_yaml(path):
        for turn in record["turns"]:
            if set(turn) - TURN_FIELDS or "answer" not in turn or ("say" in turn) == ("press" in turn):
                raise ValueError(f"{path}: {record['conversation']}: a turn has say or press, answer, and only {sorted(TURN_FIELDS)}")
        yield Conversation(record["conversation"], language, path.stem, tuple(record["turns"]), record.get("hint"))


def play(conversation: Conversation, bot: Bot, detector: Detector) -> None:
    """Plays all turns with a fresh sender. Raises Failed with a report of the first turn that came back otherwise."""
    sender = uuid.uuid4().hex
    before: Answer | None = None
    for number, turn in enumerate(conversation.turns, 1):
        typed = pressed(turn["press"], before) if "press" in turn else turn["say"]
        before = bot.say(sender, typed, turn.get("hint", conversation.hint) if "say" in turn else None)
        problems = list(differences(turn, before, turn.get("locale", conversation.language), detector))
        if problems:
            raise Failed(report(conversation.name, number, typed, problems, before))


def pressed(wanted: str, before: Answer | None) -> str:
    """The payload of the button that was meant, as the last reply offered it."""
    assert before is not None, "no reply to press a button of"
    payload = wanted if ":" in wanted else f"ask:{wanted}"
    offered = [button["payload"] for button in before.buttons]
    if payload not in offered:
        raise Failed(f"the button {payload} was not offered, only {offered}")
    return payload


def differences(turn: dict[str, Any], got: Answer, locale: str, detector: Detector) -> Iterator[str]:
    """What is not as written, one line each."""
    if got.status != 200 or not got.texts or not got.envelope:
        yield f"no whole reply: status {got.status}, {got.entries}"
        return
    envelope, text = got.envelope, "\n".join(got.texts)
    accepted = turn["answer"] if isinstance(turn["answer"], list) else [turn["answer"]]
    if envelope["answer"] not in accepted:
        yield f"answer   {envelope['answer']}   instead of {' or '.join(accepted)}"
    if envelope["locale"] != locale:
        yield f"locale   {envelope['locale']}   instead of {locale}"
    if "kind" in turn and envelope["kind"] != turn["kind"]:
        yield f"kind     {envelope['kind']}   instead of {turn['kind']}"
    written_in = detector.opinion(text, envelope["locale"], neighbours_of(envelope["locale"])).language
    if written_in not in (None, envelope["locale"]):
        yield f"the text is written in {written_in}, the envelope says {envelope['locale']}"
    urls = [link["url"] for link in envelope["links"]]
    for fragment in turn.get("links", []):
        if not any(fragment in url for url in urls) or fragment not in text:
            yield f"link     …{fragment}… is missing in {urls}"
    offered = [button["payload"].partition(":")[2] for button in got.buttons]
    for need in turn.get("buttons", []):
        if need.partition(":")[2] not in offered and need not in offered:
            yield f"button   {need} is missing in {offered}"
    for piece in turn.get("contains", []):
        if piece not in text:
            yield f"text     lacks {piece!r}"
    for piece in turn.get("lacks", []):
        if piece in text:
            yield f"text     has {piece!r}"


def report(name: str, number: int, typed: str, problems: list[str], got: Answer) -> str:
    shown = "\n".join(got.texts)[:400].replace("\n", "\n      ")
    lines = "\n".join(f"  ! {problem}" for problem in problems)
    return f"{name}\n  turn {number}\n  > {typed}\n{lines}\n  < {shown}\n  buttons {[button['title'] for button in got.buttons]}"
