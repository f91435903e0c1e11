"""The words of a recovery phrase in, the phrase as people write it out: one function a disguise."""

from __future__ import annotations

import random
import unicodedata
from typing import Callable

Words = list[str]
Disguise = Callable[[Words, random.Random], str]

KEYCAPS = [f"{digit}\ufe0f\u20e3" for digit in "0123456789"]
EMOJI = "🔑🔐👉✨🙏⭐"
ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
    "ru": "первое второе третье четвёртое пятое шестое седьмое восьмое девятое десятое одиннадцатое двенадцатое",
    "ms": "pertama kedua ketiga keempat kelima keenam ketujuh kelapan kesembilan kesepuluh kesebelas kedua-belas",
}
NUMBERS = {
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "ru": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "ms": "satu dua tiga empat lima enam tujuh lapan sembilan sepuluh sebelas dua-belas",
}
WORD = {"en": "{0} word {1}", "nl": "{0} woord: {1}", "ru": "{0} слово {1}", "ms": "kata {0} {1}"}


def upper(words: Words, _: random.Random) -> str:
    return " ".join(words).upper()


def turkish_upper(words: Words, _: random.Random) -> str:
    return " ".join(words).replace("i", "İ").replace("ı", "I").upper()


def any_case(words: Words, source: random.Random) -> str:
    return "".join(source.choice((letter.upper(), letter)) for letter in " ".join(words))


def without_accents(words: Words, _: random.Random) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", " ".join(words)) if not unicodedata.combining(letter))


def typo(words: Words, source: random.Random) -> str:
    """A letter of one word lost, doubled, wrong or swapped; Chinese has only wrong ones."""
    place = source.randrange(len(words))
    word, letter = words[place], source.randrange(len(words[place]))
    slips = [word[:letter] + "x" + word[letter + 1 :], word[:letter] + word[letter:][1:2] + word[letter : letter + 1] + word[letter + 2 :]]
    slips += [word[:letter] + word[letter + 1 :], word[: letter + 1] + word[letter:]]
    wrong = source.choice(slips) if len(word) > 1 else "鑫"
    return " ".join([*words[:place], wrong, *words[place + 1 :]])


def missing(words: Words, source: random.Random) -> str:
    place = source.randrange(len(words))
    return " ".join(words[:place] + words[place + 1 :])


def emoji(words: Words, source: random.Random) -> str:
    return " ".join(f"{source.choice(EMOJI)} {word}" for word in words)


def keycaps(words: Words, _: random.Random) -> str:
    return " ".join("".join(KEYCAPS[int(digit)] for digit in str(number)) + word for number, word in enumerate(words, 1))


def counted(names: dict[str, str], pattern: str | None) -> Disguise:
    """The first twelve words with ordinals or numbers of a language before them; the others with digits."""

    def write(words: Words, source: random.Random) -> str:
        language = source.choice(sorted(names))
        each = [*names[language].split(), *map(str, range(13, 25))]
        return ", ".join((pattern or WORD[language]).format(number, word) for number, word in zip(each, words, strict=False))

    return write


def joined(between: str) -> Disguise:
    return lambda words, _: between.join(words)


def numbered(pattern: str, between: str) -> Disguise:
    return lambda words, _: between.join(pattern.format(number, word) for number, word in enumerate(words, 1))


def normal(form: str) -> Disguise:
    return lambda words, _: unicodedata.normalize(form, " ".join(words))


DISGUISES: dict[str, Disguise] = {
    "plain": joined(" "),
    "in capitals": upper,
    "in Turkish capitals": turkish_upper,
    "with capital letters": lambda words, _: " ".join(words).title(),
    "in any case": any_case,
    "numbered with dots": numbered("{}. {}", "\n"),
    "numbered with brackets": numbered("{}){}", " "),
    "numbered with hashes": numbered("#{} {}", " "),
    "numbered and dashed": numbered("{:02d} - {}", "\r\n"),
    "with keycaps": keycaps,
    "with written ordinals": counted(ORDINALS, None),
    "with written numbers": counted(NUMBERS, "{}: {}"),
    "with commas": joined(", "),
    "with commas only": joined(","),
    "with dashes": joined("-"),
    "with underscores": joined("_"),
    "with arrows": joined(" -> "),
    "in quotes": numbered('"{1}"', " "),
    "as a list in a program": numbered('"{1}"', ", "),
    "on lines": joined("\n"),
    "on lines of a list": numbered("• {1}", "\n"),
    "with tabs": joined("\t"),
    "with wide spaces": joined("\u3000"),
    "with emojis": emoji,
    "with a word between": joined(" then "),
    "in composed letters": normal("NFC"),
    "in decomposed letters": normal("NFD"),
    "without accents": without_accents,
    "with one typo": typo,
    "with one word missing": missing,
    "cut to four letters": lambda words, _: " ".join(unicodedata.normalize("NFC", word)[:4] for word in words),
    "without spaces": joined(""),
}
NOT_FOR: dict[str, frozenset[str]] = {"cut to four letters": frozenset({"korean"})}
"""Korean syllables are no letters, and two of them make a word: nothing to cut."""
