"""Messages labelled with their language and a detector in, the table of notes/language.md section 6 out.

A message commits when the detector names a live language. A switch is wrong when it leaves the language of the conversation although
the message is written in it. `und` messages have no language of their own and must never change one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Sequence

from evals.messages import Labelled
from evals.metrics import share
from waypost.content.languages import live_languages, neighbours_of
from waypost.nlu.language.detector import TRANSLITERATED, Detector, Opinion

UND = "und"
LENGTHS = ("1-2", "3-6", "7+")
LOOK_ALIKES = ("uk", "bg")
"""Written in the letters of Russian."""
LOWER_IS_BETTER = frozenset(
    {"wrong_switch", "taken_for_foreign", "und_change", "unsupported_change", "unsupported_long_change", "look_alike_change", "ru_latn_left"}
)


@dataclass(frozen=True)
class Row:
    """One language (or label) in one length class; shares 0 to 1, None where it has no meaning."""

    label: str
    length: str
    count: int
    forced: float | None
    commits: float
    commits_right: float | None
    foreign: float


def length_class(text: str) -> str:
    words = len(text.split())
    return LENGTHS[0] if words <= 2 else LENGTHS[1] if words <= 6 else LENGTHS[2]


def truth_of(label: str) -> str:
    """The language to answer in: Russian in Latin letters is Russian."""
    return "ru" if label == TRANSLITERATED else label


class LanguageEvaluation:
    """A detector before the labelled messages."""

    def __init__(self, detector: Detector, messages: Sequence[Labelled]) -> None:
        self._detector = detector
        self._opinions: dict[tuple[str, str | None], Opinion] = {}
        self._messages = messages
        live = live_languages()
        self._ours = [one for one in messages if one.label in live]
        self._und = [one for one in messages if one.label == UND]
        self._latin = [one for one in messages if one.label == TRANSLITERATED]
        self._unsupported = [one for one in messages if one.label not in (*live, UND, TRANSLITERATED)]

    def opinion(self, text: str, current: str | None = None) -> Opinion:
        """The detector's, asked once."""
        if (text, current) not in self._opinions:
            self._opinions[text, current] = self._detector.opinion(text, current, neighbours_of(current))
        return self._opinions[text, current]

    def forced(self, text: str) -> str | None:
        """The best language when the detector must name one; None when nothing in the text speaks for any."""
        scores = self.opinion(text).scores
        return truth_of(max(scores, key=lambda label: scores[label])) if scores else None

    def named(self, text: str, current: str | None = None) -> str | None:
        return self.opinion(text, current).language

    def figures(self) -> dict[str, float]:
        """The figures that are held against the floor."""
        return {
            **{f"forced_{length}": self._forced_share(one for one in self._ours if length_class(one.text) == length) for length in LENGTHS},
            **{f"switch_{length}": self._switch_share(one for one in self._ours if length_class(one.text) == length) for length in LENGTHS},
            "wrong_switch": share(self._changes(one, one.label) for one in self._ours),
            "taken_for_foreign": share(self.opinion(one.text, one.label).foreign is not None for one in self._ours),
            "und_change": share(self._changes(one, current) for one in self._und for current in live_languages()),
            "unsupported_change": share(self._changes(one, "en") for one in self._unsupported),
            "unsupported_long_change": share(self._changes(one, "en") for one in self._unsupported if len(one.text.split()) >= 3),
            "look_alike_change": share(self._changes(one, "en") for one in self._unsupported if one.label in LOOK_ALIKES),
            "ru_latn": share(self.named(one.text) == "ru" for one in self._latin),
            "ru_latn_left": share(self._changes(one, "ru") for one in self._latin),
        }

    def rows(self) -> list[Row]:
        """Every label in every length class it has, in the order of the files."""
        labels = dict.fromkeys(one.label for one in self._messages)
        return [row for label in labels for length in LENGTHS if (row := self._row(label, length))]

    def mistakes(self) -> list[tuple[Labelled, str, str]]:
        """(message, language of the conversation, language it was changed to) of every wrong switch and und change."""
        tried = [*((one, one.label) for one in self._ours), *((one, current) for one in self._und for current in live_languages())]
        return [(one, current, str(self.named(one.text, current))) for one, current in tried if self._changes(one, current)]

    def called_ours(self) -> list[tuple[Labelled, str]]:
        """Messages in languages that we do not answer in, and the live language they were taken for."""
        return [(one, name) for one in self._unsupported if (name := self.named(one.text, "en")) not in (None, "en")]

    def _row(self, label: str, length: str) -> Row | None:
        messages = [one for one in self._messages if one.label == label and length_class(one.text) == length]
        if not messages:
            return None
        truth = truth_of(label)
        ours = truth in live_languages()
        named = [name for one in messages if (name := self.named(one.text))]
        return Row(
            label,
            length,
            len(messages),
            forced=self._forced_share(messages) if ours else None,
            commits=len(named) / len(messages),
            commits_right=share(name == truth for name in named) if ours and named else None,
            foreign=share(self.opinion(one.text).foreign is not None for one in messages),
        )

    def _forced_share(self, messages: Iterable[Labelled]) -> float:
        return share(self.forced(one.text) == truth_of(one.label) for one in messages)

    def _switch_share(self, messages: Iterable[Labelled]) -> float:
        """How often one message moves a conversation from another language into its own."""
        return share(self.named(one.text, current) == one.label for one in messages for current in live_languages() if current != one.label)

    def _changes(self, message: Labelled, current: str) -> bool:
        return self.named(message.text, current) not in (None, current)
