"""`make test-services`: real services of Debian's packages in, the tests that need them run against them out.

Installs what is missing (root), starts each service on a free loopback port with its data in a folder of its own under /tmp, runs the tests
given as arguments, and ends what it started. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
POSTGRES_BIN = "/usr/lib/postgresql"
START_LIMIT_S = 60.0
PACKAGES = {"postgres": "postgresql", "redis-server": "redis-server", "chromium": "chromium"}


def main(arguments: Sequence[str]) -> int:
    """The exit code of pytest. arguments: pytest's, e.g. folders."""
    install(program for program in PACKAGES if not found(program))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waypost-services-")))
        folder.chmod(0o755)
        programs = os.pathsep.join(map(str, sorted(Path(POSTGRES_BIN).glob("*/bin"), reverse=True)))
        environment = {**os.environ, "WAYPOST_TEST_SERVICES": "1", "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
        for service in (postgres, redis):
            environment.update(stack.enter_context(service(folder)))
        command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-q", "-ra", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def found(program: str) -> str | None:
    """Path of a program; PostgreSQL's stand outside PATH."""
    newest = sorted(Path(POSTGRES_BIN).glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    return str(newest[-1]) if newest else shutil.which(program)


def install(programs: Iterator[str]) -> None:
    missing = [PACKAGES[program] for program in programs]
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit(f"services | {' '.join(missing)} missing: install them, or run this as root on Debian")
    print(f"services | installing {' '.join(missing)}", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # The packages would start services of their own on the usual ports.
    Path("/etc/postgresql-common").mkdir(parents=True, exist_ok=True)
    Path("/etc/postgresql-common/createcluster.conf").write_text("create_main_cluster = false\n", encoding="utf-8")
    for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *missing]):
        subprocess.run(command, env=quiet, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[Mapping[str, str]]:
    """A cluster without a password on loopback. Yields WAYPOST_TEST_POSTGRES, an SQLAlchemy URL of an empty database."""
    data, port = folder / "postgres", free_port()
    data.mkdir()
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", pwd.getpwnam("postgres").pw_gid)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    subprocess.run(
        [*as_user, found("initdb") or "initdb", "-D", str(data), "-A", "trust", "-U", "waypost", "-E", "UTF8"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    options = ["-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(data), "-c", "fsync=off"]
    with running([*as_user, found("postgres") or "postgres", *options], folder / "postgres.log", port):
        address = ["-h", "127.0.0.1", "-p", str(port), "-U", "waypost"]
        waited([found("createdb") or "createdb", *address, "waypost"])
        yield {"WAYPOST_TEST_POSTGRES": f"postgresql://waypost@127.0.0.1:{port}/waypost"}


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[Mapping[str, str]]:
    """Yields WAYPOST_TEST_REDIS."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with running([found("redis-server") or "redis-server", *options], folder / "redis.log", port):
        yield {"WAYPOST_TEST_REDIS": f"redis://127.0.0.1:{port}/0"}


@contextlib.contextmanager
def running(command: Sequence[str], log: Path, port: int) -> Iterator[None]:
    """A process for the time of the block; ended by its own pid."""
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output, cwd="/") as process:
        try:
            deadline = time.monotonic() + START_LIMIT_S
            while not listening(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"services | {command[-1]}: did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(30)


def waited(command: Sequence[str]) -> None:
    """Runs a command again until it works: a server that listens may still refuse."""
    for _ in range(100):
        if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0:
            return
        time.sleep(0.2)
    sys.exit(f"services | {' '.join(command)} never worked")


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
