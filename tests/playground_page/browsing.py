"""How the tests open the page in headless Chromium, and how a customer asks there."""

import shutil
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, ViewportSize

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE: ViewportSize = {"width": 1366, "height": 768}
NARROW: ViewportSize = {"width": 390, "height": 780}

Opens = Callable[[ViewportSize], Awaitable[Page]]


async def asks(page: Page, text: str = "When do I get my money back?") -> None:
    field = page.get_by_label("Message to the bot")
    await field.fill(text)
    await field.press("Enter")
