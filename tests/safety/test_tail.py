"""A secret in several messages is seen as one; what is kept for that is little and short-lived."""

from __future__ import annotations

import pytest

from tests.safety.test_redact import KEY, phrase
from waypost.safety.redact import MARK
from waypost.safety.tail import KEPT_S, MOST_CHARACTERS, Tail, Traced

WORDS = phrase("english", 5)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def sent(tail: Tail, *parts: str, sender: str = "one") -> list[Traced]:
    return [tail.redact(sender, str(number), part) for number, part in enumerate(parts)]


def test_the_second_half_of_a_phrase_is_removed_and_the_first_is_named() -> None:
    last = sent(Tail(Clock()), " ".join(WORDS[:6]), " ".join(WORDS[6:]))[-1]
    assert last == Traced(MARK, ("recovery_phrase",), ("0",))


def test_a_phrase_word_by_word_is_recognised_at_its_tenth_word_at_the_latest() -> None:
    traced = sent(Tail(Clock()), *WORDS)
    first = next(number for number, one in enumerate(traced) if one.kinds)
    assert first <= 9
    assert traced[first].earlier == tuple(map(str, range(first)))
    assert [one.text for one in traced[first:]] == [MARK] * (12 - first)


def test_an_earlier_message_is_named_once() -> None:
    named = [id_ for one in sent(Tail(Clock()), *WORDS) for id_ in one.earlier]
    assert len(named) == len(set(named))


def test_numbered_words_are_parts_too() -> None:
    assert sent(Tail(Clock()), *(f"{number}. {word}" for number, word in enumerate(WORDS, 1)))[-1].kinds == ("recovery_phrase",)


def test_what_is_said_between_does_not_hide_a_phrase() -> None:
    traced = sent(Tail(Clock()), " ".join(WORDS[:4]), "wait a moment, the paper is upstairs", " ".join(WORDS[4:8]), " ".join(WORDS[8:]))
    assert (traced[1].kinds, traced[-1].kinds, traced[-1].earlier) == ((), ("recovery_phrase",), ("0", "2"))


def test_halves_of_a_key_are_one_key() -> None:
    assert sent(Tail(Clock()), KEY[:32], KEY[32:])[-1] == Traced(MARK, ("private_key",), ("0",))


def test_a_number_alone_after_words_that_say_key_is_a_key() -> None:
    assert sent(Tail(Clock()), "this is my private key", "0x" + KEY)[-1] == Traced(MARK, ("private_key",), ())


@pytest.mark.parametrize("last", ["0x" + KEY + " this did not arrive, what now", "https://bscscan.com/tx/0x" + KEY, "tx 0x" + KEY])
def test_a_hash_with_words_of_its_own_stays_after_words_that_say_key(last: str) -> None:
    assert sent(Tail(Clock()), "nobody has my private key", last)[-1] == Traced(last, (), ())


def test_a_part_is_forgotten_after_five_minutes() -> None:
    clock = Clock()
    tail = Tail(clock)
    sent(tail, " ".join(WORDS[:6]))
    clock.now += KEPT_S + 1
    assert sent(tail, " ".join(WORDS[6:]))[-1] == Traced(" ".join(WORDS[6:]), (), ())


def test_an_old_part_is_forgotten_although_its_sender_writes_on() -> None:
    clock = Clock()
    tail = Tail(clock)
    for part in (" ".join(WORDS[:6]), "hello", " ".join(WORDS[6:])):
        last = tail.redact("one", part, part)
        clock.now += KEPT_S / 2 + 1
    assert last.kinds == ()


def test_senders_are_kept_apart() -> None:
    tail = Tail(Clock())
    sent(tail, " ".join(WORDS[:6]), sender="one")
    assert sent(tail, " ".join(WORDS[6:]), sender="other")[-1].kinds == ()


def test_a_sender_is_forgotten_on_demand() -> None:
    tail = Tail(Clock())
    sent(tail, " ".join(WORDS[:6]))
    tail.forget("one")
    assert (len(tail), sent(tail, " ".join(WORDS[6:]))[-1].kinds) == (0, ())


def test_no_more_senders_are_kept_than_said() -> None:
    tail = Tail(Clock(), most_senders=3)
    for sender in "abcdef":
        sent(tail, "hi", sender=sender)
    assert len(tail) == 3


def test_no_more_of_a_sender_is_kept_than_said() -> None:
    tail = Tail(Clock())
    sent(tail, *["x" * MOST_CHARACTERS] * 3, *["hi"] * 100)
    assert sum(len(said.text) for said in tail._said["one"]) <= MOST_CHARACTERS


def test_what_is_kept_is_not_shown() -> None:
    tail = Tail(Clock())
    sent(tail, " ".join(WORDS[:6]))
    assert WORDS[0] not in repr(tail)


def test_honest_messages_go_through_as_they_are() -> None:
    texts = ["hi", "how do i send bnb", "ok", "yes", "what next?", "1", "the second one", "thanks", "https://bscscan.com/tx/0x" + KEY]
    assert [one.text for one in sent(Tail(Clock()), *texts)] == texts
