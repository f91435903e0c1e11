"""The last run of each part in, the whole report as HTML out."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from bench import pictures
from bench.figures import Figures
from bench.plan import STOCK, WAYPOST
from reporting import markup
from reporting.markup import Section

NAMES = {WAYPOST: "Waypost", STOCK: "stock Rasa"}
ONE, SATURATED = "1 sender", "20 senders, saturated"


def page(parts: Mapping[str, Figures]) -> str:
    """parts: as figures.py keeps them; those that were never run are left out."""
    sections = [Section(name, TITLES[name], _how(run) + draw(run["figures"])) for name, draw in DRAWN.items() if (run := parts.get(name))]
    subtitle = "Real processes over loopback on one machine; the client runs beside them. Waypost and the stock project take turns."
    return markup.page("What a turn costs", subtitle, _cards(parts), sections)


def _how(run: Figures) -> str:
    on = run["machine"]
    return markup.paragraph(
        f"Measured {run['measured']} in {run['took_s']} s: {on['processor']}, {on['cores']} cores, {on['memory_gb']} GB, {on['system']}, "
        f"load before it {on['load']}.",
        note=True,
    )


def _cards(parts: Mapping[str, Figures]) -> str:
    """The figures that most people look for."""
    found: list[tuple[str, str]] = []
    if latency := _figures(parts, "latency"):
        found += [(f"{latency[ONE]['p50_ms']:g} ms", "a turn, median"), (f"{latency[ONE]['p99_ms']:g} ms", "a turn, 99 of 100")]
        found += [(f"{latency[SATURATED]['turns_per_s']:g}", "turns a second")]
    if start := _figures(parts, "start"):
        found += [(f"{start['ready_s']:g} s", "start to ready"), (f"{start['resident_mb']:g} MB", "memory after the start")]
    if memory := _figures(parts, "memory"):
        found.append((f"{memory['growth_percent']:+g} %", f"memory after {memory['conversations']} conversations"))
    return markup.cards(found)


def _figures(parts: Mapping[str, Figures], part: str) -> Figures | None:
    """Waypost's own of one part."""
    return parts[part]["figures"].get(WAYPOST) if part in parts else None


def _latency(figures: Figures) -> str:
    rows = [
        [
            f"{NAMES[name]}, {scenario}",
            *(str(taken.get(key, "–")) for key in ("p50_ms", "p95_ms", "p99_ms", "cpu_ms", "turns_per_s", "turns", "errors")),
        ]
        for scenario in next(iter(_contenders(figures).values()))
        for name, of in _contenders(figures).items()
        for taken in [of[scenario]]
    ]
    explained = (
        "Milliseconds from a message to its whole reply; at 40 messages a second, time counts from when a message was due. "
        "Processor: milliseconds of processor time that a turn takes of all processes of the bot, which other work on the machine changes least."
    )
    head = ["", "p50", "p95", "p99", "processor", "turns/s", "turns", "errors"]
    return markup.paragraph(explained) + markup.table(head, rows) + _stock_made(figures.get("stock_project"))


def _stock_made(made: Figures | None) -> str:
    if not made:
        return ""
    return markup.paragraph(
        f"The stock project has Rasa's default pipeline and policies (DIET, TED), {made['messages']} of our messages, {made['epochs']} epochs "
        f"instead of 100 (trained in {made['training_s']} s), our English answers as utterances; conversations stay in memory, as with rasa init.",
        note=True,
    )


def _start(figures: Figures) -> str:
    rows = [[NAMES[name], f"{of['ready_s']:g}", ", ".join(map(str, of["runs_s"])), f"{of['resident_mb']:g}"] for name, of in figures.items()]
    return markup.table(["", "ready after, s", "each run, s", "memory, MB"], rows)


def _cost(figures: Figures) -> str:
    turn = figures["turn"]
    explained = (
        f"Own time of each part in the mean turn of {turn['mean_ms']} ms (median {turn['p50_ms']} ms; measuring adds a little). One sender at a time."
    )
    return markup.paragraph(explained) + pictures.bars(figures["own_ms"], "Milliseconds of each part of a turn", "ms a turn")


def _length(figures: Figures) -> str:
    curves = {NAMES[name]: [(float(turn), ms) for turn, ms in of["p50_ms_around_turn"].items()] for name, of in figures.items()}
    grown = "; ".join(
        f"{NAMES[name]} {of['growth_percent']:+g} % from turn {of['from_turn']} to turn {of['to_turn']}" for name, of in figures.items()
    )
    picture = pictures.lines(curves, "Turn time by length of the conversation", "turn of the conversation", "ms, median of ten turns")
    return markup.paragraph(grown + ".") + picture


def _storage(figures: Figures) -> str:
    return markup.table(["of one conversation", ""], [[name.replace("_", " "), f"{value:g}"] for name, value in figures.items()])


def _content(figures: Figures) -> str:
    tables = []
    for kind, sizes in figures.items():
        keys = list(next(iter(sizes.values())))
        rows = [[size, *(f"{of[key]:g}" for key in keys)] for size, of in sizes.items()]
        tables.append(f"<h3>{kind}</h3>" + markup.table(["", *(key.replace("_", " ") for key in keys)], rows))
    explained = "Today's copy and classifier, and synthetic ones 4 and 16 times as large, in a process without Rasa."
    return markup.paragraph(explained) + "".join(tables)


def _memory(figures: Figures) -> str:
    curves = {NAMES[name]: [tuple(point) for point in of["curve"]] for name, of in figures.items()}
    picture = pictures.lines(curves, "Memory by conversations", "conversations", "MB resident, all processes")
    columns = ("after_start_mb", "warm_mb", "after_all_mb", "growth_percent", "conversations", "errors")
    rows = [[NAMES[name], *(f"{of[key]:g}" for key in columns)] for name, of in figures.items()]
    return picture + markup.table(["", "after start, MB", "warm, MB", "at the end, MB", "growth from warm, %", "conversations", "errors"], rows)


def _training(figures: Figures) -> str:
    rows = [[NAMES[name], f"{of['training_s']:g}", str(of.get("messages", "all")), str(of.get("epochs", "–"))] for name, of in figures.items()]
    return markup.table(["", "s", "messages", "epochs"], rows)


def _contenders(figures: Figures) -> dict[str, Any]:
    return {name: of for name, of in figures.items() if name in NAMES}


DRAWN: Mapping[str, Callable[[Figures], str]] = {
    "latency": _latency,
    "cost": _cost,
    "length": _length,
    "start": _start,
    "memory": _memory,
    "storage": _storage,
    "content": _content,
    "training": _training,
}
TITLES = {
    "latency": "Turn times",
    "cost": "Where the milliseconds go",
    "length": "Long conversations",
    "start": "Start",
    "memory": "Memory",
    "storage": "Database",
    "content": "More languages, more answers",
    "training": "Training",
}
