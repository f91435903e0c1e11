"""What the bot says becomes a mail: sections, numbers, at most two questions, or a hand-back that an agent can act on."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.support.mails import ticket_of
from tests.support.scripted_bot import ScriptedBot
from waypost.content.languages import live_languages
from waypost.content.live import catalog
from waypost.tickets.answering import MailAnswerer
from waypost.tickets.mail.choices import chosen
from waypost.tickets.mail.wording import plain
from waypost.tickets.reading import MailReader
from waypost.tickets.types import Attachment, Author, Choice, Kind, Memory, Message, Mode, Outcome, Ticket

WITHDRAW = "How do I withdraw USDT from Binance to MetaMask?"


def written(text: str, *, files: tuple[Attachment, ...] = (), subject: str = "A question") -> Ticket:
    message = Message("m1", Author.CUSTOMER, True, 0.0, text, attachments=files)
    return ticket_of(message, subject=subject).redacted()


def answered(ticket: Ticket, bot: ScriptedBot, memory: Memory | None = None, agents: str = "en", queues: dict[str, str] | None = None) -> Outcome:
    memory = MailReader().orders(ticket, memory or Memory())
    reading = MailReader().read(ticket, ticket.messages[-1], memory)
    return asyncio.run(MailAnswerer(agents, queues).answer(ticket, reading, memory, bot))


@pytest.mark.parametrize("locale", live_languages())
def test_an_answer_is_a_mail_without_markdown_and_with_its_links_written_out(locale: str) -> None:
    outcome = answered(written(WITHDRAW), ScriptedBot({"withdraw": "withdraw"}, locale))
    assert (outcome.kind, outcome.needs, outcome.locale) == (Kind.ANSWER, ("withdraw",), locale)
    assert outcome.reply is not None
    text = outcome.reply.text
    assert all(f"<{url}>" in text for _, url in catalog().render(locale, "withdraw").links)
    assert not [mark for mark in ("](", "**", "`", "\n> ") if mark in text]
    assert outcome.reply.html is not None
    assert 'href="https://' in outcome.reply.html


def test_buttons_become_numbers_and_a_number_takes_its_choice() -> None:
    bot = ScriptedBot({"withdraw": "withdraw"})
    first = answered(written(WITHDRAW), bot)
    assert first.reply is not None
    assert f"2. {first.memory.choices[1].title}" in first.reply.text
    answered(written("2"), bot, first.memory)
    assert bot.asked[-1][0] == first.memory.choices[1].payload


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2", [2]),
        ("2.", [2]),
        ("Number 2 please", [2]),
        ("nummer 1", [1]),
        ("вариант 3", [3]),
        ("No. 2, terima kasih", [2]),
        ("1 en 3", [1, 3]),
        ("Nomor 2 ya kak, terima kasih", [2]),
        ("saya mau yang nomor 3", [3]),
        ("nomor 1 sama 2", [1, 2]),
        ("yang ke-2 aja min", [2]),
    ],
)
def test_a_number_is_understood_as_people_write_it(text: str, numbers: list[int]) -> None:
    offered = [Choice(title, title) for title in "ABC"]
    assert chosen(text, offered) == tuple(offered[number - 1] for number in numbers)


@pytest.mark.parametrize("text", ["2 BNB", "4", "I have 2 wallets", "two", "0", "2 hours ago", "2 3 4", "bukan 2 kak", "sudah 2 jam"])
def test_what_only_has_a_number_in_it_is_no_choice(text: str) -> None:
    assert chosen(text, [Choice(title, title) for title in "ABC"]) == ()


def test_several_questions_are_answered_in_sections_under_the_customers_words() -> None:
    bot = ScriptedBot({"withdraw": "withdraw", "BEP20": "token_standard"})
    outcome = answered(written(f"1. {WITHDRAW}\n2. What is the difference between BEP2 and BEP20?"), bot)
    assert outcome.kind is Kind.ANSWER
    assert outcome.needs == ("withdraw", "token_standard")
    assert outcome.reply is not None
    assert outcome.reply.text.index(WITHDRAW) < outcome.reply.text.index("difference between BEP2 and BEP20?")
    assert len({message_id for _, _, message_id in bot.asked}) == 2


def test_what_is_asked_beside_a_question_is_answered_too_instead_of_offered() -> None:
    bot = ScriptedBot({"withdraw": "withdraw"}, also={"withdraw": "network_setup"})
    outcome = answered(written(WITHDRAW), bot)
    assert outcome.needs == ("withdraw", "network_setup")
    assert outcome.reply is not None
    assert plain(catalog().note("en", "also_asked")) not in outcome.reply.text


def test_a_question_of_the_bot_comes_at_most_twice_then_a_human() -> None:
    bot = ScriptedBot({"asset": "clarify.move"})
    memory = Memory()
    for kind in (Kind.QUESTION, Kind.QUESTION, Kind.HAND_BACK):
        outcome = answered(written("I need to bring my asset somewhere else, is this possible there?"), bot, memory)
        assert outcome.kind is kind
        memory = outcome.memory
    assert outcome.reason == "unclear"


def test_a_question_in_between_is_forgotten_after_an_answer() -> None:
    bot = ScriptedBot({"asset": "clarify.move", "withdraw": "withdraw"})
    asked = answered(written("I need to bring my asset somewhere else"), bot)
    assert answered(written(WITHDRAW), bot, asked.memory).memory.asked == 0


def test_thanks_need_no_answer() -> None:
    assert answered(written("Thanks a lot!"), ScriptedBot({"Thanks": "thanks"})).kind is Kind.IGNORE


def test_a_part_is_answered_and_the_rest_goes_to_a_human() -> None:
    bot = ScriptedBot({"withdraw": "withdraw"})
    outcome = answered(written(f"1. {WITHDRAW}\n2. Who won the football match in Rotterdam yesterday?"), bot)
    assert (outcome.kind, outcome.reason, outcome.needs) == (Kind.HAND_BACK, "unclear", ("withdraw",))
    assert outcome.reply is not None
    assert outcome.hand_back is not None
    assert "football" not in outcome.reply.text


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("I want to talk to a human being", "handoff", "wants_a_person"),
        ("My funds were stolen from my wallet", "safety", "loss"),
        ("What will the price of BNB be tomorrow?", "out_of_scope", "cannot"),
    ],
)
def test_a_human_gets_what_only_a_human_can_do(text: str, key: str, reason: str) -> None:
    outcome = answered(written(text), ScriptedBot({text: key}))
    assert (outcome.kind, outcome.reason) == (Kind.HAND_BACK, reason)


def test_whoever_wrote_a_recovery_phrase_is_warned_and_a_human_is_told_without_it() -> None:
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    outcome = answered(written(f"Where are my tokens? My phrase is {phrase}"), ScriptedBot({"tokens": "missing_tokens"}))
    assert (outcome.kind, outcome.reason) == (Kind.HAND_BACK, "secret")
    assert outcome.reply is not None
    assert outcome.hand_back is not None
    assert outcome.reply.text.index(plain(catalog().render("en", "safety.secret").text)[:60]) > 0
    assert "sausage" not in outcome.hand_back.note + outcome.reply.text


@pytest.mark.parametrize("agents", live_languages())
def test_the_summary_has_what_an_agent_needs_in_their_language(agents: str) -> None:
    files = (Attachment("screen.png", "image/png", 240_000),)
    ticket = written(
        "Hoi, mijn USDT is niet aangekomen in MetaMask. Ik wil een mens spreken. Bel me op +31 20 794 60 18.\n\nGroet, Anna", files=files
    )
    bot = ScriptedBot({"mens": "handoff"}, "nl")
    memory = answered(written("Mijn USDT is niet zichtbaar in MetaMask?"), ScriptedBot({"zichtbaar": "missing_tokens"}, "nl")).memory
    outcome = answered(ticket, bot, memory, agents, {"missing_tokens": "Exchange team"})
    assert outcome.hand_back is not None
    note = outcome.hand_back.note
    label = catalog().label(agents, "missing_tokens")
    wanted = (label, "(nl)", "87", "screen.png", "240", "Exchange team", "> Hoi" if "> Hoi" in note else "> mijn USDT", "360059876052", "TxID")
    assert [part for part in wanted if part.lower() not in note.lower()] == []
    assert "794 60 18" not in note
    assert outcome.hand_back.queue == "Exchange team"


def test_a_file_without_words_goes_to_a_human_unopened() -> None:
    outcome = answered(written("", files=(Attachment("a.png", "image/png"),), subject="Photo"), ScriptedBot({}))
    assert (outcome.kind, outcome.reason) == (Kind.HAND_BACK, "files_only")


def note(text: str, author: Author = Author.AGENT, public: bool = False) -> Message:
    return Message(f"n-{text}", author, public, 0.0, text)


@pytest.mark.parametrize(
    ("text", "mode", "wish"),
    [
        ("@waypost draft", Mode.DRAFT, None),
        ("Please: @waypost reply", Mode.REPLY, None),
        ("@Waypost STOP", Mode.OFF, None),
        ("@waypost in Dutch", None, "nl"),
        ("@waypost in het Nederlands", None, "nl"),
        ("@waypost in русский", None, "ru"),
        ("@waypost reply in Malay", Mode.REPLY, "ms"),
        ("@waypost in nl", None, "nl"),
        ("@waypost по-русски", None, "ru"),
        ("@waypost reply en graag snel", Mode.REPLY, None),
        ("> @waypost reply", None, None),
        ("waypost reply", None, None),
        ("@waypost ?!", None, None),
    ],
)
def test_an_agents_order_is_obeyed(text: str, mode: Mode | None, wish: str | None) -> None:
    memory = MailReader().orders(ticket_of(note(text)), Memory())
    assert (memory.mode, memory.wish) == (mode, wish)


@pytest.mark.parametrize(
    "message", [note("@waypost reply", Author.CUSTOMER), note("@waypost reply", Author.AGENT, public=True), note("@waypost reply", Author.BOT)]
)
def test_only_an_agents_internal_note_orders_anything(message: Message) -> None:
    assert MailReader().orders(ticket_of(message), Memory()) == Memory()


def test_the_newest_order_counts() -> None:
    assert MailReader().orders(ticket_of(note("@waypost stop"), note("@waypost draft")), Memory()).mode is Mode.DRAFT


def test_an_ordered_language_is_set_in_the_conversation_before_the_question_is_asked() -> None:
    ticket = written(WITHDRAW)
    ticket = replace(ticket, messages=(note("@waypost in Dutch"), *ticket.messages))
    bot = ScriptedBot({"withdraw": "withdraw"})
    outcome = answered(ticket, bot)
    assert [text for text, _, _ in bot.asked] == ["language:nl", WITHDRAW]
    assert outcome.locale == "nl"


def test_the_same_message_is_asked_under_the_same_ids_again() -> None:
    first, second = ScriptedBot({"withdraw": "withdraw"}), ScriptedBot({"withdraw": "withdraw"})
    assert answered(written(WITHDRAW), first) == answered(written(WITHDRAW), second)
    assert first.asked == second.asked


def test_only_what_the_bot_sends_itself_is_signed_by_it() -> None:
    reply = answered(written(WITHDRAW), ScriptedBot({"withdraw": "withdraw"})).reply
    assert reply is not None
    assert reply.signature not in reply.text
    assert reply.signed.text.endswith(reply.signature)
