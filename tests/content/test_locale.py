"""The language of a reply: wish, then message, then conversation, then hint, then English."""

from __future__ import annotations

import pytest

from waypost.content.files import ROOT, read_mapping
from waypost.content.languages import DEFAULT_LOCALE, Language, languages, live_languages, live_or_none
from waypost.content.locale import reply_locale
from waypost.errors import ContentError

ORDER = ("wish", "message", "conversation", "hint")
RECORD = read_mapping(ROOT / "languages.yml")["en"]


def pairs() -> list[tuple[str, str]]:
    return [(stronger, weaker) for at, stronger in enumerate(ORDER) for weaker in ORDER[at + 1 :]]


@pytest.mark.parametrize(("stronger", "weaker"), pairs())
def test_the_stronger_voice_decides(stronger: str, weaker: str) -> None:
    first, second = live_languages()[:2]
    assert reply_locale(**{stronger: second, weaker: first}) == second


@pytest.mark.parametrize("voice", ORDER)
@pytest.mark.parametrize("value", [None, "", "xx", "fr", 5, ["nl"], {"nl": 1}, "n l"])
def test_what_is_not_a_live_language_does_not_count(voice: str, value: object) -> None:
    assert reply_locale(**{voice: value}) == DEFAULT_LOCALE


@pytest.mark.parametrize("code", live_languages())
@pytest.mark.parametrize("shape", ["{}", "{}-XX", "{}_XX.UTF-8", " {} ", "{}-Latn-XX"])
def test_a_tag_asks_for_its_base_language(code: str, shape: str) -> None:
    assert (live_or_none(shape.format(code)), live_or_none(shape.format(code).upper())) == (code, code)


def test_a_draft_is_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    import waypost.content.languages as module

    known = {**languages(), "xx": Language.parse("xx", {**RECORD, "status": "draft"})}
    monkeypatch.setattr(module, "languages", lambda: known)
    assert live_or_none("xx") is None


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt-BR"), ("pt_br", "pt-BR"), ("pt-BR-x-a", "pt-BR"), ("pt", "pt-BR"), ("pt-PT", "pt-BR"), ("p", None)]
)
def test_a_tag_finds_the_nearest_live_language(tag: str, code: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    import waypost.content.languages as module

    known = {**languages(), "pt-BR": Language.parse("pt-BR", dict(RECORD))}
    monkeypatch.setattr(module, "languages", lambda: known)
    assert live_or_none(tag) == code


@pytest.mark.parametrize("field", sorted(RECORD))
def test_a_language_without_a_field_is_refused_by_name(field: str) -> None:
    with pytest.raises(ContentError, match=rf"xx: missing or unknown '{field}'"):
        Language.parse("xx", {key: value for key, value in RECORD.items() if key != field})


def test_a_status_nobody_knows_is_refused() -> None:
    with pytest.raises(ContentError, match="almost"):
        Language.parse("xx", {**RECORD, "status": "almost"})
