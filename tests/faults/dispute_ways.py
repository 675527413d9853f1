"""A dispute as its parties and two colleagues go through it, step by step, and what everybody must have read in the end."""

import asyncio
from contextlib import suppress

from bots.playground.slack import NotAcknowledged, Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.faults.oracle import Story, drained
from tests.faults.product import until
from tests.faults.signing_in import signs_in
from tests.faults.stage import PATIENCE, Stage
from tests.scenarios.disputing import BUYER, ENOUGH, HERS, HIS, ORDER, SELLER, Report

FORM_WITHIN = 5.0  # seconds; Slack opens none for an older press
ACCOUNT, ANSWER = HERS.words, HIS.words
REASONS = "The parcel’s number shows no delivery, and the seller has shown no proof of sending."
ARTICLES = "4.2, 5.1"
REFUND, ACCOUNTS = "20.50", "restrict_account.seller"


async def both_sign_in(stage: Stage) -> None:
    """After the product's start."""
    await stage.product.start()
    await signed_in(stage)


async def signed_in(stage: Stage) -> None:
    """Both, each as who they are at the shop."""
    await asyncio.gather(signs_in(stage, stage.anna, BUYER), signs_in(stage, stage.daan, SELLER))


# --- the customer


async def fills_in(stage: Stage) -> None:
    """Up to the summary, with a photo and a file."""
    anna = stage.anna
    await _tells(stage, anna, HERS)
    await anna.sends_photo(b"\xff\xd8\xff an empty letter box", caption="My letter box")
    await stage.reads(anna, "I’ve kept the file")
    await anna.sends_document("parcel.pdf", b"%PDF- a page of the carrier", mime_type="application/pdf")
    await stage.reads(anna, "I’ve kept the file")
    await anna.press(ENOUGH)
    await stage.reads(anna, "Is everything right?")


async def is_filed(stage: Stage) -> None:
    await stage.anna.press("Send the report")
    await stage.reads(stage.anna, "your report is sent")
    await stage.reads(stage.anna, " is open. We will look at it by ")


async def fills_in_too(stage: Stage) -> None:
    """Daan, about the same order."""
    await _tells(stage, stage.daan, HIS)
    await stage.daan.press(ENOUGH)
    await stage.reads(stage.daan, "Is everything right?")


async def _tells(stage: Stage, customer: Customer, report: Report) -> None:
    """Up to the photos and files."""
    await customer.write(ORDER)
    await stage.reads(customer, "\nAs of ")
    await customer.press("Report a problem")
    await stage.reads(customer, "What is the problem with your order")
    await customer.press(report.problem)
    await stage.reads(customer, f"You can write to the {report.other}")
    await customer.press("It didn’t help")
    await stage.reads(customer, "tell me in your own words")
    await customer.write(report.words)
    await stage.reads(customer, "What would you like to happen?")
    await customer.press(report.wish)
    await stage.reads(customer, "If you have photos or files")


# --- staff


async def card(stage: Stage, *buttons: str) -> Post:
    """The dispute's card, once it has these buttons (by the beginnings of their labels)."""
    return await stage.shows(
        lambda m: m.plain.startswith("Dispute") and all(any(b.startswith(each) for b in m.buttons) for each in buttons)
    )


async def opens_form(stage: Stage, agent: Person, button: str) -> None:
    """Press until the form is there: a press that a kill met, or that came too late for a form, is made again.

    Not before what became of the last one is seen: presses in each of its short lives would be more than it can do in them.
    """
    async with asyncio.timeout(PATIENCE):
        while agent.modal is None:
            shown, kills = await card(stage, button), stage.product.kills
            with suppress(NotAcknowledged, TimeoutError):
                await agent.clicks(button, shown.ts)
                async with asyncio.timeout(FORM_WITHIN):
                    await until(lambda: agent.modal is not None or stage.product.kills > kills)  # noqa: B023
            if agent.modal is None and stage.product.kills > kills:
                await drained(stage)
            await asyncio.sleep(0.1)


async def clicks(stage: Stage, agent: Person, button: str) -> None:
    """Press the card's button, named by the beginning of its label, until it is gone."""
    shown = await card(stage, button)
    label = next(each for each in shown.buttons if each.startswith(button))
    await stage.clicks(agent, label, lambda m: m.ts == shown.ts and label not in m.buttons, shown.ts)


