"""django-helpdesk from the package index for tests: an environment and a folder of its own in, a running site out. Standard library only."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(__file__).with_name("django_site")
LOCK = ROOT / "requirements" / "helpdesk.txt"
PREFIX = "WAYPOST_TEST_DJANGO_HELPDESK"
START_LIMIT_S = 60.0


def environment_at(place: Path) -> Path:
    """Its Python. Made when it is missing, or of another lock than now."""
    python, stamp = place / "bin" / "python", place / "lock.txt"
    if not (stamp.exists() and stamp.read_bytes() == LOCK.read_bytes()):
        print("services | installing django-helpdesk", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        quiet = ["-q", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
        subprocess.run([str(python), "-m", "pip", "install", *quiet], check=True, stderr=subprocess.DEVNULL)
        stamp.write_bytes(LOCK.read_bytes())
    return python


@contextlib.contextmanager
def running(folder: Path, port: int, python: Path) -> Iterator[Mapping[str, str]]:
    """A site with an empty database until the block ends. Yields WAYPOST_TEST_DJANGO_HELPDESK (its address), ..._FOLDER and ..._PYTHON.

    The folder has `users` (name, number and token on each line), `mails`, and `hook`: addresses of hooks, none while it is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SITE_FOLDER": str(folder), "DJANGO_SETTINGS_MODULE": "site_settings", "PYTHONPATH": str(SITE)}
    run = [str(python), "-W", "ignore"]
    subprocess.run([*run, "-m", "django", "migrate", "-v", "0"], env=environment, cwd=folder, check=True)
    users = subprocess.run([*run, str(SITE / "fill.py")], env=environment, cwd=folder, check=True, capture_output=True, text=True).stdout
    (folder / "users").write_text(users, encoding="utf-8")
    with (folder / "server.log").open("wb") as log:
        command = [*run, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _wait(process, port, folder)
        yield {PREFIX: f"http://127.0.0.1:{port}", f"{PREFIX}_FOLDER": str(folder), f"{PREFIX}_PYTHON": str(python)}
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/helpdesk/api/tickets/", timeout=5)
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"services | django-helpdesk did not start:\n{(folder / 'server.log').read_text(errors='replace')[-2000:]}")
