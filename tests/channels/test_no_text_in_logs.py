"""A phrase that is sent in stands in no line of the log, whatever happens to it, at whatever level."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage

from tests.support.doors import open_doors
from waypost.ops.logs import QUIET, configure

WORDS = "mijn eigen woorden hoogstpersoonlijk"
SENDER = "jan.de.vries-0612345678"


async def raises(message: UserMessage) -> None:
    logging.getLogger("rasa.core.processor").error("cannot handle %s of %s", message.text, message.sender_id)
    logging.getLogger("waypost.somewhere").warning("message.kept text=%s sender=%s", message.text, message.sender_id)
    logging.getLogger("waypost.somewhere").warning(f"kept {message.text}")
    raise ValueError(f"{message.text} of {message.sender_id}")


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_a_phrase_that_is_sent_in_stands_in_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], level: int) -> None:
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    quiet = {name: logging.getLogger(name).level for name in QUIET}
    try:
        configure()
        root.setLevel(level)
        for name in QUIET:
            logging.getLogger(name).setLevel(level)
        with open_doors(tmp_path) as doors:
            doors.say(SENDER, WORDS)
            doors.agent.handle_message = raises  # type: ignore[method-assign]
            doors.say(SENDER, WORDS)
            doors.post({"sender": WORDS, "message": WORDS})
            doors.post({"sender": SENDER, "message": WORDS * 100})
            doors.post(b'{"message": "' + WORDS.encode())
            doors.post({"sender": SENDER, "message": WORDS}, Content_Type=f"text/plain; {WORDS}")
            doors.ask("GET", f"/webhooks/{WORDS.replace(' ', '%20')}")
            doors.ask("DELETE", f"/webhooks/rest/conversations/{SENDER}")
    finally:
        root.handlers, root.level = before
        logging.raiseExceptions = True
        for name, own in quiet.items():
            logging.getLogger(name).setLevel(own)
    said = capsys.readouterr()
    assert "turn.failed" in said.err
    assert "message.refused status=415" in said.err
    for word in (*WORDS.split(), "vries", "0612345678"):
        assert word not in said.err + said.out
