"""Deeds at the real board in headless Chromium: each act, its question, its refusal, and the row that follows by itself."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from msgspec.structs import replace
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from core.model.board_acts import (
    BoardAct,
    ChatAssigned,
    CustomerUnblocked,
    DutySet,
    LetterAnswered,
    MethodClosed,
    MethodOpened,
)
from core.model.codec import decode
from core.model.conversation import Conversation, Queued
from core.model.figures import Closure
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent, Duty
from core.model.rows import ChatRow, Received
from core.ports import Transaction
from handoff.board.visitors import Role
from tests.board.doors import House, house
from tests.engine.desk import LIVE, Desk
from tests.playground_page.browsing import ARGUMENTS, CHROMIUM, NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ANNA = Address("telegram", "1001")
ANNAS = ConversationId(str(ANNA))
CASE = CaseCode("FD-7K2M9P")
TOM = Agent(AgentId("U0TOM"), "Tom")
ZOE = Agent(AgentId("U0ZOE"), "Zoe <img src=x onerror=alert(1)>")
ME = Agent(AgentId("operator"), "Operator")
NOBODY = AgentId("")

Enters = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def board() -> AsyncIterator[House]:
    async with house() as made:

        async def fill(tx: Transaction) -> None:
            now = made.clock.now()
            for duty in (Duty(TOM, True), Duty(ZOE, True), Duty(Agent(AgentId("U0OFF"), "Otto"), False)):
                await tx.staff.put(duty, now)
            stage = Queued(LIVE, CASE, now, Address("slack", "C1/1.0"))
            await tx.conversations.save(Conversation(ANNAS, ANNA, "Anna", turn=5, stage=stage, greeted=True), now)
            await tx.cases.open(CASE, ANNAS, "live_chat", now)
            await tx.chats.put(ChatRow(CASE, ANNAS, Language("en"), now, name="Anna"))

        await made.room.store.transact(fill)
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def enters(browser: Browser, board: House) -> AsyncIterator[Enters]:
    """Somebody with a role opens a page; at the end nothing may have been reported in a console, a broken policy included."""
    complaints: list[str] = []

    async def entered(path: str = "/", role: Role = "operator", size: ViewportSize = WIDE, **more: Any) -> Page:
        inside = await board.inside(role)
        context = await browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce", **more)
        cookies = [{"name": each.key, "value": each.value, "url": board.root} for each in inside.session.cookie_jar]
        await context.add_cookies(cookies)  # type: ignore[arg-type]
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.text) else None)
        await page.goto(f"{board.root}{path}")
        return page

    yield entered
    for context in browser.contexts:
        await context.close()
    assert complaints == []


def _is_complaint(words: str) -> bool:
    """That something is refused, or the desk away, is what these tests are about, and the browser tells of it."""
    return "409 (Conflict)" not in words and "503 (Service Unavailable)" not in words


async def acts(board: House) -> list[BoardAct]:
    rows = await board.room.store.transact(lambda tx: tx.inbox.next(99, board.clock.now()))
    return [decode(row.payload, BoardAct) for row in rows if row.source == "board"]  # type: ignore[arg-type]


async def is_done(page: Page) -> None:
    await expect(page.locator("#act-said")).to_have_text("Done.")


def press(page: Page, label: str, about: str) -> Awaitable[None]:
    return page.get_by_role("button", name=f"{label}: {about}").first.click()


# --- each act


async def test_a_chat_is_taken_over_and_the_row_moves_by_itself(enters: Enters, board: House) -> None:
    page = await enters()
    await press(page, "Take over", CASE)
    await is_done(page)
    desk = Desk(board.room.store)
    desk.clock.time = board.clock.now()
    await desk.works()
    board.room.changes.tell()
    await expect(page.locator("#queue-en").get_by_text("Anna")).to_have_count(0)
    (chat,) = await board.room.store.transact(lambda tx: tx.chats.live())
    assert chat.agent == ME.id


async def test_a_case_shows_what_was_done_to_it(enters: Enters, board: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(board.room.store)
    desk.clock.time = board.clock.now()
    comes_in = board.room.intake.receive

    async def decided_at_once(items: Sequence[Received]) -> None:
        await comes_in(items)
        await desk.works()

    monkeypatch.setattr(board.room.intake, "receive", decided_at_once)
    page = await enters(f"/cases/{CASE}")
    state = page.locator(".facts")
    await expect(state).to_contain_text("Waits in the queue")
    await press(page, "Take over", CASE)
    await expect(state).to_contain_text("With an agent")
    await is_done(page)


async def test_a_chat_is_given_to_a_colleague(enters: Enters, board: House) -> None:
    page = await enters()
    await press(page, "Reassign", CASE)
    dialog = page.get_by_role("dialog", name=f"Give {CASE} to somebody else")
    await dialog.get_by_label("To", exact=True).select_option(label=ZOE.name)
    await dialog.get_by_label("Note for them").fill("Knows the seller")
    await dialog.get_by_role("button", name="Reassign").click()
    await expect(dialog).to_have_count(0)
    await is_done(page)
    assert await acts(board) == [ChatAssigned(ME, CASE, ZOE, "Knows the seller", held=NOBODY)]


async def test_an_agent_is_put_off_duty_and_another_one_on(enters: Enters, board: House) -> None:
    page = await enters()
    await press(page, "Take off duty", "Tom")
    await is_done(page)
    await page.locator("summary").first.click()
    await press(page, "Put on duty", "Otto")
    await page.wait_for_function("() => document.querySelectorAll('[aria-busy=true]').length === 0")
    assert await acts(board) == [DutySet(ME, TOM.id, False), DutySet(ME, AgentId("U0OFF"), True)]


async def test_a_way_is_closed_with_a_reason_and_an_end(enters: Enters, board: House) -> None:
    page = await enters()
    await press(page, "Close", "Live chat")
    dialog = page.get_by_role("dialog", name="Close live chat")
    await dialog.get_by_label("Reason that customers read").select_option("Technical trouble")
    await dialog.get_by_label("How long").select_option("Until somebody opens it")
    await dialog.get_by_label("In your own words").fill("The provider is down")
    await dialog.get_by_role("button", name="Close now").click()
    await is_done(page)
    assert await acts(board) == [MethodClosed(ME, "live_chat", "trouble", "The provider is down")]


async def test_a_way_is_opened_again(enters: Enters, board: House) -> None:
    closure = Closure("callback", "meeting", "Eva", board.clock.now())
    await board.room.store.transact(lambda tx: tx.closures.put(closure))
    page = await enters()
    await press(page, "Open again", "Calls")
    await is_done(page)
    assert await acts(board) == [MethodOpened(ME, "callback")]


async def test_dead_letters_are_answered(enters: Enters, board: House) -> None:
    for key in ("k1", "k2"):
        await dies(board, key)
    page = await enters("/health")
    await press(page, "Try again", "2")
    await is_done(page)
    await press(page, "Discard", "1")
    dialog = page.get_by_role("dialog", name="Discard for good")
    await dialog.get_by_role("button", name="Discard").click()  # the browser asks for the reason
    await dialog.get_by_label("Why").fill("A test")
    await dialog.get_by_role("button", name="Discard").click()
    await expect(dialog).to_have_count(0)
    assert await acts(board) == [
        LetterAnswered(ME, "inbox", "2", "again"),
        LetterAnswered(ME, "inbox", "1", "discard", "A test"),
    ]


async def dies(board: House, key: str) -> None:
    now = board.clock.now()
    await board.room.store.transact(lambda tx: tx.inbox.add([Received(key, "telegram", ANNAS, "{}")], now))
    (row,) = await board.room.store.transact(lambda tx: tx.inbox.next(9, now))
    await board.room.store.transact(lambda tx: tx.inbox.settle(row.id, "dead", "unreadable"))


async def test_a_customer_is_unblocked(enters: Enters, board: House) -> None:
    talk = await board.room.store.transact(lambda tx: tx.conversations.load(ANNAS))
    assert talk
    blocked = replace(talk, blocked=board.clock.now().replace(year=2099))
    await board.room.store.transact(lambda tx: tx.conversations.save(blocked, board.clock.now()))
    page = await enters(f"/cases/{CASE}")
    await press(page, "Unblock", CASE)
    await is_done(page)
    assert await acts(board) == [CustomerUnblocked(ME, CASE)]


# --- how it goes wrong


async def test_what_cannot_be_done_any_more_is_said_where_it_was_pressed(enters: Enters, board: House) -> None:
    page = await enters(f"/cases/{CASE}")
    await is_over(board)
    await press(page, "Take over", CASE)
    await expect(page.locator("#act-said")).to_have_text(f"The live chat of {CASE} is over.")
    assert await acts(board) == []


async def test_and_in_the_dialog_where_that_is_open(enters: Enters, board: House) -> None:
    page = await enters()
    await press(page, "Reassign", CASE)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("To", exact=True).select_option(label="Tom")
    await is_over(board)
    await dialog.get_by_role("button", name="Reassign").click()
    await expect(dialog.get_by_role("alert")).to_have_text(f"The live chat of {CASE} is over.")
    await dialog.get_by_text("Cancel").click()
    await expect(dialog).to_have_count(0)


async def is_over(board: House) -> None:
    (chat,) = await board.room.store.transact(lambda tx: tx.chats.live())
    await board.room.store.transact(lambda tx: tx.chats.put(replace(chat, ended_at=board.clock.now())))


async def test_a_second_press_is_no_second_act(enters: Enters, board: House) -> None:
    page = await enters()
    await page.get_by_role("button", name=f"Take over: {CASE}").first.dblclick()
    await is_done(page)
    assert await acts(board) == [ChatAssigned(ME, CASE, ME, held=NOBODY)]


async def test_a_press_that_meets_another_button_than_the_pointer_was_brought_to_does_nothing(
    enters: Enters, board: House
) -> None:
    page = await enters()
    button = page.get_by_role("button", name="Take off duty: Tom")
    await button.hover()
    await page.evaluate(
        """() => {
          const field = document.querySelector("#agents [name=agent][value=U0TOM] ~ [name=on]");
          field.value = "1"; // as if another row had come under the pointer
        }"""
    )
    await page.mouse.down()
    await page.mouse.up()
    await expect(page.locator("#act-said")).to_contain_text("The list has just moved")
    assert await acts(board) == []
    await page.mouse.down()
    await page.mouse.up()
    await is_done(page)
    assert await acts(board) == [DutySet(ME, TOM.id, True)]


async def test_a_chat_that_an_agent_has_is_given_on_where_it_stands(enters: Enters, board: House) -> None:
    (chat,) = await board.room.store.transact(lambda tx: tx.chats.live())
    taken = replace(chat, agent=TOM.id, claimed_at=board.clock.now())
    await board.room.store.transact(lambda tx: tx.chats.put(taken))
    page = await enters()
    await page.locator("#agents").get_by_role("button", name=f"Reassign: {CASE}").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("To", exact=True).select_option(label=ZOE.name)
    await dialog.get_by_role("button", name="Reassign").click()
    await is_done(page)
    assert await acts(board) == [ChatAssigned(ME, CASE, ZOE, held=TOM.id)]


async def test_a_desk_that_is_away_is_said(enters: Enters, board: House) -> None:
    page = await enters()
    await page.route("**/acts/**", lambda route: route.fulfill(status=503))
    await press(page, "Take over", CASE)
    await expect(page.locator("#act-said")).to_contain_text("That did not work.")


# --- for whom


async def test_a_viewer_is_offered_nothing(enters: Enters) -> None:
    page = await enters(role="viewer")
    await expect(page.locator("#queue-en").get_by_text("Anna")).to_be_visible()
    await expect(page.locator("form.act")).to_have_count(0)


async def test_without_a_script_each_act_is_a_page(enters: Enters, board: House) -> None:
    page = await enters(java_script_enabled=False)
    await press(page, "Reassign", CASE)
    await expect(page.get_by_role("heading", name=f"Give {CASE} to somebody else")).to_be_visible()
    await page.get_by_label("To", exact=True).select_option("Tom")
    await page.get_by_role("button", name="Reassign").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Sample Market")
    assert await acts(board) == [ChatAssigned(ME, CASE, TOM, held=NOBODY)]


async def test_the_keyboard_opens_chooses_and_leaves_a_question(enters: Enters) -> None:
    page = await enters()
    button = page.get_by_role("button", name=f"Reassign: {CASE}").first
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_label("To", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(button).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_in_the_questions_stands_in_the_way_of_those_who_see_little_or_nothing(
    enters: Enters, scheme: str
) -> None:
    page = await enters(color_scheme=scheme)
    await press(page, "Close", "Live chat")
    await expect(page.get_by_role("dialog")).to_be_visible()
    found = await Axe().run(page, context="dialog")
    serious = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


async def test_a_question_fits_a_phone(enters: Enters) -> None:
    page = await enters(size=NARROW)
    await press(page, "Reassign", CASE)
    box = await page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
