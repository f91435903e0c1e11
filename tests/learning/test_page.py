"""The report says what was stored, shows no secret and no markup of people, and is one file."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from learning.groups import MOST_GROUPS, MOST_TEXTS, Unanswered
from learning.misses import Why
from learning.period import Period
from learning.reading import Conversations
from learning.report import read, write
from tests.support.bot import ROOT
from tests.support.talks import DAY_S, NOON, Talk, keep

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
VOID = frozenset({"meta", "br", "img", "path", "use", "link", "hr", "rect"})


class Page(HTMLParser):
    """tables: rows of texts by the section they stand in. texts: everything that is shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._section = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "section":
            self._section = dict(attrs)["id"] or ""
        if tag == "tr":
            self.tables.setdefault(self._section, []).append([])
        if tag in ("td", "th"):
            self.tables[self._section][-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if "td" in self.open or "th" in self.open:
            self.tables[self._section][-1][-1] += data

    def row(self, section: str, first: str) -> list[str]:
        return next(row[1:] for row in self.tables[section] if row and row[0] == first)


def made(address: str, folder: Path, period: Period = NOVEMBER) -> tuple[Page, dict[str, object], str]:
    """(the page, the figures, the page as text)"""
    write(read(Conversations(address), period), folder)
    html = (folder / "report.html").read_text(encoding="utf-8")
    page = Page(html)
    assert page.open == []
    return page, json.loads((folder / "report.json").read_text(encoding="utf-8")), html


def test_the_page_and_the_json_say_the_same_and_what_was_stored(address: str, tmp_path: Path) -> None:
    dutch = Talk("web:1", locale="nl").miss("mijn kat is weg").miss("Mijn kat is weg!").say("hoe dan", "gas").rate("down", "unclear", "te kort")
    english = Talk("anna", NOON + DAY_S).say("how", "withdraw").rate("up").say("a person", "handoff", "handoff").say("thanks", "thanks", "smalltalk")
    keep(address, dutch, english, Talk("ticket:1").say("which", "clarify", "clarify", "move", "clarify.move"))
    page, data, _ = made(address, tmp_path)
    assert (data["conversations"], data["messages"], data["channels"]) == (3, 7, {"rest": 1, "ticket": 1, "web": 1})
    assert data["days"] == {"2026-11-01": {"nl": 1, "en": 1}, "2026-11-02": {"en": 1}}
    assert page.row("outcomes", "answered") == ["1", "1", "2"]
    assert page.row("outcomes", "not understood") == ["0", "2", "2"]
    assert (page.row("outcomes", "handed over"), page.row("outcomes", "asked back")) == (["1", "0", "1"], ["1", "0", "1"])
    assert data["outcomes"] == {
        "en": {"answered": 1, "clarified": 1, "handed_over": 1, "smalltalk": 1},
        "nl": {"answered": 1, "fallback": 2},
    }
    assert (page.row("needs", "withdraw"), page.row("needs", "gas")) == (["1", "·", "1"], ["·", "1", "1"])
    assert (data["thumbs"], data["thumb_reasons"]) == ({"gas": {"down": 1}, "withdraw": {"up": 1}}, {"nl": {"unclear": 1}})
    assert (page.row("thumbs", "unclear"), page.row("thumbs", "gas")) == (["0", "1", "1"], ["Dutch", "te kort"])
    assert ["2", "mijn kat is weg", "2 fallback"] in page.tables["unanswered"]
    assert {"svg", "section", "table"} <= page.tags


def test_a_period_without_messages_is_a_page_that_says_so(address: str, tmp_path: Path) -> None:
    keep(address, Talk("anna").say("how"))
    page, data, _ = made(address, tmp_path, Period(date(2025, 1, 1), date(2025, 1, 31)))
    assert "Nobody wrote in this period." in " ".join(page.texts)
    assert (data["messages"], "svg" in page.tags) == (0, False)


def test_a_clone_in_which_nobody_spoke_gets_its_page_too(address: str, tmp_path: Path) -> None:
    assert "Nobody wrote" in " ".join(made(address, tmp_path)[0].texts)
    assert not (tmp_path / "var").exists()


def test_a_secret_that_came_into_the_database_is_not_shown(address: str, tmp_path: Path) -> None:
    keep(address, Talk("anna").miss("SECRET is my phrase").say("how").rate("down", None, "COMMENT"))
    with sqlite3.connect(address.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE events SET data = replace(replace(data, 'SECRET', ?), 'COMMENT', ?)", (PHRASE, f"anna@example.org {PHRASE}"))
    html = made(address, tmp_path)[2] + (tmp_path / "report.json").read_text(encoding="utf-8")
    assert ("winner" in html, "anna@example" in html, "is my phrase" in html, "[e-mail]" in html) == (False, False, True, True)


def test_no_name_of_a_conversation_is_in_the_report(address: str, tmp_path: Path) -> None:
    keep(address, Talk("web:0f1e2d3c4b5a69788796a5b4c3d2e1f0").miss("where is it").rate("down"))
    html = made(address, tmp_path)[2] + (tmp_path / "report.json").read_text(encoding="utf-8")
    assert ("0f1e2d3c" in html, "where is it" in html) == (False, True)


def test_markup_that_people_wrote_is_text(address: str, tmp_path: Path) -> None:
    keep(address, Talk("anna").miss("<img src=x onerror=alert(1)> where").say("how").rate("down", None, "<script>alert(2)</script>"))
    page, _, html = made(address, tmp_path)
    assert "<img src=x onerror=alert(1)> where" in "".join(page.texts)
    assert (page.tags & {"img", "script", "iframe"}, "<script" in html) == (set(), False)


def test_the_page_needs_nothing_but_itself(address: str, tmp_path: Path) -> None:
    keep(address, Talk("anna").say("how").rate("up"))
    page, _, html = made(address, tmp_path)
    named = [value for name, value in page.attributes if name in ("src", "href", "xlink:href", "data")]
    assert named
    assert [value for value in named if not value.startswith("#")] == []
    assert re.findall(r"url\((?!#)", html) + re.findall(r"@import", html) == []


def test_both_files_are_their_owners_only(address: str, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("an older one, readable by all")
    made(address, tmp_path)
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("report.html", "report.json")} == {0o600}


def test_every_signal_of_a_wrong_language_is_counted(address: str, tmp_path: Path) -> None:
    wished = Talk("1").say("how", "gas")
    wished.locale = "nl"
    wished.say("nederlands graag", "switch_language", "smalltalk", locale_wish="nl")
    chosen = Talk("2").say("how", "gas").choose("ru").say("как", "gas")
    foreign = Talk("3").say("jak to zrobić", "switch_language", "smalltalk", "foreign_language", foreign="pl")
    flipped = Talk("4", locale="ms").say("apa")
    flipped.locale = "en"
    flipped.say("token usdt")
    flipped.locale = "ms"
    flipped.say("macam mana").rate("down", "language")
    keep(address, wished, chosen, foreign, flipped)
    page, data, _ = made(address, tmp_path)
    assert data["wrong_language"] == {"en": {"chose_another": 1, "flipped": 1, "foreign": 1, "wished_another": 1}, "ms": {"thumb_for_language": 1}}
    assert data["foreign"] == {"pl": 1}
    assert page.row("language", "asked for another language right after a reply")[:1] == ["1"]


def test_messages_that_are_nearly_the_same_are_one_group() -> None:
    unanswered = Unanswered()
    for text in ("can I move my nft to metamask", "can i move my nfts to metamask?", "Can I move my NFT to MetaMask", "which taxes do I pay"):
        unanswered.add(text, Why.FALLBACK)
    assert [(group.count, len(group.texts)) for group in unanswered.groups()] == [(3, 2), (1, 1)]


def test_the_number_of_kept_messages_has_an_end() -> None:
    unanswered = Unanswered()
    for number in range(MOST_TEXTS + 50):
        unanswered.add(f"{number} {number * 7919 % 104729}", Why.CLARIFIED)
    unanswered.add("0 0", Why.CLARIFIED)
    assert (unanswered.count, unanswered.beyond, len(unanswered.groups())) == (MOST_TEXTS + 51, 50, MOST_GROUPS)


@pytest.mark.parametrize(("period", "code"), [("2026-11", 0), ("someday", 1)])
def test_the_verb_writes_the_page_or_says_what_a_period_is(address: str, tmp_path: Path, period: str, code: int) -> None:
    keep(address, Talk("anna").say("how"))
    environment = {"WAYPOST_VAR": str(tmp_path / "var"), "PATH": "", "PYTHONPATH": str(ROOT), "MPLCONFIGDIR": str(tmp_path)}
    command = [sys.executable, "-m", "learning.report", period, "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert ("1 conversations, 1 messages" in done.stdout) is (code == 0)
    assert ("2026-11-01..2026-11-15" in done.stderr) is (code == 1)
    assert (tmp_path / "out" / "report.html").exists() is (code == 0)
