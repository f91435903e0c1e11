"""Russian words in, the same as people without a Russian keyboard type them out (several habits)."""

from __future__ import annotations

_PLAIN = dict(
    zip(
        "абвгдезийклмнопрстуфхцыэ",
        ["a", "b", "v", "g", "d", "e", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "c", "y", "e"],
        strict=True,
    )
)
HABITS = (
    {**_PLAIN, "ё": "yo", "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""},
    {**_PLAIN, "ё": "e", "ж": "j", "ч": "4", "ш": "sh", "щ": "sch", "ю": "u", "я": "ya", "й": "j", "х": "x", "ъ": "", "ь": ""},
    {**_PLAIN, "ё": "jo", "ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "ju", "я": "ja", "й": "i", "х": "kh", "ц": "ts", "ъ": "", "ь": "'"},
)


def transliterate(word: str, habit: int) -> str:
    """A Russian word in Latin letters after one of the habits."""
    return "".join(HABITS[habit].get(letter, letter) for letter in word)
