"""Whether people are there: who takes no chat goes off duty, who is away does not count, and languages that nobody speaks."""

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, LIVE_CHAT, Town, chatting, waiting

LEFT = ["Get an answer by e-mail", "Keep waiting", "Stop waiting"]


@pytest.fixture
def settings() -> dict[str, str]:
    return {"SLACK_PRESENCE_SECONDS": "0.05"}


async def nobody_takes_it(town: Town) -> None:
    """The time in which those on duty may take the newest chat is over."""
    waiting = "FROM timers JOIN chats ON timers.conversation = chats.conversation WHERE reason = 'untaken'"
    await town.until(
        lambda: bool(town.stored(f"SELECT 1 {waiting} AND json_extract(chats.data, '$.claimed_at') IS NULL"))
    )
    town.stored("UPDATE agents SET since = since - 3600")
    town.stored("UPDATE timers SET due = 0 WHERE reason = 'untaken'")


def panel(words: str):
    def fits(message: Post) -> bool:
        return "I am on duty" in message.buttons and words in message.plain

    return fits


async def asks_for_a_person(customer: Customer) -> None:
    await customer.write("/support")


async def test_who_does_not_take_a_chat_is_off_duty_and_the_next_customer_is_not_offered_it(
    town: Town, anna: Customer, tom: Person
) -> None:
    card = await waiting(town, anna, tom)
    await nobody_takes_it(town)
    left = await anna.reads("nobody is there for a live chat at the moment")
    assert left.buttons == LEFT
    assert "E-mail:" in left.text
    assert "usually answers by" in left.text
    await town.support.shows(panel("Nobody is on duty."))
    told = await town.support.shows(lambda message: message.thread_ts == card.ts and "off duty now" in message.plain)
    assert told.text.startswith("<@U0TOM>")  # so that Slack tells him

    daan = town.customer(1002, "Daan")
    await asks_for_a_person(daan)
    ways = await daan.reads("nobody is on duty right now")
    assert LIVE_CHAT not in ways.buttons


async def test_the_place_is_kept_until_the_other_way_is_confirmed(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    await tom.clicks("I am off duty")
    await anna.reads("nobody is there for a live chat at the moment")
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address")
    await town.support.shows(lambda message: message.ts == card.ts and "Claim" in message.buttons)
    await anna.write("anna@shop.example")
    await anna.reads("anna@shop.example")
    await town.support.shows(lambda message: message.ts == card.ts and not message.buttons)


async def test_whoever_comes_back_may_still_claim_it(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    await nobody_takes_it(town)
    await anna.reads("nobody is there for a live chat at the moment")
    await town.has_on_duty(tom)
    town.stored("UPDATE timers SET due = 0 WHERE reason = 'place'")
    await anna.reads("a colleague is there for live chats again")
    await tom.clicks("Claim", in_=card)
    await anna.reads("Tom is now in the chat with you.")


async def test_who_is_in_other_chats_to_capacity_is_not_blamed(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    for number in range(3):
        await chatting(town, town.customer(2000 + number, f"Guest {number}"), tom)
    await town.has_on_duty(zofia)
    await waiting(town, anna, zofia)
    claimed = "json_extract(data, '$.claimed_at') IS NOT NULL"
    town.stored(f"UPDATE chats SET data = json_set(data, '$.claimed_at', '2026-01-01T00:00:00Z') WHERE {claimed}")
    await nobody_takes_it(town)
    await town.support.shows(lambda message: panel("On duty now: Tom")(message) and "Zofia" not in message.plain)
    assert all("nobody is there" not in message.text for message in anna.screen)


async def test_who_is_away_is_not_counted_until_they_are_back(town: Town, anna: Customer, tom: Person) -> None:
    await town.has_on_duty(tom)
    tom.goes("away")
    await town.support.shows(panel("Away, so not counted: Tom"))
    await asks_for_a_person(anna)
    ways = await anna.reads("nobody is on duty right now")
    assert LIVE_CHAT not in ways.buttons
    tom.goes("active")
    await town.support.shows(panel("On duty now: Tom"))
    await asks_for_a_person(anna)
    assert LIVE_CHAT in (await anna.reads("Live chat: a colleague is on duty now.")).buttons


async def test_who_waits_learns_that_the_last_agent_is_away(town: Town, anna: Customer, tom: Person) -> None:
    await waiting(town, anna, tom)
    tom.goes("away")
    assert (await anna.reads("nobody is there for a live chat at the moment")).buttons == LEFT


async def test_a_reader_of_swedish_chooses_a_language_that_people_speak(town: Town, tom: Person) -> None:
    await tom.slash("/frontdesk", "on en pl", town.support)
    await town.support.shows(panel("Tom (en, pl)"))
    maja = town.customer(1003, "Maja", language="sv")
    await maja.write("/support")
    ways = await maja.reads("Välj vilket språk vårt team ska prata med dig på:")
    assert "Vårt team chattar på de här språken: engelska, spanska," in ways.text
    assert ways.buttons[2:5] == ["English", "Polski", "Español"]  # those of who is there first
    await maja.press("English")
    chosen = await maja.reads("Vårt team pratar med dig på det här språket: engelska.")
    await maja.press("Starta en livechatt", message_id=chosen.id)
    await maja.reads("FD-")
    card = await town.shows_card(maja)
    shown = str(card.blocks)
    assert "Swedish" in shown
    assert "Answer in: English" in shown
