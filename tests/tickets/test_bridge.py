"""What the bridge promises, over a real database and a helpdesk where every order of events can be made to happen."""

from __future__ import annotations

from asyncio import run
from pathlib import Path

import pytest

from tests.support.helpdesk import AGENT, Scene, away_for
from waypost.errors import BotAway, HelpdeskAway, HelpdeskRefused
from waypost.tickets.modes import Modes, QueueModes
from waypost.tickets.states import State
from waypost.tickets.types import Author, Mode, Status

PHRASE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"


@pytest.fixture(params=[True, False], ids=["keys", "no_keys"])
def scene(tmp_path: Path, request: pytest.FixtureRequest) -> Scene:
    return Scene(tmp_path, keeps_keys=request.param)


def played(scene: Scene) -> dict[State, int]:
    async def whole() -> dict[State, int]:
        await scene.settle(scene.bridge())
        return await scene.outbox.counts()

    counts: dict[State, int] = run(whole())
    return counts


def test_a_question_is_answered_once_and_the_ticket_waits_for_the_customer(scene: Scene) -> None:
    number = scene.helpdesk.open()
    assert played(scene) == {State.WAITING_CUSTOMER: 1}
    assert len(scene.helpdesk.by_bot(number, public=True)) == 1
    assert played(scene) == {State.WAITING_CUSTOMER: 1}
    assert len(scene.helpdesk.by_bot(number, public=True)) == 1


def test_each_further_message_gets_one_reply(scene: Scene) -> None:
    number = scene.helpdesk.open()
    for text in ("and the fee?", "and how long?"):
        played(scene)
        scene.helpdesk.write(number, text)
    played(scene)
    assert len(scene.helpdesk.by_bot(number, public=True)) == 3
    assert [asked[1] for asked in scene.bot.asked] == ["how do I withdraw", "and the fee?", "and how long?"]


def test_several_messages_before_an_answer_get_one(scene: Scene) -> None:
    number = scene.helpdesk.open()
    scene.helpdesk.write(number, "hello? withdraw please")
    assert played(scene) == {State.WAITING_CUSTOMER: 1}
    assert len(scene.helpdesk.by_bot(number, public=True)) == 1


def test_a_draft_is_a_note_and_the_default(tmp_path: Path) -> None:
    assert Modes().default is Mode.DRAFT
    scene = Scene(tmp_path, mode=Mode.DRAFT)
    number = scene.helpdesk.open()
    assert played(scene) == {State.WAITING_AGENT: 1}
    assert (len(scene.helpdesk.by_bot(number, public=True)), len(scene.helpdesk.by_bot(number, public=False))) == (0, 1)
    assert scene.helpdesk.tickets[number].owner == AGENT


def test_a_ticket_of_somebody_else_is_left_alone(scene: Scene) -> None:
    number = scene.helpdesk.open(owner="alice")
    run(scene.look(scene.bridge(), number))
    assert scene.helpdesk.by_bot(number, public=True) + scene.helpdesk.by_bot(number, public=False) == []


def test_a_solved_ticket_is_never_written_to(scene: Scene) -> None:
    number = scene.helpdesk.open()
    scene.helpdesk.change(number, status=Status.SOLVED)
    played(scene)
    assert scene.helpdesk.by_bot(number, public=True) == []


def test_a_ticket_solved_while_the_answer_is_made_gets_none(scene: Scene) -> None:
    number = scene.helpdesk.open()

    async def trouble(call: str, when: str) -> None:
        if (call, when) == ("glance", "before"):
            scene.helpdesk.change(number, status=Status.SOLVED)

    scene.helpdesk.trouble = trouble
    assert played(scene) == {State.YIELDED: 1}
    assert scene.helpdesk.by_bot(number, public=True) == []


