"""A dispute as its parties and two colleagues go through it, step by step, and what everybody must have read in the end."""

import asyncio

import aiohttp

from bots.playground.shop.desk import OVER, RACED, UNREACHABLE
from bots.playground.slack import NotAcknowledged, Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.faults.oracle import Story
from tests.faults.stage import PATIENCE, Stage
from tests.playground_shop.browsing_shop import Browser

BUYER, SELLER = "c-1001", "c-1002"
ORDER = "H-104203"  # the camera that Daan sold to Anna: paid, sent, €67.55
ACCOUNT = "It should have come last week."
ANSWER = "I sent it on Monday, here is the receipt."
REASONS = "The parcel’s number shows no delivery, and the seller has shown no proof of sending."
ARTICLES = "4.2, 5.1"
REFUND, ACCOUNTS = "20.50", "restrict_account.seller"
ENOUGH = "That’s all"


async def both_sign_in(stage: Stage) -> None:
    """After the product's start."""
    await stage.product.start()
    await asyncio.gather(signs_in(stage, stage.anna, BUYER), signs_in(stage, stage.daan, SELLER))


async def signs_in(stage: Stage, customer: Customer, person: str) -> None:
    await customer.write("/signin")
    said = await stage.reads(customer, "Open this link and sign in")
    (address,) = [button.url for row in said.keyboard for button in row if button.url and "?link=" in button.url]
    await agrees(stage, address.removeprefix(stage.shop.root), person)
    await stage.reads(customer, "you’re signed in")


async def agrees(stage: Stage, link: str, person: str) -> None:
    """At the shop's page, again and again while the desk is away; until the page says that it is done, or was done."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        browser = Browser(session, stage.shop.root)
        while True:
            await browser.opens(link)
            await browser.is_(person)
            if browser.status == 200:
                await browser.sends("/sign-in/connect", answer="confirm")
            if browser.text.startswith("You are connected") or OVER in browser.text:
                return
            assert UNREACHABLE in browser.text or RACED in browser.text, browser.text
            await asyncio.sleep(0.02)


# --- the customer


async def fills_in(stage: Stage) -> None:
    """Up to the summary, with a photo and a file."""
    anna = stage.anna
    await anna.write(ORDER)
    await stage.reads(anna, "\nAs of ")
    await anna.press("Report a problem")
    await stage.reads(anna, "What is the problem with your order")
    await anna.press("It hasn’t arrived")
    await stage.reads(anna, "You can write to the seller")
    await anna.press("It didn’t help")
    await stage.reads(anna, "tell me in your own words")
    await anna.write(ACCOUNT)
    await stage.reads(anna, "What would you like to happen?")
    await anna.press("All of the money back")
    await stage.reads(anna, "If you have photos or files")
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
    daan = stage.daan
    await daan.write(ORDER)
    await stage.reads(daan, "\nAs of ")
    await daan.press("Report a problem")
    await stage.reads(daan, "What is the problem with your order")
    await daan.press("I haven’t been paid")
    await stage.reads(daan, "You can write to the buyer")
    await daan.press("It didn’t help")
    await stage.reads(daan, "tell me in your own words")
    await daan.write(ANSWER)
    await stage.reads(daan, "What would you like to happen?")
    await daan.press("Cancel the order")
    await stage.reads(daan, "If you have photos or files")
    await daan.press(ENOUGH)
    await stage.reads(daan, "Is everything right?")


# --- staff


async def card(stage: Stage, *buttons: str) -> Post:
    """The dispute's card, once it has these buttons (by the beginnings of their labels)."""
    return await stage.shows(
        lambda m: m.plain.startswith("Dispute") and all(any(b.startswith(each) for b in m.buttons) for each in buttons)
    )


async def opens_form(stage: Stage, agent: Person, button: str) -> None:
    """Press until the form is there: a press that came too late for a form, or was never heard, is made again."""
    async with asyncio.timeout(PATIENCE):
        while agent.modal is None:
            shown = await card(stage, button)
            try:
                await agent.clicks(button, shown.ts)
                async with asyncio.timeout(0.7):
                    while agent.modal is None:
                        await stage.slack.workspace.change()
            except (NotAcknowledged, TimeoutError):
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
        "desk",
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
