"""Text and a language in, words with places out: one blank spaCy pipeline a language, made on first use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language as Pipeline
from spacy.util import compile_infix_regex, compile_prefix_regex

from waypost.content.languages import languages

# Arrows, slashes, hyphens and the like join names that people write without blanks: "eth->bsc", "bnb/usdt", "bsc-adres".
_JOINTS = (r"(?<=[^\W_])-(?=[^\W\d_])|[-=–—]+>|>{1,2}|→|⇒|⟶|➡|/|\+|\||\.{2,}|(?<=[^\W\d_])[:;,!?](?=\w)",)
_ARROWS = re.compile("[→⇒⟶➡]")


@dataclass(frozen=True)
class Word:
    """A token as typed, lower-cased, with its place in the text."""

    text: str
    lower: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def words_of(text: str, language: str | None) -> tuple[Word, ...]:
    """The tokens of a text in a language; unknown languages are read as English."""
    pipeline = _pipeline(language if language in languages() else "en")
    return tuple(Word(token.text, token.lower_.replace("ё", "е"), token.idx) for token in pipeline.make_doc(text) if not token.is_space)


def _before_a_number(prefix: object) -> str:
    """Malay takes a currency off the beginning of any word: USDT would be USD and T. Before a number it may."""
    return rf"{prefix}(?=\d)" if str(prefix).isalpha() else str(prefix)


@cache
def _pipeline(language: str | None) -> Pipeline:
    pipeline = spacy.blank(languages()[language or "en"].spacy)
    pipeline.tokenizer.infix_finditer = compile_infix_regex([*(pipeline.Defaults.infixes or ()), *_JOINTS]).finditer
    pipeline.tokenizer.prefix_search = compile_prefix_regex([_before_a_number(each) for each in pipeline.Defaults.prefixes or ()]).search
    is_url = pipeline.tokenizer.url_match
    pipeline.tokenizer.url_match = lambda text: None if _ARROWS.search(text) else is_url(text)  # "metamask→binance.us" is none
    return pipeline
