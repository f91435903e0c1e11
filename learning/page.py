"""The figures of a period in, the whole report as HTML out."""

from __future__ import annotations

from collections import Counter
from typing import Callable, Mapping

from learning import pictures
from learning.figures import Figures
from learning.misses import Why
from learning.signals import Kind
from learning.turns import OTHER, Outcome
from reporting import markup
from reporting.markup import Cell, Section
from waypost.content.languages import languages

OUTCOMES = {
    Outcome.ANSWERED: "answered",
    Outcome.CLARIFIED: "asked back",
    Outcome.SMALLTALK: "small talk",
    Outcome.HANDED_OVER: "handed over",
    Outcome.HUMAN: "with a human",
    Outcome.FALLBACK: "not understood",
    Outcome.SILENT: "no reply",
}
WHY = {Why.FALLBACK: "fallback", Why.CLARIFIED: "offers not pressed", Why.HANDED_OVER: "handed over", Why.THUMB_DOWN: "thumb down"}
SIGNALS = {
    Kind.WISHED: "asked for another language right after a reply",
    Kind.CHOSEN: "chose another language in the menu",
    Kind.FLIPPED: "one reply in another language between two in the same",
    Kind.FOREIGN: "wrote in a language that is not answered",
    Kind.THUMB: "thumb down for the language",
}
MOST_ROWS = 25
PRIVATE = "Texts are shown without secrets, e-mail addresses and phone numbers; they are people's words: keep this file to yourself."
NOTHING = "Nobody wrote in this period. Another one: make report PERIOD=90d, 2026-11 or 2026-11-01..2026-11-15."


def report(figures: Figures) -> str:
    subtitle = f"{figures.period} (UTC). {PRIVATE}"
    if not figures.messages:
        return markup.page("What people asked", subtitle, markup.paragraph(NOTHING), [_drafts(figures)] if figures.drafts else [])
    sections = [_days(figures), _outcomes(figures), _unanswered(figures), _needs(figures), _thumbs(figures), _signals(figures), _times(figures)]
    return markup.page("What people asked", subtitle, _cards(figures), [*sections, _drafts(figures)])


def name_of(language: str) -> str:
    known = languages().get(language)
    return known.english_name if known else language


def _cards(figures: Figures) -> str:
    up, down = figures.of_value("up"), figures.of_value("down")
    typed = max(figures.messages - figures.pressed, 1)
    missed = sum(group.count for group in figures.unanswered.values())
    return markup.cards(
        [
            (f"{figures.conversations:,}", "conversations"),
            (f"{figures.messages:,}", "messages"),
            (markup.percent(figures.outcome(Outcome.ANSWERED) / figures.messages), "answered, %"),
            (markup.percent(missed / typed), "unanswered, % of typed"),
            (markup.percent(figures.outcome(Outcome.HANDED_OVER) / figures.messages), "handed over, %"),
            (f"{up} / {down}", "thumbs up / down"),
        ]
    )


def _names(figures: Figures) -> dict[str, str]:
    return {language: name_of(language) for language in figures.languages}


def _days(figures: Figures) -> Section:
    order = list(figures.period.days())
    channels = ", ".join(f"{channel} {count:,}" for channel, count in figures.channels.most_common())
    explained = f"A conversation counts on each day that somebody wrote in it, in the language of that day's first reply. By channel: {channels}."
    picture = pictures.days_picture(figures.days, order, _names(figures))
    rows: list[list[str | Cell]] = [
        [str(day), *(str(figures.days[day][language]) for language in figures.languages)] for day in order if day in figures.days
    ]
    table = markup.details("As a table", markup.table(["day", *_names(figures).values()], rows))
    return Section("days", "Conversations", markup.paragraph(explained, note=True) + picture + table)


def _outcomes(figures: Figures) -> Section:
    explained = (
        "Each message once, buttons too. Asked back: the reply is a question with buttons. Handed over: the reply names humans or opens a ticket. "
        "No reply: nothing was stored as its answer, which is a fault."
    )
    picture = pictures.outcomes_picture(figures.outcomes, _names(figures), OUTCOMES)
    rows: list[list[str | Cell]] = [
        [word, *(str(figures.outcomes[language, outcome.value]) for language in figures.languages), str(figures.outcome(outcome))]
        for outcome, word in OUTCOMES.items()
    ]
    table = markup.table(["messages", *_names(figures).values(), "all"], rows)
    return Section("outcomes", "What came of messages", markup.paragraph(explained, note=True) + picture + table)


def _unanswered(figures: Figures) -> Section:
    explained = (
        "Typed messages that were not understood (fallback, buttons offered and none pressed, handed over after misses) or whose answer got a "
        "thumb down; those that are nearly the same together. Label them with make review."
    )
    body = markup.paragraph(explained, note=True)
    for language, unanswered in sorted(figures.unanswered.items(), key=lambda item: -item[1].count):
        rows: list[list[str | Cell]] = [
            [str(group.count), markup.words("\n".join(group.examples), "text lines"), markup.words(_reasons(group.reasons))]
            for group in unanswered.groups()
        ]
        title = f"{name_of(language)}: {unanswered.count:,}"
        more = (
            markup.paragraph(f"{unanswered.beyond:,} more are not grouped: there were too many different ones.", note=True)
            if unanswered.beyond
            else ""
        )
        body += markup.details(title, markup.table(["times", "messages", "why"], rows, [1, 2]) + more, opened=True)
    return Section("unanswered", "Unanswered messages", body if figures.unanswered else body + markup.paragraph("None."))


