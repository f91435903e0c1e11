"""`python -m evals.thresholds [MODEL]`: held-out messages in, what each pair of fallback thresholds costs out.

The costs are decision 0011's: a wrong answer about money costs more than a question, and a question more than nothing.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Sequence

from evals.messages import Labelled, forum_messages, need_messages, real_questions
from evals.needs import OUT_OF_SCOPE, Judged
from evals.nlu import FALLBACK, Fallback, Nlu, Understood
from evals.replies import reply_to
from waypost.content.answers import SMALLTALK
from waypost.moves.direction import MOVES
from waypost.ops.settings import Settings
from waypost.ops.training import ensure_model

THRESHOLDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
AMBIGUITIES = (0.0, 0.04, 0.08, 0.15, 0.25, 0.4)
COST_WRONG_MOVE, COST_WRONG, COST_WRONG_TALK, COST_REFUSED = 10.0, 5.0, 2.0, 4.0
COST_QUESTION_WITH_ANSWER, COST_QUESTION_WITHOUT, COST_CHATTED = 1.0, 3.0, 1.0
COSTLY = frozenset({*MOVES, "wrong_network", "token_standard"})
"""Answers after which somebody sends money: given in place of another one, they can lose it."""


def cost(one: Judged) -> float:
    """What one reply costs the person, 0 for the right one."""
    wanted, given = one.message.label, one.reply.given
    if one.right or one.rightly_refused:
        return 0.0
    if one.reply.asks or given == "fallback":
        return COST_QUESTION_WITH_ANSWER if one.offered else COST_CHATTED if wanted in SMALLTALK else COST_QUESTION_WITHOUT
    if given == OUT_OF_SCOPE:
        return COST_REFUSED
    if given in COSTLY and wanted not in SMALLTALK:
        return COST_WRONG_MOVE
    return COST_WRONG_TALK if wanted in SMALLTALK else COST_WRONG


def refused(understood: Understood, fallback: Fallback) -> Understood:
    """As understood under other thresholds. What context or an alarm decided stays."""
    if understood.need not in (FALLBACK, understood.ranking[0][0]):
        return understood
    return replace(understood, need=fallback.need(understood.ranking))


def mean_cost(messages: Sequence[Labelled], understood: Sequence[Understood], fallback: Fallback) -> float:
    judged = []
    for message, one in zip(messages, understood, strict=True):
        changed = refused(one, fallback)
        judged.append(Judged(message, changed, reply_to(changed)))
    return sum(map(cost, judged)) / len(judged)


def main(arguments: Sequence[str]) -> None:
    archive = Path(arguments[0]) if arguments else ensure_model(Settings.from_environment().var / "tmp")
    nlu = Nlu.load(archive)
    messages = [*need_messages(), *forum_messages(), *real_questions()]
    understood = [nlu.understand(message.text) for message in messages]
    chosen = Fallback.from_config()
    found = [(mean_cost(messages, understood, Fallback(*pair)), pair) for pair in product(THRESHOLDS, AMBIGUITIES)]
    print(f"{len(messages)} held-out messages; config.yml: {chosen.threshold} / {chosen.ambiguity}")
    print("threshold  " + "".join(f"{ambiguity:>8}" for ambiguity in AMBIGUITIES) + "   (ambiguity; mean cost of a message)")
    for threshold in THRESHOLDS:
        print(f"{threshold:>9}  " + "".join(f"{value:8.4f}" for value, pair in found if pair[0] == threshold))
    best = min(found)
    print(f"cheapest: {best[1][0]} / {best[1][1]} at {best[0]:.4f}; config.yml costs {mean_cost(messages, understood, chosen):.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
