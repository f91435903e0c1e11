"""`make run`: trains when needed, starts the action server and the bot, and stands over both.

Their output is labelled; Ctrl-C or TERM ends both cleanly; when one dies the other is brought down and its exit code is ours.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from waypost.content.files import ROOT
from waypost.errors import BotError
from waypost.ops.bundle import BundleFailed, ensure_bundle
from waypost.ops.settings import Settings
from waypost.ops.training import ensure_model
from waypost.ops.variables import reachable

START_LIMIT_S = 300
STOP_LIMIT_S = 15
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """One of the two processes."""

    label: str
    process: subprocess.Popen[str]


class Supervisor:
    """Starts the children in order, relays their lines, and ends them together."""

    def __init__(self, settings: Settings, out: IO[str] = sys.stderr) -> None:
        self._settings = settings
        self._out = out
        self._children: list[Child] = []
        self._stopping = threading.Event()

    def say(self, text: str, label: str = "waypost") -> None:
        print(f"{label:<7} | {text}", file=self._out, flush=True)

    def stop(self, *_: object) -> None:
        """Asks for the end; also the signal handler."""
        self._stopping.set()

    def run(self) -> int:
        """Exit code: 0 after a signal, else that of the child that ended."""
        started = time.monotonic()
        for port, name in ((self._settings.port, "PORT"), (self._settings.actions_port, "ACTIONS_PORT")):
            if taken(self._settings.host, port):
                self.say(f"port {port} is in use: stop what listens there or set {name} to a free one")
                return 1
        self._start("actions", "waypost.ops.actions_server")
        self._start("bot", "waypost.ops.bot")
        self.say("starting the bot and the action server")
        announced = False
        while not self._stopping.wait(0.1):
            ended = next((child for child in self._children if child.process.poll() is not None), None)
            if ended:
                return self._bring_down(ended)
            if not announced and self._ready():
                announced = True
                self.say(f"ready after {time.monotonic() - started:.1f} s")
                self.say(f"open {self._settings.address}    (Ctrl-C ends it)")
            if not announced and time.monotonic() - started > START_LIMIT_S:
                self.say(f"not ready after {START_LIMIT_S} s: the lines above say why")
                self._end_all()
                return 1
        self.say("stopping")
        self._end_all()
        return 0

    def _start(self, label: str, module: str) -> None:
        scratch = self._settings.var / "tmp"
        scratch.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore", "TMPDIR": str(scratch)}
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self._children.append(Child(label, process))
        threading.Thread(target=self._relay, args=(label, process.stdout), daemon=True).start()

    def _relay(self, label: str, lines: IO[str]) -> None:
        for line in lines:
            self.say(line.rstrip(), label)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._settings.address}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _bring_down(self, ended: Child) -> int:
        code = ended.process.returncode
        self.say(f"{ended.label} ended with code {code}: bringing the other down")
        self._end_all()
        return code if code > 0 else 128 - code if code < 0 else 1

    def _end_all(self) -> None:
        running = [child for child in reversed(self._children) if child.process.poll() is None]
        for child in running:
            child.process.terminate()
        limit = time.monotonic() + STOP_LIMIT_S
        for child in running:
            try:
                child.process.wait(max(limit - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                self.say(f"{child.label} did not end in {STOP_LIMIT_S} s: killed")
                child.process.kill()
                child.process.wait()


def _die_with_parent() -> None:
    """On Linux: if the supervisor is killed outright, its children are told to end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def taken(host: str, port: int) -> bool:
    """Whether something listens there already."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((reachable(host), port)) == 0


def scratch_of(settings: Settings) -> Path:
    return settings.var / "tmp"


def build_widget(supervisor: Supervisor) -> None:
    """The bot is worth starting without its widget too."""
    try:
        ensure_bundle()
    except BundleFailed as error:
        supervisor.say(f"going on without today's widget: {error}")


def main() -> None:
    try:
        settings = Settings.from_environment()
        supervisor = Supervisor(settings)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, supervisor.stop)
        ensure_model(scratch_of(settings))
        build_widget(supervisor)
    except BotError as error:
        sys.exit(f"waypost | {error}")
    if supervisor._stopping.is_set():
        sys.exit(0)
    sys.exit(supervisor.run())


if __name__ == "__main__":
    main()