def _reasons(reasons: Mapping[Why, int]) -> str:
    return ", ".join(f"{count} {WHY[why]}" for why, count in sorted(reasons.items(), key=lambda item: -item[1]))


def _needs(figures: Figures) -> Section:
    totals = {language: sum(count for (_, of), count in figures.needs.items() if of == language) for language in figures.languages}
    by_need = {need: sum(count for (of, _), count in figures.needs.items() if of == need) for need, _ in figures.needs}
    rows: list[list[str | Cell]] = [
        [need, *(_count(figures.needs[need, language], totals[language]) for language in figures.languages), str(total)]
        for need, total in sorted(by_need.items(), key=lambda item: (-item[1], item[0]))
    ]
    explained = "Answers that were given. The warmer a cell, the larger its share of the language's answers."
    return Section("needs", "Needs by language", markup.paragraph(explained, note=True) + markup.table(["", *_names(figures).values(), "all"], rows))


def _count(count: int, total: int) -> Cell:
    return Cell(str(count) if count else "·", shade=min(count / max(total, 1) * 2, 0.6))


def _thumbs(figures: Figures) -> Section:
    explained = "Thumbs count with the message that they are about, whenever they were given."
    by_answer = {answer: (figures.thumbs[answer, "up"], figures.thumbs[answer, "down"]) for answer, _ in figures.thumbs}
    most = dict(sorted(by_answer.items(), key=lambda item: (-sum(item[1]), item[0]))[:MOST_ROWS])
    if not most:
        return Section("thumbs", "Thumbs", markup.paragraph("Nobody gave one."))
    body = markup.paragraph(explained, note=True) + pictures.thumbs_picture(most)
    if figures.reasons:
        reasons: Counter[str] = Counter()
        for (_, reason), count in figures.reasons.items():
            reasons[reason] += count
        rows: list[list[str | Cell]] = [
            [reason, *(str(figures.reasons[language, reason]) for language in figures.languages), str(total)]
            for reason, total in reasons.most_common()
        ]
        body += "<h3>Reasons of thumbs down</h3>" + markup.table(["", *_names(figures).values(), "all"], rows)
    if figures.comments:
        said: list[list[str | Cell]] = [[answer, markup.short(name_of(language)), markup.words(text)] for answer, language, text in figures.comments]
        body += markup.details(f"The last {len(said)} comments", markup.table(["answer", "language", "comment"], said, [1, 2]))
    return Section("thumbs", "Thumbs", body)


def _signals(figures: Figures) -> Section:
    explained = "Moments at which a reply was probably in the wrong language, by the language of that reply."
    rows: list[list[str | Cell]] = [
        [markup.words(word), *(str(figures.signals[language, kind.value]) for language in _of_signals(figures))] for kind, word in SIGNALS.items()
    ]
    body = markup.paragraph(explained, note=True) + markup.table(["", *map(name_of, _of_signals(figures))], rows, [0])
    if figures.foreign:
        listed = ", ".join(f"{name_of(code)} {count}" for code, count in figures.foreign.most_common(MOST_ROWS))
        body += markup.paragraph(f"Languages that are not answered: {listed}.")
    return Section("language", "Wrong language", body)


def _of_signals(figures: Figures) -> list[str]:
    """Languages of replies, and whatever else a signal names."""
    return list(dict.fromkeys([*(language for language in figures.languages if language != OTHER), *(language for language, _ in figures.signals)]))


def _times(figures: Figures) -> Section:
    rows: list[list[str | Cell]] = [
        [name_of(language), f"{len(times):,}", *_seconds(times.percentile)] for language, times in figures.worked.items() if len(times)
    ]
    explained = (
        "From the moment a message was understood to its reply: the action server and what it asks, such as a chain. Seconds, to 5 per cent. "
        "The whole wait is in /metrics; the database knows it of the last day's messages only."
    )
    head = ["", "replies", "half within", "95 % within", "99 % within"]
    body = markup.paragraph(explained, note=True)
    if not rows:
        return Section("times", "Time to reply", body + markup.paragraph("No reply was stored."))
    if len(figures.waited):
        rows.append(["whole wait, last day", f"{len(figures.waited):,}", *_seconds(figures.waited.percentile)])
    return Section("times", "Time to reply", body + pictures.times_picture(figures.worked, _names(figures)) + markup.table(head, rows))


def _seconds(percentile: Callable[[float], float]) -> list[str]:
    return [f"{percentile(share):.2f}" for share in (50, 95, 99)]


def _drafts(figures: Figures) -> Section:
    explained = "Drafts of ticket answers whose fate is known. Where agents send nearly all of them unedited, a queue can do without drafts."
    if not figures.drafts:
        return Section("drafts", "Drafts of tickets", markup.paragraph("None whose fate is known."))
    rows: list[list[str | Cell]] = [
        [queue, markup.short(need), markup.short(name_of(locale)), str(unedited), str(total), markup.percent(unedited / total, 0)]
        for (queue, need, locale), (unedited, total) in sorted(figures.drafts.items(), key=lambda item: -item[1][1])
    ]
    body = markup.table(["queue", "need", "language", "unedited", "drafts", "share, %"], rows, [1, 2])
    return Section("drafts", "Drafts of tickets", markup.paragraph(explained, note=True) + body)
