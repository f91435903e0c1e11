"""The bot's process alone, to be killed and started again: its action server is somebody else's."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Iterator
from urllib.error import URLError

import sqlalchemy as sa

from tests.support.bot import NO_LIMITS, ROOT, START_LIMIT_S, Answer, Bot, free_port
from tests.support.turns import file_url


class LoneBot:
    """One process of the bot. settings: its environment, on top of ours."""

    def __init__(self, var: Path, actions_port: int, **settings: str) -> None:
        self.var, self.port = var, free_port()
        own = {"PORT": str(self.port), "ACTIONS_PORT": str(actions_port), "WAYPOST_VAR": str(var), **NO_LIMITS, "PYTHONPATH": str(ROOT)}
        self._environment = {**os.environ, **own, **settings}
        self.database = settings.get("WAYPOST_DATABASE_URL") or file_url(var)
        self.log = var / f"output-{self.port}.txt"
        self.bot: Bot | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self.bot is not None
        return self.bot.process

    def begin(self) -> None:
        """Starts it and does not wait."""
        self.var.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            command = [sys.executable, "-m", "waypost.ops.bot"]
            process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=output, stderr=subprocess.STDOUT)
        self.bot = Bot(self.address, process, self.var, self.log)

    def start(self, path: str = "/health") -> float:
        """Seconds until it was ready."""
        started = time.monotonic()
        self.begin()
        self.wait(path)
        return time.monotonic() - started

    def wait(self, path: str = "/health", seconds: float = START_LIMIT_S) -> None:
        """Until it answers 200."""
        limit = time.monotonic() + seconds
        while self.status(path) != 200:
            assert self.process.poll() is None, f"the bot ended:\n{self.log.read_text()[-3000:]}"
            assert time.monotonic() < limit, f"not ready:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.1)

    def status(self, path: str) -> int:
        assert self.bot is not None
        with contextlib.suppress(OSError, ValueError):
            return self.bot.get(path)[0]
        return 0

    def health(self) -> tuple[int, Any]:
        assert self.bot is not None
        return self.bot.get("/health")

    def say(self, sender: str, message_id: str, text: str = "ask:withdraw", locale: str = "nl") -> Answer:
        assert self.bot is not None
        return self.bot.post(json.dumps({"sender": sender, "message": text, "message_id": message_id, "metadata": {"locale": locale}}).encode())

    def say_or_fail(self, sender: str, message_id: str) -> Answer | None:
        """None when the connection broke."""
        with contextlib.suppress(URLError, OSError):
            return self.say(sender, message_id)
        return None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)

    def end(self) -> int:
        """TERM. Its exit code; 0 when it was never begun."""
        if self.bot is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait(30)


@contextlib.contextmanager
def lone_bot(var: Path, actions_port: int, **settings: str) -> Iterator[LoneBot]:
    """A bot that is ready, until the block ends."""
    bot = LoneBot(var, actions_port, **settings)
    bot.start()
    try:
        yield bot
    finally:
        bot.end()


def held(database: str, sender: str) -> list[str]:
    """Ids of the messages that a conversation holds, in order."""
    engine = sa.create_engine(database, future=True)
    try:
        with engine.connect() as connection:
            rows = connection.execute(
                sa.text("SELECT data FROM events WHERE type_name = 'user' AND sender_id = :sender ORDER BY id"), {"sender": sender}
            )
            return [str(json.loads(data)["message_id"]) for (data,) in rows]
    finally:
        engine.dispose()


def once(database: str, sender: str, *message_ids: str) -> bool:
    """Whether the conversation holds exactly these, each once."""
    return Counter(held(database, sender)) == Counter(message_ids)


def is_apology(answer: Answer | None, status: int = 200) -> bool:
    """Whether it is the honest reply in the person's language, with an id that is in the log."""
    if answer is None or not answer.texts:
        return False
    envelope = answer.envelope
    return (answer.status, envelope["answer"], envelope["locale"]) == (status, "fallback", "nl") and envelope["fault"] in answer.texts[0]


def is_answer(answer: Answer | None) -> bool:
    return answer is not None and answer.status == 200 and answer.envelope.get("answer") == "withdraw" and bool(answer.texts)
