"""A translation is outdated exactly when English changed after it was changed or confirmed, in a copy without any history too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bot import ROOT
from translation.edits import put
from translation.states import Seen, State, confirm, confirmed, hashed, lines, read, state_of, states, translated_languages
from translation.units import SOURCE, file_of, texts
from waypost.content.languages import live_languages
from waypost.errors import ContentError

UNIT = "withdrawals/withdraw/text"
TRANSLATED = [code for code in live_languages() if code != SOURCE]


def change(root: Path, code: str, text: str, unit: str = UNIT) -> None:
    topic = unit.split("/")[0]
    path = file_of(code, topic, root)
    path.write_text(put(path.read_text(encoding="utf-8"), {unit: text}, topic, code, path), encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "own", "seen", "state"),
    [
        ("a", "", None, State.MISSING),
        ("a", "", Seen(hashed("a"), hashed("b")), State.MISSING),
        ("a", "b", None, State.UNCONFIRMED),
        ("a", "b", Seen(hashed("a"), hashed("b")), State.CURRENT),
        ("a2", "b", Seen(hashed("a"), hashed("b")), State.OUTDATED),
        ("a", "b2", Seen(hashed("a"), hashed("b")), State.UNCONFIRMED),
        ("a2", "b2", Seen(hashed("a"), hashed("b")), State.UNCONFIRMED),
    ],
)
def test_the_state_follows_from_what_was_seen(source: str, own: str, seen: Seen | None, state: State) -> None:
    assert state_of(source, own, seen) is state


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_translation_of_the_repository_is_noted(code: str) -> None:
    """A text that was changed and not noted would later look newer than it is."""
    assert [unit for unit, state in states(code).items() if state is State.UNCONFIRMED] == [], "run make confirm and commit translation/confirmed"
    assert lines(read(code)) == lines(confirmed(code)), "run make confirm and commit translation/confirmed"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_change_of_english_makes_translations_outdated_until_somebody_confirms(code: str, copy: Path) -> None:
    change(copy, SOURCE, "Something else.")
    assert [unit for unit, state in states(code, copy).items() if state is State.OUTDATED] == [UNIT]
    confirm([code], root=copy)
    assert states(code, copy)[UNIT] is State.OUTDATED, "nobody has looked at it"
    confirm([code], "withdrawals/withdraw", copy)
    assert set(states(code, copy).values()) == {State.CURRENT}


def test_a_change_of_the_translation_counts_as_a_look_at_english(copy: Path) -> None:
    change(copy, SOURCE, "Something else.")
    change(copy, "nl", "Iets anders.")
    assert states("nl", copy)[UNIT] is State.UNCONFIRMED
    assert confirm(["nl"], root=copy) == "nl: 1 texts confirmed, 0 outdated"
    assert set(states("nl", copy).values()) == {State.CURRENT}


def test_english_as_it_was_before_is_up_to_date_again(copy: Path) -> None:
    before = texts(SOURCE, copy)[UNIT]
    change(copy, SOURCE, "Something else.")
    change(copy, SOURCE, before)
    assert set(states("ru", copy).values()) == {State.CURRENT}


def test_an_english_text_that_is_gone_is_noted_no_longer(copy: Path) -> None:
    path = file_of(SOURCE, "fallback", copy)
    path.write_text(path.read_text(encoding="utf-8").replace("  label:", "  labels:"), encoding="utf-8")
    gone = {unit for unit in read("nl", copy) if unit.startswith("fallback/")} - texts(SOURCE, copy).keys()
    assert gone
    confirm(["nl"], root=copy)
    assert not gone & read("nl", copy).keys()


def test_a_line_that_was_broken_by_a_merge_is_named(copy: Path) -> None:
    path = copy / "translation" / "confirmed" / "nl.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"nl\.tsv:\d+: must be a unit and two hashes"):
        states("nl", copy)


def test_confirming_what_does_not_exist_is_refused(copy: Path) -> None:
    with pytest.raises(ContentError, match="no text is called nowhere"):
        confirm(["nl"], "nowhere", copy)


def test_the_languages_are_those_of_the_list_without_the_source() -> None:
    assert set(TRANSLATED) <= set(translated_languages())
    assert SOURCE not in translated_languages()
    assert not (ROOT / "translation" / "confirmed" / f"{SOURCE}.tsv").exists()
