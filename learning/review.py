"""`make review PERIOD=90d`: unanswered messages in, training messages with their provenance out: a maintainer labels them with two keys.

Read only as to the database; data/nlu and its provenance.tsv change, and the list of what was asked, review.tsv in WAYPOST_VAR.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import sys
from collections import Counter
from pathlib import Path
from typing import Iterator, Sequence

from rich.padding import Padding
from rich.text import Text

from evals.messages import TRAINING, held_out_messages, training_messages
from learning.guard import Guard
from learning.lessons import Lessons
from learning.period import Period, today
from learning.progress import Progress
from learning.queue import Candidate, Queue, queue_of
from learning.reading import Conversations
from learning.records import Asked, Decision, Provenance
from learning.terminal import END, Terminal
from learning.training_files import TrainingFiles
from learning.turns import Conversation
from waypost.content.languages import languages, live_languages
from waypost.errors import BotError, SettingsError
from waypost.ops.settings import Settings

USUAL = "90d"
DIGITS = "123456789"
LEAVING = {"s": Decision.SKIPPED, "d": Decision.DROPPED}
HELP = "Enter the likeliest need   1-9 one of those shown   n any need by its name   l another language   s skip   d drop   z undo   q end"
NEXT = "Look at the diff, then: make train, make test, make eval."


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    try:
        settings = Settings.from_environment()
        period = Period.parse(options.period, today(), USUAL)
        with _alone(settings.var):
            _review(settings, period, options.data, options.skipped)
    except (BotError, OSError) as error:
        sys.exit(f"waypost | {error}")
    except KeyboardInterrupt:
        sys.exit("waypost | ended; what was decided is kept")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m learning.review", description="labels unanswered messages, which then become training messages")
    parser.add_argument("period", nargs="?", default="", help=f"7d, 2026-11 or 2026-11-01..2026-11-15; {USUAL} unless given")
    parser.add_argument("--skipped", action="store_true", help="ask again about what was skipped")
    parser.add_argument("--data", type=Path, default=TRAINING, metavar="FOLDER", help="another folder than data/nlu")
    return parser.parse_args(arguments)


def _review(settings: Settings, period: Period, folder: Path, skipped: bool) -> None:
    guard = Guard(held_out_messages(), training_messages(folder))
    asked = Asked(settings.var / "review.tsv")
    lessons = Lessons(TrainingFiles(folder), Provenance(folder), asked, guard)
    again = {None, Decision.SKIPPED} if skipped else {None}
    stored = Conversations(settings.database_url)
    queue = queue_of(_conversations(stored, period), period, guard, lambda language, text: asked.decision(language, text) not in again)
    Review(queue, lessons, Terminal()).run()


def _conversations(stored: Conversations, period: Period) -> Iterator[Conversation]:
    if stored.is_there():
        progress = Progress(stored.rows(period))
        for sender, rows in stored.of(period):
            yield Conversation.of(sender, progress.through(rows))


class Review:
    """One sitting."""

    def __init__(self, queue: Queue, lessons: Lessons, terminal: Terminal) -> None:
        self._queue, self._lessons, self._terminal = queue, lessons, terminal
        self._at = 0
        self._language = ""

    def run(self) -> None:
        """Until the queue is empty or the maintainer ends it."""
        self._say_what_is_left_out()
        if self._queue.candidates:
            self._say(HELP, "dim")
        while self._step():
            pass
        self._say_what_was_done()

    def _step(self) -> bool:
        """One question and its answer. Whether to go on: the last decision can be undone too."""
        if self._at == len(self._queue.candidates):
            if not self._lessons.done:
                return False
            self._say("\nThat was the last one: z undoes it, any other key ends.", "dim")
            if self._terminal.key() != "z":
                return False
            self._undo()
            return True
        self._language = self._language or self._current.language
        needs = self._lessons.needs(self._current, self._language)
        self._show(needs)
        key = self._terminal.key()
        self._do(key, needs)
        return key != END

    @property
    def _current(self) -> Candidate:
        return self._queue.candidates[self._at]

    def _do(self, key: str, needs: Sequence[str]) -> None:
        if key in DIGITS and int(key) <= len(needs):
            self._learn(needs[int(key) - 1])
        elif key == "\n" and needs[0] in self._current.likely:
            self._learn(needs[0])
        elif key in LEAVING:
            self._lessons.leave(self._current, LEAVING[key])
            self._go_on(LEAVING[key].value)
        elif key == "n":
            self._by_name(needs)
        elif key == "l":
            codes = live_languages()
            self._language = codes[(codes.index(self._language) + 1) % len(codes)]
        elif key == "z":
            self._undo()
        elif key != END:
            self._say(HELP, "dim")

    def _learn(self, need: str) -> None:
        refusal = self._lessons.learn(self._current, self._language, need)
        if refusal:
            self._say(f"Not learnt: it {refusal.value}. Skip it or drop it.", "red")
        else:
            self._go_on(f"{need} ({self._language})")

    def _by_name(self, needs: Sequence[str]) -> None:
        self._say(", ".join(needs), "dim")
        typed = self._terminal.name("need:")
        found = [need for need in needs if need == typed] or [need for need in needs if typed and need.startswith(typed)]
        if len(found) == 1:
            self._learn(found[0])
        else:
            self._say(f"{len(found) or 'No'} needs begin so.", "red")

    def _undo(self) -> None:
        undone = self._lessons.undo()
        if undone is None:
            self._say("Nothing to undo: this sitting has decided nothing yet.", "red")
            return
        self._at, self._language = self._at - 1, undone.language
        self._say(f"Undone: {undone.decision.value}.", "yellow")

    def _go_on(self, what: str) -> None:
        self._say(f"→ {what}", "green")
        self._at, self._language = self._at + 1, ""

    def _show(self, needs: Sequence[str]) -> None:
        one, near = self._current, self._lessons.nearest(self._current)
        reasons = ", ".join(f"{why.value} {count}" for why, count in one.reasons.most_common())
        self._say(f"\n{self._at + 1}/{len(self._queue.candidates)}  {languages()[self._language].english_name}  {reasons}", "dim")
        self._terminal.console.print(Padding(Text(one.text, "bold"), (0, 2), expand=False))
        if near:
            self._say(f"nearly the same is taught already, {near}", "dim")
        self._say("   ".join(f"{digit} {need}" for digit, need in zip(DIGITS, needs)))  # noqa: B905 (there are more needs than digits)

    def _say_what_is_left_out(self) -> None:
        queue = self._queue
        self._say(f"{len(queue.candidates)} messages to label, {queue.asked_before} were decided before.")
        for refusal, count in queue.left_out.most_common():
            self._say(f"{count} left out: {refusal.value}.", "dim")
        if queue.beyond:
            self._say(f"{queue.beyond} more are not looked at this time: there are too many different ones.", "dim")

    def _say_what_was_done(self) -> None:
        counts = Counter(done.decision for done in self._lessons.done)
        self._say(", ".join(f"{counts[decision]} {decision.value}" for decision in Decision) + ".")
        if counts[Decision.LEARNT]:
            self._say(NEXT)

    def _say(self, text: str, style: str = "") -> None:
        self._terminal.console.print(Text(text, style))


@contextlib.contextmanager
def _alone(var: Path) -> Iterator[None]:
    """One sitting at a time on this machine. Raises SettingsError."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "review.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError(f"another make review is open with {var}: end it first") from None
        yield


if __name__ == "__main__":
    main()
