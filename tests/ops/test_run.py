"""The supervisor starts two processes, shows what they say, and never leaves one of them alone."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Callable

import pytest

from tests.support.bot import ROOT, free_port
from waypost.errors import SettingsError
from waypost.ops import run
from waypost.ops.run import Supervisor, taken
from waypost.ops.settings import Settings

PATIENCE_S = 30.0
STUBS = {"waypost.ops.actions_server": "tests.ops.stub_actions", "waypost.ops.bot": "tests.ops.stub_bot"}


class Stubbed(Supervisor):
    """A supervisor of the two stubs; a thread in place of a signal can end it."""

    def _start(self, label: str, module: str) -> None:
        super()._start(label, STUBS[module])

    def processes(self) -> list[subprocess.Popen[str]]:
        return [child.process for child in self._children]


Stage = Callable[..., tuple[Stubbed, io.StringIO]]


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    def make(actions: str = "wait", bot: str = "serve") -> tuple[Stubbed, io.StringIO]:
        environment = {"PORT": str(free_port()), "ACTIONS_PORT": str(free_port()), "WAYPOST_VAR": str(tmp_path / "var")}
        for name, value in {**environment, "STUB_ACTIONS": actions, "STUB_BOT": bot}.items():
            monkeypatch.setenv(name, value)
        out = io.StringIO()
        return Stubbed(Settings.from_environment(environment), out), out

    return make


def when_said(text: str, out: io.StringIO, then: Callable[[], None]) -> threading.Thread:
    """Waits for a line in the background, then does something."""

    def watch() -> None:
        limit = time.monotonic() + PATIENCE_S
        while text not in out.getvalue() and time.monotonic() < limit:
            time.sleep(0.05)
        then()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def test_asked_to_stop_it_ends_both_and_says_0(stage: Stage) -> None:
    supervisor, out = stage()
    when_said("| open ", out, supervisor.stop)
    code = supervisor.run()
    assert (code, [process.poll() is None for process in supervisor.processes()]) == (0, [False, False])


def test_the_address_is_printed_when_the_bot_is_ready(stage: Stage) -> None:
    supervisor, out = stage()
    when_said("| open ", out, supervisor.stop)
    supervisor.run()
    assert f"waypost | open http://127.0.0.1:{os.environ['PORT']} " in out.getvalue()


def test_the_address_is_not_printed_before_the_bot_is_ready(stage: Stage) -> None:
    supervisor, out = stage(bot="wait")
    when_said("bot is wait", out, lambda: (time.sleep(0.5), supervisor.stop())[1])
    supervisor.run()
    assert "| open " not in out.getvalue()


@pytest.mark.parametrize(("actions", "bot"), [("die:3", "serve"), ("wait", "die:3")], ids=["actions", "bot"])
def test_a_child_that_dies_brings_the_other_down_and_gives_its_code(actions: str, bot: str, stage: Stage) -> None:
    supervisor, _ = stage(actions, bot)
    code = supervisor.run()
    assert (code, [process.poll() is None for process in supervisor.processes()]) == (3, [False, False])


@pytest.mark.parametrize(("way", "code"), [("die:0", 1), ("killed:9", 137), ("killed:15", 143)])
def test_a_child_that_ends_in_another_way_is_never_a_success(way: str, code: int, stage: Stage) -> None:
    supervisor, _ = stage(bot=way)
    assert supervisor.run() == code


def test_the_child_that_died_is_named(stage: Stage) -> None:
    supervisor, out = stage(bot="die:3")
    supervisor.run()
    assert "waypost | bot ended with code 3: bringing the other down" in out.getvalue()


def test_every_line_of_a_child_has_its_label(stage: Stage) -> None:
    supervisor, out = stage()
    when_said("| open ", out, supervisor.stop)
    supervisor.run()
    assert {"actions | actions is wait", "actions | actions warns", "bot     | bot is serve", "bot     | bot warns"} <= set(
        out.getvalue().splitlines()
    )


def test_a_child_that_ignores_the_end_is_killed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "STOP_LIMIT_S", 0.3)
    supervisor, out = stage(actions="stubborn")
    when_said("actions stays", out, supervisor.stop)
    assert supervisor.run() == 0
    assert "actions did not end" in out.getvalue()
    assert supervisor.processes()[0].returncode == -signal.SIGKILL


def test_a_start_that_takes_too_long_is_given_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "START_LIMIT_S", 0.3)
    supervisor, out = stage(bot="wait")
    assert (supervisor.run(), [process.poll() is None for process in supervisor.processes()]) == (1, [False, False])
    assert "not ready after" in out.getvalue()


@pytest.mark.parametrize("name", ["PORT", "ACTIONS_PORT"])
def test_a_port_in_use_is_said_in_one_sentence(name: str, stage: Stage) -> None:
    supervisor, out = stage()
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(os.environ[name])))
        other.listen()
        code = supervisor.run()
    assert (code, out.getvalue()) == (1, f"waypost | port {os.environ[name]} is in use: stop what listens there or set {name} to a free one\n")


def test_a_port_in_use_starts_nothing(stage: Stage) -> None:
    supervisor, _ = stage()
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(os.environ["PORT"])))
        other.listen()
        supervisor.run()
    assert supervisor.processes() == []


def test_a_free_port_is_not_taken() -> None:
    assert not taken("127.0.0.1", free_port())


def test_children_keep_their_scratch_under_var(stage: Stage) -> None:
    supervisor, _ = stage(bot="die:3")
    supervisor.run()
    assert (Path(os.environ["WAYPOST_VAR"]) / "tmp").is_dir()


SUPERVISED = """
import sys
from waypost.ops import run
from tests.ops.test_run import Stubbed
run.Supervisor, run.ensure_model = Stubbed, lambda scratch: None
run.main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "Ctrl-C"])
def test_a_signal_ends_the_command_with_0(number: signal.Signals, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PORT": str(free_port()),
        "ACTIONS_PORT": str(free_port()),
        "WAYPOST_VAR": str(tmp_path),
        "STUB_ACTIONS": "wait",
        "STUB_BOT": "serve",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", SUPERVISED], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if "| open " in line:
            process.send_signal(number)
    assert (process.wait(PATIENCE_S), "waypost | stopping\n" in said) == (0, True)


def test_a_setting_that_cannot_be_used_ends_the_command_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")
    with pytest.raises(SystemExit, match=r"^waypost \| PORT='many' is not a port") as caught:
        run.main()
    assert isinstance(caught.value.__context__, SettingsError)
