"""The server is killed while it works on a message of the widget: the tab comes back, and so does its answer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Iterator

import pytest

from tests.support import sockets
from tests.support.bot import ROOT, free_port
from tests.support.sockets import tab


@contextlib.contextmanager
def server(port: int, var: Path, pause_s: float) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.faults.widget_worker", str(port), str(var), str(pause_s)]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        assert process.stdout.readline().strip() == "ready"
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_message_that_was_acknowledged_is_answered_after_the_server_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "PATIENCE_S", 60.0)
    port, kept, unsent = free_port(), str(uuid.uuid4()), str(uuid.uuid4())

    async def before(process: subprocess.Popen[str]) -> str:
        async with tab(port) as client:
            assert (await client.ask("send", {"id": kept, "text": "on the way"}))["status"] == "sent"
            process.kill()
            process.wait()
            return client.token

    async def after(token: str) -> None:
        async with tab(port, token) as client:
            session, history = client.all("session")[0], client.all("history")[0]
            assert (session["renewed"], [(item["data"]["id"], item["data"]["answered"]) for item in history["items"]]) == (None, [(kept, False)])
            assert (await client.next("reply"))["to"] == kept  # taken up when the lease of the dead server has run out
            assert (await client.say("and another", unsent))["entries"][0]["text"] == "Answer 2"
            again = await client.ask("send", {"id": kept, "text": "on the way"})
            assert again["status"] == "sent"
            await client.next("reply", 3)
            await client.ask("get_history", {})
            items = (await client.next("history", 2))["items"]
            assert [item["data"]["id"] for item in items] == [kept, f"bot:{kept}", unsent, f"bot:{unsent}"]

    with server(port, tmp_path, 30.0) as process:
        token = asyncio.run(before(process))
    with server(port, tmp_path, 0.0):
        asyncio.run(after(token))
