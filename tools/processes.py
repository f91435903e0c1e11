"""How a server is launched in, the running process out: for `make test-services` and for tests that stop a server. Standard library only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Mapping, Sequence

START_LIMIT_S = 240.0
"""A broker takes ten seconds; on a machine that does much else, minutes."""
END_LIMIT_S = 120.0


@dataclass(frozen=True)
class Launch:
    """How to start a server that listens on a loopback port. environment: on top of ours. url: where clients find it. ending: what ends it,
    whoever is connected. ready: a command that works once it does more than listen."""

    name: str
    command: Sequence[str]
    port: int
    log: Path
    url: str
    environment: Mapping[str, str] = field(default_factory=dict)
    ending: signal.Signals = signal.SIGTERM
    ready: Sequence[str] = ()


@contextlib.contextmanager
def running(launch: Launch) -> Iterator[subprocess.Popen[bytes]]:
    """A process for the time of the block; ended by its own pid."""
    env = {**os.environ, **launch.environment}
    with launch.log.open("ab") as output, subprocess.Popen(launch.command, stdout=output, stderr=output, cwd="/", env=env) as process:
        try:
            deadline = time.monotonic() + START_LIMIT_S
            while not listening(launch.port):
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"services | {launch.name} did not start:\n{launch.log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
                time.sleep(0.1)
            if launch.ready:
                waited(launch.ready)
            yield process
        finally:
            process.send_signal(launch.ending)
            process.wait(END_LIMIT_S)


def waited(command: Sequence[str]) -> None:
    """Runs a command again until it works: a server that listens may still refuse."""
    for _ in range(100):
        if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0:
            return
        time.sleep(0.2)
    sys.exit(f"services | {' '.join(command)} never worked")


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
