"""A playground with its page, and somebody at it: without a browser, and with one."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, async_playwright, expect

from bots.playground.world import Playground
from tests.playground_page.browsing import ARGUMENTS, CHROMIUM, WIDE, Opens
from tests.playground_page.product import Product


class Visitor:
    """Asks as the page's own script does."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url
        self.origin = url.rstrip("/")

    async def does(self, do: str, **given: Any) -> tuple[int, dict[str, Any]]:
        """The status and the answer of an action."""
        async with self.session.post(
            f"{self.url}do", json={"do": do, **given}, headers={"Origin": self.origin}
        ) as answer:
            return answer.status, await answer.json()

    async def did(self, do: str, **given: Any) -> dict[str, Any]:
        """The answer of an action that must succeed."""
        status, answer = await self.does(do, **given)
        assert status == 200, answer
        return answer

    async def sees(self, pane: str) -> dict[str, Any]:
        """A pane as a newly opened page is told it."""
        async with self.session.get(f"{self.url}live") as stream:
            async for line in stream.content:
                if line.strip() == f"event: {pane}".encode():
                    data = await stream.content.readline()
                    return dict(msgspec.json.decode(data.removeprefix(b"data: ")))
        raise AssertionError(f"no {pane} was told")


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    playground = Playground(lifted_limits=True)
    assert playground.slack is not None
    playground.slack.deliveries.ack_seconds = 0.05
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
async def visitor(playground: Playground) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession() as session:
        yield Visitor(session, playground.page_url)


# --- in a browser
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def world() -> AsyncIterator[Playground]:
    playground = Playground(lifted_limits=True)
    await playground.start()
    yield playground
    await playground.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def product(world: Playground) -> AsyncIterator[Product]:
    async with Product(world) as product:
        yield product


@pytest_asyncio.fixture(loop_scope="module")
async def opens(browser: Browser, world: Playground) -> AsyncIterator[Opens]:
    """Opens the page; at the end nothing may have been reported in a console, a broken policy included."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    async def opened(size: ViewportSize) -> Page:
        context = await browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        await page.goto(world.page_url)
        await expect(page.get_by_role("heading", name="Sample Market")).to_be_visible()
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert complaints == []


def is_complaint(said: ConsoleMessage) -> bool:
    """That a server is away is no mistake of the page's."""
    return said.type == "error" and "ERR_CONNECTION" not in said.text


@pytest_asyncio.fixture(loop_scope="module")
async def page(opens: Opens) -> Page:
    return await opens(WIDE)
