"""A learnt message is one more line in the right file, which YAML and Rasa read as it was written; undoing it leaves nothing."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from rasa.shared.data import get_data_files, is_nlu_file
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

from evals.messages import TRAINING
from learning.records import Origin, Provenance
from learning.training_files import TrainingFiles
from waypost.content.languages import live_languages
from waypost.errors import ContentError

ODD = [
    "why does it say: pending? #help",
    "- really - so",
    "\"quoted\" 'twice' & {braces} * !",
    "c:\\temp\\n is no line break",
    "где мои монеты??? 👩‍💻",
    "100% sure | or > not",
    "%TAG ? key: value, [a, b]",
]


def read_by_rasa(path: Path) -> list[tuple[str, str]]:
    """(need, text) of each example, in order."""
    examples = RasaYAMLReader().read(path).nlu_examples
    return [(example.get("intent"), example.get("text")) for example in examples]


def diff(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("need", ["gas", "pending"])
def test_the_diff_is_one_line_and_rasa_reads_it_as_it_was_written(data: Path, text: str, need: str) -> None:
    path = data / "nl" / "fees.yml"
    before, known = path.read_text(encoding="utf-8"), read_by_rasa(path)
    assert TrainingFiles(data).add("nl", need, text) == path
    assert diff(before, path.read_text(encoding="utf-8")) == [f"+    - {text}"]
    found = read_by_rasa(path)
    assert sorted(found) == sorted([*known, (need, text)])
    TrainingFiles(data).take_out("nl", need, text)
    assert path.read_text(encoding="utf-8") == before


def test_a_message_goes_to_the_end_of_its_own_block(data: Path) -> None:
    TrainingFiles(data).add("en", "gas", "first new one")
    TrainingFiles(data).add("en", "gas", "second new one")
    mine = [text for need, text in read_by_rasa(data / "en" / "fees.yml") if need == "gas"]
    assert mine[-2:] == ["first new one", "second new one"]


@pytest.mark.parametrize("language", live_languages())
def test_every_need_that_has_messages_can_be_taught(language: str, tmp_path: Path) -> None:
    """Over the real files: each block is written as the tool expects it."""
    files = TrainingFiles(TRAINING)
    needs = files.needs(language)
    assert {"withdraw", "gas", "handoff", "out_of_scope"} <= set(needs)
    for need in needs:
        path, lines, start, end = files._block(language, need)
        assert (path.parent.name, lines[start].lstrip()[:2], lines[end - 1].lstrip()[:2]) == (language, "- ", "- ")


def test_a_need_without_a_block_and_a_block_of_another_shape_are_named(data: Path) -> None:
    with pytest.raises(ContentError, match="no block for bridge_missing"):
        TrainingFiles(data).add("en", "bridge_missing", "text")
    path = data / "en" / "handoff.yml"
    path.write_text('nlu:\n- intent: handoff\n  metadata: {language: en}\n  examples: "- a"\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"handoff\.yml"):
        TrainingFiles(data).add("en", "handoff", "text")


def test_a_file_that_yaml_would_read_otherwise_stays_as_it_was(data: Path) -> None:
    path = data / "en" / "handoff.yml"
    before = path.read_bytes()
    with pytest.raises(ContentError):
        TrainingFiles(data).add("en", "handoff", "two\nlines: of it")
    assert (path.read_bytes(), list(path.parent.glob("*.part"))) == (before, [])


def test_the_provenance_beside_the_files_is_no_training_data_to_rasa(data: Path) -> None:
    Provenance(data).add(Origin("2026-11-21", "fallback", "nl", "gas", "waar is mijn gas"))
    found = get_data_files([str(data)], is_nlu_file)
    assert found
    assert [path for path in found if not path.endswith(".yml")] == []


def test_provenance_is_read_as_it_was_written_and_names_what_is_gone(data: Path) -> None:
    provenance, origin = Provenance(data), Origin("2026-11-21", "clarified", "nl", "gas", "waar is mijn gas")
    provenance.add(origin)
    assert (provenance.all(), list(provenance.unfounded())) == ([origin], [origin])
    TrainingFiles(data).add("nl", "gas", origin.text)
    assert list(provenance.unfounded()) == []
    provenance.take_out(origin)
    assert provenance.all() == []


def test_every_line_of_the_repositorys_provenance_has_its_training_message() -> None:
    """A message that was taken out of data/nlu leaves its line of provenance.tsv too."""
    assert list(Provenance(TRAINING).unfounded()) == []
