"""What is looked up in the shop, in whose name, and what comes back of it."""

import asyncio
from pathlib import Path

import pytest

from bots.settings import sample_folder
from bots.shop.sample import SampleShop
from bots.shop.sample_files import read_sample
from core.engine import looking
from core.engine.looking import Looking
from core.model.dispute_events import OtherFound
from core.model.effects import Effect, FindOther, Look
from core.model.errors import DeskError, Limited, Refused, Transient
from core.model.events import OneFound, OrdersFound
from core.model.ids import ConversationId, EffectId
from core.model.rows import Done, OutboxRow
from core.model.shop import CustomerId, ItemId, ItemLine, OrderId, Page, Person
from core.model.view import Money
from tests.engine.fakes import ANNA as CHAT
from tests.engine.fakes import NOON, Clock

FOLDER: Path = sample_folder() / "shop"
SAMPLE = read_sample(FOLDER)
ANNA, DAAN = CustomerId("c-1001"), CustomerId("c-1002")
FROM_DAAN, EMMAS = "H-104203", "H-104218"


class Shop(SampleShop):
    """The sample, which raises what it is told to, or takes its time."""

    def __init__(self) -> None:
        super().__init__(FOLDER, lambda: NOON)
        self.wrong: DeskError | None = None
        self.wrong_items: DeskError | None = None
        self.takes = 0.0

    async def orders(self, person: CustomerId, after: str = "") -> Page:
        await self._goes()
        return await super().orders(person, after)

    async def other_party(self, person: CustomerId, order: OrderId) -> Person | None:
        await self._goes()
        return await super().other_party(person, order)

    async def items(self, person: CustomerId) -> tuple[ItemLine, ...]:
        if self.wrong_items:
            raise self.wrong_items
        return await super().items(person)

    async def _goes(self) -> None:
        await asyncio.sleep(self.takes)
        if self.wrong:
            raise self.wrong


@pytest.fixture
def shop() -> Shop:
    return Shop()


def row(effect: Effect, conversation: str = "telegram:1001") -> OutboxRow:
    stream = ConversationId(conversation)
    return OutboxRow(1, EffectId("1.0"), stream, f"look:{stream}", effect, 7, 0, 1, NOON, NOON)


async def looks(shop: Shop, effect: Effect) -> Done:
    return await Looking(shop, Clock()).perform(row(effect))


def look(number: str = "", person: CustomerId = ANNA, **given: str) -> Look:
    return Look(person, 7, CHAT, number, **given)  # type: ignore[arg-type]


# --- what comes back


async def test_a_list_comes_with_what_was_looked_at(shop: Shop) -> None:
    found = (await looks(shop, look())).event
    assert isinstance(found, OrdersFound)
    assert (found.turn, len(found.orders), len(found.items)) == (7, 10, 5)


async def test_a_second_page_comes_without(shop: Shop) -> None:
    page = await shop.orders(ANNA)
    found = (await looks(shop, look(after=page.more))).event
    assert isinstance(found, OrdersFound)
    assert (len(found.orders), found.items, found.more) == (3, (), "")


@pytest.mark.parametrize("kind", ["", "order"])
async def test_an_order_comes_with_how_it_stands_and_when_that_was_read(shop: Shop, kind: str) -> None:
    found = (await looks(shop, look(FROM_DAAN, kind=kind))).event
    assert isinstance(found, OneFound)
    assert found.about
    assert (found.about.kind, found.about.role, found.about.other.name) == ("order", "buyer", "Daan d. V.")
    assert found.order
    assert (found.order.id, found.order.status, found.order.payment) == (FROM_DAAN, "sent", "paid")
    assert (found.order.total, found.order.refunded, found.order.read_at) == (Money("67.55", "EUR"), None, NOON)


@pytest.mark.parametrize("kind", ["", "item"])
async def test_an_item_comes_without_an_order(shop: Shop, kind: str) -> None:
    found = (await looks(shop, look("i-501", kind=kind))).event
    assert isinstance(found, OneFound)
    assert found.about
    assert (found.about.kind, found.order) == ("item", None)


@pytest.mark.parametrize(("number", "kind"), [(FROM_DAAN, "item"), ("i-501", "order"), ("H-999999", ""), ("?", "")])
async def test_what_is_not_there_is_nothing(shop: Shop, number: str, kind: str) -> None:
    assert (await looks(shop, look(number, kind=kind))).event == OneFound(7, number)


async def test_the_two_sides_of_an_order_find_each_other(shop: Shop) -> None:
    hers, his = FindOther(ANNA, OrderId(FROM_DAAN)), FindOther(DAAN, OrderId(FROM_DAAN))
    assert (await looks(shop, hers)).event == OtherFound(await shop.person(DAAN))
    assert (await looks(shop, his)).event == OtherFound(await shop.person(ANNA))


# --- whose is it: two users times all objects


@pytest.mark.parametrize("person", [ANNA, DAAN])
@pytest.mark.parametrize("number", SAMPLE.orders)
async def test_somebody_elses_order_is_as_none(shop: Shop, person: CustomerId, number: OrderId) -> None:
    order = SAMPLE.orders[number]
    both = {order.buyer, order.seller}
    one, other = (await looks(shop, look(number, person))).event, (await looks(shop, FindOther(person, number))).event
    assert isinstance(one, OneFound)
    assert isinstance(other, OtherFound)
    if person in both:
        assert one.order
        assert other.person
        assert (one.order.id, other.person.id) == (number, *(both - {person}))
    else:
        assert (one, other) == (OneFound(7, number), OtherFound(None))


@pytest.mark.parametrize("person", [ANNA, DAAN])
@pytest.mark.parametrize("number", SAMPLE.items)
async def test_an_item_names_its_seller_as_others_see_them(shop: Shop, person: CustomerId, number: ItemId) -> None:
    found = (await looks(shop, look(number, person))).event
    assert isinstance(found, OneFound)
    assert found.about
    assert found.about.other.name == SAMPLE.people[SAMPLE.items[number].seller].shown_as


# --- trouble


async def test_without_the_items_the_orders_are_told(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.wrong_items = Transient("down")
    found = (await looks(shop, look())).event
    assert isinstance(found, OrdersFound)
    assert (len(found.orders), found.items) == (10, ())
    assert "cannot be read: down" in caplog.text


@pytest.mark.parametrize("effect", [look(), FindOther(ANNA, OrderId(FROM_DAAN))])
@pytest.mark.parametrize("wrong", [Transient("down"), Refused("somebody else's"), Limited("429", 2.0)])
async def test_what_is_wrong_is_told_as_it_is(shop: Shop, effect: Effect, wrong: DeskError) -> None:
    shop.wrong = wrong
    with pytest.raises(type(wrong)) as raised:
        await looks(shop, effect)
    assert raised.value is wrong


async def test_a_customer_waits_for_no_long_pause(shop: Shop) -> None:
    shop.wrong = Limited("429", 60.0)
    with pytest.raises(Refused, match="429"):
        await looks(shop, look())


async def test_a_dispute_does(shop: Shop) -> None:
    shop.wrong = Limited("429", 60.0)
    with pytest.raises(Limited):
        await looks(shop, FindOther(ANNA, OrderId(FROM_DAAN)))


@pytest.mark.parametrize("effect", [look(), FindOther(ANNA, OrderId(FROM_DAAN))])
async def test_a_slow_shop_is_asked_again(shop: Shop, effect: Effect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "DEADLINE", 0.01)
    shop.takes = 5.0
    with pytest.raises(Transient, match="did not answer"):
        await looks(shop, effect)
