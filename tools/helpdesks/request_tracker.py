"""Request Tracker 5 of Debian's packages for tests: a folder of its own in, a running server with users and tokens out. Standard library only.

/etc/request-tracker5 is not used, no mail leaves: what RT sends is put into files of the folder, one for each mail.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Iterator, Mapping

SERVER = "/usr/share/request-tracker5/libexec/rt-server"
SETUP = "/usr/sbin/rt-setup-database-5"
PACKAGES = ("msmtp-mta", "request-tracker5", "rt5-db-sqlite", "rt5-standalone")
"""msmtp-mta keeps another mail server from being installed; it is never used."""
INITIAL_DATA = Path(__file__).with_name("rt_initialdata.pl")
START_LIMIT_S = 60.0
STOPPING_S = 3.0
"""Its port is not free before: the workers end after their parent."""

CONFIG = """
Set($rtname, 'helpdesk.test');
Set($Organization, 'helpdesk.test');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt.sqlite');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebPath, '');
Set($Timezone, 'UTC');
Set($MailCommand, 'sendmailpipe');
Set($SendmailPath, '{folder}/keep-mail');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set($StatementLog, undef);
Set($MasonDataDir, '{folder}/mason');
Set($MasonSessionDir, '{folder}/sessions');
Set($LogDir, '{folder}/log');
Set($WaypostHookFile, '{folder}/hook');
Set($WaypostTokenFile, '{folder}/tokens');
1;
"""
KEEP_MAIL = '#!/bin/sh\ncat > "$(mktemp {folder}/mails/XXXXXXXX)"\n'


def installed() -> bool:
    return Path(SERVER).exists() and Path(SETUP).exists()


@contextlib.contextmanager
def running(folder: Path, port: int, workers: int = 2) -> Iterator[Mapping[str, str]]:
    """A server with an empty database until the block ends. Yields WAYPOST_TEST_RT (its address) and WAYPOST_TEST_RT_FOLDER.

    The folder has `tokens` (a user and a token on each line), `mails`, and `hook`: address and secret of the hooks, none while it is missing.
    """
    prepare(folder, port)
    with serving(folder, port, workers):
        yield {"WAYPOST_TEST_RT": f"http://127.0.0.1:{port}", "WAYPOST_TEST_RT_FOLDER": str(folder)}


def prepare(folder: Path, port: int) -> None:
    """Configuration and database. About ten seconds."""
    configure(folder, port)
    for action in (["init", "--skip-create"], ["insert", "--datafile", str(INITIAL_DATA)]):
        done = subprocess.run([SETUP, "--action", *action], env=environment(folder), capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"services | request tracker: {action[0]} failed:\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}")


def configure(folder: Path, port: int) -> None:
    """The files of a folder that it needs beside a database."""
    for name in ("mails", "mason", "sessions", "log", "config.d"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "config.d" / "empty.pm").write_text("1;\n", encoding="utf-8")
    (folder / "RT_SiteConfig.pm").write_text(CONFIG.replace("{folder}", str(folder)).replace("{port}", str(port)), encoding="utf-8")
    (folder / "keep-mail").write_text(KEEP_MAIL.replace("{folder}", str(folder)), encoding="utf-8")
    (folder / "keep-mail").chmod(0o755)


@contextlib.contextmanager
def serving(folder: Path, port: int, workers: int = 2) -> Iterator[None]:
    """The server over a prepared folder; ended by TERM to its own process."""
    command = [SERVER, "--host", "127.0.0.1", "--port", str(port), "--max-workers", str(workers)]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment(folder), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(process, port, folder)
        yield
    finally:
        process.terminate()
        process.wait(30)
        time.sleep(STOPPING_S)


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"), "RT_SITE_CONFIG_DIR": str(folder / "config.d")}


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/REST/2.0/rt", timeout=5)
        except urllib.error.HTTPError as error:
            if error.code == 401:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"services | request tracker did not start:\n{(folder / 'server.log').read_text(errors='replace')[-2000:]}")
