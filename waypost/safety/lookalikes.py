"""A name of a host in, what it looks like at a glance out: foreign letters, accents, digits and pairs that pass for a Latin letter."""

from __future__ import annotations

import unicodedata

_PASSES_FOR = {
    "a": "\u0430\u0251\u03b1\u1d00",
    "b": "\u0184\u042c\u044c\u13cf\u0253\u03b2",
    "c": "\u0441\u03f2\u1d04\u217d",
    "d": "\u0501\u0256\u0257\u13e7",
    "e": "\u0435\u0454\u04bd\u0259\u03b5",
    "g": "\u0261\u0581\u0260",
    "h": "\u04bb\u0570\u13c2",
    "l": "\u0131\u0456\u0457\u04cf\u03b9\u0269\u0142\u0627\u01c0\u05c0",
    "j": "\u0458\u03f3",
    "k": "\u043a\u03ba\u049b\u0199",
    "m": "\u043c\u217f\u0271",
    "n": "\u0578\u057c\u03b7\u043f\u0272",
    "o": "\u043e\u03bf\u03c3\u0585\u00f8\u0275",
    "p": "\u0440\u03c1\u048f",
    "q": "\u051b\u0566",
    "r": "\u0433\u1d26\u027c",
    "s": "\u0455\u0282\u10fd",
    "t": "\u0442\u03c4\u0163",
    "u": "\u03c5\u057d\u028b\u0446",
    "v": "\u03bd\u0475\u1d20",
    "w": "\u051d\u0461\u0561\u026f",
    "x": "\u0445\u03c7\u04b3",
    "y": "\u0443\u04af\u03b3\u028f",
    "z": "\u1d22\u0290",
}
"""Latin letter -> letters of other alphabets that are drawn like it. Source: Unicode's table of confusables (UTS 39), the small letters."""
_AS_LATIN = str.maketrans({letter: latin for latin, letters in _PASSES_FOR.items() for letter in letters})
_DIGITS = str.maketrans("01345|i", "oleasll")
_PAIRS = (("rn", "m"), ("vv", "w"))


def decoded(host: str) -> str:
    """A host as it is shown: `xn--` labels as the letters that they stand for. A label that is no punycode stays."""
    return ".".join(_decoded(label) for label in host.split("."))


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def encoded(host: str) -> str:
    """A host as it can be told apart from the one that it looks like: letters that are not ASCII as `xn--` labels."""
    return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}" for label in host.split("."))


def look(name: str) -> str:
    """Two names with the same look can be taken for each other; i, l and 1 are one letter."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(letter))
    plain = plain.translate(_AS_LATIN).translate(_DIGITS)
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return plain
