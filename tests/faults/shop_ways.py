"""A customer's own order: asked about, signed in for, and read, by the buyer and by the seller of one order."""

from bots.playground.telegram import Customer
from tests.faults.oracle import Story
from tests.faults.signing_in import agrees, link_to_the_shop
from tests.faults.stage import Stage

QUESTION = "Where is my parcel?"
SHARED = "H-104203"  # bought by Anna (c-1001) from Daan (c-1002)


async def asks_to_sign_in(stage: Stage, customer: Customer) -> str:
    """A question about one's own parcel, its general answer, and a link; where it leads at the shop."""
    await customer.write(QUESTION)
    await stage.reads(customer, "If you sign in")
    await customer.press("Sign in")
    return await link_to_the_shop(stage, customer)


async def is_told_of_the_order(stage: Stage, customer: Customer, name: str) -> None:
    await stage.reads(customer, f"Hello {name}, you’re signed in.")
    listed = await stage.reads(customer, "Which one is it about?")
    await customer.press(next(label for label in listed.buttons if label.startswith(SHARED)))
    await stage.reads(customer, f"Order {SHARED}: ")


async def buyer(stage: Stage) -> Story:
    """From the question to the order that it was about."""
    await agrees(stage, await asks_to_sign_in(stage, stage.anna), "c-1001")
    await is_told_of_the_order(stage, stage.anna, "Anna Kowalska")
    return told("Anna Kowalska", "bought from Daan d. V.", "H-104202")


async def seller(stage: Stage) -> Story:
    await agrees(stage, await asks_to_sign_in(stage, stage.daan), "c-1002")
    await is_told_of_the_order(stage, stage.daan, "Daan de Vries")
    return told("Daan de Vries", "sold to Anna K.", "H-104214")


def told(name: str, side: str, alone: str) -> Story:
    """`alone`: an order that only this one of the two may see."""
    return Story(
        screen=("If you sign in", "Open this link", f"Hello {name}", "Which one is it about?", side),
        transcript=(
            f"customer: {QUESTION}",
            "assistant",
            "customer: [Sign in]",
            "desk",
            "desk",
            "desk",
            f"customer: [{SHARED} · Box camera Agf… · sent]",
            "assistant",
        ),
        stage="Idle",
        private=(side, name, alone),
    )
