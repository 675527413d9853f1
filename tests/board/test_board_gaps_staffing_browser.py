"""The pages of gaps and of staffing in headless Chromium: wide and on a phone, under the policy, and to somebody who sees nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, ViewportSize, async_playwright, expect

from bots.playground.fortnight import fortnight, write
from core.model.rows import GapRow
from core.ports import Transaction
from handoff.board.gate.headers import HEADERS
from handoff.board.routes import Route, Visit
from handoff.board.server import STATIC
from handoff.board.staffing import page as staffing_page
from handoff.board.static_files import static_routes
from handoff.board.unanswered import page as gaps_page
from tests.board.visiting import room_at, visitor
from tests.playground_page.browsing import ARGUMENTS, CHROMIUM, NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
EVIL = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script> </textarea> {{ 7*7 }}"

Opens = Callable[..., Awaitable[Page]]


class Evening:
    def now(self) -> datetime:
        return NOW


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    async with room_at(Evening()) as room:
        await room.store.transact(fill)
        app = web.Application()
        app.on_response_prepare.append(protect)
        app.router.add_routes(static_routes(STATIC))
        app.router.add_get("/favicon.ico", no_icon)
        for route in (*gaps_page.routes(room), *staffing_page.routes(room)):
            app.router.add_route(route.method, route.path, answering(route))
        async with TestServer(app) as server:
            yield str(server.make_url("/")).rstrip("/")


async def fill(tx: Transaction) -> None:
    """A fortnight, and one customer who asked most, and evil, in a language of its own."""
    await write(tx, fortnight(NOW))
    for number in range(60):
        at = NOW - timedelta(hours=number)
        await tx.gaps.add(GapRow(at, "unanswered", "en", EVIL, "", 0.1, f"telegram:{number}"))


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def no_icon(request: web.Request) -> web.Response:
    return web.Response(status=204)


def answering(route: Route):
    async def answer(request: web.Request) -> web.StreamResponse:
        return await route.answer(Visit(request, visitor("viewer")))

    return answer


@pytest_asyncio.fixture(loop_scope="module")
async def opens(address: str) -> AsyncIterator[Opens]:
    """Opens a page; at the end nothing may have been reported in a console, a broken policy included."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

        async def opened(path: str, size: ViewportSize = WIDE, **more: object) -> Page:
            context: BrowserContext = await browser.new_context(viewport=size, locale="en-GB", **more)
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
            await page.goto(f"{address}{path}")
            return page

        yield opened
        await browser.close()
    assert complaints == []


PAGES = ("/gaps", "/staffing?hour=0-18")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_page_fits_the_screen(opens: Opens, path: str, size: ViewportSize):
    page = await opens(path, size)
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_stands_in_the_way_of_those_who_see_little_or_nothing(opens: Opens, path: str, scheme: str):
    page = await opens(path, color_scheme=scheme)
    found = await Axe().run(page)
    serious = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


async def test_what_customers_wrote_does_nothing(opens: Opens):
    page = await opens("/gaps")
    await page.locator("summary").first.click()
    await expect(page.locator("tbody .question").first).to_have_text(EVIL)
    assert await page.locator("main img, main script").count() == 0
    assert await page.title() == "What the help centre does not say"


async def test_a_draft_is_copied(opens: Opens):
    page = await opens("/gaps?language=pl", permissions=["clipboard-read", "clipboard-write"])
    await page.locator("summary").first.click()
    await page.get_by_role("button", name="Copy").first.click()
    await expect(page.get_by_role("status").first).to_have_text("Copied.")
    draft = await page.locator("textarea").first.input_value()
    assert draft.startswith("---\ntitle: ")
    assert await page.evaluate("navigator.clipboard.readText()") == draft


async def test_where_copying_is_not_allowed_the_draft_is_selected(opens: Opens):
    page = await opens("/gaps?language=pl")
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    await page.locator("summary").first.click()
    await page.get_by_role("button", name="Copy").first.click()
    assert await page.evaluate("document.getSelection().toString() === document.activeElement.value")


async def test_without_a_script_the_draft_can_be_selected_and_nothing_is_offered_that_does_nothing(opens: Opens):
    page = await opens("/gaps?language=pl", java_script_enabled=False)
    await page.locator("summary").first.click()
    await expect(page.locator("textarea").first).to_be_visible()
    await expect(page.locator("button.copy").first).to_be_hidden()


async def test_the_keyboard_opens_an_hour(opens: Opens):
    page = await opens("/staffing")
    await page.locator("table.staffing a").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#hour-head")).to_have_text("Wednesday, 07:00")
    await expect(page.locator("table.staffing a[aria-current]")).to_have_count(1)


async def test_other_chats_at_once_are_tried_out_for_the_same_days(opens: Opens):
    page = await opens("/staffing?since=2026-11-10&until=2026-11-20")
    await page.get_by_label("Chats at once").fill("1")
    await page.get_by_role("button", name="Show").click()
    await expect(page.get_by_text("reckoned with 1")).to_be_visible()
    await expect(page.get_by_label("From")).to_have_value("2026-11-10")
