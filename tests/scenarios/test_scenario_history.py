"""One conversation of each kind, through the whole desk, leaves just these rows to be counted."""

from typing import Any

import pytest

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from core.model.codec import decode
from core.model.figures import AskedRow, HandoffRow
from tests.scenarios.disputing import HERS, SEND, card, fills_in
from tests.scenarios.disputing import SETTINGS as DISPUTES
from tests.scenarios.test_scenario_calls import asks_for_a_call, task
from tests.scenarios.test_scenario_tickets import ADDRESS
from tests.scenarios.town import EMAIL, TALK, Town, chatting, copied_articles, signed_in, waiting


@pytest.fixture
def settings() -> dict[str, str]:
    return {"HOURS_PHONE": "Mo-Su 0:00-24:00", **DISPUTES}


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: Any) -> Any:
    return copied_articles(tmp_path_factory.mktemp("help"))


def asked(town: Town) -> list[AskedRow]:
    return [decode(row[0], AskedRow) for row in town.stored("SELECT data FROM asked ORDER BY at")]


def handoffs(town: Town) -> list[HandoffRow]:
    return [decode(row[0], HandoffRow) for row in town.stored("SELECT data FROM handoffs ORDER BY asked_at, seq")]


async def ended(town: Town, count: int = 1) -> list[HandoffRow]:
    """All rows, once so many have ended."""
    await town.until(lambda: sum(bool(row.end) for row in handoffs(town)) == count)
    return handoffs(town)


async def test_an_answer_that_helps_is_one_question_and_nothing_else(town: Town, anna: Customer) -> None:
    await anna.write("When do I get my money back?")
    await anna.reads("2 working days")
    await anna.press("\U0001f44d Yes")
    await town.until(lambda: [row.helpful for row in asked(town)] == [True])
    (row,) = asked(town)
    assert (row.told, row.article, row.language, row.handed) == (
        "answered",
        "When do I get my money back?",
        "en",
        False,
    )
    assert handoffs(town) == []


async def test_a_live_chat(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await chat.agent_writes("Hello Anna, let me see.")
    await anna.reads("let me see")
    await tom.clicks("Close", in_=chat.card)
    (row,) = await ended(town)
    assert (row.method, row.why, row.end, row.agent) == ("live_chat", "wished", "solved", tom.id)
    assert row.claimed_at
    assert row.answered_at
    assert row.asked_at <= row.claimed_at <= row.answered_at
    assert [question.handed for question in asked(town)] == [True]


async def test_a_chat_that_goes_on_by_mail(town: Town, anna: Customer, tom: Person) -> None:
    await waiting(town, anna, tom)
    await anna.press("Answer me by e-mail instead")
    await anna.reads("Which e-mail address")
    await anna.write(ADDRESS)
    await anna.reads(f"We’ll answer to {ADDRESS}.")
    chat, mail = await ended(town)
    assert (chat.method, chat.end, chat.claimed_at) == ("live_chat", "moved", None)
    assert (mail.method, mail.case, mail.why) == ("email", chat.case, chat.why)
    assert mail.due
    assert mail.told


async def test_a_mail_that_nobody_could_answer_before(town: Town, anna: Customer) -> None:
    await anna.write("Which colour has the moon?")
    await anna.reads("I couldn’t find an answer")
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address")
    await anna.write(ADDRESS)
    await anna.reads(f"We’ll answer to {ADDRESS}.")
    await town.until(lambda: len(handoffs(town)) == 1)
    (row,) = handoffs(town)
    assert (row.method, row.why, row.claimed_at, row.end) == ("email", "unanswered", None, "")
    assert [(question.told, question.handed) for question in asked(town)] == [("abstained", True)]


async def test_a_call(town: Town, anna: Customer, tom: Person) -> None:
    await asks_for_a_call(town, anna, tom)
    await anna.press("As soon as possible")
    await tom.clicks("Claim", in_=await task(town, "Claim"))
    await tom.clicks("Reached", in_=await task(town, "Reached"))
    shown = await task(town, "Done…")
    await tom.writes(town.support, "The refund went out today.", shown.ts)
    (row,) = await ended(town)
    assert (row.method, row.end, row.agent, bool(row.due), bool(row.answered_at)) == (
        *("callback", "solved", tom.id),
        *(True, True),
    )
    assert town.stored("SELECT count(*) FROM person_words") == [(1,)]


async def test_a_dispute(town: Town, tom: Person) -> None:
    anna = await signed_in(town, 1001, "Anna")
    await fills_in(anna, HERS)
    await anna.press(SEND)
    await anna.reads("your report is sent")
    await tom.clicks("Take under review", in_=await card(town, "Take under review"))
    await town.until(lambda: [bool(row.claimed_at) for row in handoffs(town)] == [True])
    (row,) = handoffs(town)
    assert (row.method, row.topic, row.agent, bool(row.due), row.end) == ("dispute", "report", tom.id, True, "")


async def test_who_is_there_is_counted(town: Town, tom: Person) -> None:
    await town.has_on_duty(tom)
    await town.until(lambda: town.stored("SELECT agent, ended_at FROM spells") == [(tom.id, None)])
    assert town.stored("SELECT count(*) FROM keep WHERE name = 'counted since'") == [(1,)]
