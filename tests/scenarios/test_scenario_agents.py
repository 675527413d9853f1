"""The agents themselves: who leaves, who goes off duty amid a chat, who is away, who is none of them, and their own desk."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.scenarios.town import LIVE_CHAT, Chat, Town, chatting


@pytest.fixture
def settings() -> dict[str, str]:
    return {"SLACK_PRESENCE_SECONDS": "0.05"}


def panel(words: str) -> Callable[[Post], bool]:
    def fits(message: Post) -> bool:
        return "I am on duty" in message.buttons and words in message.plain

    return fits


async def home_of(agent: Person, *wanted: str) -> str:
    """What the agent's home says, once it says all of this."""
    async with asyncio.timeout(10):
        while True:
            blocks = agent.home.blocks if agent.home else []
            shown = "\n".join(block.get("text", {}).get("text", "") for block in blocks)
            if all(words in shown for words in wanted):
                return shown
            await agent.workspace.change()


# --- who leaves


@pytest.mark.fault(
    "People and time", "the owner of a chat is deactivated", "the chat goes back to the queue, and the customer is told"
)
@pytest.mark.fault("People and time", "the owner of a chat leaves the channel")
@pytest.mark.parametrize("goes", ["leaves", "is_deactivated", "becomes_guest"])
async def test_who_leaves_loses_the_chat_to_the_queue_and_the_customer_is_told(
    town: Town, anna: Customer, tom: Person, zofia: Person, goes: str
) -> None:
    chat = await chatting(town, anna, tom)
    await town.has_on_duty(zofia)
    if goes == "leaves":
        tom.leaves(town.support)
    else:
        getattr(tom, goes)()
    await anna.reads("Tom can’t go on with your chat. Whoever takes over")
    await town.support.shows(panel("On duty now: Zofia"))
    await town.support.shows(lambda message: message.ts == chat.card.ts and "Claim" in message.buttons)
    await zofia.clicks("Claim", in_=chat.card)
    await anna.reads("Zofia is now in the chat with you.")


