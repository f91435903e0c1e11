"""The classifier gives each need a probability, and the same one after it was stored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from waypost.content.languages import live_languages
from waypost.nlu.needs.fallback import FALLBACK, Thresholds
from waypost.nlu.needs.features import BLOCKS
from waypost.nlu.needs.model import NeedModel
from waypost.nlu.reading import read
from waypost.nlu.tokenizing import words_of

SAID = {
    "withdraw": [
        "binance to metamask",
        "from binance to my wallet",
        "withdraw to metamask",
        "get it out of binance",
        "binance to mm please",
        "withdraw from binance",
    ],
    "greet": ["hello", "hi there", "good morning", "hello you", "hey hello", "hi hi"],
    "gas": ["no bnb for gas", "gas too high", "not enough gas", "gas fee missing", "no gas on bsc", "i need gas"],
}


@pytest.fixture(scope="module")
def model() -> NeedModel:
    rows = [(read(text, "en").features(), need) for need, texts in SAID.items() for text in texts]
    return NeedModel.train([blocks for blocks, _ in rows], [need for _, need in rows])


def best(model: NeedModel, text: str) -> str:
    return model.needs[int(model.probabilities(read(text, "en").features()).argmax())]


@pytest.mark.parametrize(
    ("text", "need"),
    [("hello there", "greet"), ("binance to metamask", "withdraw"), ("kraken to metamask", "withdraw"), ("my gas is missing", "gas")],
)
def test_a_message_has_its_need(text: str, need: str, model: NeedModel) -> None:
    assert best(model, text) == need


@pytest.mark.parametrize("text", ["", "hello", "zzz qqq", "0x12", "binance"])
def test_the_probabilities_of_all_needs_add_up_to_one(text: str, model: NeedModel) -> None:
    shares = model.probabilities(read(text, "en").features())
    assert shares.shape == (len(SAID),)
    assert np.isclose(shares.sum(), 1)


def test_what_was_never_seen_is_less_sure(model: NeedModel) -> None:
    sure, unsure = (model.probabilities(read(text, "en").features()).max() for text in ("hello hello", "zzz qqq"))
    assert sure > unsure


def test_a_stored_model_gives_the_same(model: NeedModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    stored = NeedModel.load(tmp_path)
    blocks = read("from binance to my wallet", "en").features()
    assert stored.needs == model.needs
    assert np.allclose(stored.probabilities(blocks), model.probabilities(blocks), atol=1e-5)


def test_learning_twice_gives_the_same(model: NeedModel) -> None:
    rows = [(read(text, "en").features(), need) for need, texts in SAID.items() for text in texts]
    again = NeedModel.train([blocks for blocks, _ in rows], [need for _, need in rows])
    assert np.array_equal(again.weights, model.weights)
    assert again.temperature == model.temperature


def test_a_message_has_a_list_of_features_for_each_block() -> None:
    assert len(read("bnb from binance to metamask", "en").features()) == len(BLOCKS)


@pytest.mark.parametrize(
    ("text", "block", "feature"),
    [
        ("withdraw bnb", "words", "withdraw bnb"),
        ("0xabc 5", "words", "<hex> <number>"),
        ("bnb from binance to metamask", "roles", "<ASSET> from <EXCHANGE>"),
        ("from binance to metamask", "shape", "from:<EXCHANGE> to to:<WALLET>"),
        ("from binance to metamask", "places", "<EXCHANGE>=><WALLET>"),
        ("is it on bsc?", "shape", "at at:<BSC>"),
        ("hello", "chars", " hell"),
        ("polygon and beacon chain", "places", "has=<BEACON>"),
    ],
)
def test_a_message_has_this_feature(text: str, block: str, feature: str) -> None:
    found = read(text, "en").features()[BLOCKS.index(block)]
    assert feature in found


@pytest.mark.parametrize("language", [*live_languages(), None, "xx"])
def test_words_stand_where_they_were_typed(language: str | None) -> None:
    text = "Ёлка->BSC,  met 5.5 bnb/usdt…"
    assert [text[word.start : word.end] for word in words_of(text, language)] == [word.text for word in words_of(text, language)]


@pytest.mark.parametrize(
    ("ranking", "need"),
    [
        ([("gas", 0.41), ("pending", 0.2)], "gas"),
        ([("gas", 0.39), ("pending", 0.2)], FALLBACK),
        ([("gas", 0.45), ("pending", 0.4)], FALLBACK),
        ([("withdraw", 0.59), ("deposit", 0.2)], FALLBACK),
        ([("withdraw", 0.61), ("deposit", 0.2)], "withdraw"),
        ([("withdraw", 1.0)], "withdraw"),
    ],
)
def test_what_is_not_sure_enough_is_asked_about_and_money_needs_more(ranking: list[tuple[str, float]], need: str) -> None:
    assert Thresholds(threshold=0.4, ambiguity=0.08, costly=0.6).need(ranking) == need
