"""The preview shows every text of every language as people see it, marks what is missing or outdated, and needs nothing from outside."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.translation.test_states import UNIT
from tests.translation.test_states import change as change_text
from translation.language import add
from translation.preview import OUT, Row, page, rows, write
from translation.states import State
from translation.units import SOURCE, texts
from waypost.content.catalog import Button
from waypost.content.facts import facts
from waypost.content.languages import languages, live_languages
from waypost.content.live import catalog


@pytest.fixture(scope="module")
def drawn() -> list[Row]:
    return rows()


@pytest.fixture(scope="module")
def html(drawn: list[Row]) -> str:
    return page(drawn, {}, languages())


def visible(html: str) -> str:
    """The words without tags, one blank between two."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_key_has_a_row_with_a_cell_for_each_language(html: str, drawn: list[Row]) -> None:
    keys = {"/".join(unit.split("/")[:2]) for unit in texts(SOURCE)}
    found = {row.topic + "/" + row.key: [cell.language for cell in row.cells] for row in drawn}
    assert found.keys() == keys
    assert all(codes == [SOURCE, *(code for code in languages() if code != SOURCE)] for codes in found.values())
    assert [key for key in keys if f'id="{key}"' not in html] == []


@pytest.mark.parametrize("code", live_languages())
def test_an_answer_is_drawn_as_the_bot_says_it(code: str, drawn: list[Row]) -> None:
    cell = next(cell for row in drawn if row.key == "withdraw" for cell in row.cells if cell.language == code)
    reply = catalog().render(code, "withdraw")
    buttons: tuple[Button, ...] = reply.buttons
    assert all(f'href="{url}"' in cell.html for _, url in reply.links)
    assert all(title in visible(cell.html) for title, _ in reply.links)
    assert [button.title for button in buttons if button.title not in visible(cell.html)] == []
    assert ("<ol>" in cell.html, "<strong>" in cell.html or "**" not in reply.text, "**" in cell.html) == (True, True, False)


@pytest.mark.parametrize("code", live_languages())
def test_nothing_is_left_that_people_would_not_see(code: str, drawn: list[Row]) -> None:
    for row in drawn:
        cell = next(cell for cell in row.cells if cell.language == code)
        assert cell.html
        assert not re.search(r"\{[^}]*\}|link:|\*\*", visible(cell.html)), f"{code}: {row.topic}/{row.key}"


def test_the_page_needs_nothing_from_outside(html: str) -> None:
    assert re.findall(r"<(?:link|img|iframe|object|script[^>]+src|base)\b", html) == []
    assert re.findall(r"@import|url\(", html) == []
    assert "default-src 'none'" in html
    assert set(re.findall(r'href="([^"#]+)', html)) <= {link.url for link in facts().links.values()}


def test_without_a_script_everything_can_be_seen(html: str) -> None:
    assert '<form class="tools" id="tools" hidden>' in html
    assert re.findall(r"<[^>]*\shidden\b[^>]*>", html[html.index("<main>") : html.index("<script>")]) == []


def test_missing_and_outdated_texts_are_marked_and_counted(copy: Path) -> None:
    add("ar", copy)
    change_text(copy, SOURCE, "Something <b>else</b>.")
    change_text(copy, "ar", "شكرا", "smalltalk/thanks/text")
    state = {(row.key, cell.language): cell for row in rows(copy) for cell in row.cells if row.topic in ("withdrawals", "smalltalk")}
    assert (state["withdraw", "ar"].state, state["withdraw", "ar"].html) == (State.MISSING, "")
    assert (state["withdraw", "nl"].state, state["withdraw", "nl"].fields) == (State.OUTDATED, ("text",))
    assert "شكرا" in state["thanks", "ar"].html
    assert "&lt;b&gt;else" in state["withdraw", SOURCE].html
    html = write(copy).read_text(encoding="utf-8")
    assert '<div lang="ar" dir="rtl">' in html
    of = json.loads((copy / OUT / "figures.json").read_text(encoding="utf-8"))["languages"]
    number = len(texts(SOURCE))
    assert (of["ar"]["status"], of["ar"]["missing"], of["ar"]["share_translated"]) == ("draft", number - 1, round(1 / number, 4))
    assert (of["nl"]["outdated"], of["nl"]["share_outdated"], of["nl"]["share_translated"]) == (1, round(1 / number, 4), 1.0)
    assert UNIT.split("/")[1] in html
