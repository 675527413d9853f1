"""The live page in headless Chromium, as the desk changes under it, and as the connection comes and goes."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from msgspec.structs import replace
from playwright.async_api import Browser, expect

from core.model.ids import AgentId
from core.model.people import Agent, Duty
from handoff.board.live.scene import Desk
from tests.board.browsing_board import Opened, chromium, enters
from tests.board.doors import House, house
from tests.board.live_scenes import MINUTE, MONDAY, NOW, SHUT, TOM, put, queued, talking
from tests.board.visiting import CATALOG
from tests.playground_page.browsing import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SOON = 1000  # milliseconds: "within a second of the event"
STALE = 8000
EVIL = "</td></tr></table><img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
LANGUAGES = ("en", "nl", "pl")
RENAMED = """([deed, words]) => document.querySelectorAll(`.live form[action="/acts/${deed}"] button`).forEach(
  (each) => { each.textContent = deed === "assign" ? `${words}…` : words; })"""
CUT = """() => [...document.querySelectorAll(".live section.list .acts button")].filter((each) => {
  const room = each.closest(".scroll, section").getBoundingClientRect(), own = each.getBoundingClientRect();
  return own.right > room.right || own.left < room.left;
}).map((each) => each.textContent)"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def board() -> AsyncIterator[House]:
    """Six on a Monday evening."""
    async with house() as made:
        made.clock.at = NOW
        await put(made.room.store, MONDAY)
        yield made


async def opens(board: House, browser: Browser, **context: object) -> Opened:
    """The live page, once it hears what changes."""
    opened = await enters(board, browser, "supervisor", **context)
    async with opened.page.expect_response("**/live/events*"):
        assert await opened.goes("/") == 200
    return opened


async def happens(board: House, *chats) -> None:
    await put(board.room.store, Desk(chats=chats))
    board.room.changes.tell()


async def test_who_comes_is_there_within_a_second_and_goes_when_they_are_taken(board: House, browser: Browser):
    opened = await opens(board, browser)
    nora = opened.page.locator("#queue-nl").get_by_text("Nora")
    await expect(nora).to_have_count(0)
    await happens(board, queued("FD-9", name="Nora"))
    await expect(nora).to_be_visible(timeout=SOON)
    await expect(opened.page.locator("#count-waiting")).to_have_text("5", timeout=SOON)
    await happens(board, queued("FD-9", name="Nora", agent=TOM.id, claimed_at=NOW))
    await expect(nora).to_have_count(0, timeout=SOON)
    await expect(opened.page.locator("#agent-U0TOM").get_by_text("Nora")).to_be_visible(timeout=SOON)
    assert (opened.said, await opened.violations()) == ([], [])


async def test_who_comes_stands_at_their_place(board: House, browser: Browser):
    opened = await opens(board, browser)
    await happens(board, queued("FD-9", ago=5 * MINUTE, name="Nora"), queued("FD-8", ago=99 * MINUTE, name="Otto"))
    rows = opened.page.locator("#queue-nl [data-row] .case bdi")
    await expect(rows).to_have_text(["Otto", "Anna de Vries", "Nora", "Bram", "Cor"], timeout=SOON)


async def test_the_title_says_how_many_promises_are_broken(board: House, browser: Browser):
    opened = await opens(board, browser)
    await expect(opened.page).to_have_title("(4) Live · Sample Market")
    await happens(board, replace(MONDAY.chats[4], waiting_since=None), queued("FD-9", ago=99 * MINUTE))
    await happens(board, queued("FD-8", ago=99 * MINUTE))
    await expect(opened.page).to_have_title("(5) Live · Sample Market", timeout=2 * SOON)
    await expect(opened.page.get_by_role("status").filter(has_text="5 promises broken")).to_have_count(1)


