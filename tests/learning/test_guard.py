"""What is private, held out or known already never becomes a training message; its near neighbours may."""

from __future__ import annotations

import pytest

from evals.messages import Labelled, held_out_messages
from learning.guard import Guard, Refusal

KNOWN = Labelled("gas", "waarom heb ik geen bnb voor de kosten", "nl")
HELD_OUT = Labelled("gas", "ik heb usdt op bsc maar geen bnb om de kosten mee te betalen", "nl")
GUARD = Guard([HELD_OUT], [KNOWN])
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (f"mijn zin is {PHRASE}", Refusal.SECRET),
        ("mail me op piet.jansen@voorbeeld.nl alsjeblieft", Refusal.MAIL),
        ("bel me op +31 6 12345678 over mijn geld", Refusal.PHONE),
        ("het ging naar 0x28C6c06298d514Db089934071355E5743bf21d60 gisteren", Refusal.ADDRESS),
        ("het ging naar 0x28C6...1d60 gisteren", Refusal.ADDRESS),
        ("het staat op TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE zegt tron", Refusal.ADDRESS),
        ("kijk op https://bscscan.com wat is dat", Refusal.LINK),
        ("kijk op bscscan.com/token/iets wat is dat", Refusal.LINK),
        ("stuur het naar @pietje op telegram", Refusal.ACCOUNT),
        ("mijn uid is 123456789 wat nu", Refusal.ACCOUNT),
        ("[geld](asset) is weg", Refusal.MARKUP),
        ("???", Refusal.EMPTY),
        (HELD_OUT.text.upper() + "!", Refusal.HELD_OUT),
        (f"{HELD_OUT.text} hoor", Refusal.HELD_OUT),
        ("Waarom heb ik geen BNB voor de kosten?", Refusal.KNOWN),
    ],
)
def test_a_message_is_refused_with_its_reason(text: str, refusal: Refusal | None) -> None:
    assert GUARD.refusal(text, "nl") is refusal


@pytest.mark.parametrize(
    "text",
    [
        "ik wil 1500 usdt van binance.com naar metamask sturen",
        "is bep20 hetzelfde als erc20 op bsc (chain 56)",
        "waarom kost dat 0,0005 bnb en geen 0,0001",
        "heb ik bnb nodig voor de kosten op bsc",
        "geld [van mij] is weg",
    ],
)
def test_amounts_names_and_hosts_are_not_private(text: str) -> None:
    assert GUARD.refusal(text, "nl") is None


def test_the_same_words_may_be_taught_in_another_language() -> None:
    assert GUARD.refusal(KNOWN.text, "en") is None


def test_what_was_taught_is_known_until_it_is_undone() -> None:
    guard = Guard([], [])
    guard.learn("waar is mijn bnb", "nl")
    assert guard.refusal("Waar is mijn BNB?", "nl") is Refusal.KNOWN
    guard.unlearn("waar is mijn bnb", "nl")
    assert guard.refusal("Waar is mijn BNB?", "nl") is None


def test_a_training_message_that_says_nearly_the_same_is_named() -> None:
    near = GUARD.nearest("waarom heb ik nou geen bnb voor de kosten")
    assert near == KNOWN
    assert GUARD.nearest("iets heel anders") is None


def test_no_message_of_the_evaluation_may_be_learnt() -> None:
    """Over the real ones: each is refused, for this reason or because it is private."""
    held_out = held_out_messages()
    assert len(held_out) > 1_000
    guard = Guard(held_out, [])
    assert [message.text for message in held_out[::7] if guard.refusal(message.text, message.language) is None] == []
