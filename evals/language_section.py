"""The evaluation of the language detector in, its section of the report out."""

from __future__ import annotations

from evals.language import LENGTHS, LanguageEvaluation, Row
from reporting import markup
from reporting.markup import Cell, Section

MEANINGS = {
    **{f"forced_{length}": f"right when it must name one, {length} words" for length in LENGTHS},
    **{f"switch_{length}": f"reaches the right language in one message from another, {length} words" for length in LENGTHS},
    "wrong_switch": "leaves the right language of the conversation",
    "taken_for_foreign": "ours, but taken for a language we do not answer in",
    "und_change": "a message of no language changes the conversation's, over all current languages",
    "unsupported_change": "a language we do not answer in changes an English conversation",
    "unsupported_long_change": "the same, 3 words or more",
    "look_alike_change": "the same, Ukrainian and Bulgarian",
    "ru_latn": "Russian in Latin letters is taken for Russian",
    "ru_latn_left": "Russian in Latin letters leaves a Russian conversation",
}
TARGETS = {
    "forced_1-2": ">= 95", "forced_3-6": ">= 99", "forced_7+": ">= 99", "switch_1-2": ">= 80", "switch_3-6": ">= 96", "switch_7+": ">= 99",
    "wrong_switch": "<= 0.6", "und_change": "0", "unsupported_change": "<= 5", "unsupported_long_change": "<= 2", "look_alike_change": "<= 8",
    "ru_latn": ">= 85", "ru_latn_left": "0",
}  # fmt: skip
"""Per cent; from the measurements made before the detector was written."""


def language_section(evaluation: LanguageEvaluation) -> Section:
    figures = [[MEANINGS[name], markup.percent(value), TARGETS.get(name, "")] for name, value in evaluation.figures().items()]
    explained = "Per cent of messages labelled with their language. The detector may be silent: then the conversation keeps the language it has."
    return Section(
        "language",
        "Language identification",
        markup.paragraph(explained, note=True)
        + markup.table(["", "now", "aim"], figures)
        + "<h3>By label and length</h3>"
        + markup.table(["", "words", "messages", "forced right", "commits", "of these right", "said foreign"], map(_cells, evaluation.rows()))
        + _mistakes(evaluation)
        + _called_ours(evaluation),
    )


def _cells(row: Row) -> list[str]:
    shares = (row.forced, row.commits, row.commits_right, row.foreign)
    return [row.label, row.length, str(row.count), *map(markup.percent, shares)]


def _mistakes(evaluation: LanguageEvaluation) -> str:
    rows: list[list[str | Cell]] = [
        [one.label, markup.short(f"{current} to {new}"), markup.words(one.text)] for one, current, new in evaluation.mistakes()
    ]
    return (
        markup.details(f"Wrong changes of the language: {len(rows)}", markup.table(["written in", "changed", "message"], rows, [1, 2]))
        if rows
        else ""
    )


def _called_ours(evaluation: LanguageEvaluation) -> str:
    rows: list[list[str | Cell]] = [[one.label, markup.short(name), markup.words(one.text)] for one, name in evaluation.called_ours()]
    title = f"Other languages taken for one of ours in an English conversation: {len(rows)}"
    return markup.details(title, markup.table(["written in", "taken for", "message"], rows, [1, 2])) if rows else ""
