"""The operator's line under an answer, in a real browser: it comes, opens, and stays open."""

from collections.abc import AsyncIterator, Mapping

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect
from telegram import Bot

from bots.playground.world import TELEGRAM_TOKEN, Playground
from core.model.answer import Answer, Citation, Ranked, Usage
from tests.playground_page.browsing import NARROW, WIDE, Opens

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

EMMA = 1003
REFUNDS = Citation("refunds", "Refund timing", "https://market.example/help/refunds", "en")
FOUND = tuple(Ranked(f"a{number}", f"Article {number}", "en", 6.0 - number) for number in range(6))
QUOTED = Answer("answered", "Five days.", (REFUNDS,), 0.82, ranked=FOUND)
WRITTEN = Answer(
    "answered", "Five days.", (REFUNDS,), 0.46, "careful", "model", usage=Usage(1812, 94, 0.00037, "small-model")
)
REFUSED = Answer("unknown", "", (), 0.11, "abstain", failures=("figure: 48,50 € stands in no cited source",))
CHATTED = Answer("unknown", "", (), 0.03, "smalltalk")
DANGER = Answer("unknown", "", (), 0.02, "urgent")
PERSON = Answer("unknown", "", (), 0.05, "person", ranked=FOUND)


class Desk:
    """Sends what it is told to Emma, and knows the answers behind it."""

    def __init__(self, playground: Playground) -> None:
        assert playground.telegram is not None
        self.bot = Bot(TELEGRAM_TOKEN, base_url=f"{playground.telegram.root}/bot")
        self.emma = playground.telegram.customer(EMMA)
        self.asked: list[int] = []
        self.answers: dict[int, Answer] = {}
        playground.why = self._why

    async def _why(self, chat: int, message: int) -> Mapping[str, object] | None:
        assert chat == EMMA
        self.asked.append(message)
        answer = self.answers.get(message)
        return msgspec.to_builtins(answer) if answer else None

    async def says(self, text: str, answer: Answer | None = None) -> int:
        if not self.emma.screen:
            await self.emma.write("hello")
        number = (await self.bot.send_message(EMMA, text)).message_id
        if answer:
            self.answers[number] = answer
        return number


@pytest_asyncio.fixture(loop_scope="module")
async def desk(world: Playground) -> AsyncIterator[Desk]:
    desk = Desk(world)
    async with desk.bot:
        yield desk


def why(page: Page) -> Locator:
    return page.locator(".why summary")


async def test_a_line_opens_and_stays_open(page: Page, desk: Desk) -> None:
    number = await desk.says("Five days.", QUOTED)
    await expect(why(page)).to_have_text("Why: answer · 82 % · Refund timing (en)")
    await why(page).click()
    shown = page.locator(".why-all")
    await expect(shown).to_contain_text("Quoted from the sources below")
    await expect(shown.get_by_role("link", name="Refund timing (en)")).to_have_attribute("href", REFUNDS.address)
    await expect(shown.locator(".why-found li")).to_have_count(5)
    await desk.says("Anything else?")
    await expect(page.locator(".line.bot")).to_have_count(2)
    await desk.bot.edit_message_text("Five days, as a rule.", EMMA, number)  # the bubble is drawn anew
    await expect(page.locator(".line.bot").first).to_contain_text("as a rule")
    await expect(shown).to_be_visible()


@pytest.mark.parametrize(
    ("answer", "line", "inside"),
    [
        (WRITTEN, "careful answer · 46 %", ["A model", "small-model, 1,812 + 94 tokens, cost 0.00037"]),
        (REFUSED, "no answer · 11 %", ["Drafts not used", "figure: 48,50 € stands in no cited source"]),
        (CHATTED, "small talk", ["gets a word, and no article", "3 %"]),
        (DANGER, "danger", ["Somebody may come to harm"]),
        (PERSON, "asks for a person", ["gets the ways to one at once", "Article 0"]),
    ],
    ids=lambda given: given.verdict if isinstance(given, Answer) else "",
)
async def test_each_decision_in_words(page: Page, desk: Desk, answer: Answer, line: str, inside: list[str]) -> None:
    await desk.says("Well.", answer)
    await expect(why(page)).to_contain_text(line)
    await why(page).click()
    for words in inside:
        await expect(page.locator(".why-all")).to_contain_text(words)


async def test_with_the_keyboard_focus_stays_when_the_message_changes(page: Page, desk: Desk) -> None:
    number = await desk.says("Five days.", QUOTED)
    await why(page).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".why-all")).to_be_visible()
    await desk.bot.edit_message_text("Six days.", EMMA, number)
    await expect(page.locator(".line.bot")).to_contain_text("Six days.")
    await expect(why(page)).to_be_focused()


async def test_an_answer_is_asked_for_once(page: Page, desk: Desk) -> None:
    number = await desk.says("Five days.", QUOTED)
    await expect(why(page)).to_be_visible()
    await page.locator(".people").get_by_role("button", name="Daan").click()
    await page.locator(".people").get_by_role("button", name="Emma").click()
    await desk.bot.edit_message_text("Six days.", EMMA, number)
    await expect(page.locator(".line.bot")).to_contain_text("Six days.")
    await expect(why(page)).to_be_visible()
    assert desk.asked == [number]


async def test_an_answer_that_is_written_down_late(page: Page, desk: Desk) -> None:
    number = await desk.says("Five days.")
    await expect(page.locator(".line.bot")).to_have_count(1)
    await expect(why(page)).to_have_count(0)
    desk.answers[number] = QUOTED
    await expect(why(page)).to_contain_text("82 %")


async def test_the_end_of_the_chat_stays_in_sight(opens: Opens, desk: Desk) -> None:
    for number in range(12):
        await desk.says(f"Number {number}\nof twelve", QUOTED)
    page = await opens(NARROW)
    await expect(why(page)).to_have_count(12)
    await expect(why(page).last).to_be_in_viewport(ratio=1)
    await why(page).last.click()
    await expect(page.locator(".why-found").last).to_be_in_viewport(ratio=1)


async def test_after_a_restart_of_the_server_more_may_be_known(opens: Opens, world: Playground, desk: Desk) -> None:
    explains, world.why = world.why, None
    number = await desk.says("Five days.", QUOTED)
    desk.emma.screen[-1].date -= 3600  # of a message that has just come it would be asked again anyway
    page = await opens(WIDE)
    await expect(page.locator(".line.bot")).to_have_count(1)
    port = int(world.page_url.rstrip("/").rpartition(":")[2])
    await world.page.stop()
    await expect(page.locator("#pulse")).to_contain_text("Reconnecting")
    world.why = explains
    await world.page.start(port)
    await expect(why(page)).to_be_visible()
    assert desk.asked == [number]
