"""A seed in, planted secrets and honest texts that look like some out: always the same ones."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Iterator

from mnemonic import Mnemonic

from tests.faults.phrase_disguises import DISGUISES, NOT_FOR
from waypost.safety.base58 import encoded, encoded_with_check
from waypost.safety.cards import luhn
from waypost.safety.ed25519 import public_key

SIZE = 5_000
LISTS = sorted(Mnemonic.list_languages())
BITS = (128, 128, 128, 160, 192, 224, 256)
AROUND = {
    "en": ("{}", "hi, my wallet is empty, {} please help me", "look:\n{}\nwhat now?", "I gave this to someone on telegram: {}. Are my coins gone?"),
    "nl": ("{}", "hallo, mijn wallet is leeg, {} help mij", "kijk:\n{}\nwat nu?", "Ik heb dit aan iemand gegeven: {}. Zijn mijn munten weg?"),
    "ru": ("{}", "привет, кошелёк пустой, {} помогите", "вот:\n{}\nчто делать?", "Я отправил это кому-то в телеграме: {}. Мои монеты пропали?"),
    "ms": ("{}", "hai, wallet saya kosong, {} tolong", "ini:\n{}\nmacam mana?", "Saya bagi ini pada orang di telegram: {}. Duit saya dah hilang?"),
}
SAYS_KEY = {
    "en": ("my private key is {}", "PRIVATE KEY: {}", "here is the secret: {}"),
    "nl": ("mijn privésleutel is {}", "geheime sleutel: {}"),
    "ru": ("мой приватный ключ {}", "закрытый ключ: {}", "секрет: {}"),
    "ms": ("kunci peribadi saya {}", "kunci rahsia: {}"),
}
SAYS_TRANSACTION = {
    "en": ("my tx hash {}", "transaction {} is pending"),
    "nl": ("transactie {} staat vast", "de hash is {}"),
    "ru": ("транзакция {} висит", "хеш {}"),
    "ms": ("transaksi {} tersekat", "ini tx {}"),
}
EXPLORERS = (
    "https://bscscan.com/tx/0x{}",
    "https://etherscan.io/tx/0x{}",
    "bscscan.com/tx/0x{}",
    "https://tronscan.org/#/transaction/{}",
    "https://www.blockchair.com/bitcoin/transaction/{}",
    "mempool.space/tx/{}",
    "https://snowtrace.io/tx/0x{}?chainid=43114",
)
CARD_STARTS = (("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("36", 14), ("6011", 16), ("62", 19), ("3530", 16), ("2200", 16), ("6759", 12))


@dataclass(frozen=True)
class Planted:
    """text: a message. secret: words of a phrase, or one string. way: how it is disguised, for the report."""

    text: str
    secret: tuple[str, ...]
    kind: str
    way: str


def planted(seed: int = 1, size: int = SIZE) -> list[Planted]:
    """A third of them are keys, files and cards; the others phrases, every disguise in every list."""
    source = random.Random(seed)
    others = [make(source) for _ in range(size // 3 // len(MAKERS)) for make in MAKERS]
    return [*others, *phrases(source, size - len(others))]


def phrases(source: random.Random, size: int) -> Iterator[Planted]:
    ways = [(name, way) for name in LISTS for way in DISGUISES if name not in NOT_FOR.get(way, frozenset())]
    for number in range(size):
        name, way = ways[number % len(ways)]
        words = words_of(name, source, source.choice(BITS))
        yield Planted(around(DISGUISES[way](words, source), source), tuple(words), "recovery_phrase", f"{way} / {name}")


def words_of(name: str, source: random.Random, bits: int) -> list[str]:
    """A phrase with a right checksum, without the words that the package itself has broken."""
    while True:
        words = Mnemonic(name).to_mnemonic(source.randbytes(bits // 8)).replace("\u3000", " ").split()
        if all(word.isprintable() and "\ufffd" not in word for word in words):
            return words


def around(secret: str, source: random.Random, sentences: dict[str, tuple[str, ...]] = AROUND) -> str:
    return source.choice(sentences[source.choice(sorted(sentences))]).format(secret)


def _bare_hex(source: random.Random) -> Planted:
    key = source.randbytes(32).hex()
    return Planted(around(source.choice((key, key.upper())), source), (key,), "private_key", "hex, bare")


def _hex_beside_words(source: random.Random) -> Planted:
    key = source.randbytes(32).hex()
    return Planted(around(source.choice(("0x", "0X", "")) + key, source, SAYS_KEY), (key,), "private_key", "hex beside words")


def _hex_in_groups(source: random.Random) -> Planted:
    key, size = source.randbytes(32).hex(), source.choice((2, 4, 8, 16, 32))
    groups = source.choice((" ", "\n", "-", ":", ", ")).join(key[place : place + size] for place in range(0, len(key), size))
    return Planted(around(source.choice(("0x", "")) + groups, source, SAYS_KEY), (key,), "private_key", f"hex in groups of {size}")


def wif(source: random.Random) -> str:
    return encoded_with_check(b"\x80" + source.randbytes(32) + source.choice((b"", b"\x01")))


def _wif(source: random.Random) -> Planted:
    key = wif(source)
    return Planted(around(key, source), (key,), "private_key", "WIF")


def _wif_in_groups(source: random.Random) -> Planted:
    key = wif(source)
    groups = source.choice((" ", "\n")).join(key[place : place + 8] for place in range(0, len(key), 8))
    return Planted(around(groups, source), (key,), "private_key", "WIF in groups")


def _wif_with_a_slip(source: random.Random) -> Planted:
    key = wif(source)
    wrong = key[:20] + ("A" if key[20] != "A" else "B") + key[21:]
    return Planted(around(wrong, source), (wrong,), "private_key", "WIF with a slip")


def _extended(source: random.Random) -> Planted:
    version = source.choice(("0488ade4", "049d7878", "04b2430c"))
    key = encoded_with_check(bytes.fromhex(version) + source.randbytes(41) + b"\0" + source.randbytes(32))
    return Planted(around(key, source), (key,), "private_key", "extended")


def _solana(source: random.Random) -> Planted:
    seed = source.randbytes(32)
    key = encoded(seed + public_key(seed))
    return Planted(around(key, source), (key,), "private_key", "Solana")


def _solana_array(source: random.Random) -> Planted:
    raw = source.randbytes(64)
    return Planted(around(json.dumps(list(raw)), source), (",".join(map(str, raw)),), "private_key", "Solana key file")


def _keystore(source: random.Random) -> Planted:
    ciphertext, mac = source.randbytes(32).hex(), source.randbytes(32).hex()
    scrypt = {"dklen": 32, "n": 262144, "r": 8, "p": 1, "salt": source.randbytes(32).hex()}
    crypto = {
        "cipher": "aes-128-ctr",
        "ciphertext": ciphertext,
        "cipherparams": {"iv": source.randbytes(16).hex()},
        "kdf": "scrypt",
        "kdfparams": scrypt,
        "mac": mac,
    }
    file = {"version": 3, "id": "3198bc9c-6672", "address": source.randbytes(20).hex(), source.choice(("crypto", "Crypto")): crypto}
    text = json.dumps(file, indent=source.choice((None, 2)))
    forms = [text, text.replace('"', ""), json.dumps(crypto), text[: text.index("kdfparams") + 60], text[text.index("ciphertext") :]]
    return Planted(around(source.choice(forms), source), (ciphertext, mac, scrypt["salt"]), "keystore", "keystore")  # type: ignore[arg-type]


def _card(source: random.Random) -> Planted:
    start, size = source.choice(CARD_STARTS)
    digits = start + "".join(source.choice("0123456789") for _ in range(size - len(start) - 1))
    number = next(digits + last for last in "0123456789" if luhn(digits + last))
    groups = [number[place : place + 4] for place in range(0, size, 4)]
    if size == 15:
        groups = [number[:4], number[4:10], number[10:]]
    text = source.choice(("", " ", "-")).join(groups)
    return Planted(around(text + source.choice(("", " 09/27 123")), source), (number,), "card", "card")


MAKERS = (
    _bare_hex,
    _hex_beside_words,
    _hex_in_groups,
    _wif,
    _wif_in_groups,
    _wif_with_a_slip,
    _extended,
    _solana,
    _solana_array,
    _keystore,
    _card,
)


def hashes(seed: int = 2, size: int = 2_000) -> Iterator[str]:
    """Messages with transaction hashes in links, some beside words that say "key"."""
    source = random.Random(seed)
    for _ in range(size):
        link = source.choice(EXPLORERS).format(source.randbytes(32).hex())
        yield around(link, source, source.choice((AROUND, SAYS_KEY, SAYS_TRANSACTION)))
        yield around(f"https://solscan.io/tx/{encoded(source.randbytes(64))}", source)


def hashes_beside_words(seed: int = 3, size: int = 1_000) -> Iterator[str]:
    source = random.Random(seed)
    for _ in range(size):
        yield around(source.choice(("0x", "")) + source.randbytes(32).hex(), source, SAYS_TRANSACTION)
        yield around("0x" + source.randbytes(32).hex(), source)


def addresses(seed: int = 4, size: int = 1_000) -> Iterator[str]:
    """Messages with addresses of several networks, beside words that say anything."""
    source = random.Random(seed)
    bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    for _ in range(size):
        forms = (
            "0x" + source.randbytes(20).hex(),
            encoded_with_check(b"\0" + source.randbytes(20)),
            encoded_with_check(b"\x41" + source.randbytes(20)),
            encoded(source.randbytes(32)),
            "bc1q" + "".join(source.choice(bech32) for _ in range(38)),
            "bc1p" + "".join(source.choice(bech32) for _ in range(58)),
            "bnb1" + "".join(source.choice(bech32) for _ in range(38)),
            encoded_with_check(bytes.fromhex("0488b21e") + source.randbytes(74)),
        )
        yield around(source.choice(forms), source, source.choice((AROUND, SAYS_KEY, SAYS_TRANSACTION)))
