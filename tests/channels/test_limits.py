"""Nobody gets more than a share: of messages a minute, of turns at once; and being refused costs neither memory nor a place."""

from __future__ import annotations

import asyncio
import random

import pytest

from waypost.channels.limits import MINUTE_S, MOST_KEYS, Buckets, Caps, Limits, network_of
from waypost.errors import TooMany


class Clock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def limits(clock: Clock | None = None, **caps: int) -> Limits:
    nothing = {"per_sender": 0, "per_address": 0, "under_way_per_sender": 0, "under_way": 0}
    return Limits(Caps(**{**nothing, **caps}), clock or Clock())


def refused(work: object, *arguments: str) -> TooMany:
    with pytest.raises(TooMany) as caught:
        work(*arguments)  # type: ignore[operator]
    return caught.value


def test_the_limits_of_the_contract_are_the_default() -> None:
    assert (Caps().per_sender, Caps().per_address) == (20, 300)


def test_a_sender_may_send_his_minute_at_once_and_not_one_more() -> None:
    some = limits(per_sender=20)
    for _ in range(20):
        some.enter("a")
    error = refused(some.enter, "a")
    assert (error.status, error.reason, error.retry_after_s) == (429, "too_many_from_sender", 3)


def test_after_the_seconds_that_were_named_the_next_one_comes_in() -> None:
    clock = Clock()
    some = limits(clock, per_sender=7)
    for _ in range(7):
        some.enter("a")
    clock.now += refused(some.enter, "a").retry_after_s
    some.enter("a")
    refused(some.enter, "a")


@pytest.mark.parametrize("per_minute", [1, 7, 20, 300])
def test_in_an_hour_nobody_gets_more_than_the_limit(per_minute: int) -> None:
    clock, chance, let_in = Clock(), random.Random(4), 0
    buckets = Buckets(per_minute, clock)
    while clock.now < 1_000 + 60 * MINUTE_S:
        let_in += buckets.take("a") == 0.0
        clock.now += chance.random() * MINUTE_S / per_minute
    assert 0.7 * 60 * per_minute <= let_in <= 61 * per_minute


def test_one_senders_flood_does_not_touch_another() -> None:
    some = limits(per_sender=2)
    for _ in range(2):
        some.enter("a")
    refused(some.enter, "a")
    some.enter("b")


def test_refused_tries_do_not_put_the_next_one_off() -> None:
    clock = Clock()
    some = limits(clock, per_sender=2)
    for _ in range(2):
        some.enter("a")
    for _ in range(100):
        refused(some.enter, "a")
    clock.now += 30
    some.enter("a")


def test_a_clock_that_stands_or_goes_back_gives_nothing_away() -> None:
    clock = Clock()
    buckets = Buckets(1, clock)
    assert buckets.take("a") == 0.0
    clock.now -= 500
    assert buckets.take("a") == pytest.approx(60.0)


def test_an_address_counts_with_every_request() -> None:
    some = limits(per_address=3)
    for _ in range(3):
        some.knock("192.0.2.1")
    assert (refused(some.knock, "192.0.2.1").reason, some.knock("192.0.2.2")) == ("too_many_from_address", None)


def test_zero_switches_every_limit_off() -> None:
    some = limits()
    for _ in range(2_000):
        some.knock("192.0.2.1")
        some.enter("a").__enter__()
    assert some.under_way == 2_000


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:DB8::1", "2001:db8::1", True),
        ("nonsense", "nonsense", True),
        ("", "192.0.2.1", False),
    ],
)
def test_an_address_is_counted_with_its_neighbours_only_where_one_person_has_them_all(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_a_million_senders_need_no_more_memory_than_the_bound() -> None:
    buckets = Buckets(20, Clock(), most=1_000)
    for number in range(100_000):
        buckets.take(f"sender-{number}")
    assert (len(buckets), MOST_KEYS) == (1_000, 50_000)


def test_whoever_writes_on_is_not_forgotten_for_newcomers() -> None:
    buckets = Buckets(1, Clock(), most=100)
    buckets.take("flooder")
    for number in range(1_000):
        buckets.take(f"new-{number}")
        assert buckets.take("flooder") > 0


def test_more_turns_than_one_sender_may_have_at_once_are_refused() -> None:
    some = limits(under_way_per_sender=2)
    with some.enter("a"), some.enter("a"):
        assert refused(some.enter, "a").reason == "too_many_at_once"
        some.enter("b")
    some.enter("a")


def test_more_turns_than_the_bot_can_do_are_refused() -> None:
    some = limits(under_way=2)
    with some.enter("a"), some.enter("b"):
        assert (refused(some.enter, "c").reason, some.under_way) == ("busy", 2)
    assert some.under_way == 0


def test_a_refused_turn_takes_no_place() -> None:
    some = limits(under_way=1, per_sender=1)
    with some.enter("a"):
        refused(some.enter, "b")
    refused(some.enter, "a")
    with some.enter("b"):
        assert some.under_way == 1


def test_a_fault_gives_the_place_back() -> None:
    some = limits(under_way=1)
    with pytest.raises(ValueError), some.enter("a"):
        raise ValueError
    assert some.under_way == 0


def test_a_turn_that_goes_on_after_a_hang_up_keeps_its_place() -> None:
    some = limits(under_way=1)

    async def scene() -> tuple[int, int]:
        done = asyncio.Event()

        async def handle(_: object) -> None:
            await done.wait()

        with some.enter("a") as stay:
            turn = asyncio.ensure_future(stay.during(handle)(None))
            await asyncio.sleep(0)
        during = some.under_way
        done.set()
        await turn
        return during, some.under_way

    assert asyncio.run(scene()) == (1, 0)


def test_a_request_whose_turn_was_never_begun_gives_its_place_back() -> None:
    some = limits(under_way=1)
    with some.enter("a") as stay:
        stay.during(lambda message: message)
    assert some.under_way == 0
