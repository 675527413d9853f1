"""A dispute at the page in headless Chromium: its card in a channel of its own, and the form in which it is decided."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bots.playground.world import SLACK_APP_TOKEN, SLACK_BOT_TOKEN, SUPPORT_CHANNEL, TRUST_CHANNEL, Playground
from bots.slack.access import BySocket, SlackAccess
from bots.slack.channel import SlackChannel
from core.language.catalog import read_catalog
from core.model.dispute import Decision, Measure
from core.model.dispute_events import CardShown, FormWanted, StaffAsked, StaffDecided, StaffEvent
from core.model.dispute_file import Contact, DisputeFile, stream_of
from core.model.effects import ShowDispute, ShowForm
from core.model.heard import FromDispute
from core.model.ids import Address, CaseCode, ConversationId, EffectId
from core.model.rows import OutboxRow, Received
from core.model.shop import CustomerId, Person
from core.model.view import Money
from core.store.sqlite import SqliteStore
from tests.handoff.quarrel import under_review
from tests.playground_page.browsing import NARROW, WIDE, Opens

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

CASE = CaseCode("FD-7K2M9")
ANNA = Contact(Person(CustomerId("c-1"), "Anna", "PL"), ConversationId("telegram:1001"))
DAAN = Contact(Person(CustomerId("c-2"), "Daan", "NL", "daan@mail.example"))


class Trust:
    """The desk's side of one dispute in Slack: shows its card and its forms, and keeps what staff did."""

    def __init__(self, channel: SlackChannel, store: SqliteStore) -> None:
        self.channel, self.store = channel, store
        self.done: list[StaffEvent] = []
        self.file = DisputeFile(under_review(), ANNA, DAAN)
        self.showing: set[asyncio.Task[object]] = set()

    async def receive(self, items: Sequence[Received]) -> None:
        for item in items:
            heard = self.channel.reader.read(item.payload)
            if isinstance(heard, FromDispute):
                self.heard(heard.event)

    def heard(self, event: StaffEvent) -> None:
        self.done.append(event)
        if isinstance(event, FormWanted):
            form = ShowForm(self.file, event.agent, event.form, event.trigger)
            self.showing.add(asyncio.create_task(self.channel.disputes.perform(row(form))))

    async def show(self) -> None:
        shown = await self.channel.disputes.perform(row(ShowDispute(self.file)))
        assert isinstance(shown.event, CardShown)
        self.file = DisputeFile(self.file.dispute, ANNA, DAAN, shown.event.thread)
        await self.store.transact(lambda tx: tx.disputes.save(self.file, datetime.now(UTC)))

    @property
    def thread(self) -> Address:
        assert self.file.thread is not None
        return self.file.thread


def row(effect: ShowDispute | ShowForm) -> OutboxRow:
    now = datetime.now(UTC)
    return OutboxRow(1, EffectId("7.1"), stream_of(CASE), "lane", effect, 0, 0, 1, now, now)


@pytest_asyncio.fixture(loop_scope="module")
async def trust(world: Playground) -> AsyncIterator[Trust]:
    assert world.slack is not None
    store = SqliteStore.open(":memory:")
    way = BySocket(SLACK_APP_TOKEN)
    access = SlackAccess(SLACK_BOT_TOKEN, SUPPORT_CHANNEL, way, world.slack.root, trust_channel=TRUST_CHANNEL)
    channel = await SlackChannel.open(access, read_catalog(), store)
    trust = Trust(channel, store)
    await channel.start(trust)
    await trust.show()
    yield trust
    await channel.close()
    await store.close()


async def decides(page: Page) -> Locator:
    """The form, opened from the card."""
    await page.get_by_role("button", name=TRUST_CHANNEL).click()
    await page.get_by_role("button", name="Decide…").click()
    return page.get_by_role("dialog", name="Dispute FD-7K2M9")


async def test_each_channel_says_what_it_is_for(page: Page, world: Playground) -> None:
    channel = page.get_by_role("log", name="Messages in the channel")
    await expect(channel).to_contain_text("When a customer asks for a person, the case appears here.")
    await page.get_by_role("button", name=TRUST_CHANNEL).click()
    await expect(channel).to_contain_text("When a customer reports a problem with an order")


async def test_the_card_stands_in_its_own_channel(page: Page, trust: Trust) -> None:
    channel = page.get_by_role("log", name="Messages in the channel")
    await expect(channel).not_to_contain_text("Dispute FD-7K2M9")
    await page.get_by_role("button", name=TRUST_CHANNEL).click()
    await expect(channel).to_contain_text("Order: H-104233 · Vase · delivered")
    await expect(channel).to_contain_text("It is broken.")


async def test_a_decision_is_filled_in_mended_and_sent(page: Page, trust: Trust) -> None:
    form = await decides(page)
    await form.get_by_label("Partial refund of the amount below").check()
    await form.get_by_label("Restrict the seller’s account").check()
    await form.get_by_label("Amount of a partial refund (EUR)").fill("450")
    await form.get_by_label("Reasons").fill("It came broken.\nThe photos show it.")
    await form.get_by_role("button", name="Decide").click()
    await expect(form).to_contain_text("Please complete this required field.")
    await form.get_by_label("Articles of the policy").fill("4.2")
    await form.get_by_role("button", name="Decide").click()
    await expect(form).to_contain_text("That is too much: at most €45.00 can be refunded.")
    await expect(form.get_by_label("Reasons")).to_have_value("It came broken.\nThe photos show it.")
    await expect(form.get_by_label("Restrict the seller’s account")).to_be_checked()
    await form.get_by_label("Amount of a partial refund (EUR)").fill("12,50")
    await form.get_by_role("button", name="Decide").click()
    await expect(form).to_have_count(0)
    part, seller = Measure("partial_refund", Money("12.50", "EUR")), Measure("restrict_account", account="seller")
    [decided] = [each for each in trust.done if isinstance(each, StaffDecided)]
    assert decided.thread == trust.thread
    assert decided.decision == Decision((part, seller), "It came broken.\nThe photos show it.", ("4.2",))


async def test_a_box_is_ticked_by_its_own_words_alone(page: Page, trust: Trust) -> None:
    form = await decides(page)
    await form.get_by_text("No action", exact=True).click()
    await expect(form.get_by_label("No action")).to_be_checked()
    await form.get_by_text("What is decided about the order").click()
    await expect(form.locator("input:checked")).to_have_count(1)


async def test_words_to_one_of_the_two(page: Page, trust: Trust) -> None:
    await page.get_by_role("button", name=TRUST_CHANNEL).click()
    await page.get_by_role("button", name="Write to a party…").click()
    form = page.get_by_role("dialog", name="Dispute FD-7K2M9")
    await form.get_by_label("Seller").check()
    await form.get_by_label("Message").fill("What happened?")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_have_count(0)
    [asked] = [each for each in trust.done if isinstance(each, StaffAsked)]
    assert (asked.role, asked.words) == ("seller", "What happened?")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_a_long_form_can_be_sent_at_any_width(opens: Opens, trust: Trust, size: dict[str, int]) -> None:
    page = await opens(size)  # type: ignore[arg-type]
    if size == NARROW:
        await page.get_by_role("tab", name="Slack").click()
    form = await decides(page)
    await expect(form.get_by_role("button", name="Decide")).to_be_in_viewport()
    wide = await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide
