"""The detector names a language only when it is sure, always the same one, and never one that we do not speak."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.nlu.conftest import learnt_from
from tests.support.anything import ANYTHING
from tests.support.bot import ROOT
from waypost.content.languages import live_languages
from waypost.nlu.language.cleaning import language_words, script_of
from waypost.nlu.language.detector import BACKGROUND_HANDICAP, MARGINS, Detector, _decide, shared_words
from waypost.nlu.language.translit import HABITS, transliterate

HELD_OUT = sorted(path for code in live_languages() for path in (ROOT / "evals" / code).glob("language.tsv"))
FEWEST_NAMED = 0.9
MOST_WRONG = 0.02
SAYS_NOTHING = [
    "",
    " ",
    "?",
    "...",
    "🙂🙂",
    "12345",
    "0.25 ETH",
    "BNB",
    "USDT?",
    "binance metamask bsc",
    "binance.us",
    "USDT BEP20 0x55d398326f99059fF775485246999027B3197955",
    "https://bscscan.com/tx/0x12",
    "me@example.org",
    "BTC/USDT 1,5",
    "bnb1grpf0955h0ykzq3ar5nmum7y6gdfl6lxfn46h2",
]
GIBBERISH = ["asdfgh jkl qwertz", "fghjkl", "sdfkjhsdf sdfkjh", "xxxx zzzz", "qwrtp qwrtp qwrtp", "zxcvb zxcvb zxcvb"]
TRANSLITERATED = [
    "kak vyvesti bnb s binance na metamask",
    "gde moi dengi",
    "pochemu ne prishlo",
    "spasibo bolshoe",
    "ne mogu nayti svoi tokeny",
    "4to delat' esli ne ta set'",
    "ya otpravil usdt i nichego ne vizhu",
    "pomogite pozhaluysta s perevodom",
]
FOREIGN = dict(line.split("\t") for line in (Path(__file__).parent / "foreign.tsv").read_text(encoding="utf-8").splitlines())
OTHER_SCRIPTS = [
    "我从交易所转出的币还没有到我的钱包",
    "لقد أرسلت عملاتي ولم تصل بعد",
    "Έστειλα τα νομίσματά μου αλλά δεν εμφανίζονται",
    "मैंने अपने सिक्के भेजे लेकिन वे नहीं आए",
    "取引所から送ったコインが届きません",
    "거래소에서 보낸 코인이 도착하지 않았어요",
    "שלחתי את המטבעות שלי והם לא הגיעו",
]


def held_out(path: Path) -> list[tuple[str, str]]:
    """(language, message) of a file; transliterated Russian counts as Russian, `und` as none."""
    rows = [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines()]
    return [("ru" if language == "ru-Latn" else language, text) for language, text in rows]


def rows_of(*languages: str) -> list[tuple[str, str]]:
    return [row for path in HELD_OUT for row in held_out(path) if row[0] in languages]


# -- our own languages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", live_languages())
def test_a_message_of_a_live_language_is_mostly_named_and_hardly_ever_wrongly(code: str, trained: Detector) -> None:
    rows = rows_of(code)
    named = [trained.opinion(text).language for _, text in rows]
    assert len(rows) >= 30, "too few held-out messages"
    assert named.count(code) >= FEWEST_NAMED * len(rows)
    assert sum(language not in (code, None) for language in named) <= MOST_WRONG * len(rows)


@pytest.mark.parametrize("text", TRANSLITERATED)
def test_transliterated_russian_is_russian(text: str, trained: Detector) -> None:
    assert trained.opinion(text, "en").language == "ru"


@pytest.mark.parametrize("word", ["da", "net", "ja"])
def test_one_transliterated_word_is_any_languages(word: str, trained: Detector) -> None:
    assert trained.opinion(word, "en").language is None


@pytest.mark.parametrize("habit", range(len(HABITS)))
def test_every_habit_of_transliteration_is_latin(habit: int) -> None:
    assert script_of([transliterate("съешьещёэтихмягкихфранцузскихбулокдавыпейчаю", habit)]) == "Latin"


# -- not sure ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("current", [None, *live_languages()])
@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_names_and_numbers_have_no_language(text: str, current: str | None, trained: Detector) -> None:
    opinion = trained.opinion(text, current)
    assert (opinion.language, opinion.foreign) == (None, None)


@pytest.mark.parametrize("text", GIBBERISH)
def test_gibberish_has_no_language(text: str, trained: Detector) -> None:
    opinion = trained.opinion(text)
    assert (opinion.language, opinion.foreign) == (None, None)


def test_a_script_of_only_one_of_our_languages_tells_it_from_gibberish(trained: Detector) -> None:
    assert (trained.opinion("ыфвафыва").language, trained.opinion("ыфвафыва", "en").language) == ("ru", None)


# -- languages that are not ours -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("current", [None, *live_languages()])
@pytest.mark.parametrize("code", FOREIGN)
def test_a_sentence_in_another_language_is_named_as_foreign_and_not_answered_in_ours(code: str, current: str | None, trained: Detector) -> None:
    opinion = trained.opinion(FOREIGN[code], current)
    assert (opinion.language, opinion.foreign) == (None, code)


@pytest.mark.parametrize("text", OTHER_SCRIPTS)
def test_a_sentence_in_another_script_has_no_language_of_ours(text: str, trained: Detector) -> None:
    assert trained.opinion(text).language is None


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=80))
@settings(ANYTHING, max_examples=150)
def test_no_text_is_answered_in_a_language_that_is_not_live(trained: Detector, text: str) -> None:
    opinion = trained.opinion(text)
    assert opinion.language in (None, *live_languages())
    assert opinion.foreign not in live_languages()


# -- the margin ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "margin"), [(1, MARGINS[0]), (2, MARGINS[0]), (3, MARGINS[1]), (6, MARGINS[1]), (7, MARGINS[2]), (40, MARGINS[2])])
def test_a_language_must_beat_the_second_by_the_margin_of_its_length(words: int, margin: float) -> None:
    beaten = [_decide({"en": 0.0, "nl": -margin + step}, None, words, ("en", "nl"), ()).language for step in (0.01, -0.01)]
    assert beaten == [None, "en"]


def test_the_margin_shrinks_with_the_length() -> None:
    assert sorted(MARGINS, reverse=True) == list(MARGINS)


def test_a_language_of_the_background_is_handicapped() -> None:
    ahead = [_decide({"en": -BACKGROUND_HANDICAP + shift, "de": 0.0}, None, 5, ("en",), ()) for shift in (-2.0, 2.0)]
    assert [(opinion.language, opinion.foreign) for opinion in ahead] == [(None, "de"), ("en", None)]


@pytest.mark.parametrize(("words", "foreign"), [(2, None), (3, "de")])
def test_two_words_do_not_make_a_foreign_language(words: int, foreign: str | None) -> None:
    assert _decide({"en": -30.0, "de": 0.0}, None, words, ("en",), ()).foreign == foreign


# -- always the same -----------------------------------------------------------------------------------------------------------

SCORES = """
import json, sys
from tests.nlu.conftest import learnt_from
messages, texts = json.load(sys.stdin)
detector = learnt_from(messages, 1)
print(json.dumps([sorted((code, round(score, 6)) for code, score in detector.opinion(text).scores.items()) for text in texts]))
"""


def test_two_processes_learn_the_same(messages: Mapping[str, list[str]]) -> None:
    texts = [text for _, text in rows_of(*live_languages())[::12]]
    some = {code: lines[::40] for code, lines in messages.items()}
    detector = learnt_from(some, 1)
    here = [sorted([code, round(score, 6)] for code, score in detector.opinion(text).scores.items()) for text in texts]
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", SCORES]
    there = subprocess.run(command, cwd=ROOT, env=environment, input=json.dumps([some, texts]), capture_output=True, text=True, check=True)
    assert json.loads(there.stdout) == here


def test_the_same_text_has_the_same_scores_again(trained: Detector) -> None:
    text = "mijn geld is weg"
    assert trained.opinion(text) == trained.opinion(text)


def test_a_stored_detector_is_of_the_same_opinion(trained: Detector, tmp_path: Path) -> None:
    trained.save(tmp_path / "languages.npz")
    stored = Detector.load(tmp_path / "languages.npz")
    texts = [text for _, text in rows_of(*live_languages(), "de", "und")]
    assert [stored.opinion(text).language for text in texts] == [trained.opinion(text).language for text in texts]


# -- cleaning ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Where is my money?", ["where", "is", "my", "money"]),
        ("it's GONE", ["it's", "gone"]),
        ("send 5 BNB2 to 0xabc", ["send", "to"]),
        ("see https://a.example/where now", ["see", "now"]),
        ("mail me@where.example now", ["mail", "now"]),
        ("binance.com lost", ["lost"]),
        ("где деньги", ["где", "деньги"]),
        ("the bnb1grpf0955h0ykzq3 one", ["the", "one"]),
        ("", []),
    ],
)
def test_only_words_that_tell_a_language_are_left(text: str, words: list[str]) -> None:
    assert language_words(text) == words


def test_neutral_words_are_left_out() -> None:
    assert language_words("my metamask", {"metamask"}) == ["my"]


@pytest.mark.parametrize(
    ("words", "script"),
    [
        ([], "none"),
        (["where"], "Latin"),
        (["где"], "Cyrillic"),
        (["où"], "Latin"),
        (["钱包"], "other"),
        (["где", "is"], "Cyrillic"),
        (["钱包钱包", "ab"], "other"),
    ],
)
def test_the_script_is_that_of_most_letters(words: list[str], script: str) -> None:
    assert script_of(words) == script


def test_words_that_all_languages_use_are_shared() -> None:
    messages = {"en": ["where is metamask"] * 4, "nl": ["waar is metamask"] * 4, "ms": ["mana metamask"] * 4}
    assert "metamask" in shared_words(messages)
    assert not {"where", "waar", "mana"} & shared_words(messages)


@pytest.mark.parametrize(("current", "near", "language"), [("ms", ("id",), None), ("ms", (), "id"), ("id", ("ms",), "id"), (None, (), "id")])
def test_into_a_neighbours_language_it_takes_more(current: str | None, near: tuple[str, ...], language: str | None) -> None:
    assert _decide({"id": 0.0, "ms": -2.0 * MARGINS[2]}, current, 9, ("id", "ms"), near).language == language
