"""Findings and what the person said lead to one cause."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from tests.support.findings import ALIKE, BNB, FOO, OTHER, OWN, THIRD, USDT, elsewhere, move, on_bsc
from waypost.chain.diagnosis import Said, diagnosed, look_alike, of_address, with_answer
from waypost.chain.findings import Account, Amount, Finding
from waypost.content.answers import VALUES

MINE = Said(own=(OWN,))


@pytest.mark.parametrize(
    ("finding", "said", "cause"),
    [
        (on_bsc(status="pending"), MINE, "pending"),
        (on_bsc(status="failed"), MINE, "failed"),
        (on_bsc(move()), MINE, "arrived_coin"),
        (on_bsc(move(USDT)), MINE, "arrived_token"),
        (on_bsc(move(FOO)), MINE, "arrived_unlisted"),
        (on_bsc(move(FOO), move(USDT)), MINE, "arrived_token"),
        (on_bsc(move(USDT)), replace(MINE, named=("bsc",)), "arrived_token"),
        (on_bsc(move(USDT)), replace(MINE, named=("ethereum",)), "elsewhere"),
        (on_bsc(move(USDT)), replace(MINE, linked=("ethereum",), named=("bsc",)), "elsewhere"),
        (on_bsc(move(USDT), coin_left=0), replace(MINE, need="gas"), "no_gas"),
        (on_bsc(move(USDT), coin_left=9), replace(MINE, need="gas"), "arrived_token"),
        (on_bsc(move(), coin_left=0), replace(MINE, need="gas"), "arrived_coin"),
        (on_bsc(move(to=OTHER, sender=THIRD)), MINE, "other_receiver"),
        (on_bsc(move(to=ALIKE)), MINE, "look_alike"),
        (on_bsc(move(to=OTHER, sender=OWN)), MINE, "credited"),
        (on_bsc(move(raw=0, sender=OWN, to=OTHER)), MINE, "poisoning"),
        (on_bsc(move(USDT, raw=0)), Said(), "poisoning"),
        (on_bsc(), MINE, "nothing_moved"),
        (on_bsc(claimed=(FOO,)), MINE, "spam"),
        (on_bsc(move(to=THIRD), claimed=(FOO,)), MINE, "spam"),
        (on_bsc(move()), Said(), "receiver"),
        (on_bsc(move(USDT), move(USDT, to=THIRD)), Said(), "receivers"),
        (on_bsc(move(), move(USDT, to=THIRD)), Said(), "receiver"),
        (on_bsc(move()), Said(linked=("ethereum",)), "elsewhere"),
        (on_bsc(move()), Said(need="deposit_missing"), "credited"),
        (on_bsc(move(USDT)), Said(mine=True), "arrived_token"),
        (on_bsc(move()), Said(mine=False), "other_receiver"),
    ],
)
def test_a_transaction_that_is_known_has_its_cause(finding: Finding, said: Said, cause: str) -> None:
    found = diagnosed([elsewhere("ethereum"), finding], said)
    assert found is not None
    assert (found.cause, found.finding) == (cause, finding)


@pytest.mark.parametrize(
    ("findings", "said", "cause"),
    [
        ([elsewhere("bsc"), elsewhere("ethereum")], Said(), "nowhere"),
        ([elsewhere("bsc")], Said(from_exchange=True), "inside"),
        ([elsewhere("bsc"), elsewhere("ethereum", "unreachable")], Said(), "nowhere"),
        ([elsewhere("bsc"), elsewhere("ethereum", "unreachable")], Said(named=("ethereum",)), None),
        ([elsewhere("bsc", "unreachable")], Said(), None),
        ([], Said(), None),
    ],
)
def test_a_transaction_that_no_network_knows_has_its_cause_too(findings: list[Finding], said: Said, cause: str | None) -> None:
    found = diagnosed(findings, said)
    assert (found and found.cause) == cause
    if found:
        assert found.networks == tuple(each.network for each in findings if each.status == "unknown")


def test_every_cause_that_can_come_out_has_its_text() -> None:
    moves = [(), (move(),), (move(USDT),), (move(FOO, to=THIRD),), (move(raw=0),), (move(to=ALIKE),), (move(USDT), move(USDT, to=THIRD))]
    statuses = ("unreachable", "unknown", "pending", "failed", "succeeded")
    own = ((), (OWN,), (THIRD,))
    for transfers, status, mine, answered, need in itertools.product(moves, statuses, own, (None, True, False), ("transaction", "gas")):
        found = diagnosed([on_bsc(*transfers, status=status, coin_left=0)], Said(need, mine, mine=answered))
        assert found is None or f"transaction.{found.cause}" in VALUES


@pytest.mark.parametrize(("other", "alike"), [(OWN, False), (OWN.lower(), False), (ALIKE, True), (OTHER, False), (OWN[:-1] + "0", False)])
def test_a_look_alike_begins_and_ends_the_same(other: str, alike: bool) -> None:
    assert look_alike(other, OWN) is alike


def test_a_pressed_step_answers_whose_address_it_is() -> None:
    steps = ("transaction.mine", "transaction.other", "transaction.import_anyway", None)
    assert [with_answer(Said(), step).mine for step in steps] == [True, False, True, None]


@pytest.mark.parametrize(
    ("accounts", "cause"),
    [
        ([Account("bsc", OWN, True, holds=(Amount(BNB, 5),)), Account("ethereum", OWN, True)], "balances"),
        ([Account("bsc", OWN, True), Account("ethereum", OWN, False)], "empty"),
        ([Account("bsc", OWN, True, True, USDT)], "contract"),
        ([Account("bsc", OWN, False)], None),
        ([], None),
    ],
)
def test_an_address_has_its_cause(accounts: list[Account], cause: str | None) -> None:
    found = of_address(accounts)
    assert (found and found.cause) == cause
