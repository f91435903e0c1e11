"""Real mails of every program in every live language: what their writer asks is read, and nothing else."""

from __future__ import annotations

import pytest

from tests.support.mails import Mail, mails, message_of, ticket_of
from waypost.content.languages import live_languages
from waypost.tickets.mail.own import written
from waypost.tickets.mail.words import MailWords, mail_words
from waypost.tickets.reading import MailReader
from waypost.tickets.types import Author, Memory, Message, Reading

MAILS = mails()


def read(mail: Mail) -> Reading:
    return MailReader().read(mail.ticket.redacted(), mail.message.redacted(), Memory())


def said(text: str, message_id: str = "m1", author: Author = Author.CUSTOMER, public: bool = True) -> Message:
    return Message(message_id, author, public, 0.0, text)


def test_there_are_mails_of_many_programs_in_every_language() -> None:
    assert len(MAILS) >= 40
    assert {code: len([mail for mail in MAILS if mail.locale == code]) >= 10 for code in live_languages()} == dict.fromkeys(live_languages(), True)


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: f"{mail.locale}-{mail.name}")
def test_a_mail_is_read_as_its_writer_meant_it(mail: Mail) -> None:
    reading, expected = read(mail), mail.expected
    assert reading.ignore == expected.get("ignore", "")
    assert reading.hand_back == expected.get("hand_back", "")
    if "questions" in expected:
        assert list(reading.questions) == expected["questions"]
    if "count" in expected:
        assert len(reading.questions) == expected["count"], reading.questions
    whole = " ".join(reading.questions)
    assert [part for part in expected.get("contains", ()) if part not in whole] == []
    assert [part for part in expected.get("lacks", ()) if part in whole] == []
    assert [file.name for file in reading.files] == expected.get("files", [])


@pytest.mark.parametrize("mail", [mail for mail in MAILS if "forwarded" in mail.expected], ids=lambda mail: f"{mail.locale}-{mail.name}")
def test_what_was_forwarded_is_not_taken_for_the_writers_own_words(mail: Mail) -> None:
    own = written(mail.message, mail_words())
    assert own.forwarded
    assert "@" not in own.text


def test_messages_that_nobody_has_answered_are_read_together() -> None:
    first, second = said("My USDT went from Binance to MetaMask over BSC."), said("It does not show. Where is it?", "m2")
    reading = MailReader().read(ticket_of(first, second), second, Memory())
    assert reading.questions == ("My USDT went from Binance to MetaMask over BSC. It does not show. Where is it?",)


def test_a_message_before_an_answer_is_not_asked_again() -> None:
    first, answer, second = (
        said("How do I withdraw USDT?"),
        said("Like this.", "m2", Author.AGENT),
        said("And how long does it take to arrive?", "m3"),
    )
    assert MailReader().read(ticket_of(first, answer, second), second, Memory()).questions == ("And how long does it take to arrive?",)


def test_a_recovery_phrase_is_gone_before_anything_is_read_and_marks_a_risk() -> None:
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    mail = said(f"Hi, my phrase is {phrase} please check my wallet, where are my tokens?").redacted()
    reading = MailReader().read(ticket_of(mail), mail, Memory())
    assert reading.risk
    assert "sausage" not in " ".join(reading.questions)


@pytest.mark.parametrize(
    ("memory", "hint", "expected"),
    [(Memory(), "ms", "ms"), (Memory(locale="ru"), "ms", "ru"), (Memory(locale="ru", wish="nl"), "ms", "nl"), (Memory(), None, None)],
)
def test_the_hint_is_the_order_then_the_ticket_then_the_profile(memory: Memory, hint: str | None, expected: str | None) -> None:
    message = said("Where is my USDT?")
    assert MailReader().read(ticket_of(message, hint=hint), message, memory).locale == expected


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <>",
        "Auto-Submitted: auto-replied (vacation)",
    ],
)
def test_mail_of_a_machine_is_not_answered(header: str) -> None:
    message = message_of(f"From: a@example.com\nSubject: Re: 12\n{header}\n\nWhere is my USDT?\n".encode())
    assert MailReader().read(ticket_of(message), message, Memory()).ignore == "auto_reply"


def test_a_person_who_mentions_a_holiday_is_answered() -> None:
    message = said("I am on annual leave next week. Will my withdrawal still arrive in MetaMask?")
    assert MailReader().read(ticket_of(message), message, Memory()).ignore == ""


def test_more_questions_than_a_mail_can_answer_are_put_together() -> None:
    text = "\n".join(f"{number}. How do I move asset number {number} from Binance to MetaMask?" for number in range(1, 8))
    message = said(text)
    assert len(MailReader().read(ticket_of(message), message, Memory()).questions) == 4


def test_every_language_has_words_for_mail() -> None:
    assert all(MailWords.load([code]).closings for code in live_languages())
