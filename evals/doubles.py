"""Messages that ask for two things and an NLU in, how often both are named out."""

from __future__ import annotations

from typing import Callable, Sequence

from evals.messages import Labelled
from evals.metrics import share
from evals.needs import ALL
from evals.nlu import Understood


def double_figures(messages: Sequence[Labelled], understand: Callable[[Labelled], Understood]) -> dict[str, dict[str, float]]:
    """Language (and `all`) -> first: the first need is answered; either: one of the two is; both: the other one is a button as well."""
    groups: dict[str, list[tuple[Labelled, Understood]]] = {}
    for message in messages:
        for group in (message.language, ALL):
            groups.setdefault(group, []).append((message, understand(message)))
    return {group: _figures(members) for group, members in groups.items()}


def _figures(members: Sequence[tuple[Labelled, Understood]]) -> dict[str, float]:
    wanted = [message.label.split("+") for message, _ in members]
    answered = [understood.need for _, understood in members]
    named = [{understood.need, *understood.also} for _, understood in members]
    return {
        "first": share(need == asked[0] for need, asked in zip(answered, wanted, strict=True)),
        "either": share(need in asked for need, asked in zip(answered, wanted, strict=True)),
        "both": share(set(asked) <= names for names, asked in zip(named, wanted, strict=True)),
    }
