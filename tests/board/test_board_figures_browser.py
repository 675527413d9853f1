"""The page of figures in headless Chromium: its charts under the board's policy, its tables, its choice of days."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect

from tests.board.browsing_board import Opened, chromium, enters, filled
from tests.board.doors import House
from tests.playground_page.browsing import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

WIDE: ViewportSize = {"width": 1400, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 780}
# How many dots of a chart are neither see-through nor of the grid: something is drawn.
_DRAWN = """canvas => {
  const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let drawn = 0;
  for (let at = 3; at < dots.length; at += 4) drawn += dots[at] > 200;
  return drawn;
}"""
_COLOURS = """canvas => {
  const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data, found = {};
  for (let at = 0; at < dots.length; at += 4)
    if (dots[at + 3] === 255) {
      const colour = `${dots[at]},${dots[at + 1]},${dots[at + 2]}`;
      found[colour] = (found[colour] ?? 0) + 1;
    }
  return Object.entries(found).sort((one, other) => other[1] - one[1])[0][0];
}"""


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


async def nothing_is_wrong(opened: Opened) -> None:
    assert (opened.said, opened.elsewhere, await opened.violations()) == ([], [], [])


async def test_each_chart_is_drawn_and_breaks_no_policy(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, "viewer", viewport=WIDE)
    await opened.goes("/figures")
    canvases = opened.page.locator(".chart canvas")
    await expect(canvases).to_have_count(3)
    drawn = [await canvases.nth(number).evaluate(_DRAWN) for number in range(3)]
    assert min(drawn) > 500, drawn
    await nothing_is_wrong(opened)


@pytest.mark.parametrize(
    ("chart", "columns"), [("days", ("Questions", "Ways to a person")), ("promises-by-day", ("Broken", "Kept"))]
)
async def test_a_chart_says_what_its_table_says(
    board: House, browser: Browser, chart: str, columns: tuple[str, ...]
) -> None:
    opened = await enters(board, browser, "viewer", viewport=WIDE)
    await opened.goes("/figures?days=7&method=live_chat")
    drawn = opened.page.locator(f".chart[data-of={chart}]")
    await drawn.locator(".u-over").hover()  # in the middle: the fourth day of seven
    said = drawn.locator(".u-legend tr")
    row = opened.page.locator(f"#{chart} tbody tr").nth(3)
    await expect(said.nth(0)).to_contain_text((await row.locator("th").text_content() or "").strip())
    heads = [text.strip() for text in await opened.page.locator(f"#{chart} thead th").all_text_contents()]
    for number, column in enumerate(columns, 1):
        cell = await row.locator("th, td").nth(heads.index(column)).text_content() or ""
        await expect(said.nth(number)).to_have_text(f"{column}{cell.strip()}")


async def test_the_table_beside_a_chart_is_a_table(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, "viewer", viewport=WIDE)
    await opened.goes("/figures?days=7")
    await opened.page.get_by_text("The same as a table").first.click()
    table = opened.page.get_by_role("table", name="Questions and ways to a person, day by day")
    await expect(table).to_be_visible()
    await expect(table.get_by_role("columnheader").nth(1)).to_have_text("Questions")
    await expect(table.get_by_role("row")).to_have_count(9)  # the head, seven days, and all of them


async def test_days_are_chosen_with_a_press_and_from_one_to_another(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, "viewer", viewport=WIDE)
    await opened.goes("/figures")
    page = opened.page
    await page.get_by_role("link", name="7 days").click()
    await expect(page.locator("#days tbody tr")).to_have_count(7)
    last = await page.get_by_label("To", exact=True).input_value()
    await page.get_by_label("From").fill(last)
    await page.get_by_role("combobox", name="Language").select_option(label="Polish")
    await page.get_by_role("button", name="Show").click()
    await expect(page.locator("#days tbody tr")).to_have_count(1)
    assert f"since={last}&until={last}" in page.url
    assert "language=pl" in page.url
    await nothing_is_wrong(opened)


async def test_a_file_comes_with_a_name_that_says_what_it_is(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, "viewer", viewport=WIDE)
    await opened.goes("/figures?since=2026-01-01&until=2026-01-31")
    async with opened.page.expect_download() as coming:
        await opened.page.get_by_role("link", name="Why a person was needed: as CSV").click()
    assert (await coming.value).suggested_filename == "frontdesk-reasons-2026-01-01-to-2026-01-31.csv"


async def test_a_phone_scrolls_a_wide_table_and_not_the_page(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, "viewer", viewport=PHONE)
    await opened.goes("/figures?days=30")
    page = opened.page
    await expect(page.locator(".chart canvas")).to_have_count(3)
    for summary in await page.locator("summary").all():
        await summary.click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    wide = page.locator(".scrolls", has=page.locator("#waits-by-method"))
    assert await wide.evaluate("each => each.scrollWidth > each.clientWidth")
    await wide.focus()
    await page.keyboard.press("End")
    await nothing_is_wrong(opened)


async def test_charts_turn_dark_with_the_page(board: House, browser: Browser) -> None:
    opened = await enters(board, browser, "viewer", viewport=WIDE, color_scheme="light")
    await opened.goes("/figures")
    canvas = opened.page.locator(".chart[data-of=promises-by-day] canvas")
    light = await canvas.evaluate(_COLOURS)
    await opened.page.emulate_media(color_scheme="dark")
    await expect(canvas).to_have_count(1)
    assert await canvas.evaluate(_COLOURS) != light
