"""What looks at deploy/ as its readers would: Helm's own binary, Kubernetes' schemas, a parser of compose files. From the package index."""

from __future__ import annotations

import fcntl
import importlib.util
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Iterator

import jsonschema
import yaml

from tests.support.bot import ROOT
from tools.bootstrap import installer

LOCK = ROOT / "requirements" / "deploy.txt"
PLACE = ROOT / ".tools" / "deploy"
CHART = ROOT / "deploy" / "helm" / "waypost"
KUBERNETES = ("1.27.0", "1.33.0", "1.37.0")
"""The oldest that the chart takes, a usual one, the newest that there are schemas of."""


@lru_cache(maxsize=1)
def packages() -> Path:
    """The folder with the locked packages; filled once."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (PLACE / "done").exists() or (PLACE / "done").read_bytes() != LOCK.read_bytes():
            options = ["--target", str(PLACE), "--python", sys.executable, "--no-deps", "--require-hashes", "-r", str(LOCK), "--quiet"]
            subprocess.run([installer(), "pip", "install", *options], check=True)
            (PLACE / "done").write_bytes(LOCK.read_bytes())
    return PLACE


@lru_cache(maxsize=1)
def helm() -> Path:
    """Helm's binary, out of the layer."""
    binary = packages() / "helm" / "helm"
    if not binary.exists():
        (archive,) = packages().glob("aws_cdk/*/_jsii/*.tgz")
        with tarfile.open(archive) as outer:
            packed = outer.extractfile("package/lib/layer.zip") or sys.exit("no layer")
            with zipfile.ZipFile(io.BytesIO(packed.read())) as layer:  # in memory: each step back in the archive would unpack it anew
                layer.extract("helm/helm", packages())
        binary.chmod(0o755)
    return binary


@cache
def rendered(*settings: str) -> list[dict[str, Any]]:
    """The chart's objects with these values. Raises CalledProcessError with Helm's words."""
    options = [word for setting in settings for word in ("--set", setting)]
    command = [str(helm()), "template", "demo", str(CHART), *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [each for each in yaml.safe_load_all(done.stdout) if each]


def faults(thing: dict[str, Any], version: str) -> Iterator[str]:
    """What Kubernetes' schema of this version says against an object; fields that it does not know count."""
    folder = packages() / "kubernetes_validate" / "kubernetes-json-schema" / f"v{version}-local-strict"
    group, _, number = thing["apiVersion"].rpartition("/")
    name = "-".join(part for part in (thing["kind"].lower(), group.split(".")[0], number) if part)
    schema, shared = (json.loads((folder / file).read_text(encoding="utf-8")) for file in (f"{name}.json", "_definitions.json"))
    for each in (schema, shared):
        each.pop("$id", None)  # an address at which the network would be asked for what stands beside it
    resolver = jsonschema.RefResolver("file:///api/", schema, store={"file:///api/_definitions.json": shared})
    for error in jsonschema.Draft7Validator(schema, resolver=resolver).iter_errors(thing):
        yield f"{thing['kind']} {thing['metadata']['name']}: {'/'.join(map(str, error.path))}: {error.message[:120]}"


def composed(values: dict[str, str]) -> dict[str, Any]:
    """deploy/compose.yml with its names filled in and its anchors followed, after a strict parser has taken it."""

    def value(match: re.Match[str]) -> str:
        name, default = match.group(1), match.group(2) or ""
        return values.get(name) or default.removeprefix(":-") if not default.startswith(":?") else values[name]

    text = re.sub(r"(?<!\$)\$\{([A-Z_]+)(:[-?][^}]*)?\}", value, (ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))
    whole: dict[str, Any] = yaml.safe_load(text.replace("$$", "$"))
    spec = importlib.util.spec_from_file_location("compose_spec", next(packages().glob("compose_spec/*.so")))
    assert spec is not None
    assert spec.loader is not None
    parser = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(parser)
    parser.PyCompose.from_json(json.dumps(whole))
    return whole
