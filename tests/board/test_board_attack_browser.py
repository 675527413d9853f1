"""Attacks on the board with a real browser: another site's page in the supervisor's own browser, and a name that is a page itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Request, async_playwright, expect

from tests.board.doors import Town, town
from tests.playground_page.browsing import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

NAME = "<img/src=x/onerror=document.title='run'>{{7*7}}</title><script>document.title='run'</script>"


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
    context = await chromium.new_context()
    yield await context.new_page()
    await context.close()


async def comes_in(desk: Town, page: Page) -> None:
    await page.goto(desk.board.link())
    await expect(page.get_by_text("Operator · ")).to_be_visible()


async def lured(desk: Town, page: Page, body: str) -> None:
    """To a page of another port of this machine, to which browsers send the board's cookie along: the worst neighbour."""
    evil = f"{desk.slack.root}/openid/connect/authorize"
    await page.route(evil, lambda route: route.fulfill(content_type="text/html", body=body))
    await page.goto(evil)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
async def test_no_form_of_another_page_acts(desk: Town, page: Page, kind: str) -> None:
    await comes_in(desk, page)
    action = f"{desk.board.listening}/sign-out"
    await lured(desk, page, f'<form method="post" enctype="{kind}" action="{action}"><button>Win</button></form>')
    await page.get_by_role("button", name="Win").click()
    await expect(page.get_by_role("heading", name="That is not allowed")).to_be_visible()
    await page.goto(desk.board.listening)
    await expect(page.get_by_text("Operator · ")).to_be_visible()


async def test_nothing_of_the_board_is_fetched_or_embedded_by_another_page(desk: Town, page: Page) -> None:
    await comes_in(desk, page)
    await page.goto("about:blank")  # what the board's own page still asks for is not meant
    board = desk.board.listening
    asked: list[Request] = []
    found: list[str] = []
    page.on("request", lambda request: asked.append(request) if request.url.startswith(board) else None)
    page.on("response", lambda got: found.append(got.url) if got.request in asked and got.ok else None)
    await lured(
        desk,
        page,
        f'<img src="{board}/sign-in/slack"><script src="{board}/figures.json"></script>'
        f'<link rel="stylesheet" href="{board}/static/board.css"><object data="{board}/health"></object>'
        f'<script>new EventSource("{board}/live/events", {{withCredentials: true}}).onerror = function () {{ this.close(); }};'
        f'fetch("{board}/figures.csv", {{mode: "no-cors", credentials: "include"}}).catch(() => 0)</script>',
    )
    await page.wait_for_timeout(300)
    assert len(asked) >= 5
    assert found == []


async def test_a_name_of_slack_is_a_name_and_nothing_else(desk: Town, page: Page) -> None:
    desk.people.eva.user.real_name = NAME
    await page.goto(f"{desk.board.listening}/sign-in")
    await page.get_by_text("Sign in with Slack").click()
    await page.locator('button[value="U0EVA"]').click()
    await expect(page.locator("p.me")).to_contain_text("<img/src=x/onerror")
    for path in ("/", "/figures", "/health", "/cases?code=x"):
        await page.goto(f"{desk.board.listening}{path}")
        assert await page.title() != "run"
        await expect(page.locator("p.me img, p.me script")).to_have_count(0)


async def test_whoever_has_signed_out_does_not_come_back_by_the_back_button(desk: Town, page: Page) -> None:
    await comes_in(desk, page)
    await page.goto(f"{desk.board.listening}/figures")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page).to_have_url(f"{desk.board.listening}/sign-in")
    await page.go_back()
    await expect(page.get_by_text("Operator · ")).to_have_count(0)
    await expect(page).to_have_url(f"{desk.board.listening}/sign-in?to=/figures")
