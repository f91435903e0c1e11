"""Servers that a test may stop, freeze and start again on the same port: real ones, of Debian's packages, with their data in a folder of the test."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Callable, Iterator

from tools.processes import Launch, running
from tools.services import created, postgres, rabbitmq, redis

__all__ = ["Server", "postgres", "rabbitmq", "redis", "served"]


class Server:
    """One server and its process."""

    def __init__(self, launch: Launch) -> None:
        self.launch = launch
        self._stack = contextlib.ExitStack()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.launch.url

    def start(self) -> None:
        """Returns when it listens."""
        self._process = self._stack.enter_context(running(self.launch))

    def stop(self) -> None:
        """Returns when it has ended."""
        self._process = None
        self._stack.close()

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """Stopped for the time of the block."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """It keeps its connections and answers nothing for the time of the block."""
        assert self._process is not None
        every = list(_family(self._process.pid))
        for pid in every:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in every:
                os.kill(pid, signal.SIGCONT)


def _family(pid: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


@contextlib.contextmanager
def served(kind: Callable[[Path], Launch]) -> Iterator[Server]:
    """A server that runs; its data go with the block."""
    with tempfile.TemporaryDirectory(prefix="waypost-server-") as folder:
        Path(folder).chmod(0o755)
        server = Server(kind(Path(folder)))
        server.start()
        if kind is postgres:
            created(server.launch)
        try:
            yield server
        finally:
            server.stop()
