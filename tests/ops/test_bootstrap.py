"""From some Python 3 to a ready environment: what is passed over, what is left alone, and what a person is told."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.bot import ROOT

SCRIPT = ROOT / "tools" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, in a repository of its own, with no Python of this machine in sight."""
    spec = importlib.util.spec_from_file_location("bootstrap_of_a_test", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements").mkdir()
    for name in ("run", "dev", "uv"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"lock of {name}")
    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "TOOLS": tmp_path / ".tools"}.items():
        monkeypatch.setattr(module, name, str(value))
    monkeypatch.setattr(module, "sys", type("Sys", (), {"executable": str(tmp_path / "no-python"), "stderr": sys.stderr}))
    monkeypatch.setattr(
        module.glob, "glob", lambda pattern: sorted(map(str, Path(pattern).parent.glob(Path(pattern).name))) if str(tmp_path) in pattern else []
    )
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.delenv("WAYPOST_PYTHON", raising=False)
    return module


def interpreter(path: Path, says: str, code: int = 0) -> str:
    """Something that runs like a Python and answers the probe."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def environment(module: ModuleType, profile: str) -> None:
    """An installed environment with the mark of a profile."""
    interpreter(Path(module.VENV) / "bin" / "python", "3.10")
    module.mark_ready(profile)


# -- finding a Python ----------------------------------------------------------------------------------------------------------


def test_a_shim_that_fails_is_passed_over(bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter(tmp_path / "shims" / "python3.10", "pyenv: python3.10: command not found", code=127)
    real = interpreter(tmp_path / "pyenv" / "versions" / "3.10.13" / "bin" / "python3.10", "3.10")
    monkeypatch.setenv("PATH", str(tmp_path / "shims"))
    assert bootstrap.find_python() == real


def test_a_python_of_another_version_is_passed_over(bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter(tmp_path / "a" / "python3", "3.11")
    real = interpreter(tmp_path / "b" / "python3", "3.10")
    monkeypatch.setenv("PATH", f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}")
    assert bootstrap.find_python() == real


def test_a_file_that_cannot_be_run_is_passed_over(bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Path(interpreter(tmp_path / "a" / "python3.10", "3.10"))
    broken.write_bytes(b"\x7fELF no program")
    real = interpreter(tmp_path / "b" / "python3.10", "3.10")
    monkeypatch.setenv("PATH", f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}")
    assert bootstrap.find_python() == real


def test_the_newest_of_pyenvs_pythons_is_taken(bootstrap: ModuleType, tmp_path: Path) -> None:
    for version in ("3.10.2", "3.10.9"):
        interpreter(tmp_path / "pyenv" / "versions" / version / "bin" / "python3.10", "3.10")
    assert bootstrap.find_python() == str(tmp_path / "pyenv" / "versions" / "3.10.9" / "bin" / "python3.10")


def test_a_python_that_is_named_comes_first(bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter(tmp_path / "a" / "python3.10", "3.10")
    named = interpreter(tmp_path / "mine" / "python", "3.10")
    monkeypatch.setenv("PATH", str(tmp_path / "a"))
    monkeypatch.setenv("WAYPOST_PYTHON", named)
    assert bootstrap.find_python() == named


def test_without_any_python_there_is_none(bootstrap: ModuleType) -> None:
    assert bootstrap.find_python() is None


# -- what is ready is left alone -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("installed", "profile", "ready"), [("run", "run", True), ("dev", "dev", True), ("dev", "run", True), ("run", "dev", False)])
def test_a_profile_is_ready_when_it_or_a_larger_one_is_installed(installed: str, profile: str, ready: bool, bootstrap: ModuleType) -> None:
    environment(bootstrap, installed)
    assert bootstrap.profile_is_ready(profile) is ready


@pytest.mark.parametrize("profile", ["run", "dev"])
def test_a_profile_that_is_ready_does_nothing(profile: str, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    environment(bootstrap, profile)
    monkeypatch.setattr(bootstrap, "run", lambda *_: pytest.fail("ran something"))
    monkeypatch.setattr(bootstrap, "tell", said.append)
    bootstrap.main(profile)
    assert said == []


def test_a_changed_lock_is_installed_again(bootstrap: ModuleType) -> None:
    environment(bootstrap, "run")
    (Path(bootstrap.ROOT) / "requirements" / "run.txt").write_text("another lock")
    assert not bootstrap.profile_is_ready("run")


def test_a_mark_without_an_environment_is_not_ready(bootstrap: ModuleType) -> None:
    environment(bootstrap, "run")
    Path(bootstrap.venv_python()).unlink()
    assert not bootstrap.profile_is_ready("run")


def test_an_install_that_fails_leaves_no_mark(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter(Path(bootstrap.VENV) / "bin" / "python", "3.10")
    monkeypatch.setattr(bootstrap, "installer", lambda: "/bin/false")
    with pytest.raises(bootstrap.BootstrapError):
        bootstrap.main("run")
    assert not bootstrap.profile_is_ready("run")


def test_an_install_is_told_in_steps_and_marked(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    said: list[str] = []
    monkeypatch.setattr(bootstrap, "tell", said.append)
    monkeypatch.setattr(bootstrap, "installer", lambda: "uv")
    monkeypatch.setattr(bootstrap, "run", lambda command, hint: commands.append(command) or interpreter(Path(bootstrap.venv_python()), "3.10"))
    bootstrap.main("dev")
    assert [command[1] for command in commands] == ["venv", "pip"]
    assert bootstrap.profile_is_ready("dev")
    assert [line[:5] for line in said] == ["[2/3]", "[3/3]", "envir"]


def test_an_installer_of_todays_lock_is_not_fetched_again(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    uv = interpreter(Path(bootstrap.TOOLS) / "bin" / "uv", "uv")
    bootstrap.write(str(Path(bootstrap.TOOLS) / "lock"), bootstrap.digest("uv"))
    monkeypatch.setattr(bootstrap, "run", lambda *_: pytest.fail("ran something"))
    assert bootstrap.installer() == uv


# -- what a person is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("failing", "words"), [("venv", "apt-get install python3-venv"), ("pip", "check the network connection")])
def test_an_installer_that_cannot_be_had_says_what_to_do(failing: str, words: str, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(command: list[str], hint: str) -> None:
        if failing in command:
            raise bootstrap.BootstrapError(hint)

    monkeypatch.setattr(bootstrap, "run", fails)
    with pytest.raises(bootstrap.BootstrapError, match=words):
        bootstrap.installer()


def test_no_python_and_none_to_be_had_says_what_to_do(bootstrap: ModuleType) -> None:
    with pytest.raises(bootstrap.BootstrapError, match=r"install Python 3\.10 .* and run make again"):
        bootstrap.make_environment("/bin/false")


def test_packages_that_cannot_be_had_say_what_to_do(bootstrap: ModuleType) -> None:
    with pytest.raises(bootstrap.BootstrapError, match="check the network connection .* run make again"):
        bootstrap.install("/bin/false", "run")


@pytest.mark.parametrize("program", ["/bin/false", "/nowhere/at/all"])
def test_a_program_that_fails_or_is_not_there_is_one_sentence(program: str, bootstrap: ModuleType) -> None:
    with pytest.raises(bootstrap.BootstrapError, match="^do this$"):
        bootstrap.run([program], "do this")


@pytest.mark.parametrize("arguments", [[], ["all"], ["run", "dev"]])
def test_a_wrong_call_is_told_how_to_call(arguments: list[str]) -> None:
    called = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
    assert (called.returncode, called.stderr) == (1, "usage: python3 tools/bootstrap.py run|dev\n")


def test_the_script_needs_nothing_but_the_standard_library() -> None:
    called = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(SCRIPT)!r})"], capture_output=True, text=True, check=False
    )
    assert (called.returncode, called.stderr) == (0, "")
