"""Two customers at once: nothing of the one is ever seen by the other."""

import asyncio

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from tests.scenarios.town import Town, both_ways, chatting, waiting


@both_ways
async def test_two_chats_with_one_agent_stay_apart(town: Town, anna: Customer, tom: Person) -> None:
    daan = town.customer(1002, "Daan")
    hers, his = await chatting(town, anna, tom), await chatting(town, daan, tom)
    for number in range(10):
        await asyncio.gather(
            anna.write(f"annas secret {number}"),
            daan.write(f"daans secret {number}"),
            hers.agent_writes(f"psst anna {number}"),
            his.agent_writes(f"psst daan {number}"),
        )
    await asyncio.gather(
        anna.sees(lambda phone: len(_said(phone, "psst")) == 10),
        daan.sees(lambda phone: len(_said(phone, "psst")) == 10),
        hers.thread_shows("annas secret 9"),
        his.thread_shows("daans secret 9"),
    )
    # Slack promises no order of events that are posted at the same moment, so the order is not looked at here.
    assert sorted(_said(anna, "psst")) == [f"psst anna {number}" for number in range(10)]
    assert sorted(_said(daan, "psst")) == [f"psst daan {number}" for number in range(10)]
    assert _words(town, hers.card.ts, "secret") == [f"annas secret {number}" for number in range(10)]
    assert _words(town, his.card.ts, "secret") == [f"daans secret {number}" for number in range(10)]


async def test_the_tickets_of_two_customers_stay_apart(town: Town) -> None:
    anna, daan = town.customer(), town.customer(1002, "Daan")
    await asyncio.gather(_ticket(anna, "anna"), _ticket(daan, "daan"))
    tickets = [await town.team_gets("the secret of"), await town.team_gets("the secret of")]  # in whichever order
    for name, other in (("anna", "daan"), ("daan", "anna")):
        copy = await town.mail.mailbox(f"{name}@shop.example").gets()
        (ticket,) = (each for each in tickets if f"the secret of {name}" in each.raw.decode())
        for each in (ticket, copy):
            assert other not in each.raw.decode().lower()


async def test_twenty_customers_are_all_answered(town: Town) -> None:
    customers = [town.customer(2000 + number, f"Customer{number}") for number in range(20)]
    await asyncio.gather(*(customer.write("When do I get my money back?") for customer in customers))
    await asyncio.gather(*(customer.reads("working days", timeout=20) for customer in customers))
    assert all(len(customer.screen) == 2 for customer in customers)


async def test_a_press_copied_from_another_chat_opens_nothing_there(town: Town, anna: Customer, tom: Person) -> None:
    await waiting(town, anna, tom)
    daan = town.customer(1002, "Daan")
    await daan.starts()
    await daan.reads()
    stolen = next(
        button.callback_data
        for message in anna.screen
        for row in message.keyboard
        for button in row
        if button.label == "Start a live chat"
    )
    await daan.press(callback_data=stolen)
    await daan.reads("no longer works")
    assert sum("Claim" in message.buttons for message in town.support.all) == 1


async def _ticket(customer: Customer, name: str) -> None:
    await customer.write(f"the secret of {name}")
    await customer.reads()
    await customer.write("/support")
    await customer.reads("reach our team")
    await customer.write("1")
    await customer.reads("Which e-mail address")
    await customer.write(f"{name}@shop.example")
    await customer.reads("We’ll answer to")


def _said(customer: Customer, words: str) -> list[str]:
    return [message.text.rpartition("\n")[2] for message in customer.screen if message.by_bot and words in message.text]


def _words(town: Town, thread: str, words: str) -> list[str]:
    replies = (reply.plain for reply in town.support.thread(thread) if reply.bot_id and reply.ts != thread)
    return [reply.rpartition("\n")[2] for reply in replies if words in reply]
