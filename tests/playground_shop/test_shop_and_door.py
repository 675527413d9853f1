"""The shop's page and the desk's real door, from the button to the news in the inbox."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import ConsoleMessage, async_playwright, expect

from bots.playground.shop import ShopServer
from bots.playground.shop.desk import OVER
from bots.shop.door import LINK_PATH, ShopDoor
from bots.shop.sample import SampleShop
from core.engine.clock import SystemClock
from core.model.codec import decode_event
from core.model.events import SignedIn
from core.model.ids import ConversationId, Language
from core.model.rows import LinkRow, digest
from core.model.shop import CustomerId, Person, Proposal
from core.store.sqlite import SqliteStore
from tests.playground_page.browsing import ARGUMENTS, CHROMIUM
from tests.playground_shop.asking import SECRET
from tests.playground_shop.browsing_shop import Browser

CHAT = ConversationId("telegram:1001")
TOKEN = "q" * 43
ANNA = Person(CustomerId("c-1001"), "Anna Kowalska", "PL", "anna@mail.example", Language("pl"))


class Desk:
    """The door with a store behind it, and one link that was just made for a chat."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store

    async def link(self, minutes: int = 10) -> None:
        now = datetime.now(UTC)
        row = LinkRow(digest(TOKEN), CHAT, "telegram", "Anna <3 🌷", now, now + timedelta(minutes=minutes))
        await self.store.transact(lambda tx: tx.links.make(row))

    async def news(self) -> list[Person]:
        rows = await self.store.transact(lambda tx: tx.inbox.next(10, datetime.now(UTC)))
        events = [decode_event(row.payload) for row in rows]
        return [each.person for each in events if isinstance(each, SignedIn)]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(SqliteStore.open(tmp_path / "desk.db"))
    yield desk
    await desk.store.close()


@pytest.fixture
async def shop(desk: Desk, sample: SampleShop) -> AsyncIterator[ShopServer]:
    door = ShopDoor(desk.store, SystemClock(), SECRET, lambda: None)
    app = web.Application()
    app.router.add_get(LINK_PATH, door.show, allow_head=False)
    app.router.add_post(LINK_PATH, door.confirm)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    shop = ShopServer(sample, SECRET, desk=f"http://127.0.0.1:{runner.addresses[0][1]}")
    await shop.start()
    yield shop
    await shop.stop()
    await runner.cleanup()


async def test_a_confirmed_link_is_news_for_the_chat(shop: ShopServer, desk: Desk) -> None:
    await desk.link()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        browser = Browser(session, shop.root)
        await browser.opens(f"/sign-in?link={TOKEN}")
        await browser.is_("c-1001")
        assert "Connect the Telegram account Anna <3 🌷 to Anna Kowalska?" in browser.text
        await browser.sends("/sign-in/connect", answer="confirm")
        assert browser.text.startswith("You are connected")
        assert await desk.news() == [ANNA]

        await browser.opens(f"/sign-in?link={TOKEN}")
        await browser.is_("c-1002")
        assert (browser.status, browser.text) == (410, f"That did not work {OVER}")
        assert await desk.news() == [ANNA]


async def test_an_expired_link_is_no_news(shop: ShopServer, desk: Desk) -> None:
    await desk.link(minutes=0)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        browser = Browser(session, shop.root)
        await browser.opens(f"/sign-in?link={TOKEN}")
        await browser.is_("c-1001")
        assert (browser.status, browser.text) == (410, f"That did not work {OVER}")
    assert await desk.news() == []


@pytest.mark.parametrize("name", ["Anna Kowalska", "古美術さくら株式会社"])
async def test_every_customer_can_come_through_the_door(shop: ShopServer, desk: Desk, name: str) -> None:
    await desk.link()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        browser = Browser(session, shop.root)
        await browser.opens(f"/sign-in?link={TOKEN}")
        await browser.is_("c-1001" if name.startswith("Anna") else "c-2002")
        await browser.sends("/sign-in/connect", answer="confirm")
    assert [each.name for each in await desk.news()] == [name]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1200])
async def test_in_a_real_browser(shop: ShopServer, sample: SampleShop, desk: Desk, width: int) -> None:
    """Nothing is reported in the console, a broken policy included, and nothing is wider than the screen."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    await desk.link()
    await sample.carry_out(
        Proposal("k-1", "suspend_account", "FD-7K2M9", person=ANNA.id, reason="fake " * 60 + "x" * 300)
    )
    complaints: list[str] = []

    def complain(said: ConsoleMessage) -> None:
        complaints.append(said.text)

    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await chromium.new_page(viewport={"width": width, "height": 700})
        page.on("console", complain)
        await page.goto(f"{shop.sign_in_url}?link={TOKEN}")
        await page.get_by_role("button", name="Anna Kowalska").click()
        await expect(page.get_by_role("heading")).to_have_text("Connect your account")
        await page.get_by_role("button", name="Confirm").click()
        await expect(page.get_by_role("heading")).to_have_text("You are connected")
        for path in ("/orders", "/orders/H-104213", "/items/i-503", "/account"):
            await page.goto(f"{shop.root}{path}")
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await chromium.close()
    assert complaints == []
    assert await desk.news() == [ANNA]
