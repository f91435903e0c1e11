"""Counts come out as Prometheus reads them, and nothing makes their number grow without bound."""

from __future__ import annotations

import re

import pytest

from waypost.channels.measures import MOST_CONVERSATIONS, Measures
from waypost.content.languages import live_languages
from waypost.figures import MOST_SERIES, Counter, Gauge, Histogram, exposition

LINE = re.compile(r'[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(?:,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? (\d+(\.\d+)?(e-\d+)?|\+Inf)')


def envelope(**fields: object) -> list[dict[str, object]]:
    return [{"text": "x"}, {"custom": {"answer": "withdraw", "kind": "answer", "locale": "en", **fields}}]


def test_a_counter_is_written_as_prometheus_reads_it() -> None:
    counter = Counter("a_total", "What it is.", ("kind",))
    counter.add("x")
    counter.add('q"\\\n', by=2)
    assert exposition([counter]) == '# HELP a_total What it is.\n# TYPE a_total counter\na_total{kind="q\\"\\\\\\n"} 2\na_total{kind="x"} 1\n'


def test_a_counter_without_labels_begins_at_zero() -> None:
    assert exposition([Counter("a_total", "A.")]).endswith("\na_total 0\n")


def test_a_gauge_is_asked_when_it_is_written() -> None:
    values = iter([1.0, 2.5])
    gauge = Gauge("a", "A.", lambda: next(values))
    assert (exposition([gauge])[-4:], exposition([gauge])[-6:]) == ("a 1\n", "a 2.5\n"[-6:])


def test_a_histogram_counts_up_to_each_bound() -> None:
    histogram = Histogram("a", "A.", bounds=(0.1, 1.0))
    for seconds in (0.05, 0.1, 0.5, 7):
        histogram.observe(seconds)
    assert list(histogram.lines()) == ['a_bucket{le="0.1"} 2', 'a_bucket{le="1"} 3', 'a_bucket{le="+Inf"} 4', "a_sum 7.65", "a_count 4"]


def test_series_do_not_grow_without_bound() -> None:
    counter = Counter("a_total", "A.", ("kind",))
    for number in range(MOST_SERIES * 3):
        counter.add(str(number))
    assert (len(list(counter.lines())), counter.value("other")) == (MOST_SERIES + 1, MOST_SERIES * 2)


def test_a_wrong_number_of_labels_is_a_mistake_that_shows() -> None:
    with pytest.raises(ValueError, match="1 label values are needed, not 2"):
        Counter("a_total", "A.", ("kind",)).add("x", "y")


def test_every_line_of_the_channels_figures_can_be_read() -> None:
    measures = Measures()
    measures.turn("rest", "somebody", ("recovery_phrase",), envelope(), 0.0123)
    measures.refusal("bad_sender")
    lines = exposition(measures.figures()).splitlines()
    assert [line for line in lines if not line.startswith("# ") and not LINE.fullmatch(line)] == []
    assert "somebody" not in "".join(lines)


@pytest.mark.parametrize("locale", live_languages())
def test_a_turn_is_counted_in_its_language(locale: str) -> None:
    measures = Measures()
    measures.turn("rest", "a", ("private_key", "recovery_phrase"), envelope(locale=locale, kind="handoff"), 0.1)
    measures.turn("rest", "a", (), envelope(locale=locale, kind="fallback"), 0.1)
    assert measures.turns.value("rest", locale, "handoff") == measures.handoffs.value(locale) == measures.fallbacks.value(locale) == 1
    assert (measures.redactions.value("private_key"), measures.redactions.value("recovery_phrase")) == (1, 1)


def test_a_switch_is_a_reply_in_another_language_than_the_one_before() -> None:
    measures = Measures()
    for sender, locale in (("a", "en"), ("b", "nl"), ("a", "en"), ("a", "ru"), ("b", "nl"), ("a", "en")):
        measures.turn("rest", sender, (), envelope(locale=locale), 0.1)
    assert (measures.switches.value("ru"), measures.switches.value("en"), measures.switches.value("nl")) == (1, 1, 0)


@pytest.mark.parametrize("fields", [{"locale": "a person's words"}, {"locale": None}, {"kind": ["x"]}, {"locale": {}}])
def test_what_is_no_word_of_ours_becomes_no_label(fields: dict[str, object]) -> None:
    measures = Measures()
    measures.turn("rest", "a", (), envelope(**fields), 0.1)
    assert "other" in exposition([measures.turns])
    assert "words" not in exposition(measures.figures())


def test_a_reply_without_an_envelope_is_counted_too() -> None:
    measures = Measures()
    measures.turn("rest", "a", (), [], 0.1)
    assert measures.turns.value("rest", "other", "other") == 1


def test_conversations_that_are_remembered_are_bounded_and_can_be_forgotten() -> None:
    measures = Measures()
    for number in range(MOST_CONVERSATIONS + 5):
        measures.turn("rest", str(number), (), envelope(locale="nl"), 0.1)
    assert (measures.locale_of("4"), measures.locale_of("5")) == (None, "nl")
    measures.forget("5")
    assert measures.locale_of("5") is None
