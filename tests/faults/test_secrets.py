"""Planted secrets do not survive, honest messages do: the targets, in figures."""

from __future__ import annotations

import random
import re
import time
import timeit
from collections import Counter
from functools import lru_cache, partial
from typing import Iterator

import pytest

from evals.messages import Labelled, language_messages, need_messages, real_questions, training_messages
from tests.faults.secrets_corpus import LISTS, SIZE, Planted, addresses, hashes, hashes_beside_words, planted, words_of
from waypost.content.files import ROOT
from waypost.content.languages import live_languages
from waypost.safety.personal import mask
from waypost.safety.redact import Redacted, redact
from waypost.safety.tail import Tail
from waypost.safety.wordlists import folded

LEAST_RECALL = 0.995
SUCCESSIVE_WORDS, SUCCESSIVE_CHARACTERS = 3, 8
HONEST_MESSAGES = 10_000
"""One false alarm is allowed in so many."""
TEXTS = frozenset({".yml", ".tsv", ".md", ".json", ".txt"})
_BARE_NUMBER = re.compile(r"[0-9a-f]{64}")
_LETTERS = re.compile(r"[^\W\d_]+")


def is_doubtful(text: str) -> bool:
    """A message that is only 64 digits: a transaction hash or a key, nobody can tell; it is redacted and the person asked for a link."""
    return _BARE_NUMBER.fullmatch(text) is not None


MEDIAN_US = 100.0
LONGEST = 16_000
SLOWEST_S = 2.0
"""For the longest request body; measured: 0.6 s at most, and a fourth of that for a fourth of the text."""


@lru_cache(maxsize=1)
def outcome() -> list[tuple[Planted, Redacted]]:
    return [(item, redact(item.text)) for item in planted()]


def remains(item: Planted, text: str) -> bool:
    """Whether 3 successive secret words or 8 successive secret characters can be read in a text."""
    if item.kind == "recovery_phrase":
        said = folded(text)
        words = [folded(word) for word in item.secret]
        if "chinese" in item.way or "without spaces" in item.way:
            close = re.sub(r"\W+", "", said)
            return any("".join(words[place : place + SUCCESSIVE_WORDS]) in close for place in range(len(words) - SUCCESSIVE_WORDS + 1))
        left = set(_LETTERS.findall(said))
        return any(left.issuperset(words[place : place + SUCCESSIVE_WORDS]) for place in range(len(words) - SUCCESSIVE_WORDS + 1))
    close = re.sub(r"[\s:-]|, (?=[0-9a-f])", "", text.lower())
    pieces = (secret[place : place + SUCCESSIVE_CHARACTERS] for secret in item.secret for place in range(len(secret) - SUCCESSIVE_CHARACTERS + 1))
    return any(piece.lower() in close for piece in pieces)


@lru_cache(maxsize=1)
def honest() -> list[Labelled]:
    return [*training_messages(), *need_messages(), *language_messages(), *real_questions()]


def messages_of(language: str) -> list[str]:
    """All messages of a language, and enough pairs of them as longer ones for a full ten thousand."""
    texts = [message.text for message in honest() if message.language == language and not is_doubtful(message.text)]
    source = random.Random(language)
    worded = [text for text in texts if not re.search("[0-9a-fA-F]{64}", text)]
    return [*texts, *(" ".join(source.sample(worded, 2)) for _ in range(max(0, HONEST_MESSAGES - len(texts))))]


def test_the_corpus_is_as_large_as_the_target_says() -> None:
    ways = {item.way.partition(" / ")[0] for item, _ in outcome() if item.kind == "recovery_phrase"}
    lists = {item.way.partition(" / ")[2] for item, _ in outcome() if item.kind == "recovery_phrase"}
    assert (len(outcome()), len(lists), len(ways) >= 13) == (SIZE, 12, True)
    assert {item.kind for item, _ in outcome()} == {"recovery_phrase", "private_key", "keystore", "card"}


def test_planted_secrets_are_recognised() -> None:
    missed = Counter(item.way for item, clean in outcome() if item.kind not in clean.kinds)
    recall = 1 - sum(missed.values()) / len(outcome())
    assert recall >= LEAST_RECALL, f"recall {recall:.2%} of {len(outcome())}; missed: {missed.most_common(20)}"


def test_nothing_of_a_recognised_secret_remains() -> None:
    left = Counter(item.way for item, clean in outcome() if item.kind in clean.kinds and remains(item, clean.text))
    assert sum(left.values()) == 0, f"{sum(left.values())} of {len(outcome())} leave something: {left.most_common(20)}"


@pytest.mark.parametrize("language", live_languages())
def test_honest_messages_stay(language: str) -> None:
    texts = messages_of(language)
    alarms = [text for text in texts if redact(text).kinds]
    assert len(alarms) * HONEST_MESSAGES <= len(texts), f"{len(alarms)} false alarms in {len(texts)}: {alarms[:5]}"


