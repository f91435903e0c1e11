"""Keys of all notations, wallet files, cards and what only looks like them."""

from __future__ import annotations

import json

import pytest

from tests.safety.test_redact import HASH, KEY, KEYSTORE, WIF, XPRV
from waypost.safety.base58 import checked, decoded, encoded, encoded_with_check
from waypost.safety.cards import is_card, luhn
from waypost.safety.ed25519 import is_key_pair, public_key
from waypost.safety.redact import MARK, Redacted, redact

SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
SOLANA = encoded(SEED + PUBLIC)
SIGNATURE = encoded(bytes(range(100, 164)))
CARD = "4111111111111111"


def test_base58_reads_what_it_writes() -> None:
    assert decoded(encoded(b"\0\0way")) == b"\0\0way"
    assert checked(encoded_with_check(b"\x80way")) == b"\x80way"


@pytest.mark.parametrize("text", ["0", "l", "", "abc", WIF[:-1] + "K", "1" * 500])
def test_what_is_not_base58check_is_none(text: str) -> None:
    assert checked(text) is None


def test_ed25519_agrees_with_the_standard() -> None:
    assert (public_key(SEED), is_key_pair(SEED + PUBLIC), is_key_pair(PUBLIC + SEED)) == (PUBLIC, True, False)


@pytest.mark.parametrize("size", [2, 4, 8, 16, 32])
@pytest.mark.parametrize("between", [" ", "\n", "-", ":", ", "])
def test_a_key_in_groups_is_removed(size: int, between: str) -> None:
    groups = between.join(KEY[place : place + size] for place in range(0, 64, size))
    assert redact(f"private key: {groups}") == Redacted(f"private key: {MARK}", ("private_key",))


def test_rows_of_digits_are_no_key() -> None:
    assert redact("my private keys and 2026 2025 2024 2023 " + "1234 " * 14).kinds == ()


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize("secret", [WIF, XPRV], ids=["WIF", "xprv"])
def test_a_key_cut_into_pieces_is_removed(secret: str, between: str) -> None:
    pieces = between.join(secret[place : place + 10] for place in range(0, len(secret), 10))
    assert redact(f"look: {pieces}") == Redacted(f"look: {MARK}", ("private_key",))


@pytest.mark.parametrize("text", [f"my file {SOLANA}", f"tx {SOLANA}", f"https://solscan.io/tx/{SIGNATURE} and {SOLANA}"])
def test_a_solana_key_is_removed_whatever_stands_beside_it(text: str) -> None:
    assert redact(text).text == text.replace(SOLANA, MARK)


@pytest.mark.parametrize("text", [f"look {SIGNATURE}", f"https://solscan.io/tx/{SIGNATURE}", f"is my key safe? https://solscan.io/tx/{SIGNATURE}"])
def test_a_signature_of_solana_stays(text: str) -> None:
    assert redact(text) == Redacted(text, ())


def test_a_signature_beside_words_that_say_key_is_removed() -> None:
    assert redact(f"secret {SIGNATURE}").text == f"secret {MARK}"


@pytest.mark.parametrize("numbers", [list(SEED + PUBLIC), list(SEED + PUBLIC)[:50]], ids=["whole", "partly"])
def test_a_solana_key_file_is_removed(numbers: list[int]) -> None:
    assert redact(f"file {json.dumps(numbers)} ok") == Redacted(f"file {MARK} ok", ("private_key",))


@pytest.mark.parametrize("numbers", [[300] * 64, [1] * 20], ids=["too great", "too few"])
def test_other_rows_of_numbers_stay(numbers: list[int]) -> None:
    assert redact(f"prices {json.dumps(numbers)}").kinds == ()


def test_a_secret_of_an_exchange_is_removed_beside_words_that_say_so() -> None:
    secret = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
    assert (redact(f"api secret {secret}").text, redact(f"id {secret}").kinds) == (f"api secret {MARK}", ())


VAULT = {"data": "q83vEjRWeJq83vEjRWeJq83vEjRW", "iv": "bY1z3c1Zb0b8", "salt": "3a9dKZ0gq83vEjRWeJq83vEjRWeJ"}


@pytest.mark.parametrize("text", [json.dumps(VAULT), json.dumps(json.dumps(KEYSTORE)), '"ciphertext": "5318b4d5bcd28de6", "mac": "517ead924a9d0dc3"'])
def test_other_wallet_files_and_parts_of_them_are_removed(text: str) -> None:
    clean = redact(f"my file {text} help")
    assert (clean.kinds, "5318b4d5" in clean.text, "q83vEjRW" in clean.text) == (("keystore",), False, False)


@pytest.mark.parametrize("text", ["what is a kdf: is it like ciphertext: secure?", "mac: 00:1b:44:11:3a:b7", "i use a mac: works", "salt: sea salt"])
def test_words_of_a_wallet_file_alone_stay(text: str) -> None:
    assert redact(text) == Redacted(text, ())


@pytest.mark.parametrize(
    "number", [CARD, "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005", "3782 822463 10005", "5555555555554444", "2201382000000013"]
)
def test_a_card_is_removed(number: str) -> None:
    assert redact(f"my card {number}, ok?") == Redacted(f"my card {MARK}, ok?", ("card",))


def test_date_and_code_go_with_a_card() -> None:
    assert redact("4111 1111 1111 1111 09/27 123 thanks").text == f"{MARK} thanks"


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "+4111111111111111",
        f"https://bank.example/{CARD}",
        f"0x{CARD}",
        "4 000 000 000 000 006",
        "0.4111111111111111",
        "1000000000000000000",
        "304219301536473088",
        HASH,
    ],
)
def test_other_numbers_are_no_card(text: str) -> None:
    assert redact(text) == Redacted(text, ())


def test_luhn_and_issuer_decide() -> None:
    assert (luhn(CARD), is_card(CARD), luhn("1234567812345670"), is_card("1234567812345670")) == (True, True, True, False)
