"""A folder in, a running bot out: Waypost as `make run` starts it, or the stock project as `rasa run` does; with its whole memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping

from bench.plan import STOCK, WAYPOST, Plan
from bench.stock_project import MODEL, environment, ready
from tests.support.bot import NO_LIMITS, NO_NETWORK, free_port
from waypost.content.files import ROOT
from waypost.errors import BotError

START_LIMIT_S = 300.0
STOP_LIMIT_S = 30.0
READY = {WAYPOST: "/health", STOCK: "/status"}
"""Both answer 200 when the model is loaded. Stock: only with its HTTP API switched on, as `rasa run --enable-api` does."""


class NotStarted(BotError):
    """A bot that is to be measured did not become ready."""


@dataclass(frozen=True)
class Server:
    """A bot that is ready. started_s: from its start to then. var: Waypost's state."""

    name: str
    address: str
    process: subprocess.Popen[bytes]
    started_s: float
    var: Path

    def cpu_s(self) -> float:
        """Processor time of all its processes so far: what other work on the machine changes least."""
        return sum(_cpu_s(pid) for pid in family(self.process.pid))

    def resident_mb(self) -> float:
        """Of all its processes together."""
        return round(sum(_resident_kb(pid) for pid in family(self.process.pid)) / 1024, 1)


@contextlib.contextmanager
def running(name: str, plan: Plan) -> Iterator[Server]:
    """Ended by TERM to its own process when the block ends. Raises NotStarted."""
    if name == STOCK:
        ready(plan)
    folder = plan.folder / f"run-{name}-{free_port()}"
    folder.mkdir(parents=True)
    with (folder / "output.txt").open("wb") as output:
        port = free_port()
        command, cwd, variables = _command(name, plan, folder, port)
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **variables}, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(name, address, process, folder / "output.txt")
        yield Server(name, address, process, time.monotonic() - started, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_LIMIT_S)
        process.kill()


def _command(name: str, plan: Plan, folder: Path, port: int) -> tuple[list[str], Path, Mapping[str, str]]:
    """What to run, where, and with which variables."""
    if name == STOCK:
        project = ready(plan).folder
        files = ["--model", MODEL, "--credentials", "credentials.yml", "--endpoints", "endpoints.yml"]
        command = [sys.executable, "-m", "waypost.ops.rasa_quietly", "run", *files, "--port", str(port), "--interface", "127.0.0.1", "--enable-api"]
        return command, project, environment(folder)
    variables = {"PORT": str(port), "ACTIONS_PORT": str(free_port()), "WAYPOST_VAR": str(folder), **NO_LIMITS, **NO_NETWORK}
    return [sys.executable, "-m", "waypost.ops.run"], ROOT, variables


def _wait(name: str, address: str, process: subprocess.Popen[bytes], output: Path) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address + READY[name], timeout=10) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise NotStarted(f"{name} was not ready: its last lines are\n" + "\n".join(output.read_text(errors="replace").splitlines()[-20:]))


def family(pid: int) -> list[int]:
    """A process and everything that it has started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children: dict[int, list[int]] = {}
    for line in listed.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def _cpu_s(pid: int) -> float:
    """User and system time; 0 for a process that has ended meanwhile."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_kb(pid: int) -> int:
    """0 for a process that has ended meanwhile."""
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return int(answer or 0)
