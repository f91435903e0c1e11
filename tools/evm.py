"""EVM nodes of npm's packages for tests: chains in, addresses of running nodes and the code of the tests' contracts out."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, Mapping

from tools.processes import Launch, free_port, running

ROOT = Path(__file__).resolve().parents[1]
NODE = ROOT / "tests" / "chain" / "node"
CHAINS = (1, 56, 137)


@contextlib.contextmanager
def nodes(folder: Path) -> Iterator[Mapping[str, str]]:
    """A node for each of CHAINS, with unlocked accounts and nothing on it. Yields WAYPOST_TEST_EVM: a file with the nodes' addresses and
    logs by chain id, and the code of the tests' contracts."""
    packages = npm_packages()
    compiled = subprocess.run(["node", str(NODE / "compile.js"), str(NODE / "Tokens.sol")], cwd=packages, check=True, stdout=subprocess.PIPE).stdout
    found = {}
    with contextlib.ExitStack() as stack:
        for chain in CHAINS:
            launch = node(folder, packages, chain)
            stack.enter_context(running(launch))
            found[chain] = {"url": launch.url, "log": str(launch.log)}
        description = folder / "evm.json"
        description.write_text(json.dumps({"nodes": found, "contracts": json.loads(compiled)}), encoding="utf-8")
        yield {"WAYPOST_TEST_EVM": str(description)}


def node(folder: Path, packages: Path, chain: int) -> Launch:
    port = free_port()
    options = ["--chain.chainId", str(chain), "--chain.networkId", str(chain), "--server.host", "127.0.0.1", "--server.port", str(port)]
    program = str(packages / "node_modules" / "ganache" / "dist" / "node" / "cli.js")
    return Launch(
        f"evm-{chain}", ["node", program, "--wallet.deterministic", *options], port, folder / f"evm-{chain}.log", f"http://127.0.0.1:{port}"
    )


def npm_packages() -> Path:
    """A folder with the packages of the lock in tests/chain/node, installed once for each lock. None of their scripts runs."""
    digest = hashlib.sha256((NODE / "package-lock.json").read_bytes()).hexdigest()[:12]
    folder = ROOT / ".tools" / f"evm-{digest}"
    if not (folder / "ready").exists():
        print("services | installing the EVM node", file=sys.stderr, flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(NODE / name, folder)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        (folder / "ready").touch()
    return folder
