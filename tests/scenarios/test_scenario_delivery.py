"""An agent sees in the thread what has become of each message, and what they change or delete changes for the customer."""

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, TALK, Chat, Town, chatting

ADDRESS = "anna@shop.example"
SENT, FAILED, HELD, INSIDE = "white_check_mark", "warning", "pause_button", "lock"


async def signed(chat: Chat, message: str, sign: str) -> None:
    """The message in the thread bears this sign, and no other."""
    await chat.town.until(lambda: chat.agent.reactions(message) == {sign})


def heard(customer: Customer) -> str:
    return "\n".join(message.text for message in customer.screen)


async def question(chat: Chat, words: str) -> Post:
    return await chat.town.support.shows(
        lambda message: message.thread_ts == chat.card.ts and words in message.plain and bool(message.buttons)
    )


async def test_a_message_that_has_arrived_is_marked_and_follows_its_author(
    town: Town, anna: Customer, tom: Person
) -> None:
    chat = await chatting(town, anna, tom)
    reply = await chat.agent_writes("You get 10 euros")
    copy = await anna.reads("10 euros")
    await signed(chat, reply, SENT)
    await tom.edits(reply, "You get 5 euros")
    await town.until(lambda: "You get 5 euros" in heard(anna))
    assert "10 euros" not in heard(anna)
    await tom.deletes(reply)
    await town.until(lambda: copy.id not in [message.id for message in anna.screen])
    assert "5 euros" not in heard(anna)


async def test_after_the_close_it_follows_its_author_too(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    reply = await chat.agent_writes("You get 10 euros")
    await anna.reads("10 euros")
    await town.reopens()
    await tom.edits(reply, "You get 5 euros")
    await town.until(lambda: "You get 5 euros" in heard(anna))


async def test_what_can_no_longer_be_deleted_is_taken_back_in_words(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    reply = await chat.agent_writes("You get 10 euros")
    copy = await anna.reads("10 euros")
    copy.date -= 3 * 24 * 3600
    await tom.deletes(reply)
    await anna.reads("Tom takes back an earlier message")


async def test_a_longer_message_than_before_is_told_as_a_correction(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    reply = await chat.agent_writes("You get 10 euros")
    await anna.reads("10 euros")
    await tom.edits(reply, "You get 5 euros. " + "Because. " * 1000)
    await anna.reads("A correction of what was written before")
    await town.until(lambda: bool(town.whispers(tom)))
    assert "couldn’t be changed" in town.whispers(tom)[0]


async def test_who_blocked_the_bot_gets_it_once_they_are_back(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    anna.blocks()
    reply = await chat.agent_writes("You get 10 euros")
    await signed(chat, reply, FAILED)
    asked = await question(chat, "they have blocked the bot")
    assert asked.buttons == ["Send again"]
    anna.unblocks()
    await tom.clicks("Send again", in_=asked)
    await anna.reads("You get 10 euros")
    await signed(chat, reply, SENT)
    settled = await chat.thread_shows("Tom has sent it again")
    assert (settled.ts, settled.buttons) == (asked.ts, [])


@pytest.mark.fault("Telegram", "403 blocked", "by mail where an address is known")
async def test_who_blocked_the_bot_gets_it_at_the_address_they_once_gave(
    town: Town, anna: Customer, tom: Person
) -> None:
    await town.has_on_duty(tom)
    await anna.write("How do I verify my identity?")
    await anna.reads("Quoted from the help centre")
    await anna.press(TALK)
    await anna.reads("Live chat: a colleague is on duty now.")
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address")
    await anna.write(ADDRESS)
    await anna.reads(f"We’ll answer to {ADDRESS}.")

    chat = await chatting(town, anna, tom)
    anna.blocks()
    reply = await chat.agent_writes("You get 10 euros")
    await tom.clicks("Send by e-mail", in_=await question(chat, "they have blocked the bot"))
    mail = await town.mail.mailbox(ADDRESS).gets("You get 10 euros")
    assert mail.subject.startswith("A message from Tom [FD-")
    await signed(chat, reply, SENT)
    await chat.thread_shows(f"Tom has sent it to {ADDRESS}")


async def test_a_note_to_colleagues_waits_until_its_author_sends_it(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    note = await chat.agent_writes("note: she has called twice")
    await signed(chat, note, HELD)
    asked = await question(chat, "looks like a note")
    await tom.clicks("Keep as note", in_=asked)
    await signed(chat, note, INSIDE)
    second = await chat.agent_writes("// that is the order number")
    await tom.clicks("Send to customer", in_=await question(chat, "that is the order number"))
    await anna.reads("that is the order number")
    await signed(chat, second, SENT)
    assert "called twice" not in heard(anna)


async def test_a_colleagues_words_are_marked_as_staying_inside(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    chat = await chatting(town, anna, tom)
    words = await zofia.writes(town.support, "What a strange question", chat.card.ts)
    await town.until(lambda: zofia.reactions(words) == {INSIDE})
    assert "strange" not in heard(anna)


@pytest.mark.fault("Coming in", "edits after the handoff", "the agent sees the new words, and what stood there before")
async def test_the_thread_shows_what_an_edited_message_said_before(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    message = await anna.write("Order 12")
    await chat.thread_shows("Order 12")
    await anna.edits(message, "Order 13")
    assert "Order 12" in (await chat.thread_shows("Order 13")).plain
