"""Logging for both processes: events and ids, never a person's text."""

from __future__ import annotations

import logging
import os
import sys
import warnings

QUIET = ("rasa", "rasa_sdk", "sanic", "matplotlib", "tensorflow", "apscheduler", "asyncio", "urllib3", "aiohttp")


class _WithoutText(logging.Filter):
    """Of Rasa's own error records only the place and the kind of error are kept: their messages quote what people wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.split(".")[0] == "rasa" and record.levelno >= logging.ERROR:
            kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "error"
            record.msg, record.args, record.exc_info, record.exc_text = f"rasa.failed place={record.funcName} kind={kind}", (), None, None
        return True


def quiet_environment() -> None:
    """Before Rasa and TensorFlow are imported: no telemetry, no chatter, no deprecation warnings of pinned packages."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    warnings.showwarning = _nothing  # filters are not enough: packages reset them while they are imported


def _nothing(*_: object, **__: object) -> None:
    """Warnings of pinned packages say nothing that an operator could act on."""


def configure() -> None:
    """One line a record on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
    handler.addFilter(_WithoutText())
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
        cache_logger_on_first_use=False,
    )


def _event_only(_logger: object, _method: str, event: dict[str, object]) -> str:
    return f"rasa.event {event.get('event')}" if isinstance(event.get("event"), str) and " " not in str(event.get("event")) else "rasa.event"
