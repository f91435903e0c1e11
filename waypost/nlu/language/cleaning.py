"""A message in, the words that can tell its language out."""

from __future__ import annotations

import re
from typing import Collection

# E-mail before domains, or half of an address stays behind.
_NOT_LANGUAGE = re.compile(
    r"""[\w.+-]+@[\w-]+\.[\w.-]+            # e-mail
      | https?://\S+ | www\.\S+             # links
      | \b(?:[a-z0-9-]+\.)+(?:com|org|io|us|net|app|dev|finance|exchange|build|xyz)\b\S*   # bare domains
      | \b0x[0-9a-f]+\b | \b[0-9a-f]{16,}\b | \bbnb1\w+ | \bbc1\w+                         # hex, addresses
      | \w*\d\w*                            # numbers and whatever carries one
      | \b([a-z])\1{2,}\b                    # one key held down: a script may tell a language, one Latin letter cannot
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[a-zà-öø-ɏ]")


def language_words(text: str, neutral: Collection[str] = ()) -> list[str]:
    """Lower-case words of a message without links, numbers, addresses and the names that every language shares."""
    return [word for word in _WORD.findall(_NOT_LANGUAGE.sub(" ", text.lower())) if word not in neutral]


def script_of(words: list[str]) -> str:
    """`Cyrillic`, `Latin`, `other` by the majority of letters, or `none`."""
    letters = "".join(words)
    cyrillic, latin = len(CYRILLIC.findall(letters)), len(LATIN.findall(letters))
    if not letters:
        return "none"
    if max(cyrillic, latin) * 2 < len(letters):
        return "other"
    return "Cyrillic" if cyrillic > latin else "Latin"
