"""A database address in, transactions out: in worker threads, tried twice, and StoreAway when the database cannot do them."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Callable, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from waypost.errors import StoreAway
from waypost.store.engines import engine_for

log = logging.getLogger(__name__)
T = TypeVar("T")
Work = Callable[[Connection], T]

THREADS = 8
PAUSE_S = 0.2
"""Between the two tries: a database that restarts refuses connections for a moment."""


class Database:
    """Transactions on the database of this instance. Nothing is connected until the first one.

    SQLite has one writer at a time: here its transactions wait in a line, because its own waiting is a sleep that grows to a tenth of a second.
    """

    def __init__(self, url: str, *tables: sa.Table) -> None:
        """url: as Settings.database_url. tables: made when they are missing."""
        self._engine: Engine = engine_for(url, may_create=lambda: not self._prepared)
        self._tables = tables
        self._prepared = False
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")
        self._writers = ThreadPoolExecutor(1, thread_name_prefix="store-write") if self.dialect == "sqlite" else self._threads
        self._away = False

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return str(self._engine.dialect.name)

    async def read(self, work: Work[T]) -> T:
        """What `work` finds, in a worker thread. Raises StoreAway."""
        return await self._in_thread(work, False)

    async def write(self, work: Work[T]) -> T:
        """Does `work` in one transaction, in a worker thread. It may run twice, the second time also after a commit whose outcome is not
        known: it must then find its own traces and leave them. Raises StoreAway; then the outcome of a commit may still be unknown."""
        return await self._in_thread(work, True)

    async def note(self, work: Work[T]) -> T:
        """As `write`, for what can be found again elsewhere: SQLite does not wait for the disk, so that a power cut may undo it (a crash of the
        process does not). The next `write` makes it last too."""
        return await self._in_thread(work, True, lasts=False)

    async def _in_thread(self, work: Work[T], writes: bool, lasts: bool = True) -> T:
        threads = self._writers if writes else self._threads
        return await asyncio.get_running_loop().run_in_executor(threads, functools.partial(self.transact, work, writes, lasts))

    def transact(self, work: Work[T], writes: bool = True, lasts: bool = True) -> T:
        """The same for callers that may block."""
        try:
            result = self._attempt(work, writes, lasts)
        except (SQLAlchemyError, OSError) as first:
            if self._away:
                raise self._is_away(first) from first
            time.sleep(PAUSE_S)
            try:
                result = self._attempt(work, writes, lasts)
            except (SQLAlchemyError, OSError) as error:
                raise self._is_away(error) from error
        if self._away:
            self._away = False
            log.warning("store.back dialect=%s", self.dialect)
        return result

    def _attempt(self, work: Work[T], writes: bool, lasts: bool) -> T:
        if not self._prepared:
            for table in self._tables:
                table.create(self._engine, checkfirst=True)  # another instance may do the same: the second try finds it made
            self._prepared = True
        with self._engine.connect() as connection:
            connection = connection.execution_options(writes=writes, lasts=lasts)
            with connection.begin():
                return work(connection)

    def _is_away(self, error: Exception) -> StoreAway:
        """The error to raise; the log gets one line when the outage begins. Neither repeats what was to be stored."""
        cause = type(getattr(error, "orig", None) or error).__name__
        if not self._away:
            self._away = True
            log.error("store.away dialect=%s cause=%s", self.dialect, cause)
        return StoreAway(f"the database cannot be used ({cause}): see that it runs and can be written to, at WAYPOST_DATABASE_URL")

    async def wipe(self) -> None:
        """Takes what was overwritten out of SQLite's write-ahead log too, as far as nobody reads there just now. Raises StoreAway."""
        if self.dialect == "sqlite":
            await asyncio.get_running_loop().run_in_executor(self._threads, self._checkpoint)

    def _checkpoint(self) -> None:
        try:
            with contextlib.closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise self._is_away(error) from error

    async def close(self) -> None:
        """Gives connections and threads back."""
        for threads in (self._writers, self._threads):
            await asyncio.get_running_loop().run_in_executor(None, functools.partial(threads.shutdown, wait=True))
        self._engine.dispose()
