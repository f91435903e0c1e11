"""Logging for both processes: events and ids, never a person's text. Records in, lines out that a program can read."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sys
import time
import traceback
import warnings
from pathlib import Path

from waypost.errors import ContentError, SettingsError

OURS = frozenset({"waypost", "actions", "__main__"})
"""First parts of our loggers' names; `__main__` is the module that was started."""
MOST_PLACES = 6
QUIET = ("rasa", "rasa_sdk", "sanic", "matplotlib", "tensorflow", "apscheduler", "asyncio", "urllib3", "aiohttp")


TEXT_FIELDS = frozenset({"text", "message_text", "body", "content", "payload", "query", "title", "name", "email", "phone", "metadata", "entities"})
"""Fields of a line of ours that would hold what a person wrote: whatever a caller gives them is dropped."""
HASHED_FIELDS = frozenset({"sender", "sender_id", "conversation", "recipient_id", "user"})
"""Fields that name a person: eight digits of a hash tell one from another."""
DROPPED = "[dropped]"
_TEMPLATE = re.compile(r"[a-z_]+(?:\.[a-z_]+)*(?: [a-z_]+=(?:%[sd]|[A-Za-z0-9_.:/-]{1,40}))*")
"""A line of ours as it is written in the code: an event, then fields. A sentence, or a text put into the template, is none."""
_FIELD = re.compile(r" ([a-z_]+)=(%[sd]|\S+)")
_PLAIN = re.compile(r"[A-Za-z0-9_.:,@/+()*\[\]-]{0,80}")


class WithoutText(logging.Filter):
    """The third fence: no line of the log holds what a person wrote, whoever writes the line.

    Of a warning or error of another package only the place and the kind are kept: such messages quote what people wrote. Of a record of
    ours the event and its fields are kept, and of their values those that are one plain word; those of TEXT_FIELDS never. Of an error
    its kind and its places in the code are kept, not its message.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        package = record.name.split(".")[0]
        if package not in OURS and record.levelno < logging.WARNING:
            return False
        if package not in OURS:
            line = f"{package}.failed place={record.funcName} kind={type(error).__name__ if error else 'error'}"
        elif isinstance(record.msg, str) and _TEMPLATE.fullmatch(record.msg):
            line = _line(record.msg, record.args) + (f" {_places(error)}" if error else "")
        else:
            line = f"log.dropped place={record.module}:{record.lineno} {_places(error) if error else ''}".rstrip()
        record.msg, record.args, record.exc_info, record.exc_text, record.stack_info = line, None, None, None, None
        return True


def _line(template: str, args: object) -> str:
    values = list(args if isinstance(args, tuple) else (args,) if args else ())
    line = template.split(" ")[0]
    for field, shown in _FIELD.findall(template):
        value = (values.pop(0) if values else DROPPED) if shown in ("%s", "%d") else shown
        line += f" {field}={_clean(field, value)}"
    return line


def _clean(field: str, value: object) -> object:
    if field in TEXT_FIELDS:
        return DROPPED
    if field in HASHED_FIELDS:
        return hashlib.sha256(str(value).encode("utf-8", "replace")).hexdigest()[:8]
    if isinstance(value, (int, float, ContentError, SettingsError)):
        return value
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else DROPPED


def _places(error: BaseException) -> str:
    """`kind=ValueError places=turns.py:41,rest.py:52`, the innermost first."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return f"kind={type(error).__name__} places={','.join(reversed(frames[-MOST_PLACES:]))}"


def quiet_environment() -> None:
    """Before Rasa and TensorFlow are imported: no telemetry, no chatter, no deprecation warnings of pinned packages.

    One thread for linear algebra: the arrays of one message are so small that handing them round costs more than the sums (1.7 ms of 2.4).
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    warnings.showwarning = _nothing  # filters are not enough: packages reset them while they are imported


def _nothing(*_: object, **__: object) -> None:
    """Warnings of pinned packages say nothing that an operator could act on."""


def configure() -> None:
    """One line a record on standard error: time in UTC, level, event, then `field=value` each."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(WithoutText())
    logging.raiseExceptions = False  # a line that cannot be written would be printed with its values
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    _silence_structlog()


def _silence_structlog() -> None:
    """Rasa logs messages in full through structlog at debug and error level: nothing of it is printed."""
    import structlog

    structlog.configure(
        processors=[_event_only],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        cache_logger_on_first_use=True,
    )


def _event_only(_logger: object, _method: str, event: dict[str, object]) -> str:
    return f"rasa.event {event.get('event')}" if isinstance(event.get("event"), str) and " " not in str(event.get("event")) else "rasa.event"
