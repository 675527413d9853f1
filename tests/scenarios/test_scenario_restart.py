"""The desk is stopped and started between any two steps, and nobody notices."""

from collections.abc import Awaitable, Callable

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, LIVE_CHAT, TALK, Town, both_ways

pytestmark = pytest.mark.faults

Step = Callable[[], Awaitable[object]]


class LiveChat:
    """Each step is something that a person does and what another one then sees."""

    def __init__(self, town: Town) -> None:
        self.town, self.anna, self.tom = town, town.customer(), town.agent()
        self.card: Post | None = None

    def steps(self) -> list[Step]:
        return [
            lambda: self.town.has_on_duty(self.tom),
            self._asks,
            self._asks_for_a_person,
            self._waits,
            self._claims,
            lambda: self._agent_writes("Hello Anna"),
            lambda: self._customer_writes("Hello Tom"),
            lambda: self._agent_writes("Goodbye Anna"),
            self._closes,
        ]

    async def _asks(self) -> None:
        await self.anna.write("When do I get my money back?")
        await self.anna.reads("working days")

    async def _asks_for_a_person(self) -> None:
        await self.anna.press(TALK)
        await self.anna.reads("a colleague is on duty now")

    async def _waits(self) -> None:
        await self.anna.press(LIVE_CHAT)
        await self.anna.reads("Your case number is FD-")
        self.card = await self.town.shows_card(self.anna)

    async def _claims(self) -> None:
        await self.tom.clicks("Claim", in_=self.card)
        await self.anna.reads("Tom is now in the chat with you.")

    async def _agent_writes(self, text: str) -> None:
        assert self.card
        await self.tom.writes(self.town.support, text, self.card.ts)
        await self.anna.reads(text)

    async def _customer_writes(self, text: str) -> None:
        await self.anna.write(text)
        await self.town.support.shows(lambda message: text in message.plain)

    async def _closes(self) -> None:
        await self.tom.clicks("Close", in_=self.card)
        await self.anna.reads("Tom has ended the chat")
        await self.town.support.shows(lambda message: message.thread_ts is not None and "has ended" in message.plain)

    def said(self) -> list[str]:
        """What each line on the phone is about."""
        words = (
            "working days",
            "reach our team",
            "Your case number",
            "is now in",
            "Hello Anna",
            "Hello Tom",
            "Goodbye",
            "ended",
        )
        return [word for message in self.anna.screen for word in words if word in message.text]


@both_ways
@pytest.mark.parametrize("after", range(9))
async def test_a_restart_after_any_step_of_a_live_chat_changes_nothing(town: Town, after: int) -> None:
    chat = LiveChat(town)
    for number, step in enumerate(chat.steps()):
        await step()
        if number == after:
            await town.reopens()
    _is_whole(town, chat)


async def test_a_desk_that_is_restarted_after_every_step_is_the_same_desk(town: Town) -> None:
    chat = LiveChat(town)
    for step in chat.steps():
        await step()
        await town.reopens()
    _is_whole(town, chat)


def _is_whole(town: Town, chat: LiveChat) -> None:
    assert chat.said() == [
        *(
            "working days",
            "reach our team",
            "Your case number",
            "is now in",
            "Hello Anna",
            "Hello Tom",
            "Goodbye",
            "ended",
        )
    ]
    assert chat.card
    ours = [message.plain for message in town.support.thread(chat.card.ts)[1:] if message.bot_id]
    assert ours == ["*Anna*\nHello Tom", "_Tom has ended the chat._"]
    assert sum("I am on duty" in message.buttons for message in town.support.all) == 1


async def test_a_ticket_survives_a_restart_at_each_step(town: Town, anna: Customer) -> None:
    await anna.write("When do I get my money back?")
    await anna.reads("working days")
    await town.reopens()
    await anna.press(TALK)
    await anna.reads("reach our team")
    await town.reopens()
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address")
    await town.reopens()
    await anna.write("anna@shop.example")
    await anna.reads("We’ll answer to anna@shop.example.")
    await town.team_gets("money back")
    await town.reopens()
    assert [(box.address, len(box.mails), box.mails[0].times) for box in town.mail.mailboxes] == [
        ("team@desk.example", 1, 1),
        ("anna@shop.example", 1, 1),
    ]


async def test_what_is_written_while_the_desk_is_closed_is_answered_when_it_opens(town: Town, anna: Customer) -> None:
    await anna.starts()
    await anna.reads("AI assistant")
    await town.closes()
    await anna.write("When do I get my money back?")
    await town.opens()
    await anna.reads("working days")


async def test_a_stop_in_the_middle_of_a_burst_loses_nothing(town: Town, tom: Person) -> None:
    customers = [town.customer(3000 + number, f"Customer{number}") for number in range(20)]
    for customer in customers:
        await customer.write("When do I get my money back?")
    await customers[0].reads("working days")
    await town.reopens()
    for customer in customers[1:]:
        await customer.reads("working days")
    assert all(len(customer.screen) == 2 for customer in customers)
