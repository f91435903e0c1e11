"""The page at `/`: its language, what is escaped, and that it stands without a widget too."""

from __future__ import annotations

import re

import pytest

from waypost.channels.page import POINTS, TOPICS, page_in, preferred
from waypost.content.languages import live_languages


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("nl", "nl"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("fr,ru;q=0.5,en;q=0.4", "ru"),
        ("en;q=0.2, ms;q=0.9", "ms"),
        ("ru;q=0, en", "en"),
        ("fr", None),
        ("", None),
        ("*", None),
        ("x" * 5_000, None),
        ("nl;q=abc", None),
        ("<script>", None),
    ],
)
def test_the_page_is_in_the_language_that_the_browser_wants_most(accepted: str, code: str | None) -> None:
    assert preferred(accepted) == code


@pytest.mark.parametrize("code", live_languages())
def test_the_page_has_every_question_and_no_hole(code: str) -> None:
    page = page_in(code, is_built=True)
    assert page.count("data-ask=") == sum(TOPICS.values())
    assert page.count("<h3>") == len(TOPICS) + POINTS
    assert not re.search(r"\$[a-z]", page)
    assert f'<html lang="{code}"' in page


@pytest.mark.parametrize("code", live_languages())
def test_the_page_needs_no_inline_script_or_style(code: str) -> None:
    page = page_in(code, is_built=True)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)


def test_without_a_bundle_the_page_says_so_and_loads_nothing() -> None:
    page = page_in("en", is_built=False)
    assert "make chat" in page
    assert "<script" not in page
    assert "<waypost-chat" not in page.replace("&lt;waypost-chat", "")
