"""A callback as its customer and an agent go through it, and what everybody must have read in the end."""

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from tests.faults import ways
from tests.faults.oracle import Story, drained
from tests.faults.stage import Stage

PHONE = "+31 6 12345678"
NOTE = "The refund went out today."


async def until_asked_for_a_time(stage: Stage) -> None:
    """After the product's start."""
    await stage.product.start()
    await asks_for_a_time(stage)


async def asks_for_a_time(stage: Stage) -> None:
    """Up to the choice of one."""
    await stage.on_duty(stage.tom)
    await ways.offers(stage)
    await stage.anna.press("Call me back")
    await stage.reads(stage.anna, "Which phone number may we call?")
    await stage.anna.write(PHONE)
    await stage.reads(stage.anna, "Which time suits you?")


async def task(stage: Stage, button: str) -> Post:
    """The callback's card, once it has this button."""
    return await stage.shows(lambda m: m.plain.startswith("Callback FD-") and button in m.buttons)


async def clicks(stage: Stage, agent: Person, button: str) -> None:
    """Press the card's button until it is gone."""
    card = await task(stage, button)
    await stage.clicks(agent, button, lambda m: m.ts == card.ts and button not in m.buttons, card.ts)


async def to_the_end(stage: Stage) -> Story:
    """Tom does not reach her, then Zofia does, and ends it with a note."""
    anna = stage.anna
    await anna.press("As soon as possible")
    await stage.reads(anna, "Your call is booked (case FD-")
    await drained(stage)  # the card stands as it is kept
    await clicks(stage, stage.tom, "Claim")
    await stage.reads(anna, "is about to call you")
    await clicks(stage, stage.tom, "Not reached")
    await stage.reads(anna, "couldn’t reach you")
    await clicks(stage, stage.zofia, "Claim")
    await clicks(stage, stage.zofia, "Reached")
    await stage.reads(anna, "is on the phone with you now")
    card = await task(stage, "Done…")
    await stage.zofia.writes(stage.support, NOTE, card.ts)
    await stage.reads(anna, "Thank you for the talk!")
    await stage.shows(lambda m: m.ts == card.ts and not m.buttons)
    return STORY


STORY = Story(
    screen=(
        "I’m an AI assistant",
        "This is how you can reach our team",
        "Which phone number may we call?",
        "Which time suits you?",
        "Your call is booked",
        "Tom from our team is about to call you",
        "couldn’t reach you",
        "Zofia from our team is on the phone with you now",
        "Thank you for the talk!",
    ),
    transcript=(
        "customer: When do I get my money back?",
        "assistant",
        "customer: [Talk to customer support]",
        "desk",
        "customer: [Call me back]",
        "desk",
        f"customer: {PHONE}",
        "desk",
        "customer: [As soon as possible]",
        "desk",
        "desk",
        "desk",
        "desk",
        "desk",
    ),
    thread=("Callback FD-", "Tom hasn’t reached the customer."),
    stage="Closed",
)
