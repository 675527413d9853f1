"""Every page of the board for people who cannot see it, or use no mouse: by axe-core, and by the keyboard."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ViewportSize, expect

from bots.board import routes_of
from tests.board.browsing_board import PAGES, chromium, enters, filled
from tests.board.case_story import CASE
from tests.board.doors import House
from tests.playground_page.browsing import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

WIDE: ViewportSize = {"width": 1400, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 800}
SERIOUS = ("serious", "critical")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def board() -> AsyncIterator[House]:
    async with filled() as made:
        yield made


async def test_no_page_is_left_out(board: House) -> None:
    paths = {route.path for route in routes_of(board.room) if route.method == "GET"}
    others = ("/cases/{code}", "/live/events", "/health/parts", "/acts/")  # looked at with a code, or no pages
    pages = {path for path in paths if not path.startswith(others) and "." not in path and "{" not in path}
    assert pages <= {path.partition("?")[0] for path in PAGES}


@pytest.mark.parametrize(
    ("scheme", "size"),
    [("light", WIDE), ("dark", WIDE), ("light", PHONE), ("dark", PHONE)],
    ids=["light wide", "dark wide", "light phone", "dark phone"],
)
async def test_axe_finds_nothing_serious(board: House, browser: Browser, scheme: str, size: ViewportSize) -> None:
    opened = await enters(board, browser, color_scheme=scheme, viewport=size)
    found: list[str] = []
    for path in PAGES:
        assert await opened.goes(path) in (200, 404), path
        results = (await Axe().run(opened.page)).response["violations"]
        found += [
            f"{path}: {each['id']} {each['nodes'][0]['target']} {each['nodes'][0]['failureSummary'][:160]}"
            for each in results
            if each["impact"] in SERIOUS
        ]
    assert found == []


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_is_wider_than_a_phone(board: House, browser: Browser, path: str) -> None:
    opened = await enters(board, browser, viewport={"width": 360, "height": 780})
    await opened.goes(path)
    assert await opened.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_has_one_title_and_headings_in_order(board: House, browser: Browser, path: str) -> None:
    opened = await enters(board, browser, viewport=WIDE)
    await opened.goes(path)
    levels = await opened.page.locator("h1:visible, h2:visible, h3:visible, h4:visible").evaluate_all(
        "found => found.map((each) => Number(each.tagName[1]))"
    )
    steps = [after - before for before, after in zip([0, *levels], levels, strict=False)]
    assert max(steps, default=0) <= 1 or (steps and steps[0] == 2 and max(steps[1:], default=0) <= 1), levels


async def test_no_script_of_a_page_runs_twice(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, viewport=WIDE)
    for path in PAGES:
        await opened.goes(path)
        scripts = await opened.page.locator("script").evaluate_all("found => found.map((each) => each.src)")
        assert (path, len(scripts)) == (path, len(set(scripts)))


async def test_the_first_press_of_tab_skips_to_what_matters(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, viewport=WIDE)
    await opened.goes("/")
    await opened.page.keyboard.press("Tab")
    await expect(opened.page.locator(".skip")).to_be_focused()
    await opened.page.keyboard.press("Enter")
    await expect(opened.page).to_have_url(re.compile("#main$"))


async def test_an_act_is_reached_by_tab_and_its_dialog_gives_the_focus_back(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, "supervisor", viewport=WIDE)
    await opened.goes(f"/cases/{CASE}")
    page, button = opened.page, opened.page.locator("main").get_by_role("button", name="Reassign")
    for _ in range(25):
        await page.keyboard.press("Tab")
        if await button.evaluate("each => each === document.activeElement"):
            break
    await expect(button).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(button).to_be_focused()


async def test_times_are_those_of_the_reader(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, viewport=WIDE, timezone_id="Asia/Shanghai")
    await opened.goes(f"/cases/{CASE}")
    first = opened.page.locator(".transcript time").first
    await expect(first).not_to_contain_text("UTC")
    at = await first.get_attribute("datetime")
    shown = await opened.page.evaluate(
        "(at) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' })",
        at,
    )
    hours, minutes = shown.split(":")
    assert f":{minutes}" in await first.inner_text()
    assert str(int(hours) % 12 or 12) in await first.inner_text() or hours in await first.inner_text()
