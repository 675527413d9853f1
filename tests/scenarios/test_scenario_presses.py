"""Buttons that are old, pressed twice, or made up."""

import pytest

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, LIVE_CHAT, TALK, Town, both_ways, waiting

EXPIRED = "That button is from earlier and no longer works."


@both_ways
async def test_two_taps_of_an_impatient_thumb_open_one_case(town: Town, anna: Customer, tom: Person) -> None:
    await town.has_on_duty(tom)
    await anna.write("/support")
    await anna.reads("Live chat: a colleague is on duty now.")
    for _ in range(5):
        await anna.press(LIVE_CHAT)
    await anna.reads("Your case number is FD-")
    await town.shows_card(anna)
    await anna.write("hello?")
    await town.support.shows(lambda message: "hello?" in message.plain)
    assert sum("Claim" in message.buttons for message in town.support.all) == 1
    assert sum("Your case number" in message.text for message in anna.screen) == 1
    assert all(EXPIRED not in message.text for message in anna.screen)


async def test_two_taps_on_the_way_to_a_person_show_the_ways_once(anna: Customer) -> None:
    await anna.starts()
    await anna.reads("AI assistant")
    await anna.press(TALK)
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.write("cancel")
    await anna.reads("No problem")
    assert sum("reach our team" in message.text for message in anna.screen) == 1


async def test_every_way_to_a_person_that_was_ever_shown_works(anna: Customer) -> None:
    await anna.starts()
    first = await anna.reads("AI assistant")
    for question in ("When do I get my money back?", "Which colour has the moon?"):
        await anna.write(question)
        await anna.reads()
    await anna.press(TALK, message_id=first.id)
    await anna.reads("This is how you can reach our team:")


async def test_an_old_choice_is_answered_with_the_present_ones(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    await anna.press(EMAIL)
    said = await anna.reads(EXPIRED)
    assert "You’re waiting for a colleague" in said.text
    assert said.buttons == ["Answer me by e-mail instead", "Keep waiting", "Stop waiting"]
    assert card.buttons == ["Claim", "Close"]


@pytest.mark.parametrize(
    "data",
    ["offer.email|999999999999999999", "offer.live_chat|0", "offer.gold|0", "", "|", "talk", "x" * 64, "a|-1", "é|٣"],
)
async def test_a_made_up_press_is_answered_and_opens_nothing(town: Town, anna: Customer, data: str) -> None:
    await anna.starts()
    await anna.reads("AI assistant")
    await anna.press(callback_data=data)
    await anna.reads(EXPIRED if not data.startswith("talk") else "This is how you can reach our team:")
    assert not any("Claim" in message.buttons for message in town.support.all)


async def test_a_press_that_overtakes_all_words_is_greeted(anna: Customer) -> None:
    anna.chat.started = True
    await anna.press(callback_data="talk|0")
    said = await anna.reads("This is how you can reach our team:")
    assert said.text.startswith("Hi! I’m an AI assistant")
