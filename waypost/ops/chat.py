"""`make chat`: the same conversation in a terminal: readable Markdown, clickable links, numbered buttons.

Talks to the bot that already runs at PORT, else starts one and ends it with the conversation.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from typing import Any, Iterator, Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding

from waypost.content.files import ROOT
from waypost.content.languages import languages, live_languages, live_or_none
from waypost.errors import BotError
from waypost.ops.settings import Settings, terminal_language
from waypost.ops.training import ensure_model

START_LIMIT_S = 300
ENDS = frozenset({"/quit", "/exit", "/q"})


def main() -> None:
    console = Console(highlight=False)
    try:
        settings = Settings.from_environment()
        ensure_model(settings.var / "tmp")
        with bot_at(settings, console):
            converse(settings.address, console, settings.rest_token)
    except BotError as error:
        sys.exit(f"waypost | {error}")
    except KeyboardInterrupt:
        console.print()


@contextlib.contextmanager
def bot_at(settings: Settings, console: Console) -> Iterator[None]:
    """A bot that answers at the settings' address for as long as the block lasts."""
    if ready(settings.address):
        yield
        return
    settings.var.mkdir(parents=True, exist_ok=True)
    log_path = settings.var / "log" / "chat.txt"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "waypost.ops.run"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        with console.status("…"):
            _wait(process, settings.address, str(log_path))
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: str) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while not ready(address):
        if process.poll() is not None or time.monotonic() > limit:
            raise BotError(f"the bot did not start: {log} says why")
        time.sleep(0.3)


def ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def converse(address: str, console: Console, token: str | None = None) -> None:
    """Reads lines until the end of input; a number presses the button with that number."""
    sender = f"chat-{uuid.uuid4().hex}"
    hint = live_or_none(terminal_language())
    console.rule("Waypost · " + " · ".join(languages()[code].name for code in live_languages()) + " · Ctrl-D")
    buttons: Sequence[dict[str, str]] = []
    while (line := _read(console)) is not None:
        text = line.strip()
        if text in ENDS:
            return
        if not text:
            continue
        pressed = buttons[int(text) - 1]["payload"] if text.isdigit() and 0 < int(text) <= len(buttons) else text
        buttons = show(send(address, sender, pressed, hint, token), console)


def _read(console: Console) -> str | None:
    try:
        return console.input("[bold cyan]›[/] ")
    except EOFError:
        console.print()
        return None


def send(address: str, sender: str, message: str, hint: str | None, token: str | None = None) -> list[dict[str, Any]]:
    """The reply entries; a refusal becomes the reply that it holds, else one entry with the server's hint."""
    body = {"sender": sender, "message": message, "message_id": uuid.uuid4().hex, **({"metadata": {"locale": hint}} if hint else {})}
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(f"{address}/webhooks/rest/webhook", json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=70) as answer:
            return list(json.load(answer))
    except urllib.error.HTTPError as error:
        said = json.loads(error.read() or b"{}")
        return said if isinstance(said, list) else said.get("reply") or [{"text": f"{error.code}: {said.get('hint', error.reason)}"}]
    except (urllib.error.URLError, OSError) as error:
        return [{"text": f"{address}: {error}"}]


def show(entries: Sequence[dict[str, Any]], console: Console) -> list[dict[str, str]]:
    """Prints a reply and returns its buttons."""
    buttons: list[dict[str, str]] = []
    for entry in entries:
        if "text" in entry:
            console.print(Padding(Markdown(entry["text"], hyperlinks=True), (1, 2, 0, 2)))
            buttons.extend(entry.get("buttons", []))
    if buttons:
        console.print()
    for number, button in enumerate(buttons, 1):
        console.print(f"   [bold]{number}[/]  {button['title']}", markup=True)
    console.print()
    return buttons


if __name__ == "__main__":
    main()
