"""Labelled messages and an NLU in, judged replies and the figures of each language out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable, Mapping, Sequence

from evals.messages import Labelled
from evals.metrics import Pair, calibration_error, macro_f1, recognised, reliability, share
from evals.nlu import Understood
from evals.replies import Reply, reply_to
from waypost.moves.direction import MOVES, REVERSE
from waypost.nlu.needs.fallback import FALLBACK

OUT_OF_SCOPE = "out_of_scope"
ALL = "all"
LOWER_IS_BETTER = frozenset({"reversed", "asked_back", "calibration_error"})


@dataclass(frozen=True)
class Judged:
    """One message with what was understood and replied."""

    message: Labelled
    understood: Understood
    reply: Reply

    @property
    def right(self) -> bool:
        return self.reply.given == self.message.label

    @property
    def offered(self) -> bool:
        """Not answered, but asked back with a button that leads to the right answer."""
        return not self.right and self.reply.asks and self.message.label in self.reply.offered

    @property
    def best_is_right(self) -> bool:
        """Whether the classifier's best need is the right one, however sure it is."""
        return self.understood.ranking[0][0] == self.message.label

    @property
    def confidence(self) -> float:
        return self.understood.ranking[0][1]

    @property
    def pair(self) -> Pair:
        return self.message.label, self.reply.given

    @property
    def seen_as_out_of_scope(self) -> bool:
        return self.reply.given == OUT_OF_SCOPE or self.understood.need == FALLBACK

    @property
    def rightly_refused(self) -> bool:
        return self.message.label == OUT_OF_SCOPE and self.seen_as_out_of_scope


def judge(messages: Iterable[Labelled], understand: Callable[[Labelled], Understood]) -> list[Judged]:
    judged = []
    for message in messages:
        understood = understand(message)
        judged.append(Judged(message, understood, reply_to(understood)))
    return judged


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """The figures of one group of messages, each 0 to 1."""
    seen = recognised([one.message.label == OUT_OF_SCOPE for one in judged], [one.seen_as_out_of_scope for one in judged])
    said = recognised([one.message.label == OUT_OF_SCOPE for one in judged], [one.reply.given == OUT_OF_SCOPE for one in judged])
    return {
        "right": share(one.right for one in judged),
        "right_or_offered": share(one.right or one.offered for one in judged),
        "best_is_right": share(one.best_is_right for one in judged),
        "macro_f1": macro_f1([one.pair for one in judged]),
        **_of_moves([one for one in judged if one.message.label in MOVES]),
        "asked_back": share(one.reply.asks for one in judged if one.message.label not in (OUT_OF_SCOPE, "move")),
        "out_of_scope_recall": seen.recall,
        "out_of_scope_precision": seen.precision,
        "said_out_of_scope_precision": said.precision,
        "calibration_error": calibration_error(reliability([one.confidence for one in judged], [one.best_is_right for one in judged])),
    }


def _of_moves(moves: Sequence[Judged]) -> dict[str, float]:
    """How often the direction of a move is right, and how often it is the very opposite."""
    return {
        "direction": share(one.right for one in moves),
        "reversed": share(one.reply.given == REVERSE[one.message.label] for one in moves),
    }


def by_language(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    """Groups by language in the order of the messages, and all of them together."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.message.language, []).append(one)
    return {**groups, ALL: list(judged)}


def right_by_need(groups: Mapping[str, Sequence[Judged]]) -> dict[str, dict[str, float]]:
    """need -> language -> share answered right."""
    needs = list(dict.fromkeys(one.message.label for one in groups[ALL]))
    return {need: {group: share(one.right for one in judged if one.message.label == need) for group, judged in groups.items()} for need in needs}


def worst(judged: Sequence[Judged]) -> list[Judged]:
    """Wrong replies, the surest first; neither a question that offers the right answer nor the fallback for what is out of scope is counted."""
    return sorted((one for one in judged if not (one.right or one.offered or one.rightly_refused)), key=lambda one: -one.confidence)