@pytest.mark.parametrize("what", ["reply", "take", "queue"])
def test_a_human_who_acts_while_the_answer_is_made_is_not_talked_over(scene: Scene, what: str) -> None:
    number = scene.helpdesk.open()

    async def trouble(call: str, when: str) -> None:
        if (call, when) == ("glance", "before"):
            if what == "reply":
                scene.helpdesk.write(number, "I have this one", Author.AGENT)
            else:
                scene.helpdesk.change(number, owner="alice")

    scene.helpdesk.trouble = trouble
    assert played(scene) == {State.YIELDED: 1}
    assert scene.helpdesk.by_bot(number, public=True) == []


def test_a_human_who_answers_in_the_same_moment_gets_a_note(scene: Scene) -> None:
    number = scene.helpdesk.open()

    async def trouble(call: str, when: str) -> None:
        if (call, when) == ("reply", "before"):
            scene.helpdesk.write(number, "I have this one", Author.AGENT)

    scene.helpdesk.trouble = trouble
    played(scene)
    assert [len(scene.helpdesk.by_bot(number, public)) for public in (True, False)] == [1, 1]
    assert "same moment" in scene.helpdesk.by_bot(number, public=False)[0].text


def test_a_customer_who_writes_in_the_same_moment_is_answered_too(scene: Scene) -> None:
    number = scene.helpdesk.open()

    async def trouble(call: str, when: str) -> None:
        if (call, when) == ("reply", "before") and len(scene.bot.asked) == 1:
            scene.helpdesk.write(number, "wait, another thing")

    scene.helpdesk.trouble = trouble
    assert played(scene) == {State.WAITING_CUSTOMER: 2}
    assert len(scene.helpdesk.by_bot(number, public=True)) == 2


def test_who_wants_a_human_is_handed_back_with_a_note(scene: Scene) -> None:
    number = scene.helpdesk.open("get me a human")
    assert played(scene) == {State.HUMAN: 1}
    ticket = scene.helpdesk.tickets[number]
    assert (ticket.owner, ticket.queue, len(scene.helpdesk.by_bot(number, public=False))) == ("", "Humans", 1)
    assert scene.helpdesk.by_bot(number, public=True) == []


def test_a_ticket_given_back_to_the_bot_is_worked_on_again(scene: Scene) -> None:
    number = scene.helpdesk.open("get me a human")
    played(scene)
    played(scene)
    assert len(scene.helpdesk.by_bot(number, public=False)) == 1
    scene.helpdesk.change(number, owner=AGENT)
    played(scene)
    assert len(scene.helpdesk.by_bot(number, public=False)) == 2


def test_three_unclear_answers_go_to_a_human(scene: Scene) -> None:
    number = scene.helpdesk.open("what 1")
    for text in ("what 2", "what 3"):
        played(scene)
        scene.helpdesk.write(number, text)
    assert played(scene) == {State.WAITING_CUSTOMER: 2, State.HUMAN: 1}


def test_the_number_of_a_choice_presses_its_button(scene: Scene) -> None:
    number = scene.helpdesk.open("what")
    played(scene)
    assert "2. Into an exchange" in scene.helpdesk.by_bot(number, public=True)[0].text
    scene.helpdesk.write(number, "2")
    played(scene)
    assert scene.bot.asked[-1][1] == "ask:deposit"


def test_automatic_mail_is_not_answered(scene: Scene) -> None:
    number = scene.helpdesk.open()
    played(scene)
    scene.helpdesk.write(number, "I am on holiday", **{"auto-submitted": "auto-replied"})
    assert played(scene) == {State.WAITING_CUSTOMER: 1, State.IGNORED: 1}


def test_the_same_mail_twice_is_answered_once(scene: Scene) -> None:
    number = scene.helpdesk.open()
    played(scene)
    for _ in range(2):
        scene.helpdesk.write(number, "and the fee?", **{"message-id": "<a@customer.example>"})
        played(scene)
    assert len(scene.helpdesk.by_bot(number, public=True)) == len(scene.bot.asked) == 2


