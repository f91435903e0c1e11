"""Figures of the report in, pictures as SVG text out."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from learning.figures import Times
from learning.turns import Outcome
from reporting.drawing import ACCENT, COLOURS, SOFT, WARM, Axes, Figure, styled, svg

WIDE = 9.6
MOST_TICKS = 10
OUTCOME_COLOURS = {
    Outcome.ANSWERED: "#0f766e",
    Outcome.CLARIFIED: "#5eaaa3",
    Outcome.SMALLTALK: "#cbd5e1",
    Outcome.HANDED_OVER: "#4338ca",
    Outcome.HUMAN: "#a5b4fc",
    Outcome.FALLBACK: "#b45309",
    Outcome.SILENT: "#7c2d12",
}
"""In the order of the bars: what was of use first."""
SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)


def days_picture(days: Mapping[date, Counter[str]], order: Sequence[date], names: Mapping[str, str]) -> str:
    """A bar for each day, a colour for each language. names: of the languages, by their code, in the order of the colours."""
    with styled():
        figure = Figure(figsize=(WIDE, 3.0))
        axes = figure.subplots()
        below = np.zeros(len(order))
        for colour, (language, name) in zip(_colours(len(names)), names.items(), strict=True):
            counts = np.array([days.get(day, Counter())[language] for day in order], dtype=float)
            axes.bar(range(len(order)), counts, bottom=below, width=0.82, color=colour, label=name)
            below += counts
        step = -(-len(order) // MOST_TICKS)
        axes.set_xticks(range(0, len(order), step), [f"{day.day} {day:%b}" for day in order[::step]])
        axes.set_xlim(-0.7, len(order) - 0.3)
        axes.set_ylabel("conversations")
        _whole_numbers(axes, below.max())
        _legend(axes, len(names))
        return svg(figure, "Conversations for each day and language")


def outcomes_picture(outcomes: Counter[tuple[str, str]], names: Mapping[str, str], words: Mapping[Outcome, str]) -> str:
    """A bar for each language, of what came of its messages, per cent."""
    with styled():
        figure = Figure(figsize=(WIDE, 0.9 + 0.42 * len(names)))
        axes = figure.subplots()
        totals = {language: sum(count for (of, _), count in outcomes.items() if of == language) for language in names}
        left = np.zeros(len(names))
        for outcome, colour in OUTCOME_COLOURS.items():
            shares = np.array([100 * outcomes[language, outcome.value] / max(totals[language], 1) for language in names])
            if shares.any():
                axes.barh(list(names.values()), shares, left=left, height=0.66, color=colour, label=words[outcome])
                _inside(axes, shares, left, dark=outcome not in (Outcome.SMALLTALK, Outcome.HUMAN))
                left += shares
        axes.invert_yaxis()
        axes.set(xlim=(0, 100), xlabel="messages, %")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        _legend(axes, len(OUTCOME_COLOURS))
        return svg(figure, "What came of messages, by language")


def thumbs_picture(thumbs: Mapping[str, tuple[int, int]]) -> str:
    """A bar for each answer: thumbs up to the right, down to the left. thumbs: answer -> (up, down)."""
    with styled():
        figure = Figure(figsize=(WIDE, 0.9 + 0.3 * len(thumbs)))
        axes = figure.subplots()
        places = list(range(len(thumbs)))
        axes.barh(places, [up for up, _ in thumbs.values()], height=0.66, color=ACCENT, label="thumb up")
        axes.barh(places, [-down for _, down in thumbs.values()], height=0.66, color=WARM, label="thumb down")
        axes.axvline(0, color=SOFT, linewidth=0.8)
        axes.set_yticks(places, list(thumbs))
        most = max(max(pair) for pair in thumbs.values())
        axes.set_xlim(-1.05 * most, 1.05 * most)
        ticks = _ticks(most)
        axes.set_xticks([-tick for tick in reversed(ticks[1:])] + ticks, [str(tick) for tick in [*reversed(ticks[1:]), *ticks]])
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        _legend(axes, 2)
        return svg(figure, "Thumbs for each answer")


def times_picture(times: Mapping[str, Times], names: Mapping[str, str]) -> str:
    """A line for each language: share of the replies that were there after so many seconds."""
    with styled():
        figure = Figure(figsize=(WIDE, 2.8))
        axes = figure.subplots()
        for colour, (language, name) in zip(_colours(len(names)), names.items(), strict=True):
            spread = times[language].spread() if language in times else []
            if spread:
                counts = np.cumsum([count for _, count in spread])
                axes.step([seconds for seconds, _ in spread], 100 * counts / counts[-1], where="post", color=colour, linewidth=1.8, label=name)
        axes.set_xscale("log")
        axes.set_xticks(SECONDS, [f"{seconds:g}" for seconds in SECONDS])
        axes.minorticks_off()
        axes.set(xlabel="seconds", ylabel="replies, %", ylim=(0, 102))
        axes.grid(axis="y", color="#e2e8f0", linewidth=0.6)
        _legend(axes, len(names))
        return svg(figure, "Share of replies that were there after so many seconds")


def _colours(count: int) -> list[str]:
    return [COLOURS[number % len(COLOURS)] for number in range(count)]


def _inside(axes: Axes, shares: NDArray[Any], left: NDArray[Any], dark: bool) -> None:
    """The numbers in those parts of bars that are wide enough."""
    for place, (share, start) in enumerate(zip(shares, left, strict=True)):
        if share >= 4:
            axes.text(start + share / 2, place, f"{share:.0f}", ha="center", va="center", fontsize=8, color="white" if dark else "#1f2a37")


def _ticks(most: float) -> list[int]:
    """Whole numbers from 0, at most seven."""
    step = next(step for power in (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000) for step in (power, 2 * power, 5 * power) if most <= 6 * step)
    return list(range(0, int(most) + 1, step))


def _whole_numbers(axes: Axes, most: float) -> None:
    axes.set_yticks(_ticks(most))


def _legend(axes: Axes, columns: int) -> None:
    axes.legend(frameon=False, ncol=columns, loc="lower left", bbox_to_anchor=(0, 1.0), borderaxespad=0.2, handlelength=1.2, columnspacing=1.4)
