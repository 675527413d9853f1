"""The desk was away for hours while customers wrote: one apology each, a case at the team, and nobody is answered too late."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from core.engine.clock import SystemClock
from tests.scenarios.town import HEARS_MAIL, TALK, Town, both_ways, chatting

HOUR = 3600.0
SORRY = "I’m sorry: I was away for a while"
QUESTIONS = (
    "When do I get my money back?",
    "Hello?? Anybody?",
    "It was order H-104233",
    "Please answer me",
    "I am sad",
)


@contextmanager
def hours_ago(town: Town, hours: float) -> Iterator[None]:
    """What is written now was written then, by Telegram's clock."""
    account = town.telegram.account
    account.clock = lambda: time.time() - hours * HOUR
    try:
        yield
    finally:
        account.clock = time.time


async def writes_to_nobody(town: Town, customer: Customer, hours: float = 3.0) -> None:
    await town.closes()
    with hours_ago(town, hours):
        for question in QUESTIONS:
            await customer.write(question)


def said(customer: Customer) -> list[str]:
    return [message.text for message in customer.chat.messages if message.by_bot]


class TestWhereMailsComeIn:
    @pytest.fixture
    def settings(self) -> dict[str, str]:
        return HEARS_MAIL

    @both_ways
    async def test_five_old_messages_get_one_apology_and_the_team_has_them_all(
        self, town: Town, anna: Customer
    ) -> None:
        await writes_to_nobody(town, anna)
        await town.opens()

        sorry = await anna.reads(SORRY)
        case = re.search(r"FD-\w{6}", sorry.text)
        assert case
        assert "You’ll read our answer here in the chat." in sorry.text
        opening = await town.team_gets(QUESTIONS[0])
        assert case[0] in opening.subject
        for words in QUESTIONS[1:]:
            assert case[0] in (await town.team_gets(words)).subject
        assert len(said(anna)) == 1

        await town.team.replies(opening, "It was sent back today.")
        await anna.reads("It was sent back today.")

    async def test_what_is_written_when_the_desk_is_back_is_answered(self, town: Town, anna: Customer) -> None:
        await writes_to_nobody(town, anna)
        await anna.write("When do I get my money back?")
        await town.opens()

        await anna.reads(SORRY)
        await anna.reads("Quoted from the help centre")
        assert len(said(anna)) == 2

    async def test_a_kill_in_between_makes_no_second_apology(self, town: Town, anna: Customer) -> None:
        await writes_to_nobody(town, anna)
        await town.opens()
        await anna.reads(SORRY)
        await town.reopens()
        with hours_ago(town, 2.5):
            await anna.write("And one more")
        await town.team_gets("And one more")
        assert len(said(anna)) == 1

    async def test_a_clock_of_ours_that_is_hours_ahead_makes_nobody_late(
        self, town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await town.closes()
        monkeypatch.setattr(SystemClock, "now", lambda _: datetime.now(UTC) + timedelta(hours=3))
        await anna.write("When do I get my money back?")
        await town.opens()
        await anna.reads("Quoted from the help centre")
        assert SORRY not in "\n".join(said(anna))

    async def test_a_clock_of_ours_that_is_hours_behind_hides_no_outage(
        self, town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await town.closes()
        monkeypatch.setattr(SystemClock, "now", lambda _: datetime.now(UTC) - timedelta(hours=3))
        with hours_ago(town, 3):
            await anna.write("When do I get my money back?")
        await town.opens()
        await anna.reads(SORRY)


class TestWhereTheTeamWritesToTheCustomer:
    async def test_the_team_has_it_before_anybody_presses_and_the_address_is_asked_for(
        self, town: Town, anna: Customer
    ) -> None:
        await writes_to_nobody(town, anna)
        await town.opens()

        sorry = await anna.reads(SORRY)
        assert "Which e-mail address should they answer to?" in sorry.text
        opening = await town.team_gets(QUESTIONS[0])
        assert "the customer has not given an address yet" in opening.text
        assert "Reply-To" not in opening.headers

        await anna.write("anna@shop.example")
        await anna.reads("From now on we’ll answer case")
        assert "anna@shop.example" in (await town.team_gets("another address")).text

    async def test_a_live_chat_goes_on_and_the_agent_sees_when_it_was_written(
        self, town: Town, anna: Customer, tom: Person
    ) -> None:
        chat = await chatting(town, anna, tom)
        await writes_to_nobody(town, anna)
        await town.opens()

        shown = await chat.thread_shows("I am sad")
        assert "Anna · written" in shown.plain, shown.plain
        assert SORRY not in "\n".join(said(anna))
        await chat.agent_writes("I am here now.")
        await anna.reads("I am here now.")

    async def test_an_old_press_has_expired(self, town: Town, anna: Customer) -> None:
        await anna.write("When do I get my money back?")
        answer = await anna.reads("Quoted from the help centre")
        await writes_to_nobody(town, anna)
        await town.opens()
        await anna.reads(SORRY)
        await anna.press("👍 Yes", message_id=answer.id)
        await anna.reads("That button is from earlier")
        await anna.press(TALK)
        await anna.reads("This is how you can reach our team")
