"""What an agent does with a chat beside writing in it: with buttons, menus and forms, and with the same typed."""

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.scenarios.town import Chat, Town, chatting, waiting


async def stands(chat: Chat, words: str, *buttons: str) -> Post:
    """The card says so, and has these buttons among others."""
    return await chat.town.support.shows(
        lambda message: (
            message.ts == chat.card.ts and words in str(message.blocks) and set(buttons) <= set(message.buttons)
        )
    )


async def owned(town: Town, customer: Customer, agent: Person) -> Chat:
    """The customer is in a live chat with the agent, and the card shows it."""
    chat = await chatting(town, customer, agent)
    await stands(chat, f"{agent.name} is answering", "Close")
    return chat


async def in_thread(chat: Chat, words: str) -> Post:
    return await chat.town.support.shows(lambda message: message.thread_ts == chat.card.ts and words in message.plain)


def heard(customer: Customer) -> str:
    return "\n".join(message.text for message in customer.screen)


async def typed(chat: Chat, words: str, by: Person | None = None) -> str:
    return str((await (by or chat.agent).slash("/frontdesk", words, chat.town.support)).body)


async def test_a_note_is_for_colleagues_alone(town: Town, anna: Customer, tom: Person) -> None:
    chat = await owned(town, anna, tom)
    await tom.clicks("Note…", in_=chat.card)
    await tom.submits(note="Fraud? Look at her account.")
    await in_thread(chat, "Fraud? Look at her account.")
    await typed(chat, "note And at her address.")
    await in_thread(chat, "And at her address.")
    assert "account" not in heard(anna)
    assert "address" not in heard(anna)


async def test_released_and_claimed_by_another(town: Town, anna: Customer, tom: Person, zofia: Person) -> None:
    chat = await owned(town, anna, tom)
    await tom.selects("Release", in_=chat.card)
    await stands(chat, "Waiting for a colleague", "Claim")
    await zofia.clicks("Claim", in_=chat.card)
    await anna.reads("Zofia is now in the chat with you.")


async def test_passed_to_a_colleague_with_a_note(town: Town, anna: Customer, tom: Person, zofia: Person) -> None:
    await town.has_on_duty(zofia)
    chat = await owned(town, anna, tom)
    await tom.clicks("Transfer…", in_=chat.card)
    await tom.submits(to="Zofia", note="It is about her invoice.")
    await stands(chat, "Zofia is answering", "Close")
    await in_thread(chat, "It is about her invoice.")
    assert "invoice" not in heard(anna)
    await zofia.writes(town.support, "I have your invoice here.", chat.card.ts)
    await anna.reads("I have your invoice here.")


async def test_snoozed_until_the_customer_writes(town: Town, anna: Customer, tom: Person) -> None:
    chat = await owned(town, anna, tom)
    assert "Snooze · Until the customer writes" in await typed(chat, "snooze until reply")
    await stands(chat, "Snoozed until the customer writes.")
    await anna.write("Are you there?")
    await stands(chat, "Tom is answering")


async def test_closed_with_a_reason_and_opened_again(town: Town, anna: Customer, tom: Person) -> None:
    chat = await owned(town, anna, tom)
    await tom.selects("Close, with a reason…", in_=chat.card)
    await tom.submits(reason="The customer no longer answers")
    await anna.reads("Tom has ended the chat")
    card = await stands(chat, "Closed.", "Reopen")
    await tom.clicks("Reopen", in_=card)
    await stands(chat, "Tom is answering", "Close")
    await tom.writes(town.support, "One more thing.", card.ts)
    await anna.reads("One more thing.")


async def test_handed_back_to_the_assistant_and_taken_back(town: Town, anna: Customer, tom: Person) -> None:
    chat = await owned(town, anna, tom)
    await tom.selects("Hand back to the assistant", in_=chat.card)
    card = await stands(chat, "Handed back to the AI assistant", "Take back")
    await tom.clicks("Take back", in_=card)
    await stands(chat, "Tom is answering", "Close")


async def test_asked_for_photos(town: Town, anna: Customer, tom: Person) -> None:
    chat = await owned(town, anna, tom)
    assert "Ask for photos" in await typed(chat, "ask photos")
    await anna.reads("Could you send me photos")
    await in_thread(chat, "photos")


async def test_what_looks_like_a_note_is_sent_from_the_messages_menu(town: Town, anna: Customer, tom: Person) -> None:
    chat = await owned(town, anna, tom)
    held = await chat.agent_writes("// is what comments begin with")
    await town.until(lambda: tom.reactions(held) == {"pause_button"})
    await tom.shortcut("control.send_held", held)
    await anna.reads("// is what comments begin with")


async def test_only_the_owner_decides_and_others_read_who_that_is(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    chat = await owned(town, anna, tom)
    old = await stands(chat, "Tom is answering", "Close")
    assert "release" in await typed(chat, "dance", by=zofia)
    await zofia.selects("Release", in_=old)
    await town.until(lambda: "Tom has this conversation" in town.whispers(zofia)[-1])


async def test_claimed_by_what_is_typed(town: Town, anna: Customer, tom: Person) -> None:
    card = await waiting(town, anna, tom)
    code = next(word for word in card.plain.split() if word.startswith("FD-"))
    chat = Chat(town, anna, tom, card)
    assert f"{code}: Claim" in await typed(chat, f"claim {code.lower()}")
    await anna.reads("Tom is now in the chat with you.")
    assert f"{code}: Close · Solved" in await typed(chat, "close")
    await anna.reads("Tom has ended the chat")
