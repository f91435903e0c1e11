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
from evals.nlu import Nlu, Understood, thresholds
from evals.replies import reply_to
from waypost.content.answers import SMALLTALK
from waypost.nlu.needs.fallback import COSTLY, FALLBACK, Thresholds
from waypost.nlu.needs.settling import said_move
from waypost.ops.settings import Settings
from waypost.ops.training import ensure_model

THRESHOLDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
COSTLY_ONES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
COST_WRONG_MOVE, COST_WRONG, COST_WRONG_TALK, COST_REFUSED = 10.0, 5.0, 2.0, 4.0
COST_QUESTION_WITH_ANSWER, COST_QUESTION_WITHOUT, COST_CHATTED = 1.0, 3.0, 1.0


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


def refused(understood: Understood, fallback: Thresholds) -> Understood:
    """As understood under other thresholds. What context or an alarm decided stays."""
    if understood.need not in (FALLBACK, understood.ranking[0][0]):
        return understood
    return replace(understood, need=fallback.need(understood.ranking, said_move(understood.names)))


def mean_cost(messages: Sequence[Labelled], understood: Sequence[Understood], fallback: Thresholds) -> float:
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
    chosen = thresholds()
    found = {pair: mean_cost(messages, understood, Thresholds(pair[0], chosen.ambiguity, pair[1])) for pair in product(THRESHOLDS, COSTLY_ONES)}
    print(f"{len(messages)} held-out messages; config.yml: {chosen.threshold}, costly {chosen.costly}, ambiguity {chosen.ambiguity}")
    print("threshold  " + "".join(f"{costly:>8}" for costly in COSTLY_ONES) + "   (for costly ones; mean cost of a message)")
    for threshold in THRESHOLDS:
        print(f"{threshold:>9}  " + "".join(f"{found[threshold, costly]:8.4f}" for costly in COSTLY_ONES))
    print(f"config.yml costs {mean_cost(messages, understood, chosen):.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
