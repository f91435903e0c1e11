"""`make test-services`: real services of Debian's packages in, the tests that need them run against them out.

Installs what is missing (root), starts each service on a free loopback port with its data in a folder of its own under /tmp, runs the tests
given as arguments, and ends what it started. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable, ContextManager, Iterator, Mapping, Sequence

from tools import evm
from tools.helpdesks import django_helpdesk, request_tracker
from tools.processes import Launch, free_port, running, waited

ROOT = Path(__file__).resolve().parents[1]
POSTGRES_BIN = "/usr/lib/postgresql"
PACKAGES = {
    "postgres": "postgresql",
    "redis-server": "redis-server",
    "rabbitmq-server": "rabbitmq-server",
    "nginx": "nginx-light",
    "npm": "npm",
    "chromium": "chromium",
    "rt-setup-database-5": " ".join(request_tracker.PACKAGES),
}
POLICY = Path("/usr/sbin/policy-rc.d")


def main(arguments: Sequence[str]) -> int:
    """The exit code of pytest. arguments: pytest's, e.g. folders."""
    install(program for program in PACKAGES if not found(program))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waypost-services-")))
        folder.chmod(0o755)
        programs = os.pathsep.join(map(str, sorted(Path(POSTGRES_BIN).glob("*/bin"), reverse=True)))
        environment = {**os.environ, "WAYPOST_TEST_SERVICES": "1", "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
        for name, service in SERVICES.items():
            launch = service(folder)
            stack.enter_context(running(launch))
            environment[f"WAYPOST_TEST_{name}"] = launch.url
            if service is postgres:
                created(launch)
        for other in OTHERS:
            environment.update(stack.enter_context(other(folder)))
        command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-q", "-ra", "--durations=30", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def found(program: str) -> str | None:
    """Path of a program; PostgreSQL's stand outside PATH."""
    newest = sorted(Path(POSTGRES_BIN).glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    return str(newest[-1]) if newest else shutil.which(program)


def install(programs: Iterator[str]) -> None:
    missing = [package for program in programs for package in PACKAGES[program].split()]
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit(f"services | {' '.join(missing)} missing: install them, or run this as root on Debian")
    print(f"services | installing {' '.join(missing)}", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # The packages would start services of their own on the usual ports.
    Path("/etc/postgresql-common").mkdir(parents=True, exist_ok=True)
    Path("/etc/postgresql-common/createcluster.conf").write_text("create_main_cluster = false\n", encoding="utf-8")
    with nothing_started():
        for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *command], env=quiet, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def nothing_started() -> Iterator[None]:
    """Debian asks this file whether a package may start its service; one that is there already stays."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def postgres(folder: Path) -> Launch:
    """A cluster without a password; url: an SQLAlchemy address of a database that `created` makes."""
    data, port = folder / "postgres", free_port()
    data.mkdir()
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", pwd.getpwnam("postgres").pw_gid)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    initdb = [*as_user, found("initdb") or "initdb", "-D", str(data), "-A", "trust", "-U", "waypost", "-E", "UTF8"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = ["-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(data), "-c", "fsync=off"]
    command = [*as_user, found("postgres") or "postgres", *options]
    url = f"postgresql://waypost@127.0.0.1:{port}/waypost"
    ready = [found("psql") or "psql", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "waypost", "-d", "postgres", "-c", "checkpoint"]
    return Launch("postgres", command, port, folder / "postgres.log", url, ending=signal.SIGINT, ready=ready)


def created(launch: Launch) -> None:
    """Makes the database of a PostgreSQL that runs."""
    waited([found("createdb") or "createdb", "-h", "127.0.0.1", "-p", str(launch.port), "-U", "waypost", "waypost"])


def redis(folder: Path) -> Launch:
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    return Launch("redis", [found("redis-server") or "redis-server", *options], port, folder / "redis.log", f"redis://127.0.0.1:{port}/0")


def rabbitmq(folder: Path) -> Launch:
    """A broker whose Erlang nodes are found through a name mapper (epmd) of its own, which ends with it."""
    home, port, names = folder / "rabbitmq", free_port(), free_port()
    home.mkdir()
    environment = {
        "HOME": str(home),
        "RABBITMQ_NODENAME": f"waypost{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1",
        "ERL_EPMD_PORT": str(names),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "LANG": "C.UTF-8",
    }
    (home / "plugins").write_text("[].\n", encoding="utf-8")
    server = next(iter(sorted(Path("/usr/lib/rabbitmq/lib").glob("*/sbin/rabbitmq-server"))), "rabbitmq-server")
    # The shell ends both by their own ids when it is told to end.
    script = f"epmd -port {names} -address 127.0.0.1 & names=$!; {server} & node=$!; trap 'kill $node; wait $node; kill $names' TERM; wait $node"
    return Launch("rabbitmq", ["sh", "-c", script], port, folder / "rabbitmq.log", f"amqp://guest:guest@127.0.0.1:{port}/", environment)


@contextlib.contextmanager
def rt(folder: Path) -> Iterator[Mapping[str, str]]:
    """Yields what helpdesks/request_tracker.py does."""
    place = folder / "rt"
    place.mkdir()
    with request_tracker.running(place, free_port()) as variables:
        yield variables


@contextlib.contextmanager
def helpdesk(folder: Path) -> Iterator[Mapping[str, str]]:
    """Yields what helpdesks/django_helpdesk.py does. Its environment is kept under .tools."""
    python = django_helpdesk.environment_at(ROOT / ".tools" / "django-helpdesk")
    with django_helpdesk.running(folder / "django_helpdesk", free_port(), python) as variables:
        yield variables


SERVICES: dict[str, Callable[[Path], Launch]] = {"POSTGRES": postgres, "REDIS": redis, "RABBITMQ": rabbitmq}
OTHERS: tuple[Callable[[Path], ContextManager[Mapping[str, str]]], ...] = (evm.nodes, rt, helpdesk)
"""Services of several processes; each yields the variables that the tests find it by."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
