"""What an agent presses beneath a question in the thread, typed instead; and a chat that is passed to a queue by what is typed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.scenarios.town import Chat, Town, Ways, chatting

SENT, FAILED, HELD, INSIDE = "white_check_mark", "warning", "pause_button", "lock"
QUEUES = [{"name": "billing", "channel": "#support"}, {"name": "returns", "channel": "#returns"}]


def replies_in(folder: Path) -> Path:
    replies = folder / "replies"
    (replies / "en").mkdir(parents=True)
    (replies / "en" / "waiting.md").write_text("# Thanks for waiting\n\nThank you for your patience, {customer}.\n")
    (replies / "en" / "writing.md").write_text("# Thanks for writing\n\nThank you for writing, {customer}.\n")
    return replies


@pytest.fixture
async def town(tmp_path: Path, ways: Ways, help_folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """With a queue in the support channel and one in a channel of its own."""
    monkeypatch.chdir(tmp_path)
    town = Town(tmp_path / "data", ways, monkeypatch)
    try:
        folders = {"HELP_FOLDER": str(help_folder), "REPLIES_FOLDER": str(replies_in(tmp_path))}
        await town.is_built({**folders, "SLACK_QUEUES": json.dumps(QUEUES)})
        town.slack.channel("returns")
        await town.opens()
        yield town
    finally:
        await town.is_left()


async def typed(chat: Chat, words: str, by: Person | None = None) -> str:
    return str((await (by or chat.agent).slash("/frontdesk", words, chat.town.support)).body)


async def signed(chat: Chat, message: str, sign: str) -> None:
    await chat.town.until(lambda: chat.agent.reactions(message) == {sign})


async def whispered(chat: Chat, words: str) -> Post:
    return await chat.town.support.shows(
        lambda message: message.ephemeral_to == chat.agent.id and words in f"{message.plain}{message.blocks}"
    )


def heard(customer: Customer) -> str:
    return "\n".join(message.text for message in customer.screen)


def code_of(chat: Chat) -> str:
    return next(word for word in chat.card.plain.split() if word.startswith("FD-"))


async def test_the_message_that_is_held_is_kept_or_sent(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    first, second = await chat.agent_writes("// she is angry"), await chat.agent_writes("// your order number")
    await signed(chat, second, HELD)
    assert "Send to customer" in await typed(chat, "send")
    await anna.reads("// your order number")
    await signed(chat, second, SENT)
    assert "Keep as note" in await typed(chat, "keep")
    await signed(chat, first, INSIDE)
    assert "angry" not in heard(anna)


async def test_the_message_that_failed_is_sent_again(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    anna.blocks()
    reply = await chat.agent_writes("You get 10 euros")
    await signed(chat, reply, FAILED)
    await typed(chat, "mail")
    await whispered(chat, "e-mail")
    anna.unblocks()
    assert "Send again" in await typed(chat, "resend")
    await anna.reads("You get 10 euros")
    await signed(chat, reply, SENT)


async def test_a_supervisor_confirms_a_block(town: Town, anna: Customer, tom: Person, zofia: Person) -> None:
    chat = await chatting(town, anna, tom)
    await typed(chat, "block threats")
    await chat.thread_shows("asks for this customer to be blocked")
    assert "Block" in await typed(chat, f"confirm {code_of(chat)}", by=zofia)
    await anna.reads("You can still reach us by e-mail.")


async def test_a_supervisor_refuses_a_block(town: Town, anna: Customer, tom: Person, zofia: Person) -> None:
    chat = await chatting(town, anna, tom)
    await typed(chat, "block threats")
    await chat.thread_shows("asks for this customer to be blocked")
    await typed(chat, f"refuse {code_of(chat)}", by=zofia)
    await chat.thread_shows("Zofia has decided not to block the customer.")


async def test_off_duty_the_chat_is_kept(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    assert "Open chats that you still have: 1" in await typed(chat, "off")
    await chat.thread_shows("Will you keep it to the end")
    await typed(chat, "stay")
    await chat.thread_shows("Tom keeps this chat to the end.")


async def test_a_suggested_reply_is_sent(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await typed(chat, "suggest")
    await whispered(chat, "A suggested reply")
    await typed(chat, "suggest drop")
    await whispered(chat, "The suggestion is gone.")
    await anna.write("How do I verify my identity?")
    await chat.thread_shows("How do I verify my identity?")
    await typed(chat, "suggest")
    await whispered(chat, "verify-identity")
    await typed(chat, "suggest send")
    await anna.reads("https://help.hamerslag.example/en/verify-identity")


async def test_a_saved_reply_is_sent_by_its_name(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    assert "could be several: Thanks for waiting, Thanks for writing" in await typed(chat, "send reply thanks")
    assert "Thank you for your patience, Anna." in await typed(chat, f"send reply waiting {code_of(chat)}")
    await anna.reads("Thank you for your patience, Anna.")
    line = await chat.thread_shows("Thank you for your patience, Anna.")
    assert "Tom wrote to the customer" in line.plain
    await signed(chat, line.ts, SENT)
    assert "writing" not in heard(anna)


async def test_a_queue_in_the_same_channel_takes_the_chat_in_its_thread(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    chat = await chatting(town, anna, tom)
    assert "Queue: billing" in await typed(chat, "transfer billing She asks about VAT.")
    await chat.thread_shows("She asks about VAT.")
    card = await town.support.shows(lambda message: message.ts == chat.card.ts and "Claim" in message.buttons)
    await zofia.clicks("Claim", in_=card)
    await anna.reads("Zofia is now in the chat with you.")
    of_case = [each for each in town.support.messages if code_of(chat) in each.plain and not each.ephemeral_to]
    assert [message.ts for message in of_case] == [chat.card.ts]


async def test_a_queue_in_another_channel_takes_the_chat_to_a_thread_there(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    chat = await chatting(town, anna, tom)
    assert "Queue: returns" in await typed(chat, "transfer returns A broken vase.")
    returns = town.slack.channel("returns")
    card = await returns.shows(lambda message: "Claim" in message.buttons and code_of(chat) in message.plain)
    await zofia.clicks("Claim", in_=card)
    await anna.reads("Zofia is now in the chat with you.")
    await zofia.writes(returns, "A new vase is on its way.", card.ts)
    await anna.reads("A new vase is on its way.")
