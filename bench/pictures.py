"""Figures of the benchmark in, pictures as SVG text out, in the style of the evaluation's."""

from __future__ import annotations

from typing import Mapping, Sequence

from reporting.drawing import ACCENT, COLOURS, INK, Figure, styled, svg

Curves = Mapping[str, Sequence[tuple[float, float]]]


def bars(values: Mapping[str, float], title: str, unit: str) -> str:
    """A bar for each value, the first one on top."""
    with styled():
        figure = Figure(figsize=(8.6, 0.4 + 0.27 * len(values)))
        axes = figure.subplots()
        axes.barh(list(values), list(values.values()), color=ACCENT, height=0.66)
        for at, value in enumerate(values.values()):
            axes.text(value, at, f" {value:g}", va="center", fontsize=8, color=INK)
        axes.invert_yaxis()
        axes.set_xlabel(unit)
        axes.tick_params(axis="y", length=0)
        return svg(figure, title)


def lines(curves: Curves, title: str, x: str, y: str) -> str:
    """A line for each name, from zero."""
    with styled():
        figure = Figure(figsize=(6.4, 3.4))
        axes = figure.subplots()
        for colour, (name, points) in zip(COLOURS, curves.items(), strict=False):
            axes.plot([at for at, _ in points], [value for _, value in points], color=colour, marker="o", markersize=3, label=name)
        axes.set(xlabel=x, ylabel=y, ylim=(0, None), xlim=(0, None))
        axes.legend(frameon=False)
        return svg(figure, title)
