"""What a card shows beside the customer's words: the order as the shop has it now, and a summary; neither holds a case up."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from core.model.dispute import facts_of
from core.model.effects import OpenHandoff
from core.model.errors import Refused, Transient
from core.model.handoff import CaseOpening, Summary
from core.model.ids import Address, CaseCode, ConversationId, EffectId, Language
from core.model.rows import Limit, OutboxRow
from core.model.shop import About, CustomerId, Order, OrderId, OtherParty, Payment, Person
from core.model.view import Money
from core.store.sqlite import SqliteStore
from handoff.methods import background
from handoff.methods.background import Background
from handoff.methods.live_chat import LiveChat

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA = Person(CustomerId("c-1"), "Anna")
PRICE = Money("45.50", "EUR")
ORDER = Order(OrderId("H-1"), "Boots", "buyer", "paid", NOON, PRICE, Payment("paid", PRICE), OtherParty("Ben"))
THREAD = Address("slack", "C1/100.1")
OPENING = OpenHandoff(
    "live_chat",
    CaseCode("FD-1"),
    3,
    Address("telegram", "1001"),
    "Anna",
    Language("en"),
    "Where is it?",
    person=ANNA,
    about=ORDER.about,
)
CASE = CaseOpening(ConversationId("telegram:1001"), OPENING, (), NOON)
ROW = OutboxRow(1, EffectId("7.0"), CASE.conversation, "staff:telegram:1001", OPENING, 3, 0, 1, NOON, NOON)


class Noon:
    def now(self) -> datetime:
        return NOON


class Shop:
    """Knows one order of Anna's."""

    def __init__(self, error: Exception | None = None, takes: float = 0.0) -> None:
        self.error = error
        self.takes = takes
        self.asked: list[tuple[str, str]] = []

    async def order(self, person: CustomerId, id: OrderId) -> Order | None:
        self.asked.append((person, id))
        await asyncio.sleep(self.takes)
        if self.error:
            raise self.error
        return ORDER if (person, id) == (ANNA.id, ORDER.id) else None

    async def orders(self, person: CustomerId, after: str = "") -> object:
        raise AssertionError("nobody asks for a list")

    items = item = orders


class Summaries:
    async def summary(self, opening: CaseOpening) -> Summary | None:
        return Summary("She waits for her boots.", by_machine=True)


class Desk:
    """Opens threads, at the second try where it is told so."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.opened: list[CaseOpening] = []

    async def open_thread(self, opening: CaseOpening, key: EffectId, again: bool) -> Address:
        if self.errors:
            raise self.errors.pop()
        self.opened.append(opening)
        return THREAD

    def opening_limits(self, handoff: OpenHandoff) -> tuple[Limit, ...]:
        return ()


def known(shop: Shop | None = None, summaries: Summaries | None = None) -> Background:
    return Background(Noon(), shop, summaries)  # type: ignore[arg-type]


async def test_the_order_is_shown_with_the_time_at_which_it_was_read() -> None:
    shop = Shop()
    case = await known(shop).known(CASE)
    assert case == replace(CASE, order=facts_of(ORDER, NOON))
    assert shop.asked == [("c-1", "H-1")]


async def test_the_summary_stands_beside_it() -> None:
    case = await known(Shop(), Summaries()).known(CASE)
    assert (case.summary, case.by_machine, case.order) == ("She waits for her boots.", True, facts_of(ORDER, NOON))


@pytest.mark.parametrize(
    "handoff",
    [
        replace(OPENING, person=None),
        replace(OPENING, about=None),
        replace(OPENING, about=About("item", "i-1", "Boots", "buyer", OtherParty("Ben"))),
    ],
    ids=["a stranger", "about nothing", "about an item"],
)
async def test_the_shop_is_asked_only_for_an_order_of_whoever_is_signed_in(handoff: OpenHandoff) -> None:
    shop = Shop()
    assert (await known(shop).known(replace(CASE, handoff=handoff))).order is None
    assert shop.asked == []


@pytest.mark.parametrize("error", [Transient("slow"), Refused("wrong")])
async def test_a_shop_that_fails_holds_nothing_up(error: Exception) -> None:
    assert await known(Shop(error)).known(CASE) == CASE


async def test_a_slow_shop_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "DEADLINE", 0.02)
    assert await known(Shop(takes=5)).known(CASE) == CASE


async def test_without_a_shop_there_is_no_order() -> None:
    assert await known().known(CASE) == CASE


# --- the opening


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


async def test_the_thread_is_opened_with_all_that_is_known(store: SqliteStore) -> None:
    desk = Desk()
    done = await LiveChat(desk, store, known(Shop(), Summaries())).perform(ROW)
    assert done.receipt == str(THREAD)
    assert [(case.order, case.by_machine) for case in desk.opened] == [(facts_of(ORDER, NOON), True)]


async def test_a_repeat_asks_nobody_again(store: SqliteStore) -> None:
    shop, desk = Shop(), Desk(Transient("Slack is down"))
    chat = LiveChat(desk, store, known(shop))
    with pytest.raises(Transient):
        await chat.perform(ROW)
    await chat.perform(replace(ROW, attempts=2))
    assert [case.order for case in desk.opened] == [facts_of(ORDER, NOON)]
    assert len(shop.asked) == 1
