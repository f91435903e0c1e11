"""Logs hold events and ids; what people write, and what Rasa quotes of it, stays out."""

from __future__ import annotations

import logging
import os
from typing import Iterator

import pytest
import structlog

from waypost.ops.logs import QUIET, _event_only, _WithoutText, configure, quiet_environment

WORDS = "my very own words"


@pytest.fixture
def restored() -> Iterator[None]:
    """Logging as it was before, afterwards."""
    root, levels, structured = logging.getLogger(), {name: logging.getLogger(name).level for name in QUIET}, structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    for name, own in levels.items():
        logging.getLogger(name).setLevel(own)
    structlog.configure(**structured)


@pytest.mark.parametrize("name", ["rasa", "rasa.core.processor", "rasa.core.actions.action"])
def test_an_error_of_rasas_keeps_its_place_and_loses_its_words(name: str, restored: None, capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger(name).exception("cannot handle %s", WORDS)
    said = capsys.readouterr().err
    assert ("rasa.failed place=" in said, "kind=ValueError" in said, WORDS in said) == (True, True, False)


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING])
def test_below_errors_rasa_says_nothing(level: int, restored: None, capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("rasa.core.processor").log(level, WORDS)
    assert capsys.readouterr().err == ""


def test_an_event_of_ours_is_one_line(restored: None, capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("waypost.channels.rest").info("message.refused status=%s", 413)
    said = capsys.readouterr().err
    assert (said.endswith("INFO message.refused status=413\n"), said.count("\n")) == (True, 1)


def test_only_rasas_records_are_changed() -> None:
    record = logging.LogRecord("rasabella", logging.ERROR, "", 1, "kept", (), None)
    assert (_WithoutText().filter(record), record.getMessage()) == (True, "kept")


@pytest.mark.parametrize(
    ("event", "line"),
    [
        ({"event": "processor.message.parse", "text": WORDS}, "rasa.event processor.message.parse"),
        ({"event": WORDS}, "rasa.event"),
        ({"event": None, "text": WORDS}, "rasa.event"),
        ({}, "rasa.event"),
    ],
)
def test_of_a_structured_record_only_the_name_of_the_event_is_kept(event: dict[str, object], line: str) -> None:
    assert _event_only(None, "error", event) == line


def test_telemetry_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASA_TELEMETRY_ENABLED", raising=False)
    quiet_environment()
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_what_the_environment_says_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL_LIBRARIES", "DEBUG")
    quiet_environment()
    assert os.environ["LOG_LEVEL_LIBRARIES"] == "DEBUG"
