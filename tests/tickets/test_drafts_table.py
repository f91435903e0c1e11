"""The table of drafts is printed from the bridge's own database."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.helpdesk import Scene
from waypost.ops import ticket_drafts
from waypost.tickets.types import Author, Mode


def test_the_table_has_a_row_for_queue_need_and_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    scene = Scene(tmp_path, mode=Mode.DRAFT)

    async def whole() -> None:
        number = scene.helpdesk.open()
        bridge = scene.bridge()
        await scene.settle(bridge)
        scene.helpdesk.write(number, scene.helpdesk.by_bot(number, public=False)[0].text, Author.AGENT)
        await scene.look(bridge, number)

    asyncio.run(whole())
    account = {"WAYPOST_HELPDESK": "rt", "WAYPOST_HELPDESK_URL": "http://127.0.0.1:9", "WAYPOST_HELPDESK_TOKEN": "t", "WAYPOST_HELPDESK_AGENT": "bot"}
    for name, value in {**account, "WAYPOST_DATABASE_URL": f"sqlite:///{tmp_path}/tickets.db", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(ticket_drafts, "configure", lambda: None)  # it is for a process of its own
    ticket_drafts.main()
    shown = capsys.readouterr().out
    assert [word in shown for word in ("Support", "withdraw", "en", "100 %")] == [True] * 4
