"""The adviser answers when it knows enough; a question in general gets the article; what is missing is asked for once, below the answer."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answers import ActionAnswer
from actions.choices import ActionChoose
from actions.moves import ActionMove
from tests.actions.stage import Said, perform
from tests.support.content import REQUIRED_LINKS
from waypost.channels.inbox import press_of
from waypost.content.languages import live_languages
from waypost.content.live import catalog, phrases
from waypost.moves.said import FORMS

SLOTS = ("asset", "source", "target", "move", "asked", "need", "last_key", "offered", "locale")
ENOUGH = {
    "withdraw": ("asset:USDT", "venue:binance:from", "venue:metamask:to", "network:bsc:at"),
    "deposit": ("asset:USDT", "network:bsc:from", "venue:binance:to"),
    "bridge_to_bsc": ("asset:USDT", "network:ethereum:from", "network:bsc:to"),
    "bridge_from_bsc": ("asset:USDT", "network:polygon:to"),
    "asset_support": ("asset:BTC", "venue:binance:from", "network:bsc:to"),
}


def move(intent: str, *entities: str, **slots: Any) -> Said:
    return perform(ActionMove(), intent, *entities, slots=slots)


def kept(said: Said, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """The slots after a reply."""
    return {**(before or {}), **{name: value for name, value in said.slots.items() if name in SLOTS}}


def verdict(said: Said) -> str:
    return said.text.split("\n")[0]


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize("need", FORMS)
def test_what_is_known_enough_is_answered_with_its_verdict_and_the_links_of_the_article(need: str, locale: str) -> None:
    said = move(need, *ENOUGH[need], locale=locale)
    assert verdict(said).startswith("**")
    assert (said.envelope["answer"], said.envelope["kind"]) == (need, "answer")
    urls = [link["url"] for link in said.envelope["links"]]
    for fragment in REQUIRED_LINKS.get(need, []):
        assert any(fragment in url for url in urls)
        assert fragment in said.text
    assert all(url in said.text for url in urls)
    written = [f"ask:{item}" for _, item in catalog().entry(locale, need).buttons]
    assert said.buttons == written


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize("need", FORMS)
def test_a_question_in_general_gets_the_article_and_no_question(need: str, locale: str) -> None:
    assert move(need, locale=locale).text == catalog().render(locale, need).text
    assert move(need, locale=locale).slots["asked"] is None


@pytest.mark.parametrize(
    ("need", "entities", "asked", "first"),
    [
        ("withdraw", ("asset:ETH", "venue:binance:from"), "target_network", "on:bsc"),
        ("withdraw", ("asset:ETH",), "source", "from:binance"),
        ("withdraw", ("venue:binance:from", "network:bsc:to"), "asset", "asset:BNB"),
        ("deposit", ("asset:USDT", "venue:binance:to"), "source_network", "on:bsc"),
        ("deposit", ("asset:USDT", "network:bsc:from"), "target", "to:binance"),
        ("bridge_to_bsc", ("asset:USDC",), "source_network", "from:ethereum"),
        ("bridge_from_bsc", ("asset:USDC",), "target", "to:ethereum"),
        ("asset_support", ("asset:DOGE", "network:bsc:to"), "source", "from:binance"),
    ],
)
@pytest.mark.parametrize("locale", live_languages())
def test_what_is_missing_is_asked_below_the_article(need: str, entities: tuple[str, ...], asked: str, first: str, locale: str) -> None:
    said = move(need, *entities, locale=locale)
    assert said.text.startswith(catalog().render(locale, need).text)
    assert (said.slots["asked"], said.buttons[0], said.envelope["kind"]) == (asked, first, "answer")
    assert all(press_of(button) and len(title) <= 20 for button, title in zip(said.buttons, said.titles, strict=True))


@pytest.mark.parametrize("button", ["on:polygon", "from:binance", "to:ethereum", "asset:USDC.e", "asset:wBETH"])
def test_a_button_that_fills_in_can_be_pressed(button: str) -> None:
    press = press_of(button)
    assert press
    assert press.payload == button


@pytest.mark.parametrize("button", ["on:binance", "on:mars", "from:", "asset:usdt", "to:../x", "at:bsc"])
def test_what_is_not_in_the_facts_is_no_press(button: str) -> None:
    assert press_of(button) is None


@pytest.mark.parametrize("entity", ["network:polygon:at", "network:polygon:to", "network:polygon", "network:polygon:from"])
def test_the_network_that_was_asked_for_completes_the_advice_however_it_is_said(entity: str) -> None:
    before = kept(move("withdraw", "asset:USDT", "venue:binance:from", "venue:metamask:to"))
    said = move("refine", entity, **before)
    assert verdict(said).startswith("**Yes.** Withdraw USDT from Binance")
    assert "**Polygon**" in verdict(said)
    assert (said.slots["target"], said.slots["asked"]) == ("venue:metamask@polygon", None)


def test_a_network_that_was_found_twice_is_one_answer() -> None:
    before = kept(move("withdraw", "asset:USDT", "venue:binance:from", "venue:metamask:to"))
    said = move("refine", "network:bsc:to", "network:bsc:from", **{**before, "last_key": "thanks", "need": "thanks"})
    assert verdict(said).startswith("**Yes.** Withdraw USDT")


def test_a_form_survives_a_side_step_a_word_of_thanks_a_switch_and_a_correction() -> None:
    slots = kept(move("withdraw", "asset:USDT", "venue:binance:from"))
    slots = kept(perform(ActionAnswer(), "gas", "asset:BNB", slots=slots), slots)
    slots = kept(perform(ActionAnswer(), "thanks", slots=slots), slots)
    said = perform(ActionMove(), "refine", "network:arbitrum:at", "locale:nl", slots=slots)
    assert "USDT" in verdict(said)
    assert "**Arbitrum One**" in verdict(said)
    assert said.envelope["locale"] == "nl"
    slots = kept(said, slots)
    corrected = perform(ActionMove(), "refine", "network:polygon:to", slots=slots)
    assert "USDT" in verdict(corrected)
    assert "**Polygon**" in verdict(corrected)
    assert corrected.envelope["locale"] == "nl"


def test_a_detail_after_a_trouble_belongs_to_the_trouble_even_with_an_open_question() -> None:
    slots = kept(move("withdraw", "asset:USDT", "venue:binance:from"))
    slots = kept(perform(ActionAnswer(), "missing_tokens", slots=slots), slots)
    assert move("refine", "network:bsc:at", **slots).envelope["answer"] == "missing_tokens"


def test_another_coin_is_asked_about_with_the_same_places() -> None:
    slots = kept(move("withdraw", *ENOUGH["withdraw"]))
    assert verdict(move("refine", "asset:BNB", **slots)).startswith("**Yes.** Withdraw BNB from Binance")


def test_a_place_by_its_number_is_the_button_that_stands_there() -> None:
    before = kept(move("withdraw", "asset:ETH", "venue:binance:from", "venue:metamask:to"))
    said = perform(ActionChoose(), "choose", text="the second one", slots=before)
    assert before["offered"][1] == "on:ethereum"
    assert "**Ethereum**" in verdict(said)


def test_an_asset_by_its_number_completes_the_advice() -> None:
    before = kept(move("withdraw", "venue:binance:from", "network:bsc:to"))
    assert verdict(perform(ActionChoose(), "choose", text="1", slots=before)).startswith("**Yes.** Withdraw BNB")


def test_the_way_back_is_advised_with_the_same_coin() -> None:
    slots = kept(move("withdraw", *ENOUGH["withdraw"]))
    said = move("reverse", **slots)
    assert verdict(said).startswith("**Yes.** Deposit USDT at Binance over **BNB Smart Chain**")


def test_the_same_question_again_is_answered_shorter() -> None:
    slots = kept(move("withdraw", *ENOUGH["withdraw"]))
    assert move("withdraw", *ENOUGH["withdraw"], **slots).text == catalog().render("en", "withdraw", again=True).text


def test_places_asked_for_by_a_clarifying_question_become_an_advice() -> None:
    slots = kept(move("move", "asset:USDT", "venue:binance:from"))
    assert slots["asset"] == "USDT"
    assert move("refine", "venue:metamask:to", "network:bsc:at", **slots).text.startswith("**Yes.** Withdraw USDT from Binance")


@pytest.mark.parametrize(
    ("entities", "begins"),
    [
        (("asset:USDT", "venue:binance:from", "venue:metamask:to", "network:tron"), "**No.** A MetaMask 0x account"),
        (("asset:BNB", "venue:binance:from", "network:beacon:at"), "**No.** BNB Beacon Chain has been shut down"),
        (("asset:BUSD", "venue:binance:from", "network:bsc:to"), "**No.** BUSD has ended"),
    ],
)
def test_what_cannot_be_is_refused_first(entities: tuple[str, ...], begins: str) -> None:
    assert move("withdraw", *entities).text.startswith(begins)


CHECKS = {
    "en": "is this right? Binance -> MetaMask, BNB, BEP20",
    "nl": "klopt dit? Binance -> MetaMask, BNB, BEP20",
    "ru": "всё верно? Binance -> MetaMask, BNB, BEP20",
    "ms": "betul ke? Binance -> MetaMask, BNB, BEP20",
    "id": "bener ga? Binance -> MetaMask, BNB, BEP20",
}


@pytest.mark.parametrize("locale", live_languages())
def test_a_choice_that_is_checked_is_answered_yes_or_no_with_what_to_compare(locale: str) -> None:
    entities = ("asset:BNB", "venue:binance", "venue:metamask:to", "network:bsc")
    said = perform(ActionMove(), "withdraw", *entities, text=CHECKS[locale], slots={"locale": locale})
    compared = [phrases().texts[locale][f"advice.{key}"] for key in ("part.compare", "check.no_memo", "check.address", "step.test_amount")]
    assert all(text in said.text for text in compared)
    assert "\n1. " not in said.text
    wrong = perform(ActionMove(), "withdraw", *entities[:3], "network:tron", text=CHECKS[locale], slots={"locale": locale})
    assert verdict(wrong) == phrases().texts[locale]["advice.say.address_type"].replace("{network}", "TRON")
