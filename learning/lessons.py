"""A maintainer's decisions in, training messages with their provenance out; each decision is on the disk before the next, and can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from learning.guard import Guard, Refusal
from learning.period import today
from learning.queue import Candidate
from learning.records import Asked, Decision, Origin, Provenance
from learning.training_files import TrainingFiles


@dataclass(frozen=True)
class Done:
    """One decision. origin: of the training message, when there is one."""

    candidate: Candidate
    language: str
    decision: Decision
    origin: Origin | None = None


class Lessons:
    """Where decisions go. Provenance is written first: a crash in between leaves a line of it too many, which a test finds."""

    def __init__(self, files: TrainingFiles, provenance: Provenance, asked: Asked, guard: Guard) -> None:
        self._files, self._provenance, self._asked, self._guard = files, provenance, asked, guard
        self.done: list[Done] = []

    def needs(self, candidate: Candidate, language: str) -> list[str]:
        """What the message can be taught as, the likeliest first."""
        known = self._files.needs(language)
        likely = [need for need in candidate.likely if need in known]
        return [*likely, *(need for need in known if need not in likely)]

    def nearest(self, candidate: Candidate) -> str:
        """A training message that says nearly the same, with its need; empty when there is none."""
        found = self._guard.nearest(candidate.text)
        return f"{found.label}: {found.text}" if found else ""

    def learn(self, candidate: Candidate, language: str, need: str) -> Refusal | None:
        """Makes it a training message, or says why not. Raises ContentError."""
        refusal = self._guard.refusal(candidate.text, language)
        if refusal:
            return refusal
        origin = Origin(str(today()), candidate.queue.value, language, need, candidate.text)
        self._provenance.add(origin)
        try:
            self._files.add(language, need, candidate.text)
        except BaseException:
            self._provenance.take_out(origin)
            raise
        self._guard.learn(candidate.text, language)
        self._note(Done(candidate, language, Decision.LEARNT, origin))
        return None

    def leave(self, candidate: Candidate, decision: Decision) -> None:
        """SKIPPED: not now; DROPPED: never."""
        self._note(Done(candidate, candidate.language, decision))

    def undo(self) -> Done | None:
        """Takes the last decision of this session back. Raises ContentError when its training message is gone."""
        if not self.done:
            return None
        last = self.done[-1]
        if last.origin:
            self._files.take_out(last.language, last.origin.need, last.origin.text)
            self._provenance.take_out(last.origin)
            self._guard.unlearn(last.origin.text, last.language)
        self._asked.forget(last.candidate.language, last.candidate.text)
        return self.done.pop()

    def _note(self, done: Done) -> None:
        self._asked.note(done.candidate.language, done.candidate.text, done.decision, str(today()))
        self.done.append(done)
