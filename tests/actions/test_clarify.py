"""What was not understood is asked about, and after a miss a human is offered."""

from __future__ import annotations

import pytest

from actions.clarify import AT_MOST, LIKELY, ActionNotUnderstood
from tests.actions.stage import Said, perform
from waypost.content.answers import SMALLTALK, ask
from waypost.content.languages import live_languages
from waypost.content.live import catalog


def miss(ranking: dict[str, float], **slots: object) -> Said:
    return perform(ActionNotUnderstood(), "nlu_fallback", ranking={"nlu_fallback": 0.6, **ranking}, slots=slots)


def test_the_likeliest_needs_are_offered_in_their_order() -> None:
    said = miss({"gas": 0.3, "withdraw": 0.2, "pending": 0.15})
    assert (said.key, said.buttons) == ("clarify.did_you_mean", [ask("gas"), ask("withdraw"), ask("pending")])


@pytest.mark.parametrize("locale", live_languages())
def test_a_button_says_the_label_of_its_need(locale: str) -> None:
    assert miss({"gas": 0.3}, locale=locale).titles == [catalog().label(locale, "gas")]


def test_no_more_than_three_are_offered() -> None:
    assert len(miss({"gas": 0.2, "withdraw": 0.2, "pending": 0.2, "deposit": 0.2}).buttons) == AT_MOST


@pytest.mark.parametrize(("share", "key"), [(LIKELY, "clarify.did_you_mean"), (LIKELY - 0.01, "fallback")])
def test_only_what_is_likely_is_offered(share: float, key: str) -> None:
    assert miss({"gas": share}).key == key


@pytest.mark.parametrize("need", [*sorted(SMALLTALK - {"out_of_scope"}), "reverse", "refine", "choose", "secret", "nlu_fallback"])
def test_what_cannot_be_answered_by_itself_is_not_offered(need: str) -> None:
    assert miss({need: 0.5}).key == "fallback"


@pytest.mark.parametrize(("need", "key"), [("move", "clarify.move"), ("open", "clarify.open")])
def test_a_need_that_is_a_question_is_asked(need: str, key: str) -> None:
    assert miss({need: 0.3, "gas": 0.2}).key == key


def test_what_is_likeliest_out_of_scope_is_said_to_be() -> None:
    assert miss({"out_of_scope": 0.3}).envelope["answer"] == "out_of_scope"


def test_a_first_miss_does_not_push_a_human() -> None:
    assert ask("handoff") not in miss({"gas": 0.3, "withdraw": 0.2, "pending": 0.15}).buttons


@pytest.mark.parametrize("misses", [1, 2, 5, 1.0])
def test_a_second_miss_offers_a_human_last(misses: float) -> None:
    assert miss({"gas": 0.3, "withdraw": 0.2, "pending": 0.15}, misses=misses).buttons == [ask("gas"), ask("withdraw"), ask("handoff")]


def test_a_human_is_offered_once() -> None:
    assert miss({"handoff": 0.3, "gas": 0.2}, misses=1).buttons.count(ask("handoff")) == 1


@pytest.mark.parametrize("misses", [0, 1])
@pytest.mark.parametrize("ranking", [{}, {"handoff": 0.3}])
def test_a_human_alone_is_no_guess(ranking: dict[str, float], misses: int) -> None:
    assert miss(ranking, misses=misses).key == "fallback"


@pytest.mark.parametrize("locale", live_languages())
def test_who_is_not_understood_can_always_reach_a_human(locale: str) -> None:
    assert ask("handoff") in miss({}, locale=locale).buttons


@pytest.mark.parametrize(("ranking", "before", "after"), [({}, 0, 1), ({"gas": 0.3}, 1, 2), ({"out_of_scope": 0.3}, 1, 2)])
def test_misses_are_counted(ranking: dict[str, float], before: int, after: int) -> None:
    assert miss(ranking, misses=before).slots["misses"] == after
