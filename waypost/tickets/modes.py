"""A file of modes in, what the bot may do with an answer out: a mode for each queue, and in it for each need.

```yaml
default: draft
queues:
  Support:
    mode: reply
    needs: {deposit_missing: draft, handoff: off}
```
"""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

from waypost.content.files import read_mapping
from waypost.errors import ContentError
from waypost.tickets.types import Memory, Mode

log = logging.getLogger(__name__)
_CAUTION = (Mode.OFF, Mode.DRAFT, Mode.REPLY)


@dataclass(frozen=True)
class QueueModes:
    """mode: of the queue. needs: answer id -> mode."""

    mode: Mode
    needs: Mapping[str, Mode] = field(default_factory=dict)


@dataclass(frozen=True)
class Modes:
    """The modes of all queues. default: for queues that are not named."""

    default: Mode = Mode.DRAFT
    queues: Mapping[str, QueueModes] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, default: Mode) -> Modes:
        """default: where the file names none. Raises ContentError with the file's path."""
        data = read_mapping(path)
        if set(data) - {"default", "queues"} or not isinstance(data.get("queues", {}), dict):
            raise ContentError(f"{path}: has `default` and `queues`, nothing else: docs/tickets.md shows one")
        queues = {str(name): _queue(path, name, record) for name, record in data.get("queues", {}).items()}
        return cls(_mode(path, "default", data["default"]) if "default" in data else default, queues)

    def of(self, queue: str, needs: Sequence[str], memory: Memory) -> Mode:
        """The most careful mode of the needs of an answer. What an agent ordered for the ticket outranks the file."""
        if memory.mode is not None:
            return memory.mode
        own = self.queues.get(queue, QueueModes(self.default))
        return min((own.needs.get(need, own.mode) for need in needs or ("",)), key=_CAUTION.index)


def _queue(path: Path, name: object, record: Any) -> QueueModes:
    if not isinstance(record, dict) or set(record) - {"mode", "needs"} or not isinstance(record.get("needs", {}), dict):
        raise ContentError(f"{path}: {name}: has `mode` and `needs`, nothing else")
    needs = {str(need): _mode(path, f"{name}: {need}", value) for need, value in record.get("needs", {}).items()}
    return QueueModes(_mode(path, f"{name}: mode", record.get("mode")), needs)


def _mode(path: Path, where: str, value: object) -> Mode:
    # YAML reads a bare `off` as false.
    value = "off" if value is False else value
    if value not in [mode.value for mode in Mode]:
        raise ContentError(f"{path}: {where}: must be draft, reply or off, not {value!r}")
    return Mode(value)


class LiveModes:
    """The modes as their file has them now; a broken edit is logged once and the last good ones stay."""

    def __init__(self, path: Path | None, default: Mode) -> None:
        """Raises ContentError when the file is wrong from the start."""
        self._path, self._default = path, default
        self._state = self._stamp()
        self._modes = self._loaded()

    def get(self) -> Modes:
        state = self._stamp()
        if state != self._state:
            self._state = state
            try:
                self._modes = self._loaded()
                log.info("modes.reloaded")
            except ContentError as error:
                log.error("modes.broken kept=last_good reason=%s", error)
        return self._modes

    def _loaded(self) -> Modes:
        return Modes(self._default) if self._path is None else Modes.load(self._path, self._default)

    def _stamp(self) -> tuple[int, int]:
        with contextlib.suppress(OSError):
            if self._path is not None:
                return self._path.stat().st_mtime_ns, self._path.stat().st_size
        return 0, 0
