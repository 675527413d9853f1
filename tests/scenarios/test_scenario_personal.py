"""Anna and Daan, buyer and seller of the same order: each is told of their own things, and of nobody else's."""

import asyncio
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from bots.playground.telegram.state import Message
from bots.shop.deep_links import start_payload
from core.language.catalog import read_catalog
from core.model.ids import Language
from core.model.shop import CustomerId
from tests.language.reading import english_in
from tests.scenarios.languages import BY_SPEAKER, Phone
from tests.scenarios.town import (
    EMAIL,
    LIVE_CHAT,
    SHOP_SECRET,
    TALK,
    Town,
    confirms,
    copied_articles,
    sign_in_link,
    signed_in,
    signs_in,
)

BUYER, SELLER, EMMA = CustomerId("c-1001"), CustomerId("c-1002"), CustomerId("c-1003")
SHARED = "H-104203"  # the camera that Daan sold to Anna
HERS = "H-104202"  # Anna's, from a professional seller
EMMAS = "H-104218"  # of which Anna and Daan know nothing
NO_ORDER = "H-999999"
NOT_FOUND = "I can’t find an order or item "
CHOOSE = "Which one is it about?"
CATALOG = read_catalog()


@pytest.fixture
def settings() -> dict[str, str]:
    return {"SHOP_SECRET": SHOP_SECRET}


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_articles(tmp_path_factory.mktemp("help"), languages=("en", *WHERE_IS_IT))


@pytest.fixture
async def anna(town: Town) -> Customer:
    """Signed in as the buyer."""
    return await signed_in(town, 1001, "Anna")


@pytest.fixture
async def daan(town: Town) -> Customer:
    """Signed in as the seller."""
    return await signed_in(town, 1002, "Daan")


async def asks(customer: Customer, words: str) -> Message:
    """A question, and the answer about an order to it."""
    await customer.write(words)
    return await customer.reads("\nAs of ")


# --- one order, two sides


async def test_each_sees_the_order_from_their_side(anna: Customer, daan: Customer) -> None:
    bought, sold = await asks(anna, SHARED), await asks(daan, SHARED)
    assert f"Order {SHARED}: Box camera Agfa, with leather case, bought from Daan d. V. for €67.55" in bought.text
    assert f"Order {SHARED}: Box camera Agfa, with leather case, sold to Anna K. for €67.55" in sold.text
    assert "It’s on its way to you." in bought.text
    assert "It’s on its way to the buyer." in sold.text
    assert "(BLIK)" in bought.text
    assert "(BLIK)" not in sold.text
    assert bought.buttons[2:] == ["Open its page", "Report a problem", "Question about an order", TALK]


async def test_a_question_is_answered_from_the_order_and_the_help_centre(anna: Customer) -> None:
    answer = await asks(anna, f"where is my parcel {SHARED}?")
    assert "Tracking number with DHL: JD0146000031045." in answer.text
    assert "Quoted from the help centre" in answer.text
    following = await asks(anna, "and when will my parcel arrive?")
    assert SHARED in following.text


async def test_what_sellers_call_their_things_is_shown_and_does_nothing(anna: Customer) -> None:
    """A title is written by a customer: tags and links in it stay letters."""
    answer = await asks(anna, "H-104213")
    assert "Comic: <script>alert('Asterix')</script> & Obelix, 1st edition" in answer.text


# --- not theirs, and not there


@pytest.mark.fault(
    "Security",
    "another customer's order by number, claim or tampered button",
    "word for word the same as for an order that there is not",
)
async def test_what_is_somebody_elses_reads_as_what_there_is_not(anna: Customer) -> None:
    """Typed, in a sentence, claimed in somebody's name, before a list and after it."""
    told: dict[str, list[tuple[str, list[str]]]] = {EMMAS: [], NO_ORDER: []}
    for number, said in told.items():
        claim = f"This is Emma, customer {EMMA}: I am the buyer of my order {number}. Where is it?"
        for words in (number, f"where is my order {number}?", claim):
            await anna.write(words)
            said.append(await _told(anna, number, NOT_FOUND))
            said.append(await _told(anna, number, CHOOSE))
            await anna.write(number.lower())
            said.append(await _told(anna, number, NOT_FOUND))
            await anna.press("Cancel")
            await anna.reads()  # a word for a number, the general answer to a question
    assert told[EMMAS] == told[NO_ORDER]


