"""The review is driven as a maintainer drives it: keys in, lines of data/nlu with their provenance out, nothing asked twice."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable

import pytest

from evals.messages import need_messages
from learning import review
from tests.learning.test_training_files import diff, read_by_rasa
from tests.support.bot import ROOT
from tests.support.talks import Talk, keep

Sit = Callable[..., str]
KEPT = "kan ik ook mijn kabouterverzameling via bsc sturen"
OTHER = "waarom staat mijn beursgenoot nog altijd zonder kabouters"
SECRET = "legal winner thank year wave sausage worth useful legal winner thank yellow"
PERIOD = "2026-11"


@pytest.fixture
def sit(address: str, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sit:
    """One sitting of the real program: what is typed (a line is a key), then what it said."""
    var = Path(address.removeprefix("sqlite:///")).parent
    monkeypatch.setenv("WAYPOST_VAR", str(var))
    monkeypatch.setenv("COLUMNS", "200")

    def sat(*keys: str, options: tuple[str, ...] = ()) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{key}\n" for key in keys)))
        review.main([PERIOD, "--data", str(data), *options])
        return capsys.readouterr().out

    return sat


def dutch(sender: str, *texts: str) -> Talk:
    talk = Talk(sender, locale="nl")
    for text in texts:
        talk.miss(text, ("gas", "withdraw"))
    return talk


def all_files(data: Path) -> dict[str, str]:
    return {str(path.relative_to(data)): path.read_text(encoding="utf-8") for path in sorted(data.rglob("*.*"))}


def changes(before: dict[str, str], data: Path) -> dict[str, list[str]]:
    now = all_files(data)
    return {name: diff(before.get(name, ""), text) for name, text in now.items() if text != before.get(name)}


def test_a_key_makes_a_message_a_line_of_training_with_its_provenance(address: str, data: Path, sit: Sit) -> None:
    keep(address, dutch("web:1", KEPT), dutch("web:2", KEPT.capitalize() + "?"), dutch("anna", OTHER))
    before = all_files(data)
    said = sit("", "2")
    found = changes(before, data)
    assert found["nl/fees.yml"] in ([f"+    - {KEPT}"], [f"+    - {KEPT.capitalize()}?"])
    assert found["nl/withdrawals.yml"] == [f"+    - {OTHER}"]
    lines = (data / "provenance.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split("\t")[1:4] for line in lines] == [["fallback", "nl", "gas"], ["fallback", "nl", "withdraw"]]
    assert {"nl/fees.yml", "nl/withdrawals.yml", "provenance.tsv"} == set(found)
    assert ("gas", found["nl/fees.yml"][0][7:]) in read_by_rasa(data / "nl" / "fees.yml")
    assert ("2 messages to label" in said, "fallback 2" in said, "2 learnt, 0 skipped, 0 dropped." in said) == (True, True, True)
    assert [word for word in ("web:", "anna") if word in "".join(map(str, found.values())) + said] == []


def test_what_was_decided_is_not_asked_again_and_skipped_ones_only_when_wanted(address: str, data: Path, sit: Sit) -> None:
    keep(address, dutch("1", KEPT, OTHER, "derde vraag over mijn kabouters"))
    assert "1 learnt, 1 skipped, 1 dropped." in sit("", "s", "d")
    again = sit("", "")
    assert ("0 messages to label, 3 were decided before." in again, "0 learnt" in again) == (True, True)
    assert "1 messages to label, 2 were decided before." in sit("q", options=("--skipped",))


def test_undo_takes_the_line_its_provenance_and_the_memory_back(address: str, data: Path, sit: Sit) -> None:
    keep(address, dutch("1", KEPT, OTHER))
    before = all_files(data)
    said = sit("", "d", "z", "z", "z", "q")
    assert (changes(before, data).keys() - {"provenance.tsv"}, "0 learnt, 0 skipped, 0 dropped." in said) == (set(), True)
    assert (data / "provenance.tsv").read_text(encoding="utf-8").splitlines()[1:] == []
    assert "Nothing to undo" in said
    assert "2 messages to label, 0 were decided before." in sit("q")


def test_another_need_is_chosen_by_its_name_and_another_language_by_a_key(address: str, data: Path, sit: Sit) -> None:
    keep(address, dutch("1", KEPT, OTHER))
    before = all_files(data)
    said = sit("n", "hand", "n", "e", "n", "nonsense", "l", "n", "pending")
    found = changes(before, data)
    assert (found["nl/handoff.yml"], found["ru/fees.yml"]) == ([f"+    - {KEPT}"], [f"+    - {OTHER}"])
    assert "No needs begin so." in said


def test_what_must_not_be_learnt_is_not_offered_and_the_reason_is_said(address: str, data: Path, sit: Sit) -> None:
    held_out = next(message.text for message in need_messages() if message.language == "nl" and len(message.text.split()) >= 12)
    known = read_by_rasa(data / "nl" / "fees.yml")[0][1].upper()
    keep(address, dutch("1", f"mijn zin is {SECRET}", "mail me op piet.jansen@voorbeeld.nl", held_out.upper() + " hoor", known))
    before = all_files(data)
    said = sit("", "1", "1")
    reasons = ("holds a secret", "an e-mail address", "nearly equals a message of evals/", "stands in data/nlu already")
    assert [why for why in reasons if f"1 left out: {why}" not in said.replace("holds an e-mail", "an e-mail")] == []
    assert ("0 messages to label" in said, changes(before, data)) == (True, {})


def test_messages_in_a_language_that_is_not_answered_and_pressed_offers_are_not_asked_about(address: str, data: Path, sit: Sit) -> None:
    foreign = Talk("1").say("jak to zrobić", "switch_language", "smalltalk", "foreign_language", foreign="pl").rate("down")
    pressed = Talk("2").offer("gnomes to bsc", "gas", "deposit").say("ask:gas", "gas")
    left = Talk("3").offer("my gnomes by bsc", "gas", "deposit").say("bye now", "goodbye", "smalltalk")
    keep(address, foreign, pressed, left)
    said = sit("q")
    assert ("1 messages to label" in said, "my gnomes by bsc" in said, "clarified 1" in said) == (True, True, True)


def test_enter_does_nothing_when_no_need_is_likely(address: str, data: Path, sit: Sit) -> None:
    keep(address, Talk("1", locale="nl").miss(KEPT, ()))
    before = all_files(data)
    said = sit("", "x", "q")
    assert (changes(before, data), "0 learnt" in said) == ({}, True)


def test_what_stood_in_the_terminal_of_a_message_is_no_command_to_it(address: str, data: Path, sit: Sit) -> None:
    keep(address, dutch("1", "geld \x1b[2Jweg\u202e [bold]kabouter[/bold]"))
    said = sit("q")
    assert ("\x1b" in said, "\u202e" in said, "[bold]kabouter[/bold]" in said) == (False, False, True)


def test_a_second_sitting_on_this_machine_is_refused(address: str, data: Path, sit: Sit) -> None:
    keep(address, dutch("1", KEPT))
    with (Path(address.removeprefix("sqlite:///")).parent / "review.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(SystemExit, match="another make review"):
            sit("1")


def test_a_change_by_somebody_else_meanwhile_stays(address: str, data: Path, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read at each decision, not at the start."""
    keep(address, dutch("1", KEPT))
    path = data / "nl" / "fees.yml"

    class Edits(io.StringIO):
        def readline(self, *_: object) -> str:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("  examples: |\n", "  examples: |\n    - van een ander\n", 1), encoding="utf-8")
            return "\n"

    monkeypatch.setattr(io, "StringIO", lambda _: Edits())
    sit()
    texts = [text for _, text in read_by_rasa(path)]
    assert ("van een ander" in texts, KEPT in texts) == (True, True)


