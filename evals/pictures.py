"""Figures in, pictures as SVG text out: they stand in the page itself and can be read in any size."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from typing import Any, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.metrics import Bin, Pair

with warnings.catch_warnings():  # the parser that matplotlib is pinned to warns of its own names
    warnings.simplefilter("ignore")
    import matplotlib  # type: ignore[import-untyped]
    from matplotlib.axes import Axes  # type: ignore[import-untyped]
    from matplotlib.figure import Figure  # type: ignore[import-untyped]

INK, SOFT, ACCENT, WARM = "#1f2a37", "#94a3b8", "#0f766e", "#b45309"
COLOURS = ("#0f766e", "#b45309", "#4338ca", "#be185d", "#4d7c0f", "#0369a1", "#7c2d12")
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "waypost",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def confusion_picture(pairs: Counter[Pair], labels: Sequence[str], extra: Sequence[str]) -> str:
    """Rows: wanted; columns: given, those of `extra` at the end. Colour: share of the row; number: messages."""
    columns = [*labels, *extra]
    counts = np.array([[pairs[(want, give)] for give in columns] for want in labels], dtype=float)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(11.5, 9.2))
        axes = figure.subplots()
        axes.pcolormesh(np.sqrt(shares), cmap="GnBu", vmin=0, vmax=1.15, edgecolors="white", linewidth=0.6)
        _numbers(axes, counts, shares)
        axes.set_xticks(np.arange(len(columns)) + 0.5, columns, rotation=60, ha="right", rotation_mode="anchor")
        axes.set_yticks(np.arange(len(labels)) + 0.5, labels)
        axes.invert_yaxis()
        axes.set_xlabel("replied")
        axes.set_ylabel("wanted")
        axes.tick_params(length=0)
        return as_svg(figure, "Confusion matrix of needs")


def _numbers(axes: Axes, counts: NDArray[Any], shares: NDArray[Any]) -> None:
    for row, column in np.argwhere(counts > 0):
        wrong = row != column
        axes.text(
            column + 0.5,
            row + 0.5,
            f"{counts[row, column]:.0f}",
            ha="center",
            va="center",
            fontsize=7.5,
            color="white" if shares[row, column] > 0.6 else WARM if wrong else INK,
            fontweight="bold" if wrong else "normal",
        )


def reliability_picture(bins: Mapping[str, Sequence[Bin]]) -> str:
    """A line for each group: how often the best need is right among messages of one confidence; below how many there are."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(6.4, 5.6))
        upper, lower = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [4, 1], "hspace": 0.08})
        upper.plot([0, 1], [0, 1], color=SOFT, linestyle="--", linewidth=1, label="perfect")
        for colour, (group, parts) in zip(COLOURS, bins.items(), strict=False):
            whole = group == "all"
            upper.plot(
                [part.confidence for part in parts],
                [part.accuracy for part in parts],
                marker="o",
                markersize=4 if whole else 3,
                linewidth=2.2 if whole else 1,
                color=INK if whole else colour,
                alpha=1 if whole else 0.75,
                label=group,
            )
        upper.set(ylabel="share right", ylim=(0, 1.03), xlim=(0, 1.02))
        upper.legend(frameon=False, loc="upper left")
        parts = bins["all"]
        lower.bar([(part.low + part.high) / 2 for part in parts], [part.count for part in parts], width=0.09, color=ACCENT)
        lower.set(xlabel="confidence of the best need", ylabel="messages")
        return as_svg(figure, "Reliability: confidence against the share that is right")


def as_svg(figure: Figure, title: str) -> str:
    """title: for those who cannot see it."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None, "Title": title})
    svg = buffer.getvalue()
    return svg[svg.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
