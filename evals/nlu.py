"""A model archive and a text in, what the bot's NLU makes of it out: the steps of config.yml's pipeline, without Rasa and TensorFlow.

Each step calls the code that the graph component of the same name calls; what stands here is only their order.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Sequence

from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import live_or_none, neighbours_of
from waypost.content.locale import reply_locale
from waypost.errors import ContentError
from waypost.nlu.context import need_in_context
from waypost.nlu.language.detector import Detector, Opinion
from waypost.nlu.language.wish import wished_language
from waypost.nlu.names.gazetteer import Name
from waypost.nlu.needs.fallback import Thresholds
from waypost.nlu.needs.judge import Judge, Ranking
from waypost.nlu.needs.model import NeedModel
from waypost.nlu.needs.settling import said_move
from waypost.nlu.reading import Reading, read
from waypost.safety.redact import redact

FILES = ("languages.npz", "common.json", "needs.json", "weights.npz")


@dataclass(frozen=True)
class Understood:
    """One message as the dialogue gets it. need: after fallback, context and alarms; ranking: the classifier's own, best first."""

    need: str
    ranking: Ranking
    names: Sequence[Name]
    locale: str
    wish: str | None = None
    foreign: str | None = None
    also: tuple[str, ...] = ()


def thresholds(path: Path = ROOT / "config.yml") -> Thresholds:
    """Those of config.yml. Raises ContentError when its pipeline has no CarefulFallback."""
    step = next((item for item in read_mapping(path)["pipeline"] if item["name"].endswith(".CarefulFallback")), None)
    if step is None:
        raise ContentError(f"{path}: the pipeline has no CarefulFallback")
    return Thresholds(**{name: float(step[name]) for name in ("threshold", "ambiguity", "costly")})


class Nlu:
    """The trained parts of the pipeline."""

    def __init__(self, detector: Detector, common: frozenset[str], needs: NeedModel, fallback: Thresholds) -> None:
        self.detector = detector
        self._common = common
        self._judge = Judge(needs, common)
        self._fallback = fallback

    @classmethod
    def load(cls, archive: Path) -> Nlu:
        """From a trained model as Rasa stores it. Raises ContentError when a part is missing."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _unpack(archive, folder)
            common = frozenset(json.loads((folder / "common.json").read_text(encoding="utf-8")))
            return cls(Detector.load(folder / "languages.npz"), common, NeedModel.load(folder), thresholds())

    def understand(self, text: str, conversation: str | None = None) -> Understood:
        """conversation: the language of the conversation so far; None is a first message without any hint."""
        clean = redact(text)
        opinion = self.detector.opinion(clean.text, conversation, neighbours_of(conversation))
        reading = read(clean.text, opinion.language or conversation, self._common)
        judgement = self._judge.judge(clean.text, reading, fresh=True)
        ranking = judgement.ranking
        need = need_in_context(*ranking[0], reading, None, None) or self._fallback.need(ranking, said_move(reading.names))
        if clean.kinds:
            need = "secret"
        return replace(_in_its_language(need, ranking, reading, opinion, conversation), also=judgement.also)


def _in_its_language(need: str, ranking: Ranking, reading: Reading, opinion: Opinion, conversation: str | None) -> Understood:
    """As the component ReplyLanguage decides: the locale of the reply, and `foreign_language` for a wish that cannot be met."""
    asked = wished_language(reading.names, reading.words, written_in=opinion.language, asks_to_switch=need == "switch_language")
    wish = live_or_none(asked)
    foreign = asked if asked and not wish else opinion.foreign if not wish else None
    locale = reply_locale(wish=wish, message=opinion.language, conversation=conversation if asked or not foreign else None)
    return Understood("foreign_language" if asked and not wish else need, ranking, reading.names, locale, wish, foreign)


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            name = Path(member.name).name
            file = packed.extractfile(member) if name in FILES else None
            if file is not None:
                (folder / name).write_bytes(file.read())
    missing = [name for name in FILES if not (folder / name).exists()]
    if missing:
        raise ContentError(f"{archive}: {', '.join(missing)} not in the archive: train anew (make train)")
