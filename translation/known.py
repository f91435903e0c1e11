"""A BCP 47 code in, what CLDR, spaCy and langdetect know about that language out. Nothing is looked up outside the installed packages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import langdetect
import spacy
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from waypost.content.languages import cldr
from waypost.errors import ContentError

PROFILES = Path(langdetect.__file__).parent / "profiles"
PROFILE_OF = {"nb": "no", "nn": "no", "zh-Hans": "zh-cn", "zh-Hant": "zh-tw", "zh": "zh-cn", "fil": "tl"}
"""Profiles that langdetect calls otherwise."""
ANY = "xx"
"""spaCy's pipeline for languages that it has none for."""
TOLD_APART = ("Latin", "Cyrillic")
"""Scripts that waypost/nlu/language can read today."""


@dataclass(frozen=True)
class Known:
    """What is known without a speaker. spacy: "xx" when it has no rules of its own; profile: empty when langdetect has none."""

    code: str
    name: str
    english_name: str
    script: str
    direction: str
    spacy: str
    profile: str


def known(code: str) -> Known:
    """Raises ContentError for a code that is not written as BCP 47 wants it, or that CLDR does not know."""
    try:
        locale = Locale.parse(cldr(code))
    except (UnknownLocaleError, ValueError) as error:
        raise ContentError(f"{code!r} is no language that CLDR knows: take its BCP 47 code, such as de, pt-BR or zh-Hant") from error
    written = str(locale).replace("_", "-")
    if written != code:
        raise ContentError(f"{code!r} is written {written!r} as BCP 47 has it: make language CODE={written}")
    return Known(
        code=code,
        name=str(locale.get_display_name(locale)),
        english_name=str(locale.get_display_name("en")),
        script=_script(locale),
        direction=str(locale.text_direction),
        spacy=_spacy(locale.language),
        profile=_profile(code, locale.language),
    )


def _script(locale: Locale) -> str:
    """Its English name; of the script that most people write it in when the code names none."""
    likely = get_global("likely_subtags")
    full = likely.get(str(locale)) or likely.get(locale.language) or ""
    code = locale.script or next((part for part in full.split("_") if len(part) == 4), "Latn")
    return str(Locale("en").scripts["Hani" if code in ("Hans", "Hant") else code])


def _spacy(language: str) -> str:
    try:
        spacy.blank(language)
    except (ImportError, OSError):
        return ANY
    return language


def _profile(code: str, language: str) -> str:
    wanted = PROFILE_OF.get(code) or PROFILE_OF.get(language) or language
    return wanted if (PROFILES / wanted).is_file() else ""


def said_by(speaker: str, code: str) -> str:
    """What speakers of a language call another one, in lower case; empty when CLDR does not know."""
    return str(Locale.parse(cldr(code)).get_display_name(cldr(speaker)) or "").lower()
