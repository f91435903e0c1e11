"""An evaluation and its comparison with the floor in, the whole report as HTML out."""

from __future__ import annotations

from typing import Sequence

from evals import pictures
from evals.evaluation import Evaluation, NeedEvaluation
from evals.floor import TOLERANCE, Change
from evals.language_section import language_section
from evals.metrics import confusion, reliability
from evals.needs import ALL, Judged, right_by_need, worst
from evals.stock import kept_stock
from reporting import markup
from reporting.markup import Cell, Section
from waypost.content.languages import languages

NOT_NEEDS = ("open", "did_you_mean", "fallback")
WORST_SHOWN = 25
FEWEST_IN_A_BIN = 8
COLUMNS = {
    "right": "right",
    "right_or_offered": "right or offered",
    "unseen_right": "right, unseen",
    "language_known_right": "right, language known",
    "best_is_right": "best need right",
    "macro_f1": "macro-F1",
    "direction": "direction",
    "reversed": "reversed",
    "asked_back": "asked back",
    "out_of_scope_recall": "o.o.s. recall",
    "out_of_scope_precision": "o.o.s. precision",
    "said_out_of_scope_precision": "said o.o.s. precision",
    "locale_right": "reply language",
    "calibration_error": "calibration error",
}
EXPLAINED = {
    "right": "the reply answers the labelled need",
    "right_or_offered": "or it asks back, and one of its buttons is the right answer",
    "unseen_right": "without the messages that nearly stand in the training data",
    "language_known_right": "when the conversation's language is known before",
    "best_is_right": "the classifier's best need, however unsure",
    "macro_f1": "mean over the needs, each weighing the same",
    "direction": "right among messages for withdraw, deposit and both bridges",
    "reversed": "answered with the very opposite direction",
    "asked_back": "clear and inside the scope, yet it gets a clarifying question",
    "out_of_scope_recall": "out of scope, and the reply says so or it goes to the fallback",
    "out_of_scope_precision": "of the messages treated so",
    "said_out_of_scope_precision": "of the messages told that they are out of scope",
    "locale_right": "answered in the language of the file",
    "calibration_error": "mean distance of confidence and accuracy",
}


def report(evaluation: Evaluation, changes: Sequence[Change] | None) -> str:
    """changes: against the floor, None when there is no floor yet."""
    sections = [
        _languages(evaluation),
        _needs(evaluation.needs),
        _confusion(evaluation.needs),
        _calibration(evaluation.needs),
        language_section(evaluation.language),
        _timings(evaluation),
        *([_questions(evaluation.questions)] if evaluation.questions else []),
        _forum(evaluation.forum),
        _doubles(evaluation),
        _stock(evaluation),
        _worst(evaluation.needs),
        _floor(changes),
    ]
    total = len(evaluation.needs.groups[ALL])
    subtitle = f"Model {evaluation.model}; {total} held-out messages, {evaluation.seen} of them nearly equal to a training message."
    return markup.page("What Waypost understands", subtitle, _cards(evaluation), sections)


def name_of(group: str) -> str:
    known = languages().get(group)
    return known.english_name if known else group


def _cards(evaluation: Evaluation) -> str:
    found, language = evaluation.needs.figures[ALL], evaluation.language.figures()
    shares = [
        (found["right"], "right answer, %"),
        (found["right_or_offered"], "right or offered as a button, %"),
        (found["direction"], "direction of moves, %"),
        (found["out_of_scope_recall"], "out of scope recognised, %"),
        (language["wrong_switch"], "wrong switch of language, %"),
    ]
    return markup.cards(
        [*((markup.percent(value), name) for value, name in shares), (f"{evaluation.timings['whole NLU'].median_ms:.1f} ms", "a message, median")]
    )


def _figures_table(evaluation: NeedEvaluation) -> str:
    """A row for each figure, a column for each group."""
    groups = list(evaluation.groups)
    rows: list[list[str | Cell]] = [["messages", *(str(len(evaluation.groups[group])) for group in groups), ""]]
    for name in COLUMNS:
        if name in evaluation.figures[ALL]:
            shares = [markup.percent(evaluation.figures[group][name]) for group in groups]
            rows.append([COLUMNS[name], *shares, markup.words(EXPLAINED[name])])
    return markup.table(["", *map(name_of, groups), ""], rows)


def _languages(evaluation: Evaluation) -> Section:
    explained = "Per cent. Each message is the first of a conversation and carries no hint of its language. O.o.s. is out of scope."
    return Section("languages", "By language", markup.paragraph(explained, note=True) + _figures_table(evaluation.needs))


def _needs(evaluation: NeedEvaluation) -> Section:
    groups = list(evaluation.groups)
    counts = {need: sum(one.message.label == need for one in evaluation.groups[ALL]) for need in right_by_need(evaluation.groups)}
    rows: list[list[str | Cell]] = [
        [need, str(counts[need]), *(markup.heat(shares[group]) for group in groups)] for need, shares in right_by_need(evaluation.groups).items()
    ]
    explained = "Share answered right, per cent. With 32 messages in a cell one message is 3 points."
    return Section("needs", "By need", markup.paragraph(explained, note=True) + markup.table(["", "messages", *map(name_of, groups)], rows))


def _confusion(evaluation: NeedEvaluation) -> Section:
    pairs = confusion(one.pair for one in evaluation.groups[ALL])
    labels = list(right_by_need(evaluation.groups))
    others = sorted({given for _, given in pairs} - {*labels, *NOT_NEEDS})
    picture = pictures.confusion_picture(pairs, labels, [*others, *NOT_NEEDS])
    often = [(want, give, count) for (want, give), count in pairs.most_common() if want != give and count > 1][:15]
    listed = markup.table(["wanted", "replied", "messages"], [[want, markup.short(give), str(count)] for want, give, count in often], [1])
    explained = "All languages. A row is what was wanted, a column what was replied; a bold number off the diagonal is a number of mistakes."
    return Section("confusions", "Confusions", markup.paragraph(explained, note=True) + picture + "<h3>Most frequent</h3>" + listed)


