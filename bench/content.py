"""What more languages and more answers cost: the copy and the classifier of today, made 4 and 16 times as large, without a training.

Synthetic: the languages are copies of the live ones under other codes in a temporary folder, the needs are copies of the trained ones. It says how
time and memory grow, not how well so many needs would be told apart.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Callable, Sequence

import numpy as np
import yaml

from bench.figures import Figures, median
from bench.plan import Plan
from evals.messages import need_messages
from waypost.content.catalog import LOCALES, Catalog
from waypost.content.facts import Facts, facts
from waypost.content.files import read_mapping
from waypost.content.languages import live_languages
from waypost.nlu.needs.judge import Judge
from waypost.nlu.needs.model import NeedModel
from waypost.nlu.reading import read
from waypost.ops.training import model_path

TIMES = (1, 4, 16)
MESSAGES = 200


def measure(_plan: Plan) -> Figures:
    """Times -> figures; each size in a process of its own, because memory is measured too."""
    found: Figures = {"languages": {}, "answers": {}}
    for kind, sizes in found.items():
        for times in TIMES:
            answer = subprocess.run([sys.executable, "-m", "bench.content", kind, str(times)], capture_output=True, text=True, check=True)
            sizes[f"x{times}"] = yaml.safe_load(answer.stdout)
            print(f"bench |   {kind} x{times}: {sizes[f'x{times}']}", flush=True)
    return found


def one_size(kind: str, times: int) -> Figures:
    """Of one process: the copy loaded and rendered, messages classified, and its memory at the end."""
    with tempfile.TemporaryDirectory(prefix="waypost-content-") as name:
        catalog, load_s = _copy(Path(name), kind, times)
    model = wider(_trained(), kind, times)
    return {
        "copy_load_s": round(load_s, 2),
        "keys": sum(len(catalog.keys(locale)) for locale in _codes(times if kind == "languages" else 1)),
        "render_ms": _median_ms(lambda key: catalog.render("en", key), ["withdraw", "deposit", "safety", "greet"] * 50),
        "classify_ms": _classify_ms(model),
        "weights_mb": round(model.weights.nbytes / 2**20, 1),
        "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _codes(times: int) -> list[str]:
    """The live languages and so many copies of each."""
    return [code if not copy else f"{code}-{copy}" for copy in range(times) for code in live_languages()]


def _copy(folder: Path, kind: str, times: int) -> tuple[Catalog, float]:
    """The catalog of a copy of locales/ of that size, and the seconds to load it."""
    codes = _codes(times if kind == "languages" else 1)
    for code in codes:
        shutil.copytree(LOCALES / code.partition("-")[0], folder / code)
        if kind == "answers" and times > 1:
            _multiply_answers(folder / code, times)
    known = _Copied.of(facts(), codes)
    started = time.perf_counter()
    return Catalog.load(known, codes, folder), time.perf_counter() - started


def _multiply_answers(folder: Path, times: int) -> None:
    """Further files with each answer under further keys; those whose values somebody gives stay as they are."""
    for path in sorted(folder.glob("*.yml")):
        records = read_mapping(path)
        plain = {key: each for key, each in records.items() if isinstance(each, dict) and {"label", "text", "buttons"} <= set(each)}
        plain = {key: each for key, each in plain.items() if "{" not in f"{each['text']}{each.get('warning')}{each.get('again')}"}
        copies = {f"{key}_{number}": record for number in range(1, times) for key, record in plain.items()}
        if copies:
            (folder / f"{path.stem}_more.yml").write_text(yaml.safe_dump(copies, allow_unicode=True), encoding="utf-8")


class _Copied(Facts):
    """The facts for languages that are copies: dates as the first of them writes them."""

    def quote(self, path: str, locale: str) -> str:
        return super().quote(path, locale.partition("-")[0])

    @classmethod
    def of(cls, known: Facts, codes: Sequence[str]) -> _Copied:
        """Links with a title in every code."""
        links = {key: replace(link, title={code: link.title[code.partition("-")[0]] for code in codes}) for key, link in known.links.items()}
        return cls(**{**vars(known), "links": links})


def _trained() -> NeedModel:
    """The classifier of the trained model of today's content."""
    with tempfile.TemporaryDirectory(prefix="waypost-model-") as name, tarfile.open(model_path()) as archive:
        members = [member for member in archive.getmembers() if Path(member.name).name in ("needs.json", "weights.npz")]
        for member in members:
            source = archive.extractfile(member)
            (Path(name) / Path(member.name).name).write_bytes(source.read() if source else b"")
        return NeedModel.load(Path(name))


def wider(model: NeedModel, kind: str, times: int) -> NeedModel:
    """A model with `times` the features (languages) or the needs (answers) of this one."""
    if times == 1:
        return model
    if kind == "answers":
        needs = tuple(f"{need}_{number}" for number in range(times) for need in model.needs)
        return replace(model, needs=needs, weights=np.tile(model.weights, (1, times)), bias=np.tile(model.bias, times))
    rows = len(model.idf)
    vocabulary = [
        {(word if not number else f"{word}\0{number}"): row + number * rows for number in range(times) for word, row in block.items()}
        for block in model.vocabulary
    ]
    return replace(model, vocabulary=vocabulary, idf=np.tile(model.idf, times), weights=np.tile(model.weights, (times, 1)))


def _classify_ms(model: NeedModel) -> float:
    judge = Judge(model, frozenset())
    texts = [message.text for message in need_messages()[:: max(len(need_messages()) // MESSAGES, 1)]]
    return _median_ms(lambda text: judge.judge(text, read(text, "en", frozenset()), fresh=True), texts)


def _median_ms(work: Callable[[str], object], over: Sequence[str]) -> float:
    times = []
    for each in over:
        started = time.perf_counter()
        work(each)
        times.append((time.perf_counter() - started) * 1000)
    return median(times, 3)


if __name__ == "__main__":
    print(yaml.safe_dump(one_size(sys.argv[1], int(sys.argv[2]))))
