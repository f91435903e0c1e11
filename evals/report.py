"""`python -m evals.report`: runs the model of today's content over the held-out messages and writes build/eval/report.html and summary.json.

Ends with 1 when a figure fell below evals/floor.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Mapping, Sequence

from evals.evaluation import Evaluation, evaluate
from evals.floor import Change, changes, read_floor, write_floor
from evals.page import COLUMNS, name_of, report
from evals.stock import CLASSIFIERS, DEFAULT_EPOCHS, kept_stock, run_stock
from waypost.content.files import ROOT
from waypost.errors import BotError
from waypost.ops.settings import Settings
from waypost.ops.training import ensure_model

OUT = ROOT / "build" / "eval"
SHORT = ("right", "right_or_offered", "unseen_right", "macro_f1", "direction", "asked_back", "out_of_scope_recall", "out_of_scope_precision")
WIDTH = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    options = _options(arguments)
    try:
        for classifier in options.stock:
            run_stock(classifier, options.stock_epochs)
        archive = options.model or ensure_model(Settings.from_environment().var / "tmp")
        evaluation = evaluate(archive)
        if options.raise_floor:
            write_floor(evaluation.figures())
        floor = read_floor()
    except BotError as error:
        sys.exit(f"waypost | {error}")
    found = None if floor is None else changes(evaluation.figures(), floor, evaluation.lower_is_better())
    write(evaluation, found)
    print("\n".join([*table(evaluation), "", *verdict(found)]))
    return 1 if any(change.worse for change in found or ()) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.report", description="writes build/eval/report.html and summary.json")
    parser.add_argument("--raise-floor", action="store_true", help="make today's figures the floor (evals/floor.json)")
    parser.add_argument("--model", type=Path, metavar="FILE", help="another model archive than that of today's content")
    parser.add_argument("--stock", nargs="+", choices=CLASSIFIERS, default=[], help="train Rasa's own classifiers first (minutes to an hour)")
    parser.add_argument("--stock-epochs", type=int, default=DEFAULT_EPOCHS, metavar="N", help="epochs of its DIET (%(default)s)")
    return parser.parse_args(arguments)


def write(evaluation: Evaluation, found: Sequence[Change] | None) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "report.html").write_text(report(evaluation, found), encoding="utf-8")
    (OUT / "summary.json").write_text(json.dumps(evaluation.summary(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def table(evaluation: Evaluation) -> list[str]:
    """The figures as lines for a terminal, per cent."""
    lines = [" " * WIDTH + "".join(f"{COLUMNS[name]:>18}" for name in SHORT)]
    rows: list[tuple[str, Mapping[str, float]]] = [(name_of(group), figures) for group, figures in evaluation.needs.figures.items()]
    if evaluation.questions:
        rows.append(("questions", evaluation.questions.figures["all"]))
    rows.extend((f"forum {group}", figures) for group, figures in evaluation.forum.figures.items())
    rows.extend((f"{stock.classifier} {group}", figures) for stock in kept_stock() for group, figures in stock.figures.items() if group == "all")
    lines += [f"{name:<{WIDTH}}" + "".join(_cell(figures.get(column)) for column in SHORT) for name, figures in rows]
    lines += ["", "two needs   " + "  ".join(f"{group} {values['both'] * 100:.1f}" for group, values in evaluation.doubles.items())]
    lines += ["language    " + "  ".join(f"{name} {value * 100:.1f}" for name, value in evaluation.language.figures().items())]
    return lines + ["time        " + "  ".join(f"{name} {t.median_ms:.2f} ms (p99 {t.p99_ms:.1f})" for name, t in evaluation.timings.items())]


def _cell(value: float | None) -> str:
    return f"{'' if value is None else f'{value * 100:.1f}':>18}"


def verdict(found: Sequence[Change] | None) -> list[str]:
    """What became worse, a line for each figure, and where the report is."""
    where = f"report: {(OUT / 'report.html').relative_to(ROOT)}"
    if found is None:
        return ["no floor yet: python -m evals.report --raise-floor writes evals/floor.json", where]
    worse = [f"below the floor: {change}" for change in found if change.worse]
    return [*(worse or ["every figure holds the floor of evals/floor.json"]), where]


if __name__ == "__main__":
    sys.exit(main())
