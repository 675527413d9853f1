"""The real board with all its pages, filled, and headless Chromium before it as somebody who is signed in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright

from bots.playground.fortnight import fortnight, write
from core.model.ids import AgentId
from core.model.people import Agent, Duty
from core.ports import Transaction
from handoff.board.visitors import Role
from tests.board.case_story import CASE, happened
from tests.board.doors import House, house
from tests.flow.cast import TOM
from tests.playground_page.browsing import ARGUMENTS, CHROMIUM

PAGES = (
    "/",
    "/health",
    "/figures",
    "/gaps",
    "/staffing",
    "/blocked",
    "/privacy",
    f"/cases/{CASE}/privacy",
    "/audit",
    f"/cases/{CASE}",
    f"/cases/{CASE}?all=1",
    "/cases?code=none",
    f"/acts/assign?case={CASE}",
)
_WATCH = """addEventListener("securitypolicyviolation", (event) => {
  (globalThis.violations ??= []).push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});"""


class Opened(NamedTuple):
    """A tab, and what happened in it that must not: what was asked of other sites, said in the console, or asked of the reader."""

    page: Page
    root: str
    elsewhere: list[str]
    said: list[str]

    async def goes(self, path: str) -> int:
        answer = await self.page.goto(self.root + path, wait_until="load")
        assert answer
        return answer.status

    async def violations(self) -> list[str]:
        """Of the page's own policy."""
        found: list[str] = await self.page.evaluate("globalThis.violations ?? []")
        return found


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def filled() -> AsyncIterator[House]:
    """A fortnight, a case that is open, and two agents."""
    async with house() as made:
        now = made.clock.now()

        async def fill(tx: Transaction) -> None:
            await write(tx, fortnight(now))
            await happened(tx, at=now)
            await tx.staff.put(Duty(TOM, True, ("en",)), now)
            await tx.staff.put(Duty(Agent(AgentId("U0ZOFIA"), "Zofia"), True, ("pl", "en")), now)

        await made.room.store.transact(fill)
        yield made


async def enters(made: House, browser: Browser, role: Role = "operator", **context: Any) -> Opened:
    """Somebody of this role; `context`: what their browser is like."""
    somebody = await made.inside(role)
    tab = await browser.new_context(locale="en-GB", reduced_motion="reduce", **context)
    await tab.add_cookies([{"name": made.gate.cookie, "value": somebody.cookie, "url": made.root}])
    await tab.add_init_script(_WATCH)
    return await _watched(tab, made.root)


async def _watched(tab: BrowserContext, root: str) -> Opened:
    opened = Opened(await tab.new_page(), root, [], [])

    def asked(request: Request) -> None:
        if not request.url.startswith((root, "data:", "blob:")):
            opened.elsewhere.append(request.url)

    def told(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            opened.said.append(message.text)

    opened.page.on("request", asked)
    opened.page.on("console", told)
    opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.page.on("dialog", lambda dialog: opened.said.append(f"dialog: {dialog.message}"))
    return opened
