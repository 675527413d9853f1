"""The mailboxes in headless Chromium: a thread is read, answered with a file, and more."""

import pytest
from playwright.async_api import Page, expect

from bots.playground.mail import MailServer
from bots.playground.world import REPLY_ADDRESS, TEAM_INBOX, Playground
from tests.playground_page.browsing import NARROW, Opens
from tests.playground_page.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

EVIL = '<img src=x onerror="document.title=1">'
TICKET = REPLY_ADDRESS.replace("@", "+fd-0123456789abcdefghjkmnpqrs@")
BILL = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}


def mails(world: Playground) -> MailServer:
    assert world.mail is not None
    return world.mail


def comes(world: Playground, number: int, text: str = "Where is it?", to: str = TEAM_INBOX) -> None:
    """A mail of the desk's, in one thread with those of the same mailbox."""
    lines = (
        f"From: Desk <{REPLY_ADDRESS}>",
        f"Reply-To: {TICKET}",
        "Subject: Ticket",
        f"Message-ID: <{number}@x>",
        f"References: <{to}>",
    )
    mails(world).send(TICKET, to, "\r\n".join([*lines, "", text]).encode())


async def test_a_thread_is_read_and_answered(page: Page, world: Playground) -> None:
    comes(world, 1, "The first word")
    comes(world, 2, "The second word")
    await page.get_by_role("button", name="Ticket").click()
    thread = page.get_by_role("log", name="Mails in the thread")
    await expect(thread.locator(".letter")).to_have_count(2)
    await expect(thread).to_contain_text("The second word")
    field = page.get_by_label("Answer this mail")
    await field.fill("It is on its way.")
    await page.get_by_label("Files for this mail").set_input_files([BILL])  # type: ignore[list-item]
    await page.get_by_role("button", name="Send mail").click()
    await expect(thread.locator(".letter.mine")).to_contain_text("On its way to the desk")
    await expect(thread).to_contain_text("bill.pdf")
    await expect(field).to_have_value("")
    await expect(page.locator(".chosen")).to_be_empty()
    [sent] = mails(world).mailbox(TEAM_INBOX).sent
    assert (sent.to, sent.header("in-reply-to"), sent.attached[0].size) == (TICKET, "<2@x>", 4)


async def test_what_is_written_stays_while_mails_come(page: Page, world: Playground) -> None:
    comes(world, 1)
    await page.get_by_role("button", name="Ticket").click()
    field = page.get_by_label("Answer this mail")
    await field.fill("It is")
    comes(world, 2, "Hello?")
    await expect(page.locator(".letters")).to_contain_text("Hello?")
    await expect(field).to_be_focused()
    await page.get_by_label("Back to all mails").click()
    await page.get_by_role("button", name="Ticket").click()
    await expect(field).to_have_value("It is")
    await field.press("Control+Enter")
    await expect(field).to_have_value("")
    assert mails(world).mailbox(TEAM_INBOX).sent[0].header("in-reply-to") == "<2@x>"


async def test_long_mails_and_quotes_are_folded(page: Page, world: Playground) -> None:
    comes(world, 1, "word\r\n" * 60 + "the end\r\n\r\nOn Monday, Tom wrote:\r\n> what he said")
    await page.get_by_role("button", name="Ticket").click()
    text = page.locator(".letter-words .letter-text")
    tall = await text.evaluate("node => node.scrollHeight > node.clientHeight")
    await expect(page.get_by_text("what he said")).to_be_hidden()
    await page.get_by_role("button", name="Show the whole mail").click()
    whole = await text.evaluate("node => node.scrollHeight <= node.clientHeight")
    assert (tall, whole) == (True, True)
    await page.locator(".quoted summary").click()
    await expect(page.get_by_text("what he said")).to_be_visible()


async def test_a_machine_answers_and_a_mail_bounces(page: Page, world: Playground) -> None:
    comes(world, 1, to="anna@example.org")
    await page.get_by_role("button", name="Ticket").click()
    for deed in ("Send an automatic reply", "Let it bounce"):
        await page.get_by_label("More about this mail").click()
        await page.get_by_role("button", name=deed).click()
    await expect(page.locator(".letter.mine")).to_contain_text("I am out of the office")
    await page.get_by_label("Back to all mails").click()
    await expect(page.locator(".mails")).to_contain_text("Undelivered Mail Returned to Sender")
    assert [mail.sender for mail in mails(world).mailbox("anna@example.org").sent] == ["anna@example.org", ""]


async def test_a_new_mail(page: Page, world: Playground) -> None:
    await page.get_by_role("button", name="New mail").click()
    form = page.get_by_role("dialog", name="New mail")
    for label, words in (("From", "eve@evil.example"), ("To", "anna@example.org"), ("Subject", EVIL), ("Text", EVIL)):
        await form.get_by_label(label, exact=True).fill(words)
    await form.get_by_role("button", name="Send mail").click()
    await expect(form).to_have_count(0)
    await page.locator(".boxes").get_by_role("button", name="anna@example.org").click()
    await page.locator(".mails .letter-top").click()
    await expect(page.locator(".thread-bar")).to_contain_text(EVIL)
    await expect(page.locator(".letter-text")).to_have_text(EVIL)
    await expect(page.locator(".mail img")).to_have_count(0)


async def test_mails_in_a_narrow_window(opens: Opens, world: Playground, product: Product) -> None:
    page = await opens(NARROW)
    await product.mails("Ticket K7QX4", "w" * 400)
    tab = page.get_by_role("tab", name="Mail")
    await expect(tab).to_contain_text("1 new")
    await tab.click()
    await page.get_by_role("button", name="Ticket K7QX4").click()
    await expect(page.get_by_label("Answer this mail")).to_be_in_viewport()
    await expect(tab.locator(".badge")).to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Ticket K7QX4")).to_be_focused()