def test_modes_are_of_queue_and_need(scene: Scene) -> None:
    scene.modes = Modes(Mode.REPLY, {"Support": QueueModes(Mode.REPLY, {"withdraw": Mode.DRAFT, "clarify": Mode.OFF})})
    numbers = [scene.helpdesk.open(), scene.helpdesk.open(queue="Other"), scene.helpdesk.open("what")]
    assert played(scene) == {State.WAITING_AGENT: 1, State.WAITING_CUSTOMER: 1, State.HUMAN: 1}
    assert scene.helpdesk.tickets[numbers[2]].owner == ""


def test_more_than_five_replies_a_day_go_to_a_human(scene: Scene) -> None:
    number = scene.helpdesk.open()
    for count in range(6):
        played(scene)
        scene.helpdesk.write(number, f"next question {count}")
    played(scene)
    assert len(scene.helpdesk.by_bot(number, public=True)) == 5
    assert scene.helpdesk.tickets[number].owner == ""


def test_a_helpdesk_that_is_away_delays_and_loses_nothing(scene: Scene) -> None:
    number = scene.helpdesk.open()
    scene.helpdesk.trouble = away_for(6, "read", "glance", "reply")
    assert played(scene) == {State.WAITING_CUSTOMER: 1}
    assert len(scene.helpdesk.by_bot(number, public=True)) == 1


def test_a_post_of_unknown_outcome_is_looked_for_first(scene: Scene) -> None:
    number, lost = scene.helpdesk.open(), []

    async def trouble(call: str, when: str) -> None:
        if (call, when) == ("reply", "after") and not lost:
            lost.append(1)
            raise TimeoutError

    scene.helpdesk.trouble = trouble
    assert played(scene) == {State.WAITING_CUSTOMER: 1}
    assert len(scene.helpdesk.by_bot(number, public=True)) == 1


def test_a_post_in_doubt_is_left_half_a_minute_to_arrive(scene: Scene) -> None:
    number = scene.helpdesk.open()

    async def trouble(call: str, when: str) -> None:
        if call == "reply":
            raise HelpdeskAway("timeout")

    async def whole() -> list[bool]:
        bridge = scene.bridge()
        scene.helpdesk.trouble = trouble
        await scene.look(bridge, number)
        claimed = []
        for _ in range(2):
            scene.now += 29
            claimed.append(await scene.outbox.claim() is not None)
        return claimed

    assert run(whole()) == [False, True]


def test_a_reply_that_is_refused_goes_to_a_human_with_a_note(scene: Scene) -> None:
    number = scene.helpdesk.open()

    async def trouble(call: str, when: str) -> None:
        if call == "reply":
            raise HelpdeskRefused(403, "no right")

    scene.helpdesk.trouble = trouble
    assert played(scene) == {State.HUMAN: 1}
    assert "refused" in scene.helpdesk.by_bot(number, public=False)[0].text


def test_a_hand_back_that_is_refused_ends_and_is_logged(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.helpdesk.open("human")

    async def trouble(call: str, when: str) -> None:
        if call == "release":
            raise HelpdeskRefused(403, "no right")

    scene.helpdesk.trouble = trouble
    assert played(scene) == {State.DEAD: 1}
    assert "ticket.dead" in caplog.text


class AwayBot:
    """Never there."""

    async def ask(self, *_: object) -> object:
        raise BotAway("503")


def test_a_bot_that_stays_away_hands_its_tickets_to_humans(scene: Scene) -> None:
    number = scene.helpdesk.open()

    async def whole() -> None:
        await scene.settle(scene.bridge(AwayBot()))

    run(whole())
    assert "cannot be reached" in scene.helpdesk.by_bot(number, public=False)[0].text
    assert scene.helpdesk.tickets[number].owner == ""


def test_no_secret_is_stored_or_asked(scene: Scene, tmp_path: Path) -> None:
    scene.helpdesk.open(f"my phrase is {PHRASE} human")
    played(scene)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"abandon abandon" not in stored
    assert not any("abandon" in asked[1] for asked in scene.bot.asked)
