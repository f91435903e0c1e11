"""The ticket bridge as a real process over a helpdesk and a bot of the test; it can be killed and started again on the same state."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from tests.support.bot import ROOT, free_port
from tests.support.stub_bot import TOKEN
from waypost.tickets.helpdesks.protocol import Account

START_LIMIT_S = 90.0


@dataclass
class BridgeProcess:
    """lease_s: shorter than in life, so that a test need not wait so long after a kill. settings: environment of its own."""

    var: Path
    helpdesk: str
    account: Account
    bot: str
    mode: str = "reply"
    poll_s: int = 1
    lease_s: float = 9.0
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        account = self.account
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "WAYPOST_VAR": str(self.var),
            "WAYPOST_TICKETS_TOKEN": TOKEN,
            "WAYPOST_BOT_URL": self.bot,
            "WAYPOST_HELPDESK": self.helpdesk,
            "WAYPOST_HELPDESK_URL": account.url,
            "WAYPOST_HELPDESK_TOKEN": account.token,
            "WAYPOST_HELPDESK_AGENT": account.agent,
            "WAYPOST_HELPDESK_QUEUE": account.queue,
            "WAYPOST_HELPDESK_SECRET": ",".join(account.secrets),
            "WAYPOST_TICKET_MODE": self.mode,
            "WAYPOST_TICKET_POLL_SECONDS": str(self.poll_s),
            "TICKETS_PORT": str(self.port),
            **self.settings,
        }

    def start(self) -> None:
        self.var.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.support.ticket_bridge", str(self.lease_s)]
        with (self.var / "output.txt").open("ab") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=output, stderr=output)
        wait_for(self.is_alive, START_LIMIT_S, lambda: (self.var / "output.txt").read_text(errors="replace")[-2000:])

    def is_alive(self) -> bool:
        with contextlib.suppress(OSError, urllib.error.URLError):
            return urllib.request.urlopen(f"{self.address}/live", timeout=2).status == 200
        return False

    def kill(self) -> None:
        """kill -9: nothing of it runs any more."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(30)

    def metrics(self) -> str:
        return str(urllib.request.urlopen(f"{self.address}/metrics", timeout=5).read().decode())


def wait_for(condition: Callable[[], bool], limit_s: float, why: Callable[[], str] = lambda: "") -> None:
    """Returns when the condition holds. Raises AssertionError with a reason when it never does."""
    limit = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < limit, f"it never came true: {why()}"
        time.sleep(0.1)
