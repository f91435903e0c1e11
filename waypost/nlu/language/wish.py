"""A message's words and names in, the language it explicitly asks for out."""

from __future__ import annotations

from typing import Sequence

from waypost.content.languages import languages
from waypost.nlu.names.gazetteer import Name
from waypost.nlu.tokenizing import Word


def wished_language(names: Sequence[Name], words: Sequence[Word], *, written_in: str | None, asks_to_switch: bool) -> str | None:
    """BCP 47 code, perhaps of a language that is not ours, or None.

    asks_to_switch: the need of the message is switch_language; else a name counts only with a "please" beside it
    ("English please, how do I ..."). Of several names the one with the "please" is meant, or the one that the message is not written in.
    """
    named = [name for name in names if name.kind == "language"]
    polite = [name for name in named if _politely(name, words)]
    wanted = polite or (named if asks_to_switch else [])
    others = [name for name in wanted if name.id != written_in]
    return (others or wanted)[0].id if wanted else None


def _politely(name: Name, words: Sequence[Word]) -> bool:
    please = {word for language in languages().values() for word in language.please}
    return name.last + 1 < len(words) and words[name.last + 1].lower in please
