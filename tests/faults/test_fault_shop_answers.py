"""A shop that is slow, down, broken or wrong: the customer reads a word and the general answer, and nothing of anybody else's."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bots.playground.shop import trouble
from bots.playground.shop.trouble import Trouble
from bots.playground.telegram import Customer
from core.answers import personal
from core.engine import looking, retry
from core.model.shop import CustomerId
from tests.faults import shop_trouble
from tests.faults.shop_trouble import alarms
from tests.faults.stage import down
from tests.scenarios.town import SHOP_SECRET, TALK, WAYS, Town, copied_articles, signs_in

EMMA = CustomerId("c-1003")
QUESTION = "Where is my parcel?"
ORDER = "H-104203"
SORRY = "I can’t look at your orders right now."
PAUSE = timedelta(milliseconds=100)
MOST_TRIES = 6  # of one look, where we are impatient
REPEATS = {"dropped": 2, "cut off": 2}  # a GET is repeated at once where a connection that was kept open has broken
FAILING = shop_trouble.FAILING | {"429": trouble.rate_limited("0.2")}
WRONG = shop_trouble.WRONG | {"without whose": trouble.without("person")}
WRONG_LISTS = WRONG | {"another customer's": trouble.things_of(EMMA)}
WRONG_ORDERS = WRONG | {
    "another customer's": trouble.changed(lambda answer: answer | {"person": EMMA}),
    "without a title": trouble.without("title"),
}

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_articles(tmp_path_factory.mktemp("help"))


@pytest.fixture
async def town(tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """It asks the shop again sooner than an operator's, and for as long."""
    monkeypatch.setattr(retry, "LOOKING", retry.LOOKING._replace(first=PAUSE, longest=3 * PAUSE))
    monkeypatch.chdir(tmp_path)
    town = Town(tmp_path / "data", WAYS["asking"], monkeypatch)
    try:
        await town.is_built({"HELP_FOLDER": str(articles), "SHOP_SECRET": SHOP_SECRET})
        await town.opens()
        yield town
    finally:
        await town.is_left()


@contextmanager
def impatient() -> Iterator[None]:
    """A shop that is slow is not waited for, and one that goes on failing not asked for long."""
    with pytest.MonkeyPatch.context() as short:
        short.setattr(retry, "LOOKING", retry.Policy(PAUSE, 3 * PAUSE, 9 * PAUSE))
        short.setattr(looking, "DEADLINE", 0.3)
        short.setattr(personal, "PATIENCE", 0.3)
        yield


@pytest.fixture
async def anna(town: Town) -> Customer:
    customer = town.customer()
    await signs_in(town, customer, "c-1001")
    return customer


async def reads_the_general_answer(customer: Customer) -> None:
    await customer.reads(SORRY)
    said = await customer.reads("Quoted from the help centre")
    assert said.buttons[-1] == TALK


# --- the list of orders


