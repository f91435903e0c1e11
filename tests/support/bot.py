"""A real bot with its real action server for tests: started as `make run` does, on free ports, with a state folder of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT_S = int(os.environ.get("WAYPOST_TEST_START_S") or 900)
"""The first start of a checkout trains the model: minutes on a slow machine. A bot that ends is noticed at once."""
NO_LIMITS = {"WAYPOST_RATE_PER_SENDER": "0", "WAYPOST_RATE_PER_ADDRESS": "0"}
"""Tests and measurements say more in a minute than people do."""
NO_NETWORK = {"WAYPOST_CHAIN": "off"}
"""No test asks a public endpoint; those that look things up name their own."""


@dataclass
class Answer:
    """One reply over REST, taken apart."""

    status: int
    entries: list[dict[str, Any]]
    texts: list[str] = field(init=False)
    buttons: list[dict[str, str]] = field(init=False)
    envelope: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        entries = self.entries if isinstance(self.entries, list) else []
        self.texts = [entry["text"] for entry in entries if "text" in entry]
        self.buttons = [button for entry in entries for button in entry.get("buttons", [])]
        envelopes = [entry["custom"] for entry in entries if "custom" in entry]
        assert len(envelopes) <= 1, f"{len(envelopes)} envelopes in one reply"
        self.envelope = envelopes[0] if envelopes else {}


@dataclass(frozen=True)
class Bot:
    """A running bot."""

    address: str
    process: subprocess.Popen[bytes]
    var: Path
    log: Path

    def say(self, sender: str, message: object, hint: str | None = None) -> Answer:
        body: dict[str, Any] = {"sender": sender, "message": message}
        if hint:
            body["metadata"] = {"locale": hint}
        return self.post(json.dumps(body).encode())

    def post(self, body: bytes, path: str = "/webhooks/rest/webhook", content_type: str = "application/json") -> Answer:
        request = urllib.request.Request(self.address + path, data=body, headers={"Content-Type": content_type})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response.status, json.load(response))
        except urllib.error.HTTPError as error:
            return Answer(error.code, json.loads(error.read() or b"{}"))

    def get(self, path: str) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_bot(var: Path, **environment: str) -> Iterator[Bot]:
    """A bot that is ready; ended by TERM to its own process when the block ends."""
    port, actions_port = free_port(), free_port()
    var.mkdir(parents=True, exist_ok=True)
    log = var / "output.txt"
    own = {"PORT": str(port), "ACTIONS_PORT": str(actions_port), "WAYPOST_VAR": str(var)}
    env = {**os.environ, **own, **NO_LIMITS, **NO_NETWORK, **environment}
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "waypost.ops.run"], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    bot = Bot(f"http://127.0.0.1:{port}", process, var, log)
    try:
        _wait_until_ready(bot)
        yield bot
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_ready(bot: Bot) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit:
        if bot.process.poll() is not None:
            raise RuntimeError(f"the bot ended with {bot.process.returncode}:\n{bot.log.read_text()}")
        with contextlib.suppress(OSError):
            if bot.get("/health")[0] == 200:
                return
        time.sleep(0.2)
    raise RuntimeError(f"the bot was not ready after {START_LIMIT_S} s:\n{bot.log.read_text()}")
