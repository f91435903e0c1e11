"""Secrets never survive redaction, honest messages always do."""

from __future__ import annotations

import json
import random
import unicodedata
from typing import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from tests.support.anything import ANYTHING
from tests.support.content import load
from waypost.content.languages import live_languages
from waypost.safety.redact import MARK, Redacted, redact

LISTS = sorted(Mnemonic.list_languages())
SIZES = {12: 128, 15: 160, 18: 192, 21: 224, 24: 256}
HASH = "0x" + "5e1a7b90c3d4f286" * 4
KEY = HASH[2:]
WIF = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
XPRV = "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"
KEYSTORE = {
    "version": 3,
    "id": "3198bc9c",
    "address": "008aeeda4d805471df9b2a5b0f38a0c3bcba786b",
    "crypto": {"ciphertext": "5318b4d5bcd28de6", "cipher": "aes-128-ctr", "kdf": "scrypt", "mac": "517ead924a9d0dc3"},
}
WAYS: dict[str, Callable[[list[str]], str]] = {
    "plain": " ".join,
    "in capitals": lambda words: " ".join(words).upper(),
    "with capital letters": lambda words: " ".join(words).title(),
    "numbered on lines": lambda words: "\n".join(f"{number}. {word}" for number, word in enumerate(words, 1)),
    "numbered in a line": lambda words: " ".join(f"{number}){word}" for number, word in enumerate(words, 1)),
    "with commas": ", ".join,
    "with commas only": ",".join,
    "on lines": "\n".join,
    "on lines with carriage returns": "\r\n".join,
    "with dashes": " - ".join,
    "in quotes": lambda words: " ".join(f'"{word}"' for word in words),
    "with tabs": "\t".join,
    "without accents": lambda words: "".join(
        letter for letter in unicodedata.normalize("NFKD", " ".join(words)) if not unicodedata.combining(letter)
    ),
    "in composed letters": lambda words: unicodedata.normalize("NFC", " ".join(words)),
    "in decomposed letters": lambda words: unicodedata.normalize("NFD", " ".join(words)),
    "with one word missing": lambda words: " ".join(words[:5] + words[6:]),
    "with one typo": lambda words: " ".join([*words[:4], words[4] + "qqxq", *words[5:]]),
}


def phrase(name: str, seed: int = 1, bits: int = 128) -> list[str]:
    """A recovery phrase with a right checksum, always the same for a seed; words that the package itself has broken are avoided."""
    return next(words for words in _phrases(name, seed, bits) if all(word.isprintable() and "\ufffd" not in word for word in words))


def _phrases(name: str, seed: int, bits: int) -> list[list[str]]:
    source = random.Random(f"{name} {seed}")
    return [Mnemonic(name).to_mnemonic(source.randbytes(bits // 8)).replace("\u3000", " ").split() for _ in range(5)]


def left_over(words: list[str], text: str) -> list[str]:
    """Words of a phrase of more than two letters that can still be read."""
    lower = unicodedata.normalize("NFC", text).lower().split()
    return [word for word in words if len(word) > 2 and unicodedata.normalize("NFC", word).lower() in lower]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("name", LISTS)
def test_a_recovery_phrase_is_removed_however_it_is_written(name: str, way: Callable[[list[str]], str]) -> None:
    words = phrase(name)
    clean = redact(way(words))
    assert (clean.kinds, left_over(words, clean.text)) == (("recovery_phrase",), [])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(8))
def test_a_phrase_of_any_length_is_removed_whole(size: int, seed: int) -> None:
    assert redact(" ".join(phrase("english", seed, SIZES[size]))).text == MARK


@pytest.mark.parametrize("typo", range(12))
def test_a_typo_in_any_place_does_not_save_a_word(typo: int) -> None:
    words = phrase("english", 7)
    clean = redact(" ".join([*words[:typo], "qqxq", *words[typo + 1 :]]))
    assert left_over(words, clean.text) == []


@pytest.mark.parametrize("gone", range(12))
def test_a_missing_word_in_any_place_does_not_save_the_others(gone: int) -> None:
    words = phrase("english", 7)
    assert left_over(words, redact(" ".join(words[:gone] + words[gone + 1 :])).text) == []


@pytest.mark.parametrize(
    "words",
    [
        "abandon " * 11 + "about",
        "test " * 11 + "junk",
        "zoo " * 11 + "wrong",
        "legal winner thank year wave sausage worth useful legal winner thank yellow",
    ],
)
def test_a_phrase_of_repeated_words_is_removed(words: str) -> None:
    assert redact(words) == Redacted(MARK, ("recovery_phrase",))


def test_what_stands_farther_from_a_phrase_than_a_word_stays() -> None:
    clean = redact(f"Hallo! Dit zijn zij: {' '.join(phrase('english', 3))}. Mijn munten zijn weg!").text
    assert (clean.startswith("Hallo! Dit zijn "), clean.endswith(" munten zijn weg!")) == (True, True)


def test_two_phrases_in_one_message_are_both_removed() -> None:
    first, second = phrase("english", 1), phrase("english", 2)
    assert left_over(first + second, redact(f"{' '.join(first)} zzz qqq xxx {' '.join(second)}").text) == []


@given(st.sampled_from(LISTS), st.integers(0, 10_000), st.sampled_from([" ", "\n", ", ", "  ", " / ", "; "]))
@settings(ANYTHING, max_examples=60)
def test_no_phrase_of_any_list_survives(name: str, seed: int, between: str) -> None:
    words = phrase(name, seed)
    assert left_over(words, redact(between.join(words)).text) == []


@pytest.mark.parametrize("language", live_languages())
def test_no_training_message_is_taken_for_a_secret(language: str) -> None:
    messages = [text for texts in NLU[language].values() for text in texts]
    assert [text for text in messages if redact(text) != Redacted(text, ())] == []
    assert len(messages) > 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I need to move my BNB from Binance to MetaMask and I never used a bridge before, can you help me do it step by step please",
        "right network right address right coin, still nothing in my wallet, what can I do about it",
        "there are two networks: one is on the exchange, the other one is where my wallet wants it",
        "I have this problem since one week, can you check what happened with the order and where my money is now",
        "someone will give me free bnb if i enter my secret phrase there, is this real",
        "abandon ability able about above absent absorb",
        "mijn private key staat op papier, is dat veilig",
        "дай мне секретную фразу",
        "the number is 0x55d398326f99059fF775485246999027B3197955",
        "bnb1grpf0955h0ykzq3ar5nmum7y6gdfl6lxfn46h2",
        "crypto: what is it? {crypto} is my thing",
    ],
)
def test_an_honest_sentence_stays_as_it_is(text: str) -> None:
    assert redact(text) == Redacted(text, ())


