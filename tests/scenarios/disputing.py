"""Anna and Daan quarrel about an order: what both fill in and say, and the card that staff see."""

from typing import NamedTuple

from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from core.model.shop import CustomerId
from tests.scenarios.town import SHOP_SECRET, Town

BUYER, SELLER = CustomerId("c-1001"), CustomerId("c-1002")
ORDER = "H-104203"  # the camera that Daan sold to Anna: paid, sent, €67.55
HER_WORDS, HIS_WORDS = "It should have come last week.", "I sent it on Monday, here is the receipt."
REPORT, SEND, ENOUGH = "Report a problem", "Send the report", "That’s all"
SETTINGS = {"SHOP_SECRET": SHOP_SECRET, "SLACK_TRUST_CHANNEL": "trust"}


class Report(NamedTuple):
    """What somebody presses and writes on the way to the summary."""

    problem: str
    other: str
    words: str
    wish: str


HERS = Report("It hasn’t arrived", "seller", HER_WORDS, "All of the money back")
HIS = Report("I haven’t been paid", "buyer", HIS_WORDS, "Cancel the order")


async def begins(customer: Customer) -> None:
    await customer.write(ORDER)
    await customer.reads("\nAs of ")
    await customer.press(REPORT)
    await customer.reads("What is the problem with your order")


async def fills_in(customer: Customer, report: Report, photo: str = "") -> None:
    """Up to the summary; with a photo, if it has a caption."""
    await begins(customer)
    await customer.press(report.problem)
    await customer.reads(f"You can write to the {report.other}")
    await customer.press("It didn’t help")
    await customer.reads("tell me in your own words")
    await customer.write(report.words)
    await customer.reads("What would you like to happen?")
    await customer.press(report.wish)
    await customer.reads("If you have photos or files")
    if photo:
        await customer.sends_photo(b"\xff\xd8\xff a photo", caption=photo)
        await customer.reads("I’ve kept the file")
    await customer.press(ENOUGH)
    await customer.reads("Is everything right?")


async def says(customer: Customer, words: str) -> None:
    """What was asked for, and that this is all."""
    await customer.write(words)
    await customer.reads("I’ve noted that")
    await customer.press(ENOUGH)


async def card(town: Town, *buttons: str) -> Post:
    """The dispute's card, once it has these buttons (by the beginnings of their labels)."""
    return await town.trust.shows(
        lambda message: all(any(label.startswith(each) for label in message.buttons) for each in buttons)
    )


async def thread_shows(town: Town, words: str) -> Post:
    return await town.trust.shows(lambda message: bool(message.thread_ts) and words in message.plain)
