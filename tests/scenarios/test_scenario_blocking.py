"""A customer who is abusive: one colleague asks for live contact to be closed to them, another one decides, and e-mail stays."""

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from tests.scenarios.town import EMAIL, LIVE_CHAT, TALK, Chat, Town, chatting


async def asked_to_block(chat: Chat) -> None:
    await chat.agent.slash("/frontdesk", "block threats", chat.town.support)
    await chat.thread_shows("asks for this customer to be blocked")


async def test_confirmed_by_another_the_chat_ends_and_only_e_mail_is_left(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    chat = await chatting(town, anna, tom)
    await asked_to_block(chat)
    question = await chat.thread_shows("asks for this customer to be blocked")
    await tom.clicks("Block", in_=question)
    await town.until(lambda: any("somebody else has to decide" in said for said in town.whispers(tom)))
    await zofia.clicks("Block", in_=question)
    await anna.reads("You can still reach us by e-mail.")
    await chat.thread_shows("Confirmed by Zofia")
    await anna.press(TALK)
    ways = await anna.reads("Live chat: closed to you at the moment.")
    assert EMAIL in ways.buttons
    assert LIVE_CHAT not in ways.buttons


async def test_refused_the_chat_goes_on(town: Town, anna: Customer, tom: Person, zofia: Person) -> None:
    chat = await chatting(town, anna, tom)
    await asked_to_block(chat)
    await zofia.clicks("Don’t block", in_=await chat.thread_shows("asks for this customer to be blocked"))
    await chat.thread_shows("Zofia has decided not to block the customer.")
    await chat.agent_writes("Let’s go on.")
    await anna.reads("Let’s go on.")


async def test_lifted_live_chat_is_open_again(town: Town, anna: Customer, tom: Person, zofia: Person) -> None:
    chat = await chatting(town, anna, tom)
    await asked_to_block(chat)
    await zofia.clicks("Block", in_=await chat.thread_shows("asks for this customer to be blocked"))
    await anna.reads("You can still reach us by e-mail.")
    code = chat.card.plain.split("Case ")[1][:9]
    await zofia.slash("/frontdesk", f"unblock {code}", town.support)
    await anna.reads("Live chat and phone calls are open to you again.")
    await anna.press(TALK)
    assert LIVE_CHAT in (await anna.reads("This is how you can reach our team:")).buttons
