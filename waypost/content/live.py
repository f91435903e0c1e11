"""The catalog that follows its files: a change of copy shows at the next reply, without training or restart."""

from __future__ import annotations

import contextlib
import logging
import time

from waypost.content.catalog import LOCALES, Catalog
from waypost.content.facts import facts
from waypost.content.languages import live_languages
from waypost.errors import ContentError

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0


class LiveCatalog:
    """Hands out the newest catalog that loads; a broken edit is logged and the last good copy stays."""

    def __init__(self) -> None:
        self._state = self._files()
        self._catalog = Catalog.load(facts(), live_languages())
        self._looked = time.monotonic()

    def get(self) -> Catalog:
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY_S:
            self._looked = now
            self._reload_when_changed()
        return self._catalog

    def _reload_when_changed(self) -> None:
        state = self._files()
        if state == self._state:
            return
        self._state = state
        try:
            self._catalog = Catalog.load(facts(), live_languages())
            log.info("copy.reloaded")
        except ContentError as error:
            log.error("copy.broken kept=last_good reason=%s", error)

    @staticmethod
    def _files() -> frozenset[tuple[str, int, int]]:
        found = set()
        for path in (path for locale in live_languages() for path in (LOCALES / locale).glob("*.yml")):
            with contextlib.suppress(OSError):  # an editor may just be replacing it
                stat = path.stat()
                found.add((str(path), stat.st_mtime_ns, stat.st_size))
        return frozenset(found)


_live: LiveCatalog | None = None


def catalog() -> Catalog:
    """The copy as it is now."""
    global _live
    if _live is None:
        _live = LiveCatalog()
    return _live.get()
