"""A translated text and its English source in, what is wrong with it out, each with what to do."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Iterator, Mapping, Sequence

from langdetect import DetectorFactory, detector_factory
from langdetect.lang_detect_exception import LangDetectException

from translation.markdown import faults
from translation.units import PLAIN
from waypost.content.catalog import LINK
from waypost.content.languages import Language
from waypost.content.notes import PLACEHOLDER

PLAIN_TOPICS = (*PLAIN, "mail", "tickets", "links")
"""Topics whose texts are no Markdown."""
FEWEST_WORDS = 4
"""A text with as many words or more that is the same as in English has been left in English."""
FEWEST_LETTERS, SURE = 200, 0.9
"""Of the texts together, from which their language is looked at; the share from which it is believed."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NOT_WORDS = re.compile(r"\{[^}]*\}|\]\([^)]*\)|`[^`]*`|“[^”]*”|\b[A-Z0-9][\w.]*")


def wrong_with(unit: str, source: str, text: str) -> Iterator[str]:
    """Sentences about one text."""
    yield from _differences("the value", "{%s}", PLACEHOLDER.findall(source), PLACEHOLDER.findall(text))
    yield from _differences("the link", "(link:%s)", LINK.findall(source), LINK.findall(text), counted=True)
    if _CONTROL.search(text):
        yield "it has a sign that cannot be shown: take it out (tabs too)"
    is_words = unit.startswith("mail/")
    if text == source and len(text.split()) >= FEWEST_WORDS and not is_words and _NOT_WORDS.sub("", text).strip(" .,:;!?*"):
        yield "it is still in English: translate it, or leave it empty"
    if unit.split("/")[0] not in PLAIN_TOPICS:
        yield from faults(text)


def _differences(what: str, form: str, wanted: Sequence[str], given: Sequence[str], *, counted: bool = False) -> Iterator[str]:
    """Names that the English text has and the other one has not, and the reverse. counted: as often, too."""
    one, other = (Counter(names) if counted else Counter(set(names)) for names in (wanted, given))
    yield from (f"{what} {form % name} of the English text is missing: put it where it belongs, as it is written there" for name in one - other)
    yield from (f"{what} {form % name} is not in the English text{' as often' if name in one else ''}: take it out" for name in other - one)


def spoken(texts: Sequence[str]) -> dict[str, float]:
    """langdetect's languages of texts together with their shares; empty when there is too little to tell. The same texts, the same answer."""
    words = " ".join(_NOT_WORDS.sub(" ", text) for text in texts)
    if sum(map(str.isalpha, words)) < FEWEST_LETTERS:
        return {}
    detector = _detector()
    detector.append(words)
    try:
        return {item.lang: item.prob for item in detector.get_probabilities()}
    except LangDetectException:
        return {}


def _detector() -> Any:
    """Without a seed it draws at random, and says another language now and then."""
    detector_factory.init_factory()
    DetectorFactory.seed = 0
    return detector_factory._factory.create()


def another_language(texts: Sequence[str], language: Language) -> str | None:
    """The language that texts are surely written in when it is not this one or as good as this one."""
    own = {language.code, language.profile, *language.neighbours}
    found = max(spoken(texts).items(), key=lambda item: item[1], default=("", 0.0))
    return found[0] if found[1] > SURE and found[0] not in own and found[0].split("-")[0] not in own else None


def by_unit(sources: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(unit, sentence) over all new texts."""
    for unit, text in new.items():
        yield from ((unit, wrong) for wrong in wrong_with(unit, sources[unit], text))
