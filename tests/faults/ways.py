"""The ways to a person, each as what people do, and what everybody must have read and the product kept in the end."""

import asyncio

from bots.playground.slack.state import Message as SlackMessage
from bots.playground.telegram.customer import Customer
from tests.faults.oracle import Story, drained
from tests.faults.stage import TEAM, Stage

CASE = "FD-"


async def offers(stage: Stage) -> None:
    """Anna has asked, has read an answer and then the ways to a person."""
    await stage.anna.write("When do I get my money back?")
    await stage.reads(stage.anna, "Quoted from the help centre")
    await stage.anna.press("Talk to customer support")
    await stage.reads(stage.anna, "This is how you can reach our team")


async def offers_in_dutch(stage: Stage) -> None:
    await stage.daan.write("Wanneer krijg ik mijn geld terug?")
    await stage.reads(stage.daan, "Citaat uit het helpcentrum")
    await stage.daan.press("Praat met de klantenservice")
    await stage.reads(stage.daan, "Zo kun je ons team bereiken")


async def in_the_queue(stage: Stage) -> None:
    await offers(stage)
    await stage.anna.press("Start a live chat")
    await stage.reads(stage.anna, "I’ve asked a colleague to join us")


async def live_chat_until_claimed(stage: Stage) -> None:
    await stage.on_duty(stage.tom)
    await in_the_queue(stage)
    await drained(stage)  # the card says since when she waits
    await _claimed(stage)


async def _claimed(stage: Stage) -> SlackMessage:
    """Anna's card, once Tom has taken her case."""
    card = await stage.card_of("Anna")
    await stage.clicks(stage.tom, "Claim", lambda m: m.ts == card.ts and "Claim" not in m.buttons, card.ts)
    await stage.reads(stage.anna, "Tom is now in the chat")
    return card


async def until_asked_for_an_address(stage: Stage) -> None:
    await offers(stage)
    await stage.anna.press("Get an answer by e-mail")
    await stage.reads(stage.anna, "Which e-mail address")


async def live_chat(stage: Stage) -> Story:
    """A question, its answer, a person asked for, the chat with Tom, its end."""
    anna, tom = stage.anna, stage.tom
    await live_chat_until_claimed(stage)
    card = await stage.card_of("Anna")
    await tom.writes(stage.support, "Good morning Anna, which order is it?", thread=card.ts)
    await stage.reads(anna, "which order is it?")
    await anna.write("It is order 4711.")
    await stage.in_thread("It is order 4711.")
    await stage.clicks(tom, "Close", lambda m: m.ts == card.ts and "Close" not in m.buttons, card.ts)
    await stage.reads(anna, "has ended the chat")
    await stage.in_thread("Tom has ended the chat.")
    return Story(
        screen=(
            "I’m an AI assistant",
            "This is how you can reach our team",
            "I’ve asked a colleague to join us",
            "Tom is now in the chat",
            "which order is it?",
            "Tom has ended the chat",
        ),
        transcript=(
            "customer: When do I get my money back?",
            "assistant",
            "customer: [Talk to customer support]",
            "desk",
            "customer: [Start a live chat]",
            "desk",
            "desk",
            "agent: Good morning Anna, which order is it?",
            "customer: It is order 4711.",
            "desk",
        ),
        thread=("Case FD-", "It is order 4711.", "Tom has ended the chat."),
        stage="Closed",
    )


async def ticket(stage: Stage) -> Story:
    """A question, a person asked for, an e-mail address, the team's mail and the customer's own copy."""
    anna = stage.anna
    await until_asked_for_an_address(stage)
    await anna.write("anna@customer.example")
    await stage.reads(anna, "Your question is saved as case")
    await stage.gets(TEAM, CASE)
    await stage.gets("anna@customer.example", CASE)
    return Story(
        screen=(
            "I’m an AI assistant",
            "This is how you can reach our team",
            "Which e-mail address",
            "Your question is saved as case",
        ),
        transcript=(
            "customer: When do I get my money back?",
            "assistant",
            "customer: [Talk to customer support]",
            "desk",
            "customer: [Get an answer by e-mail]",
            "desk",
            "customer: anna@customer.example",
            "desk",
        ),
        mails={TEAM: ("FD-",), "anna@customer.example": ("FD-",)},
        stage="Closed",
    )


async def two_in_the_queue(stage: Stage) -> dict[Customer, Story]:
    """Anna and Daan at the same time: both write while they wait, Tom takes Anna's case, and nobody Daan's."""
    await stage.on_duty(stage.tom)
    await asyncio.gather(_anna_waits(stage), _daan_waits(stage))
    card = await _claimed(stage)
    await stage.tom.writes(stage.support, "Hello Anna, a moment please.", thread=card.ts)
    await stage.reads(stage.anna, "a moment please")
    await stage.in_thread("De kleur klopt niet.")
    return {stage.anna: _ANNA_CHATS, stage.daan: _DAAN_WAITS}


async def _anna_waits(stage: Stage) -> None:
    anna = stage.anna
    await in_the_queue(stage)
    await anna.write("The order is 4711.")
    await anna.write("It came broken.")
    await anna.write("I have photos of it.")
    await stage.in_thread("I have photos of it.")


async def _daan_waits(stage: Stage) -> None:
    daan = stage.daan
    await offers_in_dutch(stage)
    await daan.press("Start een livechat")
    await stage.reads(daan, "Ik heb een collega erbij gevraagd")
    await daan.write("Het gaat om bestelling 5822.")
    await daan.write("De kleur klopt niet.")
    await stage.in_thread("De kleur klopt niet.")


_ANNA_CHATS = Story(
    screen=(
        "I’m an AI assistant",
        "This is how you can reach our team",
        "I’ve asked a colleague to join us",
        "Tom is now in the chat",
        "Hello Anna, a moment please.",
    ),
    transcript=(
        "customer: When do I get my money back?",
        "assistant",
        "customer: [Talk to customer support]",
        "desk",
        "customer: [Start a live chat]",
        "desk",
        "customer: The order is 4711.",
        "customer: It came broken.",
        "customer: I have photos of it.",
        "desk",
        "agent: Hello Anna, a moment please.",
    ),
    thread=("Case FD-", "The order is 4711.", "It came broken.", "I have photos of it."),
    stage="WithAgent",
    private=("money", "4711", "broken", "photos", "a moment please"),
)
_DAAN_WAITS = Story(
    screen=("Ik ben een AI-assistent", "Zo kun je ons team bereiken", "Ik heb een collega erbij gevraagd"),
    transcript=(
        "customer: Wanneer krijg ik mijn geld terug?",
        "assistant",
        "customer: [Praat met de klantenservice]",
        "desk",
        "customer: [Start een livechat]",
        "desk",
        "customer: Het gaat om bestelling 5822.",
        "customer: De kleur klopt niet.",
    ),
    thread=("Case FD-", "Het gaat om bestelling 5822.", "De kleur klopt niet."),
    stage="Queued",
    private=("geld", "5822", "kleur"),
)
