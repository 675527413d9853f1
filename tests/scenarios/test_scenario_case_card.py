"""Whoever takes a case over sees on its card how the order stands, and of a long conversation what it was about."""

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from core.model.spoken import LAST
from tests.scenarios.town import LIVE_CHAT, SHOP_SECRET, TALK, Town, signed_in

SHARED = "H-104203"


@pytest.fixture
def settings() -> dict[str, str]:
    return {"SHOP_SECRET": SHOP_SECRET}


async def handed_over(town: Town, customer: Customer, *, first: str = "") -> Post:
    """`first`: what else there is to press before the ways to a person are shown."""
    await customer.press(TALK)
    if first:
        await customer.reads("to the seller")
        await customer.press(first)
    await customer.reads("Live chat: a colleague is on duty now.")
    await customer.press(LIVE_CHAT)
    await customer.reads("Your case number is FD-")
    return await town.shows_card(customer)


async def test_the_order_is_on_the_card_with_the_time_at_which_it_was_read(town: Town, tom: Person) -> None:
    anna = await signed_in(town, 1001, "Anna")
    await town.has_on_duty(tom)
    await anna.write(f"Where is {SHARED}?")
    await anna.reads("\nAs of ")
    card = str((await handed_over(town, anna, first="Go on anyway")).blocks)
    assert SHARED in card
    assert "67.55" in card
    assert "<!date^" in card


async def test_of_a_long_conversation_the_first_and_the_last_words_are_on_the_card(
    town: Town, anna: Customer, tom: Person
) -> None:
    await town.has_on_duty(tom)
    await anna.write("When do I get my money back?\n" + "\n".join(f"I have waited {n} weeks." for n in range(9)))
    await anna.reads("working days")
    for number in range(LAST // 2):
        await anna.write(f"Hello number {number}")
        await town.until(lambda number=number: len(anna.screen) == 2 * number + 4)  # type: ignore[misc]
    card = str((await handed_over(town, anna)).blocks)
    began, so_far = card.index("How it began"), card.index("Conversation so far")
    assert began < card.index("Anna: When do I get my money back? I have waited 0 weeks.") < so_far
    assert so_far < card.index(f"Anna: Hello number {LAST // 2 - 1}")
    assert TALK not in card
    assert "written by a machine" not in card


class TestWithAModel:
    @pytest.fixture
    def settings(self) -> dict[str, str]:
        return {"OPENAI_MODEL": "gpt-playground"}

    async def test_a_machines_summary_says_that_it_is_one(self, town: Town, anna: Customer, tom: Person) -> None:
        await town.has_on_duty(tom)
        await anna.write("When do I get my money back?\n" + "\n".join("I have waited so long." for _ in range(9)))
        await anna.reads("working days")
        card = str((await handed_over(town, anna)).blocks)
        assert "Summary, written by a machine" in card
        assert "The customer began with “When do I get my money back?" in card