@pytest.mark.parametrize("texts", [hashes, hashes_beside_words, addresses])
def test_hashes_and_addresses_stay(texts: object) -> None:
    found = list(texts())  # type: ignore[operator]
    cut = [text for text in found if redact(text).kinds]
    assert len(cut) == 0, f"{len(cut)} of {len(found)} are cut: {cut[:3]}"


def test_data_and_evaluation_sets_hold_no_secret() -> None:
    """Line by line, as the files stand there; and the messages, as they are read."""
    files = [path for folder in ("data", "evals") for path in sorted((ROOT / folder).rglob("*")) if path.suffix in TEXTS]
    lines = [(path.name, line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    found = [f"{name}: {line[:60]}" for name, line in lines if not is_doubtful(line.rpartition("\t")[2]) and redact(line).kinds]
    found += [f"{message.language}: {message.text[:60]}" for message in honest() if not is_doubtful(message.text) and redact(message.text).kinds]
    assert (len(lines) > HONEST_MESSAGES, len(honest()) > HONEST_MESSAGES) == (True, True)
    assert found == []


def test_bare_numbers_in_the_sets_are_few() -> None:
    assert sum(is_doubtful(message.text) for message in honest()) <= 4


def split(words: list[str], source: random.Random) -> Iterator[str]:
    """One to six words a message, numbered or not."""
    is_numbered, place = source.random() < 0.5, 0
    while place < len(words):
        size = source.randint(1, 6)
        some = words[place : place + size]
        yield " ".join(f"{place + number}. {word}" for number, word in enumerate(some, 1)) if is_numbered else " ".join(some)
        place += size


@pytest.mark.parametrize("name", LISTS)
def test_a_phrase_in_several_messages_is_recognised_and_the_earlier_parts_are_named(name: str) -> None:
    source, late, left = random.Random(name), 0, 0
    for _ in range(25):
        tail, words = Tail(lambda: 0.0), words_of(name, source, 128)
        parts = list(split(words, source))
        kept: dict[str, str] = {}
        for place, part in enumerate(parts):
            traced = tail.redact("someone", str(place), part)
            kept[str(place)] = traced.text
            kept.update(dict.fromkeys(traced.earlier, ""))
        item = Planted("", tuple(words), "recovery_phrase", name)
        late += len(parts) > 1 and not any(text.startswith("[") for text in kept.values())
        left += remains(item, "\n".join(kept.values()))
    assert (late, left) == (0, 0), f"of 25: {late} not recognised, {left} leave something"


def test_an_ordinary_message_takes_no_time() -> None:
    texts = random.Random(5).sample([message.text for message in training_messages()], 400)
    times = sorted(min(timeit.repeat(partial(redact, text), number=3, repeat=3)) / 3 * 1e6 for text in texts)
    assert times[len(times) // 2] <= MEDIAN_US, f"median {times[len(times) // 2]:.0f} us, p95 {times[len(times) * 19 // 20]:.0f} us"


SLOW = (
    *("a", "a ", "a-", "5e ", "4", "4 ", "4111 ", "zoo ", "{", "cipher{", '"mac": "aaaaaaaaaaaaaaaaa", ', "salt", "0x", "5K", "5Kab ", "xprv", "1,"),
    *("1 , ", "256,", "あ", "的一是在不了有和", "鑫", "a\u0301", "\u0301", "http://a.b/ 1111111111111 ", "a.b.", "a@b.", "+1 ( ", "abandonability"),
    *("가", "A1b2" * 13 + " ", "abandom able abotu ", "[removed] "),
)


@pytest.mark.parametrize("part", SLOW)
def test_no_text_makes_it_slow(part: str) -> None:
    text = (part * LONGEST)[:LONGEST]
    start = time.process_time()
    mask(text)
    assert time.process_time() - start <= SLOWEST_S


@pytest.mark.parametrize("language", live_languages())
def test_honest_conversations_go_through_the_tail(language: str) -> None:
    """Eight messages of anybody in five minutes: harder than any conversation, for they have no common subject. 30,000 of them: of 10,000 one
    alarm more or less would be chance."""
    texts, source, alarms, size = messages_of(language), random.Random(7), [], 0
    texts = [text for text in texts if "0x" not in text]
    for _ in range(3 * HONEST_MESSAGES // 8 + 1):
        tail = Tail(lambda: 0.0)
        for number, text in enumerate(source.sample(texts, 8)):
            size += 1
            if tail.redact("someone", str(number), text).kinds:
                alarms.append(text)
    assert len(alarms) * HONEST_MESSAGES <= size, f"{len(alarms)} false alarms in {size}: {alarms[:5]}"
