"""When the bundle is built, by which Node, and what is said when it cannot be."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from waypost.ops import bundle


@pytest.fixture
def widget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A widget's folder of its own, with nothing built and nothing fetched."""
    folder = tmp_path / "widget"
    for name in ("src/define.ts", "bundling/budget.ts", "package-lock.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    monkeypatch.setattr(bundle, "WIDGET", folder)
    monkeypatch.setattr(bundle, "DIST", folder / "dist")
    monkeypatch.setattr(bundle, "STAMP", folder / "dist" / "fingerprint")
    monkeypatch.setattr(bundle, "FETCHED_NODE", tmp_path / "node")
    monkeypatch.setattr(bundle, "UV", tmp_path / "no-uv")
    return folder


def program(path: Path, says: str) -> Path:
    path.write_text(f"#!{shutil.which('sh')}\necho '{says}'\n")
    path.chmod(0o755)
    return path


def with_node(folder: Path, version: str, monkeypatch: pytest.MonkeyPatch, npm: str = "mkdir -p dist") -> None:
    """A PATH with this Node, and an npm that does one thing."""
    folder.mkdir()
    program(folder / "node", version)
    (folder / "npm").write_text(f"#!{shutil.which('sh')}\n{npm}\n")
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_the_real_sources_have_a_fingerprint() -> None:
    assert len(list(bundle.sources())) > 40
    assert len(bundle.fingerprint()) == 16


def test_a_bundle_is_built_once(widget: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_node(tmp_path / "bin", "v20.19.0", monkeypatch, npm='mkdir -p dist; echo "$1" >> log')
    bundle.ensure_bundle()
    bundle.ensure_bundle()
    assert (widget / "log").read_text().split() == ["ci", "run"]
    assert bundle.is_built()


def test_a_changed_source_is_built_again(widget: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_node(tmp_path / "bin", "v22.1.0", monkeypatch)
    bundle.ensure_bundle()
    (widget / "src" / "define.ts").write_text("other")
    assert not bundle.is_built()


@pytest.mark.parametrize("version", ["v18.20.0", "v20.18.9", "no version"])
def test_a_node_that_is_too_old_is_not_taken(version: str, tmp_path: Path) -> None:
    assert not bundle.is_new_enough(str(program(tmp_path / "old", version)))


@pytest.mark.parametrize("version", ["v20.19.0", "v24.0.0"])
def test_a_newer_node_is_taken(version: str, tmp_path: Path) -> None:
    assert bundle.is_new_enough(str(program(tmp_path / "new", version)))


def test_no_node_and_none_to_be_had_says_what_to_do(widget: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bundle.BundleFailed, match=r"apt-get install nodejs npm"):
        bundle.ensure_bundle()


def test_a_build_that_fails_leaves_no_mark(widget: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_node(tmp_path / "bin", "v20.19.0", monkeypatch, npm='[ "$1" = ci ]')
    with pytest.raises(bundle.BundleFailed, match="npm run failed"):
        bundle.ensure_bundle()
    assert not bundle.is_built()