async def test_whatever_comes_by_the_stream_is_shown_as_it_was_written(board: House, browser: Browser):
    opened = await opens(board, browser)
    await happens(board, queued("FD-9", name=EVIL, topic=EVIL), talking("FD-8", TOM, MINUTE, name=EVIL))
    await expect(opened.page.locator("#chat-FD-9 .case bdi")).to_have_text(EVIL, timeout=SOON)
    assert await opened.page.locator("main img, main script").count() == 0
    assert "run" not in await opened.page.title()
    assert (opened.elsewhere, opened.said, await opened.violations()) == ([], [], [])


async def test_what_has_the_focus_keeps_it_when_its_row_changes(board: House, browser: Browser):
    opened = await opens(board, browser)
    row = opened.page.locator("#chat-FD-1B")
    button = row.get_by_role("button", name="Reassign")
    await button.focus()
    await happens(board, replace(MONDAY.chats[1], name="Bram Bakker", urgent=True))
    await expect(row.get_by_text("Bram Bakker")).to_be_visible(timeout=SOON)
    await expect(button).to_be_focused()


async def test_when_a_row_goes_the_focus_goes_to_the_next(board: House, browser: Browser):
    opened = await opens(board, browser)
    await opened.page.locator("#chat-FD-1B .case").focus()
    await happens(board, replace(MONDAY.chats[1], ended_at=NOW))
    await expect(opened.page.locator("#chat-FD-1B")).to_have_count(0, timeout=SOON)
    await expect(opened.page.locator("#chat-FD-1C .case")).to_be_focused()


async def test_a_way_that_is_closed_stands_at_the_top(board: House, browser: Browser):
    opened = await opens(board, browser)
    await put(board.room.store, Desk(closures=(SHUT,)))
    board.room.changes.tell()
    await expect(opened.page.locator("#closed")).to_contain_text("Callbacks are closed", timeout=SOON)
    await board.room.store.transact(lambda tx: tx.closures.lift("callback"))
    board.room.changes.tell()
    await expect(opened.page.locator("#closed")).to_be_hidden(timeout=SOON)


async def test_a_list_that_is_empty_says_so_until_somebody_comes(board: House, browser: Browser):
    opened = await opens(board, browser)
    nobody = opened.page.get_by_text("Nobody waits.")
    await expect(nobody).to_be_hidden()
    await happens(board, *(replace(chat, ended_at=NOW) for chat in MONDAY.chats))
    await expect(nobody).to_be_visible(timeout=SOON)
    await happens(board, queued("FD-9"))
    await expect(nobody).to_be_hidden(timeout=SOON)


async def test_a_language_that_had_no_place_gets_one(board: House, browser: Browser):
    opened = await opens(board, browser)
    await happens(board, queued("FD-9", "sv", name="Nils"))
    await expect(opened.page.locator("#queue-sv").get_by_text("Nils")).to_be_visible(timeout=5 * SOON)


# --- the connection
async def test_a_page_that_has_lost_the_desk_says_so_and_catches_up(board: House, browser: Browser):
    opened = await opens(board, browser)
    banner = opened.page.get_by_role("alert")
    await expect(banner).to_be_hidden()
    port = urlsplit(board.root).port
    await board.board.stop()
    await expect(banner).to_be_visible(timeout=STALE)
    await expect(banner).to_contain_text("The connection is lost: this is how it was at")
    await happens(board, queued("FD-9", name="Nora"), replace(MONDAY.chats[1], ended_at=NOW))
    await board.board.start(port)
    await expect(banner).to_be_hidden(timeout=STALE)
    await expect(opened.page.locator("#queue-nl").get_by_text("Nora")).to_be_visible(timeout=SOON)
    await expect(opened.page.locator("#chat-FD-1B")).to_have_count(0)


async def test_whoever_is_signed_out_meanwhile_is_led_to_the_sign_in_and_reads_of_no_lost_connection(
    board: House, browser: Browser
):
    opened = await opens(board, browser)
    port = urlsplit(board.root).port
    await board.board.stop()  # it hears nothing, and once it does again it is nobody's any more
    held = {each["name"]: each["value"] for each in await opened.page.context.cookies()}
    await board.gate.sessions.end(held[board.gate.cookie])
    await board.board.start(port)
    await opened.page.wait_for_url("**/sign-in?to=/", timeout=2 * STALE)
    await expect(opened.page.get_by_text("The connection is lost")).to_have_count(0)


