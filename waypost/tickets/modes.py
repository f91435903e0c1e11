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

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

from waypost.content.files import read_mapping
from waypost.errors import ContentError
from waypost.tickets.types import Memory, Mode

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
