"""The page of health in headless Chromium: it keeps itself up to date under whoever is at work in it, and says when it cannot."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from core.model.answer import Usage
from core.model.figures import Closure
from core.model.ids import ConversationId, EffectId
from core.model.rows import NewEffect
from core.ports import Transaction
from handoff.board.acting import acts
from handoff.board.gate.headers import HEADERS
from handoff.board.room import Room
from handoff.board.routes import Route, Visit
from handoff.board.server import STATIC
from handoff.board.static_files import static_routes
from handoff.board.upkeep import page as health_page
from tests.board.visiting import room_at, visitor
from tests.engine.fakes import NOON, say
from tests.playground_page.browsing import ARGUMENTS, CHROMIUM, NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

EVIL = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
USAGE = Usage(10, 10, 7.25)
ANNA = ConversationId(f"telegram:{EVIL}")

Opens = Callable[..., Awaitable[Page]]


class Down:
    """While it is, nothing is answered."""

    is_it = False


@pytest_asyncio.fixture(loop_scope="module")
async def room() -> AsyncIterator[Room]:
    async with room_at() as room:
        await room.store.transact(fill)
        room.vitals.well("telegram")
        room.vitals.ill("slack", EVIL)
        yield room


async def fill(tx: Transaction) -> None:
    """A letter that could not be sent, a lane that waits, and a way that is closed."""
    gone = NewEffect(EffectId("7.1"), ANNA, "telegram:1", say(EVIL), 0)
    held = NewEffect(EffectId("8.1"), ANNA, f"mail:{EVIL}", say("hi"), 0)
    first, second = await tx.outbox.add([gone, held], NOON)
    await tx.outbox.settle(first.seq, "failed", reason=EVIL)
    await tx.outbox.settle(second.seq, "waiting", reason=EVIL, until=NOON)
    await tx.closures.put(Closure("live_chat", "busy", EVIL, NOON, words=EVIL))


@pytest_asyncio.fixture(loop_scope="module")
async def address(room: Room) -> AsyncIterator[str]:
    app = web.Application()
    app.on_response_prepare.append(protect)
    app.router.add_routes(static_routes(STATIC))
    app.router.add_get("/favicon.ico", no_icon)
    for route in (*health_page.routes(room), *acts.routes(room)):
        app.router.add_route(route.method, route.path, answering(route))
    async with TestServer(app) as server:
        yield str(server.make_url("/")).rstrip("/")
    Down.is_it = False


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def no_icon(request: web.Request) -> web.Response:
    return web.Response(status=204)


def answering(route: Route):
    async def answer(request: web.Request) -> web.StreamResponse:
        if Down.is_it:
            raise web.HTTPServiceUnavailable
        return await route.answer(Visit(request, visitor("operator")))

    return answer


@pytest_asyncio.fixture(loop_scope="module")
async def opens(address: str) -> AsyncIterator[Opens]:
    """Opens the page, which asks anew ten times as often; at the end nothing may have been reported in a console."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

        async def opened(size: ViewportSize = WIDE, **more: object) -> Page:
            context = await browser.new_context(viewport=size, locale="en-GB", **more)
            page = await context.new_page()
            await page.add_init_script("const later = setTimeout; window.setTimeout = (f, ms) => later(f, ms / 10);")
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
            await page.goto(f"{address}/health")
            return page

        yield opened
        await browser.close()
    assert [each for each in complaints if "503" not in each] == []


async def test_what_happens_is_shown_without_a_reload(opens: Opens, room: Room):
    page = await opens()
    await expect(page.locator("#health-verdict")).to_contain_text("To look at")
    room.vitals.ill("smtp", "the mail server was not reached")
    await expect(page.locator("#health-connections")).to_contain_text("the mail server was not reached")
    room.vitals.well("smtp")
    await expect(page.locator("#health-connections")).not_to_contain_text("the mail server was not reached")


async def test_a_section_that_comes_anew_keeps_the_focus_and_what_was_unfolded(opens: Opens, room: Room):
    page = await opens()
    unfolded = page.locator("#health-model summary")
    await unfolded.click()
    await unfolded.focus()
    await room.store.transact(lambda tx: tx.spending.add(room.clock.now().date(), "c", "x", USAGE))
    await expect(page.locator("#health-model .big")).to_contain_text("7.25")
    await expect(unfolded).to_be_focused()
    await expect(page.locator("#health-model details")).to_have_attribute("open", "")


async def test_it_says_that_it_is_old_and_catches_up(opens: Opens):
    page = await opens()
    Down.is_it = True
    await expect(page.locator("#health-stale")).to_be_visible()
    Down.is_it = False
    await expect(page.locator("#health-stale")).to_be_hidden()


async def test_a_dead_letter_is_answered_on_the_page(opens: Opens, room: Room):
    page = await opens()
    before = len(await room.store.transact(lambda tx: tx.inbox.next(9, room.clock.now())))
    await page.get_by_role("button", name="Try again").first.click()
    await expect(page.locator("#act-said")).not_to_be_empty()
    rows = await room.store.transact(lambda tx: tx.inbox.next(9, room.clock.now()))
    assert [row.source for row in rows[before:]] == ["board"]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_it_fits_the_screen(opens: Opens, size: ViewportSize):
    page = await opens(size)
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_stands_in_the_way_of_those_who_see_little_or_nothing(opens: Opens, scheme: str):
    page = await opens(color_scheme=scheme)
    found = await Axe().run(page)
    serious = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


async def test_words_from_outside_do_nothing(opens: Opens):
    page = await opens()
    await expect(page.locator("#health-letters")).to_contain_text("<img src=x")
    await expect(page.locator("#health-closures")).to_contain_text("<img src=x")
    assert await page.locator("main img, main script").count() == 0
    assert "broken" not in await page.title()