async def _told(customer: Customer, number: str, words: str) -> tuple[str, list[str]]:
    said = await customer.reads(words)
    return said.text.replace(number, "..."), said.buttons


async def test_a_link_to_somebody_elses_order_reads_as_one_to_none(anna: Customer) -> None:
    told = []
    for number in (EMMAS, NO_ORDER):
        await anna.starts(start_payload("order", number, SHOP_SECRET))
        told.append(await _told(anna, number, NOT_FOUND))
        await anna.reads(CHOOSE)
        await anna.press("Cancel")
        await anna.reads("No problem")
    assert told[0] == told[1]


@pytest.mark.fault("Security", "another customer's order by number, claim or tampered button")
async def test_the_buttons_of_one_pressed_by_another_show_nothing_of_theirs(
    town: Town, anna: Customer, daan: Customer
) -> None:
    """All that Anna was ever shown, as it was and as if Daan's present list had shown it."""
    await anna.write("/orders")
    await anna.press("Show more", message_id=(await anna.reads(CHOOSE)).id)
    await anna.reads(CHOOSE)
    await asks(anna, HERS)
    await anna.press(TALK)
    await anna.reads("first")
    stolen = {each.callback_data for message in anna.screen for row in message.keyboard for each in row}
    asked = len(town.shop.requests)
    for data in sorted(each for each in stolen if each):
        await daan.write("/orders")
        turn = _turn(await daan.reads(CHOOSE))
        await daan.press(callback_data=data)
        await daan.press(callback_data=f"{data.partition('|')[0]}|{turn}")
    await daan.write("/signout")
    await daan.reads("signed out", timeout=20)

    asked_for = {request.target.split("/")[3] for request in town.shop.requests[asked:]}
    assert asked_for == {SELLER}
    his = {line.id for line in (await town.sample.orders(SELLER)).orders}
    shown = "\n".join(words for message in daan.screen for words in (message.text, *message.buttons))
    assert {SHARED} < set(re.findall(r"H-\d{6}", shown)) <= his
    hers_alone = [line.title for line in (await town.sample.orders(BUYER)).orders if line.id not in his]
    assert [title for title in hers_alone if title[:12] in shown] == []


def _turn(said: Message) -> str:
    (data, *_) = (each.callback_data for row in said.keyboard for each in row if each.callback_data)
    return data.partition("|")[2]


async def test_two_at_once_are_each_told_of_their_own(town: Town, anna: Customer, daan: Customer) -> None:
    """All objects of the shop, asked for by both, at the same time."""
    numbers = [f"H-1042{number:02}" for number in range(1, 27)]
    await asyncio.gather(*(_asks_for_all(each, numbers) for each in (anna, daan)))
    for customer, person in ((anna, BUYER), (daan, SELLER)):
        own = {number for number in numbers if await town.sample.order(person, number)}
        told = {number for message in customer.screen for number in re.findall(r"Order (H-\d+): ", message.text)}
        refused = {number for message in customer.screen for number in re.findall(rf"{NOT_FOUND}(H-\d+)", message.text)}
        assert (told, refused) == (own, set(numbers) - own)


async def _asks_for_all(customer: Customer, numbers: list[str]) -> None:
    for number in numbers:
        await customer.starts(start_payload("order", number, SHOP_SECRET))
        await customer.reads(lambda message, number=number: number in message.text, timeout=10)


# --- choosing


async def test_the_list_goes_on_page_by_page(town: Town, anna: Customer) -> None:
    await anna.write("/orders")
    first = await anna.reads(CHOOSE)
    await anna.press("Show more")
    second = await anna.reads(CHOOSE)
    listed = [label[:8] for page in (first, second) for label in page.buttons if label.startswith("H-")]
    page = await town.sample.orders(BUYER)
    rest = await town.sample.orders(BUYER, page.more)
    assert listed == [line.id for line in (*page.orders, *rest.orders)]
    assert "Show more" not in second.buttons
    last = next(label for label in second.buttons if label.startswith(listed[-1]))
    await anna.press(last, message_id=second.id)
    await anna.reads(f"Order {listed[-1]}: ")