def test_single_keys_work_on_a_terminal_and_an_arrow_is_no_letter(address: str, data: Path, tmp_path: Path) -> None:
    keep(address, dutch("1", KEPT, OTHER))
    before = all_files(data)
    environment = {**os.environ, "WAYPOST_VAR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "learning.review", PERIOD, "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=terminal, stdout=terminal, stderr=subprocess.DEVNULL) as process:
        os.close(terminal)
        said = until(controller, "1 gas")
        for keys, answer in ((b"\x1b[D", "Enter the likeliest"), (b"\r", "→ gas"), (b"n", "need:"), (b"hand\n", "any other key ends")):
            os.write(controller, keys)
            said += until(controller, answer)
        os.write(controller, b"q")
        said += until(controller, "make eval.")
        assert process.wait(60) == 0
    os.close(controller)
    assert "2 learnt, 0 skipped, 0 dropped." in said
    assert {"nl/fees.yml", "nl/handoff.yml", "provenance.tsv"} == set(changes(before, data))


def until(controller: int, wanted: str, limit_s: float = 300.0) -> str:
    """What the program prints until it has printed something, and was asked for a key."""
    found, ends = "", time.monotonic() + limit_s
    while wanted not in found and time.monotonic() < ends:
        found += os.read(controller, 4_096).decode("utf-8", "replace")
    assert wanted in found, found
    return found
