"""A PostgreSQL of its own for a test: made in a folder, on a free port, ended by its own process."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import Iterator

from tests.support.bot import free_port

PROGRAMS = ("initdb", "postgres", "pg_dump", "pg_restore", "psql")
START_LIMIT_S = 30


def missing() -> str:
    """Why there can be none here; empty when there can."""
    absent = [name for name in PROGRAMS if not shutil.which(name)]
    if absent:
        return f"not installed: {', '.join(absent)}"
    return "" if os.getuid() or _other_user() else "PostgreSQL does not run as root, and there is no user postgres"


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of an empty database. folder: must not be there yet, below one that every user may enter."""
    folder.mkdir(mode=0o700, parents=True)
    port, user = free_port(), _other_user() if not os.getuid() else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **as_user}
    subprocess.run(["initdb", "-D", str(folder / "data"), "-U", "waypost", "-A", "trust", "--no-sync"], check=True, **quiet)
    options = ["-p", str(port), "-k", str(folder), "-c", "fsync=off", "-c", "listen_addresses=127.0.0.1"]
    process = subprocess.Popen(["postgres", "-D", str(folder / "data"), *options], **quiet)
    try:
        _wait(port)
        yield f"postgresql://waypost@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait(30)


def psql(url: str, command: str) -> None:
    """Runs one command. Raises CalledProcessError."""
    subprocess.run(["psql", "-q", url, "-c", command], check=True, capture_output=True)


def _wait(port: int) -> None:
    limit = time.monotonic() + START_LIMIT_S
    command = ["psql", f"postgresql://waypost@127.0.0.1:{port}/postgres", "-c", "SELECT 1"]
    while subprocess.run(command, capture_output=True, check=False).returncode:
        if time.monotonic() > limit:
            raise RuntimeError(f"PostgreSQL did not start within {START_LIMIT_S} s")
        time.sleep(0.2)


def _other_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None
