"""Files at the page in headless Chromium: from the reader's disk to the phone, and in a thread."""

import pytest
from playwright.async_api import Page, expect

from bots.playground.world import SUPPORT_CHANNEL, Playground
from tests.playground_page.product import Product
from tests.playground_page.test_page_files import PHOTO

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

BILL = {"name": "<b>bill</b>.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
RECEIPT = {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"paid"}


async def test_files_from_the_readers_own_disk(page: Page, product: Product) -> None:
    await page.get_by_label("Send a photo or file").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Send files of your own").click()
    await (await chooser.value).set_files([BILL, RECEIPT])  # type: ignore[list-item]
    files = page.locator(".line.mine .file")
    await expect(files).to_have_count(2)
    await expect(files.first).to_contain_text("<b>bill</b>.pdf")
    await expect(files.last).to_contain_text("4 B")


async def test_a_picture_and_a_file_in_a_thread(page: Page, product: Product, world: Playground) -> None:
    assert world.slack is not None
    channel = world.slack.channel(SUPPORT_CHANNEL).id
    root = (await product.slack.chat_postMessage(channel=channel, text="Case FD-7K2M9"))["ts"]
    uploads = [{"filename": "crack.png", "file": str(PHOTO)}, {"filename": "bill.pdf", "content": b"%PDF"}]
    await product.slack.files_upload_v2(
        file_uploads=uploads, channel=channel, thread_ts=root, initial_comment="File from the buyer"
    )
    await page.get_by_role("button", name="1 reply").click()
    thread = page.locator(".thread")
    await expect(thread).to_contain_text("File from the buyer")
    await expect(thread.get_by_role("img", name="crack.png")).to_have_js_property("naturalWidth", 640)
    await expect(thread.locator(".file")).to_contain_text("bill.pdf")
