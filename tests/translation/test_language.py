"""A new language is a draft that nobody sees, made of what can be known, and its guide says what is left until nothing is."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from tests.support.content import LAWS, load
from translation.exchange import change, exported
from translation.known import known
from translation.language import add
from translation.left import left
from translation.notes import notes
from translation.states import State, states
from translation.units import SOURCE, texts
from waypost.content.catalog import Catalog
from waypost.content.facts import load as load_facts
from waypost.content.files import ROOT, read_yaml
from waypost.content.languages import languages, live_languages
from waypost.errors import ContentError
from waypost.nlu.training import labelled

NEW = [
    ("de", "Deutsch", "German", "Latin", "ltr", "de", "de"),
    ("pt-BR", "português (Brasil)", "Portuguese (Brazil)", "Latin", "ltr", "pt", "pt"),
    ("ar", "العربية", "Arabic", "Arabic", "rtl", "ar", "ar"),
    ("uk", "українська", "Ukrainian", "Cyrillic", "ltr", "uk", "uk"),
    ("zh-Hant", "中文 (繁體)", "Chinese (Traditional)", "Han", "ltr", "zh", "zh-tw"),
    ("fy", "Frysk", "Western Frisian", "Latin", "ltr", "xx", ""),
]


@pytest.mark.parametrize("facts", NEW, ids=lambda facts: facts[0])
def test_what_can_be_known_of_a_language_is_known(facts: tuple[str, ...]) -> None:
    found = known(facts[0])
    assert (found.code, found.name, found.english_name, found.script, found.direction, found.spacy, found.profile) == facts


@pytest.mark.parametrize("code", ["xx", "qqq", "", "german", "de!", "../de", "d" * 50])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(ContentError, match="no language that CLDR knows"):
        known(code)


@pytest.mark.parametrize(("code", "right"), [("DE", "de"), ("pt-br", "pt-BR"), ("pt_BR", "pt-BR"), ("zh-hant", "zh-Hant")])
def test_a_code_that_is_written_otherwise_is_refused_with_the_right_one(code: str, right: str) -> None:
    with pytest.raises(ContentError, match=f"make language CODE={right}"):
        known(code)


@pytest.mark.parametrize("code", ["de", "pt-BR", "ar"])
def test_with_a_draft_everything_loads_and_every_law_holds(code: str, copy: Path) -> None:
    add(code, copy)
    found = languages(copy / "languages.yml")
    assert not found[code].live
    assert found[code].aliases["en"]
    live = [each for each, language in found.items() if language.live]
    assert live == list(live_languages())
    assert Catalog.load(load_facts(copy / "facts"), live, copy / "locales").keys(SOURCE)
    assert [wrong for law in LAWS for wrong in law(load(live, copy))] == []
    assert set(states(code, copy).values()) == {State.MISSING}
    assert texts(code, copy) == {}
    assert load([code], copy).nlu == {code: {}}


def test_a_draft_has_a_form_for_each_file_and_a_place_for_each_need(copy: Path) -> None:
    made = {str(path.relative_to(copy)) for path in add("de", copy)}
    for folder in ("locales", "data/nlu", "tests/conversations"):
        assert {f"{folder}/de/{path.name}" for path in (ROOT / folder / SOURCE).glob("*.yml")} <= made
    needs = {str(block["intent"]) for path in (ROOT / "data/nlu" / SOURCE).glob("*.yml") for block in read_yaml(path)["nlu"]}
    forms = "".join(path.read_text(encoding="utf-8") for path in (copy / "data/nlu/de").glob("*.yml"))
    assert [need for need in needs if f"# - intent: {need}\n" not in forms] == []


def test_rasa_reads_the_places_for_messages(copy: Path) -> None:
    add("de", copy)
    assert load_data(str(copy / "data" / "nlu" / "de")).intent_examples == []


def test_messages_of_a_draft_are_not_learnt() -> None:
    def message(text: str, language: str) -> Message:
        return Message({"text": text, "intent": "greet", "metadata": {"intent": {"language": language}}})

    data = TrainingData([message("hi", SOURCE), message("moin", "de")])
    assert list(labelled(data)) == [("hi", SOURCE, "greet")]


def test_nothing_is_written_over(copy: Path) -> None:
    (copy / "evals" / "de").mkdir()
    (copy / "evals" / "de" / "messages.tsv").write_text("greet\tmoin\n")
    before = (copy / "languages.yml").read_bytes()
    with pytest.raises(ContentError, match="is there"):
        add("de", copy)
    assert (copy / "languages.yml").read_bytes() == before
    assert not (copy / "locales" / "de").exists()


def test_the_guide_counts_what_is_left(copy: Path) -> None:
    add("de", copy)
    (copy / "data/nlu/de/smalltalk.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: thanks\n  metadata:\n    language: de\n  examples: |\n    - danke\n    - danke dir\n', encoding="utf-8"
    )
    lines = [line for group in left("de", copy).values() for line in group]
    assert notes("left_need", code="de", need="thanks", count=2, fewest=40) in lines
    assert notes("left_missing", file="locales/de/withdrawals.yml", count=4) in lines
    assert notes("left_delete", code="de") in lines
    assert any(line.startswith("facts/links.yml: ") for line in lines)


@pytest.mark.parametrize("code", live_languages())
def test_nothing_is_left_for_a_live_language(code: str) -> None:
    assert left(code) == {}


def test_a_language_that_was_translated_has_every_text_in_its_place(copy: Path) -> None:
    """Frisian with Dutch words: langdetect has no Frisian, so Dutch is named as its neighbour."""
    add("fy", copy)
    register = copy / "languages.yml"
    register.write_text(
        register.read_text(encoding="utf-8").replace("  neighbours: []\n  status: draft", "  neighbours: [nl]\n  status: draft"), encoding="utf-8"
    )
    languages.cache_clear()
    catalog = read_po(io.BytesIO(exported("fy", copy)))
    dutch = texts("nl", copy)
    for message in catalog:
        if message.id:
            message.string = dutch[message.context]
    file = io.BytesIO()
    write_po(file, catalog)
    change(file.getvalue(), copy).write()
    assert texts("fy", copy) == dutch
    assert set(states("fy", copy).values()) == {State.CURRENT}
    assert not {notes("left_copy"), notes("left_laws")} & left("fy", copy).keys()
    assert Catalog.load(load_facts(copy / "facts"), ["fy"], copy / "locales").render("fy", "withdraw").links
    assert (copy / "facts" / "links.yml").read_text(encoding="utf-8").count("\n    fy: ") == len(read_yaml(ROOT / "facts" / "links.yml"))


def test_a_half_translated_language_hears_what_is_wrong_with_its_half(copy: Path) -> None:
    add("de", copy)
    path = copy / "locales" / "de" / "smalltalk.yml"
    path.write_text(path.read_text(encoding="utf-8").replace('label: ""', 'label: "Ein Knopf, der zu lang ist"', 1), encoding="utf-8")
    assert len(left("de", copy)[notes("left_laws")]) == 1


def test_a_file_that_is_missing_counts_as_missing_texts(copy: Path) -> None:
    add("de", copy)
    shutil.rmtree(copy / "locales" / "de")
    assert set(states("de", copy).values()) == {State.MISSING}
    assert left("de", copy)