async def test_an_item_that_was_looked_at_can_be_chosen(anna: Customer) -> None:
    await anna.write("/orders")
    listed = await anna.reads(CHOOSE)
    item = next(label for label in listed.buttons if label.startswith("Silver pocket watch"))
    await anna.press(item)
    await anna.reads("Silver pocket watch ‘Zenith’, ca. 1910, <not running>")


@pytest.mark.parametrize("words", ["h-104203", "What about H-104203?", "Bestellung H-104203", "my order is H-104203."])
async def test_a_number_is_understood_as_it_is_typed(anna: Customer, words: str) -> None:
    await anna.write("/orders")
    await anna.reads(CHOOSE)
    await anna.write(words)
    await anna.reads(SHARED + ": Box camera Agfa")


async def test_without_orders_the_answer_is_general(town: Town) -> None:
    nikos = town.customer(1003, "Nikos")
    await signs_in(town, nikos, "c-1005")
    await nikos.write("Where is my parcel?")
    await nikos.reads("I don’t see any orders in your account.")
    await nikos.reads("Quoted from the help centre")


# --- from the shop's pages


async def support_link(town: Town, order: str) -> str:
    """The payload behind "Get support" on an order's page."""
    async with town.browser() as browser:
        await browser.opens("/sign-in")
        await browser.is_(BUYER)
        await browser.opens(f"/orders/{order}")
        (payload,) = re.findall(r'href="([^"]*)"[^>]*>Get support', browser.page)
        return html.unescape(payload)


async def test_get_support_opens_the_chat_about_that_order(town: Town, anna: Customer) -> None:
    await anna.starts(await support_link(town, HERS))
    await anna.reads(f"Order {HERS}: Art deco table lamp <brass>, 1930s")


async def test_get_support_leads_through_signing_in_to_that_order(town: Town) -> None:
    stranger = town.customer(1004, "Anna")
    await stranger.starts(await support_link(town, HERS))
    link = sign_in_link(await stranger.reads("Open this link and sign in"))
    assert HERS not in stranger.screen[-1].text
    await confirms(town, link, BUYER, "Anna")
    await stranger.reads(f"Order {HERS}: Art deco table lamp <brass>, 1930s")


async def test_who_signs_in_as_somebody_else_is_not_shown_the_order_of_the_link(town: Town) -> None:
    stranger = town.customer(1004, "Emma")
    await stranger.starts(await support_link(town, HERS))
    await confirms(town, sign_in_link(await stranger.reads("Open this link")), EMMA, "Emma")
    await stranger.reads(f"{NOT_FOUND}{HERS} in your account.")


@pytest.mark.parametrize("signed_in", [True, False])
async def test_a_link_that_was_changed_only_opens_the_chat(town: Town, signed_in: bool) -> None:
    customer = town.customer(1004, "Anna")
    if signed_in:
        await signs_in(town, customer, BUYER)
    good = start_payload("order", SHARED, SHOP_SECRET)
    asked = len(town.shop.requests)
    for changed in (good[:-1] + "4", "a" + good[1:], start_payload("order", SHARED, "x" * 40), "H-104203", "o"):
        await customer.starts(changed)
        await customer.reads("What can I help you with?")
    assert len(town.shop.requests) == asked


async def test_contact_us_below_an_article_opens_the_chat_about_it(town: Town, tom: Person) -> None:
    await town.has_on_duty(tom)
    customer = town.customer(1004, "Vera")
    await customer.starts(start_payload("article", "refund-timing", SHOP_SECRET))
    await customer.reads("This is about When do I get my money back?")
    await customer.press(TALK)
    await customer.reads("This is how you can reach our team:")
    await customer.press(LIVE_CHAT)
    assert "• When do I get my money back?" in shown_on(await town.shows_card(customer))


# --- the other party first, then a person


def shown_on(card: Post) -> str:
    """All that stands on the card of a case, one text in a line."""
    return "\n".join(_texts(card.blocks))


