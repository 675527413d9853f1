"""Files and changed messages in the page's phone, in headless Chromium."""

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from telegram import InputFile

from bots.playground.telegram import Customer
from bots.playground.world import Playground
from tests.playground_page.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

EMMA = 1003


@pytest_asyncio.fixture(loop_scope="module")
async def emma(world: Playground) -> Customer:
    assert world.telegram is not None
    emma = world.telegram.customer(EMMA)
    await emma.write("Hello")
    return emma


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Send a voice note", ".voice"),
        ("Send a video", "a.file"),
        ("Send a sticker", ".sticker"),
        ("Send an album of three", ".album .photo >> nth=2"),
    ],
)
async def test_samples_of_what_a_customer_sends(page: Page, emma: Customer, label: str, shown: str) -> None:
    await page.get_by_label("Send a photo or file").click()
    await page.get_by_role("button", name=label).click()
    await expect(page.locator(f".line.mine {shown}")).to_be_visible()


async def test_an_album_is_one_bubble_of_messages_that_belong_together(page: Page, emma: Customer) -> None:
    await page.get_by_label("Send a photo or file").click()
    await page.get_by_role("button", name="Send an album of three").click()
    await expect(page.locator(".line.mine")).to_have_count(2)
    albums = {each.album for each in emma.screen if each.media}
    assert len(albums) == 1
    assert None not in albums
    await page.locator(".line.mine").last.hover()
    await page.locator(".line.mine").last.get_by_label("Delete this message").click()
    await expect(page.locator(".line.mine")).to_have_count(1)
    assert [each.text for each in emma.screen] == ["Hello"]


async def test_files_from_the_desk(page: Page, product: Product, emma: Customer) -> None:
    await product.bot.send_document(
        EMMA, InputFile(b"%PDF", "invoice.pdf"), caption="Your <b>invoice</b>", parse_mode="HTML"
    )
    await product.bot.send_voice(EMMA, InputFile(b"OggS", "note.ogg"), duration=65)
    bot = page.locator(".line.bot")
    await expect(bot.filter(has_text="Your invoice").locator("strong")).to_have_text("invoice")
    await expect(bot.locator(".voice")).to_contain_text("1:05")
    async with page.expect_download() as download:
        await bot.locator("a.file").click()
    assert (await download.value).suggested_filename == "invoice.pdf"


async def test_what_the_desk_changes_and_takes_back(page: Page, product: Product, emma: Customer) -> None:
    sent = await product.bot.send_message(EMMA, "It leaves today.")
    line = page.locator(".line.bot").filter(has_text="It le")
    await product.bot.edit_message_text("It left today.", EMMA, sent.message_id)
    await expect(line).to_contain_text("It left today.")
    await expect(line).to_contain_text("edited")
    await product.bot.delete_message(EMMA, sent.message_id)
    await expect(page.get_by_text("It left today.")).to_have_count(0)


async def test_a_customer_deletes_a_message(page: Page, emma: Customer) -> None:
    mine = page.locator(".line.mine")
    await expect(mine).to_have_count(1)
    await mine.hover()
    await mine.get_by_label("Delete this message").click()
    await expect(mine).to_have_count(0)
    assert emma.screen == []