async def submits(stage: Stage, agent: Person, **fields: str) -> None:
    """Send the open form until somebody has taken it; a second one may have come up since, for a second press."""
    form = agent.modal
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                assert (await agent.submits(form, **fields)).errors == {}
            except NotAcknowledged:
                await asyncio.sleep(0.1)
            else:
                return


# --- what happens after it was filed


async def other_party_answers(stage: Stage) -> None:
    daan = stage.daan
    await clicks(stage, stage.tom, "Ask the other party")
    await stage.reads(daan, ACCOUNT)
    await daan.press("Answer")
    await stage.reads(daan, "tell us your side")
    await daan.write(ANSWER)
    await stage.reads(daan, "I’ve noted that")
    await daan.sends_photo(b"\xff\xd8\xff a receipt")
    await stage.reads(daan, "I’ve kept the file")
    await daan.press(ENOUGH)
    await stage.in_thread(ANSWER)
    await stage.reads(stage.anna, "what both parties gave us")


async def is_decided(stage: Stage, **changed: str) -> None:
    """Part of the money, and a restriction: two things that a second person confirms."""
    await opens_form(stage, stage.tom, "Decide…")
    what = {"measures": "partial_refund", "amount": REFUND, "accounts": ACCOUNTS} | changed
    await submits(stage, stage.tom, **what, reasons=REASONS, articles=ARTICLES)
    await card(stage, "Confirm")


async def is_confirmed(stage: Stage) -> None:
    for _ in range(2):
        await clicks(stage, stage.zofia, "Confirm")
    for customer in (stage.anna, stage.daan):
        await stage.reads(customer, "We have decided dispute")
    await stage.in_thread("Its reference: M-00001")
    await stage.in_thread("Its reference: M-00002")


async def to_the_end(stage: Stage) -> dict[Customer, Story]:
    """From the filled-in form to what the shop has done."""
    await is_filed(stage)
    await other_party_answers(stage)
    await is_decided(stage)
    await is_confirmed(stage)
    return {stage.anna: BUYERS, stage.daan: SELLERS}


BUYERS = Story(
    screen=(
        "Open this link",
        "Hello Anna Kowalska",
        "bought from Daan d. V.",
        "What is the problem",
        "You can write to the seller",
        "tell me in your own words",
        "What would you like to happen?",
        "If you have photos or files",
        "Files so far: 1",
        "Files so far: 2",
        "Is everything right?",
        "your report is sent",
        " is open. We will look at it by ",
        "we have asked the other party",
        "what both parties gave us",
        "We have decided dispute",
    ),
    transcript=(
        "customer: /signin",
        "desk",
        "desk",
        f"customer: {ORDER}",
        "assistant",
        "customer: [Report a problem]",
        "desk",
        "customer: [It hasn’t arrived]",
        "desk",
        "customer: [It didn’t help]",
        "desk",
        f"customer: {ACCOUNT}",
        "desk",
        "customer: [All of the money back]",
        "desk",
        "customer: [photo] My letter box",
        "desk",
        "customer: [file]",
        "desk",
        "customer: [That’s all]",
        "desk",
        "customer: [Send the report]",
        "desk",
        "desk",
        "desk",
        "desk",
        "desk",
    ),
    stage="Closed",
    private=("Anna Kowalska", "your report is sent", "Is everything right?"),
)
SELLERS = Story(
    screen=(
        "Open this link",
        "Hello Daan de Vries",
        ACCOUNT,
        "tell us your side of it",
        "I’ve noted that",
        "Files so far: 1",
        "what both parties gave us",
        "Your account is restricted",
    ),
    transcript=(
        "customer: /signin",
        "desk",
        "desk",
        "desk",
        "customer: [Answer]",
        "desk",
        f"customer: {ANSWER}",
        "desk",
        "customer: [photo]",
        "desk",
        "customer: [That’s all]",
        "desk",
        "desk",
    ),
    stage="Idle",
    private=("Daan de Vries", ANSWER, "Your account is restricted"),
)
