"""A trouble gets its article at once and one question below; buttons, numbers and named places lead to the outcome."""

from __future__ import annotations

import pytest

from actions.answers import ActionAnswer
from actions.choices import ActionChoose
from actions.moves import ActionMove
from tests.actions.stage import perform
from waypost.channels.inbox import press_of
from waypost.channels.turns import _pressed
from waypost.content.answers import TREES, answer_of, ask, in_tree
from waypost.content.languages import live_languages
from waypost.content.live import catalog

STEPS = sorted(key for key in catalog().keys("en") if in_tree(key))


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize("need", TREES)
def test_a_trouble_gets_its_article_and_one_question(need: str, locale: str) -> None:
    said = perform(ActionAnswer(), need, slots={"locale": locale})
    question = catalog().entry(locale, TREES[need])
    assert said.text == f"{catalog().render(locale, need).text}\n\n{question.text}"
    assert said.buttons[: len(question.buttons)] == [ask(key) for _, key in question.buttons]
    assert (said.envelope["answer"], said.envelope["kind"]) == (need, "answer")


@pytest.mark.parametrize("key", STEPS)
def test_a_pressed_branch_is_said(key: str) -> None:
    press = press_of(ask(key))
    assert press is not None
    need = _pressed(press, ask(key))["intent"]["name"]
    said = perform(ActionAnswer(), need, text=ask(key), slots={"locale": "nl"})
    assert (need, said.text) == (answer_of(key), catalog().render("nl", key).text)


def test_a_branch_by_its_number_is_said() -> None:
    before = {"last_key": "wrong_network", "need": "wrong_network", "offered": [ask("wrong_network.own"), ask("wrong_network.exchange")]}
    assert perform(ActionChoose(), "choose", text="2", slots=before).key == "wrong_network.exchange"


@pytest.mark.parametrize(
    ("last_key", "entity", "key"),
    [
        ("wrong_network", "venue:kraken", "wrong_network.exchange"),
        ("wrong_network.own", "network:polygon:at", "wrong_network.own_evm"),
        ("bridge_missing.success", "venue:metamask", "bridge_missing.metamask"),
        ("pending.waiting", "venue:kraken:from", "pending.from_exchange"),
        ("gas", "venue:kraken:at", "gas.exchange"),
    ],
)
def test_a_place_that_is_typed_is_the_branch_it_names(last_key: str, entity: str, key: str) -> None:
    assert perform(ActionMove(), "refine", entity, slots={"last_key": last_key, "need": answer_of(last_key)}).key == key


def test_what_is_said_at_once_is_not_asked() -> None:
    said = perform(ActionAnswer(), "wrong_network", "venue:binance:from", "venue:metamask:to")
    assert said.buttons[0] == ask("wrong_network.own_evm")


@pytest.mark.parametrize("text", ["ask:wrong_network.nothing", "ask:gas", "ask:", "wrong_network.own", "lost it"])
def test_what_is_no_step_gets_the_article(text: str) -> None:
    assert perform(ActionAnswer(), "wrong_network", text=text).key == "wrong_network"
