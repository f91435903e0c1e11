"""Logs hold events and ids; what people write, and what Rasa quotes of it, stays out."""

from __future__ import annotations

import ast
import logging
import os
from typing import Iterator

import pytest
import structlog

from tests.support.bot import ROOT
from waypost.errors import ContentError
from waypost.ops.logs import _TEMPLATE, DROPPED, HASHED_FIELDS, QUIET, TEXT_FIELDS, WithoutText, _event_only, configure, quiet_environment

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
    logging.raiseExceptions = True


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


def line_of(name: str, template: object, *values: object, error: BaseException | None = None) -> str:
    """What is left of a record behind the filter."""
    caught = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, "turns.py", 41, template, values, caught, "reply_to")
    assert WithoutText().filter(record)
    return logging.Formatter("%(message)s").format(record)


@pytest.mark.parametrize("name", ["rasa.core.processor", "rasa_sdk.executor", "sanic.root", "sqlalchemy.engine", "asyncio", "aiohttp", "new_package"])
def test_of_another_package_the_words_are_dropped(name: str) -> None:
    assert line_of(name, "cannot handle %s", WORDS) == f"{name.split('.')[0]}.failed place=reply_to kind=error"


def test_another_package_that_only_chats_says_nothing() -> None:
    record = logging.LogRecord("root", logging.INFO, "run.py", 1, f"loaded {WORDS}", (), None)
    assert not WithoutText().filter(record)


@pytest.mark.parametrize("name", ["waypost.channels.turns", "actions.say", "__main__"])
def test_a_line_of_ours_is_kept(name: str) -> None:
    assert line_of(name, "turn.failed id=%s status=%s while=reading", "0a1b2c3d", 503) == "turn.failed id=0a1b2c3d status=503 while=reading"


@pytest.mark.parametrize("field", sorted(TEXT_FIELDS))
def test_a_field_for_text_is_dropped_even_for_one_word(field: str) -> None:
    assert (
        line_of("waypost.x", f"turn.failed {field}=%s", "hello")
        == line_of("waypost.x", f"turn.failed {field}=hello")
        == f"turn.failed {field}={DROPPED}"
    )


@pytest.mark.parametrize("field", sorted(HASHED_FIELDS))
def test_a_field_for_a_person_is_hashed(field: str) -> None:
    line = line_of("waypost.x", f"turn.failed {field}=%s", "31612345678")
    assert ("31612345678" in line, line == line_of("waypost.x", f"turn.failed {field}=%s", "31612345678"), len(line.partition("=")[2])) == (
        False,
        True,
        8,
    )


@pytest.mark.parametrize(
    "value", [WORDS, "привет всем", "a" * 81, {"text": WORDS}, [WORDS], ValueError(WORDS), WORDS.encode(), "100% of it"], ids=repr
)
def test_a_value_that_is_no_plain_word_is_dropped(value: object) -> None:
    assert line_of("waypost.x", "turn.failed reason=%s", value) == f"turn.failed reason={DROPPED}"


@pytest.mark.parametrize(
    "template",
    [f"got {WORDS}", WORDS, "turn.failed reason=my own words", "turn.failed: %s", "%s", "Turn failed", "a.b %s=%s", WORDS.encode(), None, 5],
    ids=repr,
)
def test_a_template_that_is_no_event_is_dropped(template: object) -> None:
    assert line_of("waypost.x", template, WORDS).startswith("log.dropped place=turns:41")


@pytest.mark.parametrize("values", [(), (WORDS, WORDS), ({"reason": WORDS},)])
def test_values_that_do_not_fit_the_template_do_not_show(values: tuple[object, ...]) -> None:
    assert WORDS not in line_of("waypost.x", "turn.failed reason=%s", *values)


def test_of_an_error_of_ours_the_places_are_kept_and_the_message_is_not() -> None:
    try:
        raise ValueError(WORDS)
    except ValueError as error:
        line = line_of("waypost.x", "request.failed id=%s", "0a1b2c3d", error=error)
    assert line.startswith("request.failed id=0a1b2c3d kind=ValueError places=test_logs.py:")
    assert WORDS not in line


def test_what_is_wrong_in_a_file_of_the_copy_is_said_in_full() -> None:
    error = ContentError("locales/en/gas.yml: no text")
    assert line_of("waypost.content.live", "copy.broken kept=last_good reason=%s", error) == f"copy.broken kept=last_good reason={error}"


def test_a_record_that_cannot_be_written_is_not_printed_with_its_values(restored: None, capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("waypost.x").error("turn.failed count=%d", WORDS)
    assert WORDS not in capsys.readouterr().err


def calls_of_the_log() -> list[tuple[str, ast.Call]]:
    found = []
    for path in (path for folder in ("waypost", "actions") for path in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "log":
                found.append((f"{path.name}:{node.lineno}", node))
    return found


def test_every_line_that_the_code_writes_is_one_that_is_kept() -> None:
    templates = {place: node.args[0].value if isinstance(node.args[0], ast.Constant) else None for place, node in calls_of_the_log()}
    assert len(templates) >= 10
    assert [place for place, template in templates.items() if not isinstance(template, str) or not _TEMPLATE.fullmatch(template)] == []


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