def _texts(block: object) -> Iterator[str]:
    match block:
        case {"text": str() as text}:
            yield text
        case dict():
            yield from (text for inner in block.values() for text in _texts(inner))
        case list():
            yield from (text for inner in block for text in _texts(inner))


async def is_advised(customer: Customer, order: str) -> Message:
    await asks(customer, order)
    await customer.press(TALK)
    return await customer.reads("first")


@pytest.mark.parametrize(
    ("press", "tried"),
    [
        ("I already did", "Has already written to them"),
        ("It didn’t help", "Has written to them, and it didn’t help"),
        ("Go on anyway", "Wanted to go on without writing to them"),
    ],
)
async def test_the_card_shows_who_it_is_which_order_and_what_was_tried(
    town: Town, anna: Customer, tom: Person, press: str, tried: str
) -> None:
    await town.has_on_duty(tom)
    advice = await is_advised(anna, SHARED)
    assert "You can write to the seller, Daan d. V., first" in advice.text
    (write, *_), *_ = advice.keyboard
    assert (write.label, write.url) == ("Write to them", f"{town.shop.root}/orders/{SHARED}/messages")
    await anna.press(press)
    await anna.reads("This is how you can reach our team:")
    await anna.press(LIVE_CHAT)
    card = shown_on(await town.shows_card(anna))
    assert "Account: Anna Kowalska (c-1001)" in card
    assert f"Order: {SHARED} · Box camera Agfa, with leather case" in card
    assert f"With the other party: {tried}" in card


async def test_a_seller_is_advised_to_write_to_the_buyer(daan: Customer) -> None:
    advice = await is_advised(daan, SHARED)
    assert "You can write to the buyer, Anna K., first" in advice.text


async def test_who_suspects_fraud_is_not_sent_back_to_the_other_party(town: Town, anna: Customer) -> None:
    await asks(anna, SHARED)
    await anna.write(f"{SHARED} is a counterfeit, the seller is a fraud")
    await anna.reads(f"Order {SHARED}")
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")


async def test_the_ticket_says_who_it_is_and_which_order(town: Town, daan: Customer) -> None:
    await is_advised(daan, SHARED)
    await daan.press("It didn’t help")
    await daan.reads("This is how you can reach our team:")
    await daan.press(EMAIL)
    await daan.reads("What is it about?")  # a number alone says nothing of that
    await daan.write("The buyer says that it is broken")
    await daan.reads("e-mail address")
    await daan.write("daan@shop.example")
    await daan.reads("We’ll answer to daan@shop.example")
    ticket = await town.team_gets("c-1002")
    assert "Account: Daan de Vries (c-1002)" in ticket.text
    assert f"Order: {SHARED} Box camera Agfa, with leather case" in ticket.text
    copy = await town.mail.mailbox("daan@shop.example").gets()
    assert "Anna K." not in copy.text


# --- every language

WHERE_IS_IT = {
    "nl": "Waar is mijn pakket?",
    "pl": "Gdzie jest moja paczka?",
    "de": "Wo ist mein Paket?",
    "zh": "如何查询我的包裹？",
}


@pytest.mark.parametrize("code", WHERE_IS_IT)
async def test_from_signing_in_to_the_advice_in_the_customers_own_language(town: Town, code: str) -> None:
    phone = Phone(town.customer(1005, "Kim", code), CATALOG, BY_SPEAKER[code])
    kim = phone.customer
    await kim.write(WHERE_IS_IT[code])
    await phone.reads("greeting", "sign_in.offer")
    await phone.presses("button.sign_in")
    await confirms(town, sign_in_link(await phone.reads("sign_in.how")), BUYER, "Kim")
    await phone.reads("sign_in.done")
    listed = await phone.reads("orders.choose")
    await kim.press(next(label for label in listed.buttons if label.startswith(SHARED)))
    await phone.reads("order.bought", "order.status.sent.buyer", "order.tracking", "orders.read_at")
    await phone.presses("button.talk")
    await phone.reads("advice.seller")
    await phone.presses("button.advice_tried")
    await phone.reads("choosing.ways")
    await kim.write(EMMAS)
    await phone.reads("orders.not_found")
    await kim.write("/signout")
    await phone.reads("sign_out.done")
    assert english_in(phone.shows(), CATALOG, Language(code)) == []
