"""A trained model in, everything that is measured of it out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

from evals import language, needs
from evals.doubles import double_figures
from evals.language import LanguageEvaluation
from evals.messages import Labelled, double_messages, forum_messages, language_messages, need_messages, real_questions, training_messages
from evals.metrics import share
from evals.needs import ALL, Judged
from evals.nlu import Nlu, Understood
from evals.overlap import overlaps
from evals.timing import Timing, time_each

HELD_TO_THE_FLOOR = frozenset({"right", "right_or_offered", "macro_f1", "direction", "asked_back", "out_of_scope_recall", "out_of_scope_precision"})
FLOORED_FOR_ALL = HELD_TO_THE_FLOOR | {"reversed", "calibration_error", "best_is_right", "unseen_right", "language_known_right", "locale_right"}


@dataclass(frozen=True)
class NeedEvaluation:
    """groups: judged messages by language and `all`; figures: by the same groups."""

    groups: Mapping[str, Sequence[Judged]]
    figures: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Evaluation:
    """All results of one run."""

    model: str
    needs: NeedEvaluation
    questions: NeedEvaluation | None
    forum: NeedEvaluation
    doubles: Mapping[str, Mapping[str, float]]
    single_with_more: float
    """Share of the messages with one need that get a button for another one."""
    language: LanguageEvaluation
    timings: Mapping[str, Timing]
    seen: int
    """Held-out messages that are nearly the same as a training message."""

    def figures(self) -> dict[str, float]:
        """What is held against the floor: name -> value."""
        found = {
            f"needs.{group}.{name}": value
            for group, values in self.needs.figures.items()
            for name, value in values.items()
            if name in (FLOORED_FOR_ALL if group == ALL else HELD_TO_THE_FLOOR)
        }
        found.update({f"language.{name}": value for name, value in self.language.figures().items()})
        found.update({f"forum.{group}.right": values["right"] for group, values in self.forum.figures.items()})
        found.update({f"doubles.{group}.both": values["both"] for group, values in self.doubles.items()})
        found["doubles.single_with_more"] = self.single_with_more
        if self.questions:
            found.update({f"questions.{name}": self.questions.figures[ALL][name] for name in ("right", "right_or_offered")})
        return found

    def lower_is_better(self) -> frozenset[str]:
        names = needs.LOWER_IS_BETTER | language.LOWER_IS_BETTER | {"single_with_more"}
        return frozenset(name for name in self.figures() if name.rpartition(".")[2] in names)

    def summary(self) -> dict[str, Any]:
        """As build/eval/summary.json holds it."""
        return {
            "model": self.model,
            "messages": {group: len(judged) for group, judged in self.needs.groups.items()},
            "seen_in_training": self.seen,
            "figures": {name: round(value, 4) for name, value in self.figures().items()},
            "lower_is_better": sorted(self.lower_is_better()),
            "needs": {group: _rounded(values) for group, values in self.needs.figures.items()},
            "right_by_need": {need: _rounded(values) for need, values in needs.right_by_need(self.needs.groups).items()},
            "questions": _rounded(self.questions.figures[ALL]) if self.questions else None,
            "forum": {group: _rounded(values) for group, values in self.forum.figures.items()},
            "doubles": {group: _rounded(values) for group, values in self.doubles.items()},
            "language": [asdict(row) for row in self.language.rows()],
            "timings_ms": {name: asdict(timing) for name, timing in self.timings.items()},
        }


def evaluate(archive: Path) -> Evaluation:
    """Runs the model over every held-out message."""
    nlu = Nlu.load(archive)
    messages, questions, written = need_messages(), real_questions(), language_messages()
    judged = needs.judge(messages, lambda message: nlu.understand(message.text))
    known = needs.judge(messages, lambda message: nlu.understand(message.text, message.language))
    forum = judged_by_needs(forum_messages(), lambda message: nlu.understand(message.text))
    single = [one for judgements in (judged, forum.groups[ALL]) for one in judgements]
    seen = {overlap.held_out for overlap in overlaps(messages, list(training_messages()))}
    texts = [message.text for message in [*messages, *written]]
    return Evaluation(
        model=archive.name.removesuffix(".tar.gz"),
        needs=NeedEvaluation(needs.by_language(judged), _with_own_figures(judged, known, seen)),
        questions=judged_by_needs(questions, lambda message: nlu.understand(message.text)) if questions else None,
        forum=forum,
        doubles=double_figures(double_messages(), lambda message: nlu.understand(message.text)),
        single_with_more=share(bool(one.understood.also) for one in single),
        language=LanguageEvaluation(nlu.detector, written),
        timings={"language detector": time_each(texts, nlu.detector.opinion), "whole NLU": time_each(texts, nlu.understand)},
        seen=len(seen),
    )


def judged_by_needs(messages: Sequence[Labelled], understand: Callable[[Labelled], Understood]) -> NeedEvaluation:
    groups = needs.by_language(needs.judge(messages, understand))
    return NeedEvaluation(groups, {group: needs.figures(judged) for group, judged in groups.items()})


def _with_own_figures(judged: Sequence[Judged], known: Sequence[Judged], seen: set[Labelled]) -> dict[str, dict[str, float]]:
    """The figures of each group, and what only our own NLU has: unseen messages, a known language, the locale of the reply."""
    told = needs.by_language(known)
    return {
        group: {
            **needs.figures(members),
            "unseen_right": share(one.right for one in members if one.message not in seen),
            "language_known_right": share(one.right for one in told[group]),
            "locale_right": share(one.understood.locale == one.message.language for one in members if one.message.label != "switch_language"),
        }
        for group, members in needs.by_language(judged).items()
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
