"""A need is answered with the text of its name, in the language of the turn, and remembered."""

from __future__ import annotations

import pytest
from rasa_sdk import Action

from actions import answers, choices, clarify, handoff, moves, switch_language
from actions.answers import KEY_OF, ActionAnswer
from tests.actions.stage import Said, perform
from tests.support.bot import ROOT
from waypost.content.answers import TREES, Press
from waypost.content.files import read_yaml
from waypost.content.languages import live_languages
from waypost.content.live import catalog

ANSWERED = sorted(
    rule["steps"][0]["intent"]
    for path in sorted((ROOT / "data" / "rules").glob("*.yml"))
    for rule in read_yaml(path)["rules"]
    if rule["steps"][1]["action"] == "action_answer"
)


def answer(need: str, *entities: str, hint: str | None = None, **slots: object) -> Said:
    return perform(ActionAnswer(), need, *entities, slots=slots, hint=hint)


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize("need", ANSWERED)
def test_a_need_is_answered_by_its_text(need: str, locale: str) -> None:
    said = answer(need, locale=locale)
    reply = catalog().render(locale, KEY_OF.get(need, need))
    assert said.text.startswith(reply.text)
    assert (said.text == reply.text) == (need not in TREES), "only a tree asks below its answer"
    assert (said.envelope["answer"], said.envelope["kind"], said.envelope["locale"]) == (reply.answer, reply.kind, locale)


@pytest.mark.parametrize("need", ANSWERED)
def test_the_envelope_has_the_links_of_the_text(need: str) -> None:
    said = answer(need)
    assert [link["url"] for link in said.envelope["links"]] == [url for _, url in catalog().render("en", KEY_OF.get(need, need)).links]


def test_an_answer_given_just_before_is_given_shorter() -> None:
    assert answer("network_setup", last_key="network_setup").text == catalog().render("en", "network_setup", again=True).text


def test_an_answer_given_before_another_one_is_given_in_full() -> None:
    assert answer("network_setup", last_key="thanks").text == catalog().render("en", "network_setup").text


def test_an_answer_and_its_offers_are_remembered() -> None:
    said = answer("gas", "asset:USDT")
    assert {name: said.slots[name] for name in ("last_key", "need", "asset", "locale", "offered")} == {
        "last_key": "gas",
        "need": "gas",
        "asset": "USDT",
        "locale": "en",
        "offered": said.buttons,
    }


@pytest.mark.parametrize("need", sorted(KEY_OF))
def test_a_text_that_is_no_need_is_not_remembered_as_one(need: str) -> None:
    assert "need" not in answer(need).slots


def test_an_answer_ends_the_count_of_misses() -> None:
    assert answer("gas", misses=3).slots["misses"] == 0


def test_a_secret_is_answered_as_a_matter_of_safety() -> None:
    assert answer("secret").envelope["kind"] == "safety"


@pytest.mark.parametrize(
    ("entities", "slots", "hint", "locale"),
    [
        (("locale:ru",), {"locale": "nl"}, "ms", "ru"),
        ((), {"locale": "nl"}, "ms", "nl"),
        ((), {}, "ms", "ms"),
        ((), {}, None, "en"),
        (("locale:ru", "locale_wish:nl"), {"locale": "ms"}, None, "nl"),
        (("locale:ru",), {"locale": "ms", "locale_wish": "nl"}, None, "nl"),
    ],
)
def test_an_answer_is_in_the_language_of_the_turn(entities: tuple[str, ...], slots: dict[str, str], hint: str | None, locale: str) -> None:
    assert answer("gas", *entities, hint=hint, **slots).envelope["locale"] == locale


def test_a_language_that_is_not_ours_is_told_to_programs() -> None:
    assert (answer("gas", "foreign:fr").envelope["metadata"], "metadata" in answer("gas").envelope) == ({"language": "fr"}, False)


def test_the_actions_are_those_of_the_domain() -> None:
    found = {
        cls().name()
        for module in (answers, choices, clarify, handoff, moves, switch_language)
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, Action) and cls is not Action
    }
    assert found == set(read_yaml(ROOT / "domain.yml")["actions"])


def test_every_action_file_is_looked_at_here() -> None:
    with_actions = {path.stem for path in (ROOT / "actions").glob("*.py") if "(Action)" in path.read_text(encoding="utf-8")}
    assert with_actions == {"answers", "choices", "clarify", "handoff", "moves", "switch_language"}


def test_a_button_says_what_it_asks_for() -> None:
    assert [Press("ask", payload.partition(":")[2]).payload for payload in answer("gas").buttons] == answer("gas").buttons


@pytest.mark.parametrize("locale", live_languages())
def test_how_to_set_a_network_up_offers_to_do_it(locale: str) -> None:
    (request,) = perform(ActionAnswer(), "network_setup", slots={"locale": locale}).envelope["wallet"]
    assert (request["method"], request["params"][0]["chainId"]) == ("wallet_addEthereumChain", "0x38")
    assert "BNB Smart Chain" in request["title"]


def test_an_answer_about_no_network_offers_nothing_to_the_wallet() -> None:
    assert perform(ActionAnswer(), "withdraw").envelope["wallet"] == []
