"""A callback: asked for in the chat, done by an agent in Slack, and the customer hears of every try."""

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, TALK, Town

CALL_ME = "Call me back"
SOON = "As soon as possible"


@pytest.fixture
def settings() -> dict[str, str]:
    return {"HOURS_PHONE": "Mo-Su 0:00-24:00"}


async def asks_for_a_call(town: Town, anna: Customer, tom: Person) -> None:
    """Up to the choice of a time."""
    await town.has_on_duty(tom)
    await anna.write("When do I get my money back?")
    await anna.reads("working days")
    await anna.press(TALK)
    await anna.reads("Live chat:")
    await anna.press(CALL_ME)
    await anna.reads("Which phone number may we call?")
    await anna.write("my number is +31 6 12345678")
    await anna.reads("We’ll call +31 6 12345678. Which time suits you?")


async def booked(town: Town, anna: Customer, tom: Person, time: str = SOON) -> Post:
    await asks_for_a_call(town, anna, tom)
    await anna.press(time)
    await anna.reads("Your call is booked (case FD-")
    return await task(town, "Claim")


async def task(town: Town, button: str) -> Post:
    """The callback's card, once it has this button."""
    return await town.support.shows(
        lambda message: button in message.buttons and message.plain.startswith("Callback FD-")
    )


async def test_a_call_that_reaches_the_customer(town: Town, anna: Customer, tom: Person) -> None:
    card = await booked(town, anna, tom)
    await tom.clicks("Claim", in_=card)
    await anna.reads("Tom from our team is about to call you")
    await tom.clicks("Reached", in_=await task(town, "Reached"))
    await anna.reads("is on the phone with you now")
    await task(town, "Done…")
    await tom.writes(town.support, "The refund went out today.", card.ts)
    await anna.reads("Thank you for the talk!")
    assert "Was this solved?" in anna.screen[-1].text
    await anna.press("Yes, it’s solved")
    await anna.reads("How did you like the help of Tom?")
    assert not any("went out today" in message.text for message in anna.screen)
    await town.until(lambda: town.stored("SELECT count(*) FROM cases WHERE closed_at IS NULL") == [(0,)])


async def test_a_call_is_made_by_typing(town: Town, anna: Customer, tom: Person) -> None:
    card = await booked(town, anna, tom)
    await town.until(lambda: '"thread":{' in town.stored("SELECT data FROM callbacks")[0][0])
    case = next(word for word in card.plain.split() if word.startswith("FD-"))
    await tom.slash("/frontdesk", f"call {case} claim", town.support)
    await anna.reads("Tom from our team is about to call you")
    await tom.slash("/frontdesk", f"call {case} reached", town.support)
    await anna.reads("is on the phone with you now")
    await tom.slash("/frontdesk", f"call {case} done The refund went out today.", town.support)
    await anna.reads("Thank you for the talk!")
    await town.support.shows(lambda message: message.ts == card.ts and "The refund went out" in str(message.blocks))


async def test_three_tries_and_then_e_mail(town: Town, anna: Customer, tom: Person) -> None:
    await booked(town, anna, tom)
    for agent in (tom, town.agent("Zofia", "U0ZOFIA"), town.agent("Eva", "U0EVA")):
        await agent.clicks("Claim", in_=await task(town, "Claim"))
        await agent.clicks("Not reached", in_=await task(town, "Not reached"))
        await anna.reads("couldn’t reach you")
    assert "We’d be glad to answer you by e-mail." in anna.screen[-1].text
    await anna.press(EMAIL)
    await anna.reads("e-mail address")
    await anna.write("anna@example.com")
    await anna.reads("We’ll answer to anna@example.com.")
    ticket = await town.team_gets("When do I get my money back?")
    assert f"[{EMAIL}]" in ticket.text


async def test_the_customer_moves_the_call_and_cancels_it(town: Town, anna: Customer, tom: Person) -> None:
    await asks_for_a_call(town, anna, tom)
    times = [label for label in anna.screen[-1].buttons if label not in (SOON, "Cancel")]
    await anna.press(times[0])
    await anna.reads("at this time:")
    card = await task(town, "Claim")
    await anna.press("Choose another time")
    await anna.reads("Which time suits you better?")
    await anna.press(SOON)
    await anna.reads("All right, we’ll call")
    await anna.press("Cancel the call")
    await anna.reads("We won’t call you.")
    await town.support.shows(lambda message: message.ts == card.ts and not message.buttons)


async def test_a_call_survives_restarts(town: Town, anna: Customer, tom: Person) -> None:
    await asks_for_a_call(town, anna, tom)
    await town.reopens()
    await anna.press(SOON)
    await anna.reads("Your call is booked")
    await town.reopens()
    await tom.clicks("Claim", in_=await task(town, "Claim"))
    await town.reopens()
    await tom.clicks("Not reached", in_=await task(town, "Not reached"))
    await anna.reads("couldn’t reach you")


async def test_a_number_that_cannot_be_called_is_asked_for_again(town: Town, anna: Customer, tom: Person) -> None:
    await asks_for_a_call(town, anna, tom)
    await anna.write("no, it is +31 900 1234567")
    await anna.reads("We don’t call numbers that cost extra.")
    await anna.write("+31 6 12345678")
    await anna.reads("Which time suits you?")


async def test_nobody_else_changes_the_call(town: Town, anna: Customer, tom: Person) -> None:
    await booked(town, anna, tom)
    case = anna.screen[-1].text.split("(case ")[1].split(")")[0]
    await town.until(lambda: '"thread":{' in town.stored("SELECT data FROM callbacks")[0][0])
    before = town.stored("SELECT data FROM callbacks")
    bert = town.customer(1002, "Bert")
    await bert.write("hello")
    await bert.reads()
    await bert.write(f"call.cancel.{case}")
    await bert.reads()
    assert town.stored("SELECT data FROM callbacks") == before