def _calibration(evaluation: NeedEvaluation) -> Section:
    bins = {
        group: reliability([one.confidence for one in judged], [one.best_is_right for one in judged]) for group, judged in evaluation.groups.items()
    }
    kept = {group: [part for part in parts if group == ALL or part.count >= FEWEST_IN_A_BIN] for group, parts in bins.items()}
    explained = "How often the classifier's best need is right among messages it is equally sure of. On the dashed line, 0.8 sure means 80 % right."
    return Section("calibration", "Calibration", markup.paragraph(explained, note=True) + pictures.reliability_picture(kept))


def _timings(evaluation: Evaluation) -> Section:
    rows = [[name, f"{timing.median_ms:.2f}", f"{timing.p99_ms:.2f}"] for name, timing in evaluation.timings.items()]
    explained = "Milliseconds for one message, one thread, warm, on the machine that wrote this report; not held against the floor."
    return Section("timings", "Time", markup.paragraph(explained, note=True) + markup.table(["", "median", "p99"], rows))


def _questions(questions: NeedEvaluation) -> Section:
    explained = "What real people asked in public (English, paraphrased): longer and less direct than what a chat gets."
    return Section(
        "questions", "Real questions", markup.paragraph(explained, note=True) + _figures_table(questions) + _errors(worst(questions.groups[ALL]))
    )


def _forum(forum: NeedEvaluation) -> Section:
    explained = "Long messages as people post them in forums and tickets: a story, several facts, the question implied."
    errors = markup.details("What went wrong", _errors(worst(forum.groups[ALL])))
    return Section("forum", "Forum posts", markup.paragraph(explained, note=True) + _figures_table(forum) + errors)


def _doubles(evaluation: Evaluation) -> Section:
    rows = [[name_of(group), *(markup.percent(values[name]) for name in ("first", "either", "both"))] for group, values in evaluation.doubles.items()]
    explained = (
        "Messages that ask for two things: the first is answered, either of them is, the other one is a button as well. "
        f"Of the messages with one need {markup.percent(evaluation.single_with_more)} % get such a button for nothing."
    )
    return Section(
        "doubles", "Two requests", markup.paragraph(explained, note=True) + markup.table(["", "first", "either", "both"], rows, last_is_sum=True)
    )


def _stock(evaluation: Evaluation) -> Section:
    """Waypost beside the last run of each of Rasa's own classifiers."""
    columns = ["right", "best_is_right", "macro_f1", "direction", "reversed", "out_of_scope_recall", "calibration_error"]
    questions = evaluation.questions.figures[ALL]["right"] if evaluation.questions else None
    ours = [markup.percent(evaluation.forum.figures[ALL]["right"]), "" if questions is None else markup.percent(questions)]
    rows = [["Waypost", *(markup.percent(evaluation.needs.figures[ALL][name]) for name in columns), *ours, ""]]
    for stock in kept_stock():
        cells = [markup.percent(stock.figures[ALL][name]) for name in columns]
        kind = f"{stock.classifier}, {stock.epochs} epochs" if stock.epochs else stock.classifier
        rows.append(
            [kind, *cells, markup.percent(stock.forum), markup.percent(stock.questions), f"{stock.training_s:.0f} s, {stock.messages} messages"]
        )
    head = ["", *(COLUMNS[name] for name in columns), "forum", "questions", "training"]
    explained = "Rasa's own classifiers over count vectors, trained on the same messages, same thresholds; they are told the language. Last runs."
    return Section("stock", "Against Rasa's own classifiers", markup.paragraph(explained, note=True) + markup.table(head, rows))


def _worst(evaluation: NeedEvaluation) -> Section:
    parts = []
    for group, judged in evaluation.groups.items():
        wrong = worst(judged) if group != ALL else []
        if wrong:
            parts.append(markup.details(f"{name_of(group)}: {len(wrong)} wrong", _errors(wrong[:WORST_SHOWN]), opened=True))
    explained = f"Wrong and no button leads to the right answer; the surest mistakes first, {WORST_SHOWN} for each language."
    return Section("worst", "Worst mistakes", markup.paragraph(explained, note=True) + "".join(parts))


def _errors(wrong: Sequence[Judged]) -> str:
    rows: list[list[str | Cell]] = [
        [one.message.label, markup.short(one.reply.given), markup.percent(one.confidence, 0), markup.words(one.message.text)] for one in wrong
    ]
    return markup.table(["wanted", "replied", "sure", "message"], rows, [1, 3])


def _floor(changes: Sequence[Change] | None) -> Section:
    if changes is None:
        return Section(
            "floor", "Against the floor", markup.paragraph("There is no evals/floor.json yet: python -m evals.report --raise-floor writes it.")
        )
    rows: list[list[str | Cell]] = [
        [change.name, _number(change.before), _number(change.now), Cell(f"{change.gain:+.4f}", _kind(change))] for change in changes
    ]
    explained = f"Today's figures against the last committed ones; worse by more than {TOLERANCE} fails the run."
    return Section("floor", "Against the floor", markup.paragraph(explained, note=True) + markup.table(["figure", "floor", "now", "gain"], rows))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _kind(change: Change) -> str:
    return "bad" if change.worse else "good" if change.gain > TOLERANCE else ""