@pytest.mark.parametrize(
    "text",
    [
        f"https://bscscan.com/tx/{HASH}",
        f"http://etherscan.io/tx/{HASH}",
        f"bscscan.com/tx/{HASH}",
        f"is this a secret? https://bscscan.com/tx/{HASH}",
        f"my private key is safe, but look at https://bscscan.com/tx/{KEY}",
        f"tx hash {HASH}",
        f"tx {KEY}",
        f"transactie {KEY}",
        f"хеш {KEY}",
        f"transaksi {KEY}",
        HASH,
        f"{HASH} what happened?",
    ],
)
def test_a_transaction_hash_survives(text: str) -> None:
    assert redact(text) == Redacted(text, ())


@pytest.mark.parametrize(
    "before",
    [
        "private key",
        "PRIVATE KEY",
        "my secret is",
        "here is the key",
        "privésleutel",
        "geheime sleutel",
        "закрытый ключ",
        "приватник",
        "мой секрет",
        "kunci peribadi",
        "kunci rahsia",
        "my wallet key for this tx hash",
    ],
)
@pytest.mark.parametrize("key", [KEY, HASH, KEY.upper(), "0X" + KEY.upper()], ids=["bare", "0x", "capitals", "0X"])
def test_a_private_key_is_removed_when_words_say_so(before: str, key: str) -> None:
    assert redact(f"{before} {key}") == Redacted(f"{before} {MARK}", ("private_key",))


def test_a_bare_64_digit_number_may_be_a_key_and_is_removed() -> None:
    assert redact(f"look {KEY} ok").text == f"look {MARK} ok"


@pytest.mark.parametrize("text", [KEY[:-1], KEY + "a", HASH + "0"])
def test_a_key_with_a_lost_or_doubled_digit_is_removed_beside_words_that_say_key(text: str) -> None:
    assert redact(f"private key {text}") == Redacted(f"private key {MARK}", ("private_key",))


@pytest.mark.parametrize("text", [KEY[:-1], KEY + "a", HASH + "0"])
def test_a_number_of_another_length_is_no_key_without_such_words(text: str) -> None:
    assert redact(f"look {text}").kinds == ()


@pytest.mark.parametrize(
    "secret", [WIF, XPRV, XPRV.replace("xprv", "zprv"), "K" + WIF[1:] + "a", "L" + WIF[1:] + "b"], ids=["WIF", "xprv", "zprv", "K", "L"]
)
def test_a_key_of_another_notation_is_removed(secret: str) -> None:
    assert redact(f"this: {secret}, ok?") == Redacted(f"this: {MARK}, ok?", ("private_key",))


@pytest.mark.parametrize(
    "text",
    [json.dumps(KEYSTORE), json.dumps(KEYSTORE, indent=2), json.dumps(KEYSTORE).replace("crypto", "Crypto"), json.dumps(KEYSTORE).replace('"', "")],
    ids=["one line", "indented", "capital", "without quotes"],
)
def test_a_keystore_file_is_removed(text: str) -> None:
    clean = redact(f"my file {text} help")
    assert (clean.kinds, "5318b4d5" in clean.text) == (("keystore",), False)


def test_every_kind_in_a_message_is_named() -> None:
    text = f"{json.dumps(KEYSTORE)} then {' '.join(phrase('english'))} then private key {KEY}"
    assert redact(text).kinds == ("keystore", "private_key", "recovery_phrase")


@pytest.mark.parametrize("text", ["{phrase} private key {key}", "private key {key} phrase {phrase}", "private {key} {phrase}"])
@pytest.mark.parametrize("key", [KEY, HASH], ids=["bare", "0x"])
def test_a_key_beside_a_phrase_is_removed_whole(text: str, key: str) -> None:
    assert KEY[8:24] not in redact(text.format(phrase=" ".join(phrase("english")), key=key)).text


@given(st.text(max_size=400))
@settings(ANYTHING, max_examples=200)
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once.text) == Redacted(once.text, ())


NLU = load().nlu