async def test_a_computer_without_a_network_says_so_at_once(board: House, browser: Browser):
    opened = await opens(board, browser)
    await opened.page.context.set_offline(True)
    await expect(opened.page.get_by_role("alert")).to_be_visible(timeout=SOON)
    await opened.page.context.set_offline(False)
    await expect(opened.page.get_by_role("alert")).to_be_hidden(timeout=STALE)


async def test_a_desk_that_cannot_be_seen_is_no_longer_taken_for_how_it_is(board: House, browser: Browser):
    opened = await opens(board, browser)
    await board.room.store.close()
    await expect(opened.page.get_by_role("alert")).to_be_visible(timeout=2 * STALE)


# --- how it looks
@pytest.mark.parametrize("width", [360, 390, 768, 1280, 1600])
async def test_nothing_is_wider_than_the_screen(board: House, browser: Browser, width: int):
    await happens(board, queued("FD-9", name="Wolfeschlegelsteinhausenbergerdorff" * 2, topic="order"))
    opened = await opens(board, browser, viewport={"width": width, "height": 800})
    assert await opened.page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "[...document.querySelectorAll('main section')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className)"
    assert await opened.page.evaluate(wide) == []


@pytest.mark.parametrize("width", [1200, 1400, 1600, 1920])
async def test_no_button_is_cut_in_any_language(board: House, browser: Browser, width: int):
    opened = await opens(board, browser, viewport={"width": width, "height": 800})
    for language in CATALOG.texts:
        for key in ("board.act.take_over", "board.act.assign"):
            words = CATALOG.say(key, {}, language)
            deed = key.removeprefix("board.act.").replace("_", "-")
            await opened.page.evaluate(RENAMED, [deed, words])
        assert (language, await opened.page.evaluate(CUT)) == (language, [])


async def test_of_a_dozen_who_wait_in_three_languages_none_is_scrolled_away(board: House, browser: Browser):
    await happens(board, *(queued(f"FD-9{number}", LANGUAGES[number % 3]) for number in range(12)))
    opened = await opens(board, browser, viewport={"width": 1400, "height": 900})
    inside = "e => e.scrollHeight <= e.clientHeight"
    assert await opened.page.locator(".queue .scroll").evaluate(inside)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1600])
async def test_a_red_board_can_be_read_by_everybody(board: House, browser: Browser, scheme: str, width: int):
    await put(board.room.store, Desk(closures=(SHUT,)))
    opened = await opens(board, browser, color_scheme=scheme, viewport={"width": width, "height": 900})
    found = (await Axe().run(opened.page)).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


async def test_without_scripts_the_page_still_says_how_it_is(board: House, browser: Browser):
    opened = await enters(board, browser, "supervisor", java_script_enabled=False)
    await opened.goes("/")
    await expect(opened.page.locator("#queue-nl [data-row]")).to_have_count(3)
    await expect(opened.page.locator("#chat-FD-1A time").first).to_have_text("2026-11-23 16:51 UTC")


async def test_five_hundred_who_wait_and_two_hundred_agents(board: House, browser: Browser):
    chats = [queued(f"FD-9{number:03}", LANGUAGES[number % 3], number * MINUTE) for number in range(500)]
    staff = [Duty(Agent(AgentId(f"U{number}"), f"Agent {number}"), on_duty=True) for number in range(200)]
    await put(board.room.store, Desk(chats=chats, staff=staff))
    opened = await opens(board, browser)
    await expect(opened.page.locator("[id^=chat-FD]")).to_have_count(504)
    await expect(opened.page.locator("#agents [data-row]")).to_have_count(203)
    await happens(board, queued("FD-8", "pl", name="Nora"))
    await expect(opened.page.locator("#queue-pl").get_by_text("Nora")).to_be_attached(timeout=10 * SOON)