@pytest.mark.parametrize("what", FAILING)
async def test_a_shop_that_fails_for_a_moment_is_asked_again(
    town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "slow":
        monkeypatch.setattr(looking, "DEADLINE", 1.0)
    town.shop.script("orders", FAILING[what])
    await anna.write("/orders")
    await anna.reads("Which one is it about?")
    assert town.shop.asked("orders") == 2


@pytest.mark.parametrize("what", FAILING)
async def test_a_shop_that_goes_on_failing_leaves_the_general_answer(town: Town, anna: Customer, what: str) -> None:
    town.shop.always("orders", FAILING[what])
    with impatient():
        await anna.write(QUESTION)
        await reads_the_general_answer(anna)
    assert 1 <= town.shop.asked("orders") <= MOST_TRIES * REPEATS.get(what, 1)  # how often depends on the clock


@pytest.mark.parametrize("what", WRONG_LISTS)
async def test_a_list_that_is_wrong_is_refused_and_told_to_the_operator(
    town: Town, anna: Customer, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    town.shop.always("orders", WRONG_LISTS[what])
    await anna.write(QUESTION)
    await reads_the_general_answer(anna)
    assert town.shop.asked("orders") == 1, "a repeat would bring the same"
    assert len(alarms(caplog)) == 1
    assert "Mantel clock" not in anna.described()  # what Emma bought
    assert EMMA not in caplog.text


async def test_a_shop_that_asks_for_a_long_pause_leaves_the_general_answer_at_once(town: Town, anna: Customer) -> None:
    """And what is asked for next does not wait behind it."""
    town.shop.script("orders", trouble.rate_limited("600"))
    await anna.write(QUESTION)
    await reads_the_general_answer(anna)
    await anna.write("/orders")
    await anna.reads("Which one is it about?")
    assert town.shop.asked("orders") == 2


@pytest.mark.parametrize(
    "how", [trouble.BROKEN, trouble.HTML, trouble.things_of(EMMA)], ids=["500", "HTML", "another's"]
)
async def test_without_the_items_that_were_looked_at_the_orders_are_shown(
    town: Town, anna: Customer, how: Trouble
) -> None:
    town.shop.always("items", how)
    await anna.write("/orders")
    listed = await anna.reads("Which one is it about?")
    assert any(label.startswith(ORDER) for label in listed.buttons)
    assert not any("pocket watch" in label or "€" in label for label in listed.buttons)


# --- one order


async def looks_at(customer: Customer) -> None:
    """An order that was chosen, and a second question about it."""
    await customer.write(ORDER)
    await customer.reads(f"Order {ORDER}: ")


@pytest.mark.parametrize("what", FAILING | WRONG_ORDERS)
async def test_an_order_that_cannot_be_read_leaves_the_general_answer(
    town: Town, anna: Customer, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    await looks_at(anna)
    asked = town.shop.asked("order")
    town.shop.always("order", (FAILING | WRONG_ORDERS)[what])
    with impatient():
        await anna.write("When will my parcel arrive?")
        await anna.reads(SORRY)
    assert town.shop.asked("order") - asked <= 2
    assert TALK in anna.screen[-1].buttons
    assert len(alarms(caplog)) == (what in WRONG_ORDERS)


@pytest.mark.parametrize("theirs", [{"id": "H-104218"}, {"id": "H-104202", "title": "Another one"}])
async def test_another_order_than_was_asked_for_is_refused(
    town: Town, anna: Customer, caplog: pytest.LogCaptureFixture, theirs: dict[str, str]
) -> None:
    town.shop.always("order", trouble.changed(lambda answer: answer | {"order": answer["order"] | theirs}))
    await anna.write(f"where is {ORDER}?")
    await anna.reads(SORRY)
    assert "Box camera" not in anna.described()
    assert any("belongs to another customer" in error for error in alarms(caplog))


async def test_an_answer_in_the_name_of_another_shows_nothing_of_theirs(
    town: Town, anna: Customer, caplog: pytest.LogCaptureFixture
) -> None:
    """A mix-up in the shop: the seller's side of the order comes back for the buyer."""
    town.shop.always("order", trouble.things_of(CustomerId("c-1002")))
    await anna.write(ORDER)
    await anna.reads(SORRY)
    assert "Anna K." not in anna.described()
    assert any("belongs to another customer" in error for error in alarms(caplog))


# --- down


async def test_with_the_shop_down_everybody_is_answered_and_it_goes_on_once_it_is_back(
    town: Town, anna: Customer
) -> None:
    """Signed in before; then it is down for the whole time, and back."""
    async with down(town.shop, town.shop.root):
        with impatient():
            for question in (QUESTION, "When will it arrive, my order?", f"Where is my parcel {ORDER}?"):
                await anna.write(question)
                await reads_the_general_answer(anna)
        await anna.press(TALK)
        await anna.reads("This is how you can reach our team:")
    await anna.write(ORDER)
    await anna.reads(f"Order {ORDER}: ")


async def test_many_customers_before_a_broken_shop_make_no_storm(town: Town) -> None:
    customers = [town.customer(2000 + number, f"Customer{number}") for number in range(8)]
    for customer in customers:
        await signs_in(town, customer, "c-1001")
    town.shop.always("orders", trouble.BROKEN)
    with impatient():
        for customer in customers:
            await customer.write(QUESTION)
        for customer in customers:
            await reads_the_general_answer(customer)
    assert town.shop.asked("orders") <= MOST_TRIES * len(customers)


async def test_mended_it_is_as_if_nothing_had_been(town: Town, anna: Customer) -> None:
    town.shop.always("orders", trouble.BROKEN)
    with impatient():
        await anna.write(QUESTION)
        await reads_the_general_answer(anna)
    town.shop.always("orders", Trouble())
    await anna.write("/orders")
    await anna.reads("Which one is it about?")
