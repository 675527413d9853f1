"""Coming in at the board in headless Chromium: with Slack, and by a link that works once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from tests.board.doors import Town, town
from tests.playground_page.browsing import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def desk(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """At the end nothing may have been reported in its console, a broken policy included."""
    complaints: list[str] = []
    context = await chromium.new_context(timezone_id="Asia/Tokyo")
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
    yield page
    await context.close()
    assert complaints == []


def _is_complaint(said: ConsoleMessage) -> bool:
    """An answer that is an error is what some of these tests are about."""
    return said.type == "error" and "Failed to load resource" not in said.text


async def test_with_slack(desk: Town, page: Page) -> None:
    await page.goto(f"{desk.board.listening}/figures?days=7")
    await page.get_by_role("link", name="Sign in with Slack").click()
    await expect(page.get_by_role("heading", name="Sign in to Playground with Slack")).to_be_visible()
    await page.get_by_role("button", name="Eva de Wit").click()
    await expect(page).to_have_url(f"{desk.board.listening}/figures?days=7")
    await expect(page.get_by_text("Eva · ")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page).to_have_url(f"{desk.board.listening}/sign-in")
    await page.goto(desk.board.listening)
    await expect(page.get_by_role("link", name="Sign in with Slack")).to_be_visible()


async def test_somebody_who_has_no_part_in_it(desk: Town, page: Page) -> None:
    await page.goto(desk.board.listening)
    await page.get_by_role("link", name="Sign in with Slack").click()
    await page.get_by_role("button", name="Nina New").click()
    await expect(page.get_by_role("alert")).to_contain_text("You have no part in this desk")


async def test_a_link_that_works_once(desk: Town, page: Page) -> None:
    link = desk.board.link()
    await page.goto(link)
    await expect(page).to_have_url(f"{desk.board.listening}/")
    await expect(page.get_by_text("Operator · ")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page).to_have_url(f"{desk.board.listening}/sign-in")
    await page.goto(link)
    await expect(page.get_by_role("alert")).to_contain_text("has been used")


async def test_times_are_the_readers(desk: Town, page: Page) -> None:
    await page.goto(desk.board.link())
    await expect(page.get_by_text("Operator · ")).to_be_visible()
    await page.wait_for_load_state("domcontentloaded")
    cookies = {each["name"]: each for each in await page.context.cookies()}
    assert cookies["frontdesk_zone"]["value"] == "Asia%2FTokyo"
    assert cookies["frontdesk_board"]["httpOnly"]
    assert cookies["frontdesk_board"]["sameSite"] == "Lax"


@pytest.mark.fault("Security", "Board: CSRF token, Origin checked")
async def test_another_site_can_neither_show_the_board_nor_act_on_it(desk: Town, page: Page) -> None:
    await page.goto(desk.board.link())
    await expect(page.get_by_text("Operator · ")).to_be_visible()
    evil = f"{desk.slack.root.replace('127.0.0.1', 'localhost')}/openid/connect/authorize"
    await page.route(evil, lambda route: route.fulfill(content_type="text/html", body=_evil(desk.board.listening)))
    await page.goto(evil)
    assert page.frames[1].url.startswith("chrome-error:")
    await page.get_by_role("button", name="Win").click()
    await expect(page.get_by_role("heading", name="That is not allowed")).to_be_visible()
    await page.goto(desk.board.listening)
    await expect(page.get_by_text("Operator · ")).to_be_visible()


def _evil(board: str) -> str:
    return f'<iframe src="{board}/"></iframe><form method="post" action="{board}/sign-out"><button>Win</button></form>'
