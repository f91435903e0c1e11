"""A figure of matplotlib in, SVG text out: it stands in the page itself and can be read in any size. One look for all reports."""

from __future__ import annotations

import io
import warnings

with warnings.catch_warnings():  # the parser that matplotlib is pinned to warns of its own names
    warnings.simplefilter("ignore")
    import matplotlib  # type: ignore[import-untyped]
    from matplotlib.axes import Axes  # type: ignore[import-untyped]
    from matplotlib.figure import Figure  # type: ignore[import-untyped]

__all__ = ["ACCENT", "COLOURS", "INK", "SOFT", "WARM", "Axes", "Figure", "styled", "svg"]
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


def styled() -> matplotlib.rc_context:
    """A context in which figures have the look of the reports."""
    return matplotlib.rc_context(STYLE)


def svg(figure: Figure, title: str) -> str:
    """title: what the picture shows, for whoever cannot see it; plain words without quotes."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None, "Title": title})
    text = buffer.getvalue()
    return text[text.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
