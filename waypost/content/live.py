"""The catalog that follows its files: a change of copy shows at the next reply, without training or restart."""

from __future__ import annotations

import contextlib
import logging
import time

from waypost.content.catalog import LOCALES, Catalog
from waypost.content.facts import facts
from waypost.content.languages import live_languages
from waypost.content.phrases import Phrases
from waypost.errors import ContentError

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0


class LiveCatalog:
    """Hands out the newest catalog that loads; a broken edit is logged and the last good copy stays."""

    def __init__(self) -> None:
        self._state = self._files()
        self._catalog, self._phrases = _loaded()
        self._looked = time.monotonic()

    def get(self) -> Catalog:
        self._look()
        return self._catalog

    def phrases(self) -> Phrases:
        self._look()
        return self._phrases

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY_S:
            self._looked = now
            self._reload_when_changed()

    def _reload_when_changed(self) -> None:
        state = self._files()
        if state == self._state:
            return
        self._state = state
        try:
            self._catalog, self._phrases = _loaded()
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


def _loaded() -> tuple[Catalog, Phrases]:
    """Both or none: a broken file of the one keeps the last good copy of the other too."""
    return Catalog.load(facts(), live_languages()), Phrases.load(facts(), live_languages(), LOCALES)


_live: LiveCatalog | None = None


def _copy() -> LiveCatalog:
    global _live
    if _live is None:
        _live = LiveCatalog()
    return _live


def catalog() -> Catalog:
    """The copy as it is now."""
    return _copy().get()


def phrases() -> Phrases:
    """The phrases of composed replies as they are now."""
    return _copy().phrases()
