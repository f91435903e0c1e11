"""Guards open, close and forget after the clock."""

from __future__ import annotations

from waypost.chain.guards import Breaker, Kept, Share


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_breaker_opens_after_failures_in_a_row_and_tries_again_after_a_rest() -> None:
    clock = Clock()
    breaker = Breaker(failures=2, rest_s=10, clock=clock)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock.now += 10
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock.now += 10
    breaker.succeeded()
    breaker.failed()
    assert breaker.allows()


def test_an_answer_is_kept_for_its_time_even_when_it_is_nothing() -> None:
    clock = Clock()
    kept = Kept(clock=clock)
    kept.put("key", None, 5)
    assert kept.get("key") == (None,)
    clock.now += 5
    assert kept.get("key") is None


def test_the_oldest_answers_go_first() -> None:
    kept = Kept(most=2)
    for key in "abc":
        kept.put(key, key, 60)
    assert [kept.get(key) for key in "abc"] == [None, ("b",), ("c",)]


def test_a_conversation_has_its_share_and_gets_it_anew() -> None:
    clock = Clock()
    share = Share(times=2, within_s=60, clock=clock)
    assert [share.take("one"), share.take("one"), share.take("one"), share.take("two")] == [True, True, False, True]
    clock.now += 60
    assert share.take("one")


def test_shares_of_very_many_are_forgotten() -> None:
    share = Share(times=1, most=3)
    assert all(share.take(str(number)) for number in range(10))
    assert share.take("0")
    assert not share.take("9")