async def test_who_left_while_the_desk_was_closed_is_noticed_when_it_opens(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    await chatting(town, anna, tom)
    await town.closes()
    tom.leaves(town.support)
    await town.opens()
    told = await anna.reads("Tom can’t go on with your chat.")
    assert "nobody is there for a live chat at the moment" in told.text
    assert "Get an answer by e-mail" in told.buttons


# --- who goes off duty


async def goes_off_duty(chat: Chat) -> Post:
    await chat.agent.clicks("I am off duty")
    return await chat.town.support.shows(
        lambda message: message.thread_ts == chat.card.ts and "Hand it over" in message.buttons
    )


async def test_who_goes_off_duty_may_keep_the_chat(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    asked = await goes_off_duty(chat)
    assert asked.text.startswith("<@U0TOM>")
    await tom.clicks("Keep the chat", in_=asked)
    await chat.thread_shows("Tom keeps this chat to the end.")
    await chat.agent_writes("I am still here")
    await anna.reads("I am still here")


async def test_who_goes_off_duty_may_hand_the_chat_over(town: Town, anna: Customer, tom: Person, zofia: Person) -> None:
    chat = await chatting(town, anna, tom)
    await town.has_on_duty(zofia)
    asked = await goes_off_duty(chat)
    await tom.clicks("Hand it over", in_=asked)
    await anna.reads("Tom has passed your chat on to our team.")
    await town.support.shows(lambda message: message.ts == chat.card.ts and "Claim" in message.buttons)
    await zofia.clicks("Claim", in_=chat.card)
    await anna.reads("Zofia is now in the chat with you.")


async def test_at_the_end_of_the_hours_agents_are_off_duty_and_asked_about_their_chats(
    town: Town, anna: Customer, tom: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await chatting(town, anna, tom)
    await town.closes()
    town.stored("UPDATE agents SET since = since - 30 * 86400")
    monkeypatch.setenv("HOURS_LIVE_CHAT", _closed_today())
    await town.opens()
    await town.support.shows(panel("Nobody is on duty."))
    asked = await town.support.shows(
        lambda message: message.thread_ts == chat.card.ts and "Hand it over" in message.buttons
    )
    assert asked.text.startswith("<@U0TOM>")


def _closed_today() -> str:
    """Hours on every day of the week but this one."""
    days = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).weekday()
    return "; ".join(f"{day} 9:00-17:00" for number, day in enumerate(days) if number != today)


# --- who is away


@pytest.mark.parametrize("sign", ["a status", "do not disturb"])
async def test_what_an_agent_says_of_themselves_vetoes_duty_and_never_sets_it(
    town: Town, anna: Customer, tom: Person, sign: str
) -> None:
    await town.has_on_duty(tom)
    if sign == "a status":
        tom.sets_status(":palm_tree:", "On holiday")
    else:
        tom.is_quiet()
    await town.support.shows(panel("Away, so not counted: Tom"))
    await anna.write("/support")
    assert LIVE_CHAT not in (await anna.reads("nobody is on duty right now")).buttons
    tom.clears_status()
    tom.can_be_disturbed()
    await town.support.shows(panel("On duty now: Tom"))
    await tom.clicks("I am off duty")
    await town.support.shows(panel("Nobody is on duty."))
    tom.sets_status(":tada:")
    await asyncio.sleep(0.2)
    assert any(panel("Nobody is on duty.")(message) for message in town.support.all)


# --- who is no agent


async def test_strangers_are_refused_politely_and_never_relayed(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    guest = town.slack.agent("Gus", "U0GUS", guest=True)
    await guest.writes(town.support, "Hello from a guest", chat.card.ts)
    card = await town.support.shows(lambda message: message.ts == chat.card.ts and "Claim" not in message.buttons)
    await guest.clicks(card.buttons[0], in_=card)
    assert "Only colleagues in #support can do this." in guest.whispers()[-1].plain
    await guest.slash("/frontdesk", "on", town.support)
    assert "Only colleagues in #support can do this." in guest.whispers()[-1].plain
    await chat.agent_writes("Only I am heard")
    await anna.reads("Only I am heard")
    assert not any("guest" in message.text for message in anna.screen)


# --- their own desk


async def test_the_home_shows_own_chats_the_queue_and_follows_what_happens(
    town: Town, anna: Customer, tom: Person, zofia: Person
) -> None:
    await tom.opens_home()
    await home_of(tom, "You are off duty.", "You have no open conversation.")
    await tom.clicks("I am on duty")
    await home_of(tom, "You are on duty.")
    chat = await chatting(town, anna, tom)
    place = f"archives/{town.support.id}/p{chat.card.ts.replace('.', '')}"
    await home_of(tom, place, "Anna (English): waits for an answer since", "Nobody is waiting.")
    await chat.agent_writes("Hello Anna")
    await home_of(tom, "Anna (English): has an answer")
    answer = await tom.slash("/frontdesk", "mine", town.support)
    assert "My conversations" in str(answer)


async def test_customers_read_the_name_that_the_agent_chose(town: Town, anna: Customer, tom: Person) -> None:
    await tom.opens_home()
    await home_of(tom, "Your duty")
    await tom.clicks("Settings…")
    await tom.submits(name="Thomas from Hamerslag", chats="5")
    await home_of(tom, "Thomas from Hamerslag", "Chats at once: 5")
    panel_ = await town.support.shows(lambda message: "I am on duty" in message.buttons)
    await tom.clicks("I am on duty", in_=panel_)
    await town.support.shows(panel("On duty now: Thomas from Hamerslag"))
    await anna.write("/support")
    ways = await anna.reads("Live chat: a colleague is on duty now.")
    await anna.press(LIVE_CHAT, message_id=ways.id)
    await anna.reads("Your case number is FD-")
    await tom.clicks("Claim", in_=await town.shows_card(anna))
    await anna.reads("Thomas from Hamerslag is now in the chat with you.")
