"""The evaluation tool counts right, and the held-out messages are fit to be counted."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from evals import needs
from evals.floor import Change, changes, read_floor, write_floor
from evals.language import length_class
from evals.messages import (
    Labelled,
    double_messages,
    forum_messages,
    language_messages,
    need_messages,
    read_labelled,
    real_questions,
    training_messages,
)
from evals.metrics import Bin, calibration_error, f1_by_label, macro_f1, percentile, recognised, reliability, share
from evals.needs import Judged
from evals.nlu import Understood
from evals.overlap import Overlap, overlaps
from evals.replies import Reply, reply_to
from waypost.content.answers import SMALLTALK
from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import live_languages
from waypost.errors import ContentError
from waypost.nlu.needs.fallback import FALLBACK, Thresholds

FEWEST = 30
NEVER_FIRST = frozenset({"secret", "foreign_language", "reverse", "refine", "choose", "open", "with_human", "nlu_fallback"})
"""Intents that only a component sets or that mean something only after another message."""
INTENTS = [intent if isinstance(intent, str) else next(iter(intent)) for intent in read_mapping(ROOT / "domain.yml")["intents"]]
MAIN_NEEDS = [need for need in INTENTS if need not in NEVER_FIRST and (need not in SMALLTALK or need == "out_of_scope")]
PAIRS = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "c")]


# -- the held-out messages ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def training() -> list[Labelled]:
    return list(training_messages())


@pytest.mark.parametrize("language", live_languages())
def test_no_held_out_message_is_nearly_a_training_message(language: str, training: list[Labelled]) -> None:
    held_out = [message for message in [*need_messages(), *real_questions(), *forum_messages(), *double_messages()] if message.language == language]
    assert held_out
    found = list(overlaps(held_out, training))
    print("\n".join(map(str, found)))
    if found:
        pytest.fail(f"{len(found)} of {len(held_out)} held-out messages stand in data/nlu, listed below", pytrace=False)


@pytest.mark.parametrize("language", live_languages())
def test_every_main_need_has_enough_held_out_messages(language: str) -> None:
    counts = Counter(message.label for message in need_messages() if message.language == language)
    assert {need: counts[need] for need in MAIN_NEEDS if counts[need] < FEWEST} == {}


def test_every_label_is_an_intent() -> None:
    labels = {message.label for message in [*need_messages(), *real_questions(), *forum_messages()]}
    labels |= {need for message in double_messages() for need in message.label.split("+")}
    assert labels
    assert labels - set(INTENTS) == set()


def test_every_live_language_has_messages_labelled_with_it() -> None:
    assert set(live_languages()) <= {message.label for message in language_messages()}


# -- metrics, by hand --------------------------------------------------------------------------------------------------------


def test_a_share_counts_the_true_ones() -> None:
    assert share([True, True, True, False]) == 0.75
    assert share([]) == 0.0


def test_f1_of_each_wanted_label() -> None:
    # a: 2 right of 3 wanted, 2 given -> 4/5; b: 1 right of 2 wanted, 2 given -> 2/4; c is never wanted.
    assert f1_by_label(PAIRS) == {"a": 0.8, "b": 0.5}
    assert macro_f1(PAIRS) == pytest.approx(0.65)


def test_recall_and_precision_of_a_class() -> None:
    found = recognised([True, True, True, False], [True, False, False, True])
    assert found.recall == pytest.approx(1 / 3)
    assert found.precision == 0.5


def test_nothing_recognised_is_neither_found_nor_precise() -> None:
    found = recognised([True], [False])
    assert (found.recall, found.precision) == (0.0, 0.0)


def test_confidences_fall_into_bins_with_their_accuracy() -> None:
    bins = reliability([0.1, 0.3, 0.8, 1.0], [False, True, True, True], bins=2)
    assert bins == [Bin(0.0, 0.5, 2, 0.2, 0.5), Bin(0.5, 1.0, 2, 0.9, 1.0)]


def test_the_calibration_error_weighs_bins_by_their_messages() -> None:
    # (2 * |0.2 - 0.5| + 2 * |0.9 - 1.0|) / 4
    assert calibration_error([Bin(0.0, 0.5, 2, 0.2, 0.5), Bin(0.5, 1.0, 2, 0.9, 1.0)]) == pytest.approx(0.2)


@pytest.mark.parametrize(("percent", "value"), [(50, 2.0), (75, 3.0), (99, 4.0), (0, 1.0)])
def test_a_percentile_is_one_of_the_values(percent: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], percent) == value


@pytest.mark.parametrize(("text", "length"), [("geld kwijt", "1-2"), ("waar is mijn geld", "3-6"), ("a b c d e f", "3-6"), ("a b c d e f g", "7+")])
def test_length_classes(text: str, length: str) -> None:
    assert length_class(text) == length


# -- replies and their figures -----------------------------------------------------------------------------------------------


def understood(need: str, *ranking: tuple[str, float]) -> Understood:
    return Understood(need, ranking or ((need, 1.0),), (), "en")


def judged(label: str, reply: Reply, need: str = "gas", confidence: float = 0.9) -> Judged:
    return Judged(Labelled(label, "text", "en"), understood(need, (need, confidence)), reply)


@pytest.mark.parametrize(
    ("ranking", "need"),
    [([("gas", 0.39)], FALLBACK), ([("gas", 0.5), ("pending", 0.43)], FALLBACK), ([("gas", 0.5), ("pending", 0.4)], "gas"), ([("gas", 0.4)], "gas")],
)
def test_the_fallback_follows_both_thresholds(ranking: list[tuple[str, float]], need: str) -> None:
    assert Thresholds(threshold=0.4, ambiguity=0.08, costly=0.6).need(ranking) == need


def test_an_unsure_message_is_offered_the_likeliest_needs() -> None:
    reply = reply_to(understood(FALLBACK, ("gas", 0.35), ("pending", 0.33)))
    assert (reply.given, reply.offered, reply.asks) == ("did_you_mean", ("gas", "pending"), True)


def test_nonsense_that_goes_to_the_fallback_is_no_mistake() -> None:
    assert needs.worst([judged("out_of_scope", Reply("fallback", ()), need=FALLBACK)]) == []


def test_a_move_without_places_is_asked_back() -> None:
    reply = reply_to(understood("move"))
    assert (reply.given, reply.asks) == ("move", True)
    assert "withdraw" in reply.offered


@pytest.mark.parametrize(("need", "given"), [("gas", "gas"), ("withdraw", "withdraw"), ("secret", "safety"), ("foreign_language", "switch_language")])
def test_a_need_is_answered_under_its_answer_id(need: str, given: str) -> None:
    assert reply_to(understood(need)).given == given


def test_figures_of_four_replies() -> None:
    asked = Reply("clarify.did_you_mean", ("withdraw", "gas"))
    found = needs.figures(
        [
            judged("gas", Reply("gas", ()), confidence=0.9),
            judged("withdraw", asked, need=FALLBACK),
            judged("withdraw", Reply("deposit", ()), need="deposit", confidence=0.9),
            judged("out_of_scope", Reply("fallback", ()), need=FALLBACK),
        ]
    )
    assert (found["right"], found["right_or_offered"]) == (0.25, 0.5)
    assert (found["direction"], found["reversed"]) == (0.0, 0.5)
    assert found["asked_back"] == pytest.approx(1 / 3)
    assert (found["out_of_scope_recall"], found["out_of_scope_precision"]) == (1.0, 0.5)


def test_the_worst_mistake_is_the_surest_one() -> None:
    mild, grave, fine = (
        judged("withdraw", Reply("gas", ()), confidence=0.5),
        judged("deposit", Reply("gas", ()), confidence=0.9),
        judged("gas", Reply("gas", ())),
    )
    assert needs.worst([mild, fine, grave]) == [grave, mild]


# -- near-duplicates ---------------------------------------------------------------------------------------------------------


def overlap(text: str, training_text: str) -> list[Overlap]:
    return list(overlaps([Labelled("gas", text, "en")], [Labelled("gas", "something else", "en"), Labelled("gas", training_text, "nl")]))


@pytest.mark.parametrize(
    ("text", "training_text", "likeness"),
    [
        ("No gas!", "no gas", 1.0),
        ("i have no bnb for gas", "i have no bnb for gas now", 6 / 7),
        ("всё пропало", "все пропало", 1.0),
        ("👍", "👍", 1.0),
    ],
)
def test_alike_messages_are_found(text: str, training_text: str, likeness: float) -> None:
    found = overlap(text, training_text)
    assert [one.likeness for one in found] == [pytest.approx(likeness)]
    assert found[0].training.language == "nl"


@pytest.mark.parametrize(
    ("text", "training_text"), [("no gas left", "no gas left now"), ("i have no bnb for it", "i have no eth for it"), ("👍", "🚀")]
)
def test_different_messages_are_left_alone(text: str, training_text: str) -> None:
    assert overlap(text, training_text) == []


# -- floor and files ---------------------------------------------------------------------------------------------------------


def test_only_a_loss_beyond_the_tolerance_is_worse() -> None:
    found = changes({"up": 0.9, "down": 0.10}, {"up": 0.905, "down": 0.09}, frozenset({"down"}))
    assert [(change.name, change.worse) for change in found] == [("down", True), ("up", False)]


def test_a_figure_that_is_no_longer_measured_is_worse() -> None:
    assert Change("gone", 0.5, None, lower_is_better=False).worse
    assert not Change("new", None, 0.5, lower_is_better=False).worse


def test_a_loss_is_told_in_one_line() -> None:
    assert str(Change("needs.nl.right", 0.95, 0.93, lower_is_better=False)) == "needs.nl.right: 0.9300, floor at least 0.9500 (-0.0200)"


def test_the_floor_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_floor(tmp_path / "floor.json") is None
    write_floor({"a": 0.12345}, tmp_path / "floor.json")
    assert read_floor(tmp_path / "floor.json") == {"a": 0.1235}


@pytest.mark.parametrize("line", ["no tab here", "gas\t", "\ttext", "gas\ttwo\ttabs"])
def test_a_malformed_line_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "messages.tsv"
    path.write_text(f"gas\tfine\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"messages\.tsv:2"):
        read_labelled(path, "en")


def test_the_evaluation_does_not_import_tensorflow_or_rasa() -> None:
    code = "import sys, evals.report; sys.exit(any(name in sys.modules for name in ('tensorflow', 'rasa')))"
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, check=False, capture_output=True).returncode == 0
