"""A customer and an agent talk, each in their own messenger."""

import asyncio

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, LIVE_CHAT, TALK, Town, both_ways, chatting, waiting


@both_ways
async def test_a_live_chat_from_the_question_to_its_end(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    assert "When do I get my money back?" in card.plain
    await anna.write("It was order 123")
    await town.support.shows(lambda m: m.thread_ts == card.ts and "It was order 123" in m.plain)

    await tom.clicks("Claim", in_=card)
    await anna.reads("Tom is now in the chat with you.")
    await town.support.shows(lambda m: m.ts == card.ts and "Transfer…" in m.buttons)

    await tom.writes(town.support, "Hello Anna, let me see.", card.ts)
    said = await anna.reads("Hello Anna, let me see.")
    assert said.text.startswith("Tom")
    await anna.write("Thank you")
    await town.support.shows(lambda m: m.thread_ts == card.ts and "Thank you" in m.plain)

    await tom.clicks("Close", in_=card)
    goodbye = await anna.reads("Tom has ended the chat (case FD-")
    assert goodbye.buttons == ["Yes, it’s solved", "Not yet", TALK]
    closed = await town.support.shows(lambda m: m.ts == card.ts and "Close" not in m.buttons)
    assert closed.ts == card.ts
    await town.support.shows(lambda m: m.thread_ts == card.ts and "Tom has ended the chat." in m.plain)


@both_ways
async def test_of_two_who_claim_at_once_one_has_the_chat_and_the_other_is_told(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    card = await waiting(town, anna, tom)
    await asyncio.gather(tom.clicks("Claim", in_=card), zofia.clicks("Claim", in_=card))
    joined = await anna.reads("is now in the chat with you.")
    winner, loser = (tom, zofia) if joined.text.startswith(tom.name) else (zofia, tom)
    await town.until(lambda: bool(town.whispers(loser)))
    assert town.whispers(loser) == [f"_Already taken by {winner.name}._"]
    assert town.whispers(winner) == []
    assert sum("is now in the chat" in message.text for message in anna.screen) == 1


async def test_only_the_owner_is_heard_by_the_customer(town: Town, anna: Customer, tom: Person, zofia: Person) -> None:
    chat = await chatting(town, anna, tom)
    await zofia.writes(town.support, "What a strange question", chat.card.ts)
    await chat.agent_writes("One moment please")
    await anna.reads("One moment please")
    assert all("strange" not in message.text for message in anna.screen)
    await town.until(lambda: bool(town.whispers(zofia)))
    assert town.whispers(zofia) == ["_Tom has this conversation. Only Tom can write to the customer or close it._"]


async def test_before_the_claim_nobody_is_heard_by_the_customer(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    await tom.writes(town.support, "Who takes this one?", card.ts)
    await town.until(lambda: bool(town.whispers(tom)))
    assert town.whispers(tom) == ["_Press Claim first. Until then, the customer doesn’t see what you write here._"]
    assert all("Who takes" not in message.text for message in anna.screen)


async def test_what_is_written_before_the_claim_is_in_the_thread_in_its_order(
    town: Town, anna: Customer, tom: Person
) -> None:
    await town.has_on_duty(tom)
    await anna.write("/support")
    await anna.reads("Live chat")
    await anna.press(LIVE_CHAT)
    for number in range(10):
        await anna.write(f"word {number}")
    card = await town.shows_card(anna)
    await town.support.shows(lambda message: "word 9" in message.plain)
    joined = town.thread(card)  # what comes in a burst is one post
    assert all(post.startswith("*Anna*\n") for post in joined)
    assert [word for post in joined for word in post.splitlines()[1:]] == [f"word {number}" for number in range(10)]


async def test_a_colleague_may_talk_elsewhere_in_the_channel(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    elsewhere = await tom.writes(town.support, "Lunch?")
    await tom.writes(town.support, "At noon", elsewhere)
    await chat.agent_writes("Hello")
    await anna.reads("Hello")
    assert all("noon" not in message.text and "Lunch" not in message.text for message in anna.screen)


async def test_an_agents_reply_of_40_000_characters_arrives_whole_and_in_order(
    town: Town, anna: Customer, tom: Person
) -> None:
    chat = await chatting(town, anna, tom)
    words = [f"{number:06d}" for number in range(5714)]
    reply = " ".join(words)
    assert 39_900 < len(reply) < 40_000
    before = len(anna.screen)
    await chat.agent_writes(reply)
    await anna.reads(words[-1])
    said = " ".join(message.text for message in anna.screen[before:])
    assert [word for word in said.split() if word.isdigit()] == words


async def test_a_customers_8_000_characters_arrive_whole_and_in_order(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    text = ";".join(f"{number:05d}" for number in range(1333))
    await anna.write(text)
    await chat.thread_shows("01332")
    assert "".join(part.removeprefix("*Anna*\n") for part in town.thread(chat.card)) == text


async def test_the_agent_sees_edits_and_files(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    message = await anna.write("Order 12")
    await chat.thread_shows("Order 12")
    await anna.edits(message, "Order 123")
    assert "(edited)" in (await chat.thread_shows("Order 123")).plain
    await anna.sends_document("invoice.pdf", b"%PDF", caption="the invoice")
    assert [file.name for file in (await chat.thread_shows("the invoice")).files] == ["invoice.pdf"]
    await anna.reads("I’ve passed that on to our team.")


async def test_after_the_close_the_agent_learns_that_nobody_reads(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await tom.clicks("Close", in_=chat.card)
    await anna.reads("has ended the chat")
    await chat.agent_writes("One more thing")
    await town.until(lambda: bool(town.whispers(tom)))
    assert "This chat is over." in town.whispers(tom)[0]
    assert all("One more thing" not in message.text for message in anna.screen)


async def test_after_the_close_a_question_is_answered_again(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await tom.clicks("Close", in_=chat.card)
    await anna.reads("has ended the chat")
    await anna.write("How do I verify my identity?")
    await anna.reads("Quoted from the help centre")


async def test_one_who_waits_and_stops_waiting_closes_the_card(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    await anna.write("/support")
    place = await anna.reads("You’re waiting for a colleague")
    await anna.press("Stop waiting", message_id=place.id)
    await anna.reads("All right, you’re no longer waiting.")
    await town.support.shows(lambda message: message.ts == card.ts and not message.buttons)


async def test_one_whom_nobody_claims_in_time_is_offered_email_and_keeps_the_place(
    town: Town, anna: Customer, tom: Person
) -> None:
    card = await waiting(town, anna, tom)
    town.waits_too_long()
    late = await anna.reads("Sorry, it’s taking longer than usual")
    assert late.buttons == ["Answer me by e-mail instead", "Keep waiting", "Stop waiting"]
    await anna.press("Keep waiting")
    await anna.reads("You’re waiting for a colleague")
    await tom.clicks("Claim", in_=card)
    await anna.reads("Tom is now in the chat with you.")


async def test_one_who_waits_may_have_the_answer_by_mail_instead(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    await anna.write("/support")
    await anna.reads("You’re waiting for a colleague")
    await anna.press("Answer me by e-mail instead")
    await anna.reads("Which e-mail address")
    await anna.write("anna@shop.example")
    await anna.reads("We’ll answer to anna@shop.example.")
    await town.support.shows(lambda message: message.ts == card.ts and not message.buttons)
    assert "When do I get my money back?" in (await town.team_gets()).text


async def test_a_claim_comes_before_a_form_that_is_half_filled_in(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    await anna.write("/support")
    await anna.reads("You’re waiting for a colleague")
    await anna.press("Answer me by e-mail instead")
    await anna.reads("Which e-mail address")
    await tom.clicks("Claim", in_=card)
    await anna.reads("Tom is now in the chat with you.")
    await anna.write("anna@shop.example is what I wanted to type")
    await town.support.shows(lambda message: message.thread_ts == card.ts and "what I wanted" in message.plain)


async def test_the_buttons_of_the_offers_end_with_the_chat(town: Town, anna: Customer, tom: Person) -> None:
    await chatting(town, anna, tom)
    await anna.press(EMAIL)
    await anna.reads("That button is from earlier and no longer works.")
    await anna.press(TALK)
    await anna.reads("You’re chatting with Tom. Just write here.")
