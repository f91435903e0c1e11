"""locales/<lang>/widget.yml in, the widget's labels out, with a version that changes with them. A change of the file shows at once."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from typing import Any, Mapping

from waypost.content.catalog import LOCALES
from waypost.content.files import read_mapping
from waypost.errors import ContentError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Labels:
    """The labels of one language. version: 16 hex digits of their content."""

    words: Mapping[str, str]
    version: str

    @property
    def body(self) -> str:
        return json.dumps(self.words, ensure_ascii=False)


_read: dict[str, tuple[tuple[int, int], Labels]] = {}


def labels(locale: str) -> Labels:
    """Of a live language. A broken edit is logged and the last good labels stay. Raises ContentError when there are none yet."""
    path = LOCALES / locale / "widget.yml"
    try:
        stat = path.stat()
        state = stat.st_mtime_ns, stat.st_size
        if locale not in _read or _read[locale][0] != state:
            _read[locale] = state, _labels(read_mapping(path))
    except (OSError, ContentError) as error:
        if locale not in _read:
            raise ContentError(f"locales/{locale}/widget.yml: cannot be read: {error}") from error
        log.error("labels.broken kept=last_good locale=%s", locale)
    return _read[locale][1]


def label(locale: str, key: str) -> str:
    """One label. Raises ContentError when there is no such key."""
    words = labels(locale).words
    if key not in words:
        raise ContentError(f"locales/{locale}/widget.yml: no label {key!r}: write it")
    return words[key]


def _labels(record: Mapping[str, Any]) -> Labels:
    words = {key: str(value) for key, value in record.items()}
    return Labels(words, hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16])
