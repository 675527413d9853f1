"""The texts about orders and items: each is said by some order, in every language, and has no number of its own."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from typing import get_args

import pytest

from core.flow.order_facts import item_facts, order_facts
from core.flow.order_titles import LONGEST_STATUS, item_title, order_title
from core.language.catalog import read_catalog
from core.language.formats import shown
from core.language.spec import ENGLISH, LANGUAGES
from core.model.ids import Language
from core.model.shop import (
    Item,
    ItemId,
    ItemLine,
    ItemStatus,
    Next,
    NextStep,
    Order,
    OrderId,
    OrderStatus,
    OtherParty,
    Payment,
    PaymentStatus,
    Role,
    Shipping,
    ShippingStatus,
)
from core.model.view import Moment, Money, Text

CATALOG = read_catalog()
CODES = [row.code for row in LANGUAGES]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PRICE = Money("148.75", "EUR")
OTHER = OtherParty("Anna", "https://messages.example")
TIMES = (None, NOW - timedelta(days=1), NOW + timedelta(days=1))


def payments() -> Iterator[Payment]:
    for status, at in product(get_args(PaymentStatus), TIMES):
        for method, refund in (("Visa", None), ("", PRICE)):
            yield Payment(status, PRICE, method, due=at, at=at, refund=refund, refunded_at=at)


def shippings() -> Iterator[Shipping | None]:
    yield None
    for status, at in product(get_args(ShippingStatus), TIMES):
        for carrier, tracking in (("DHL", "JD1"), ("DHL", ""), ("", "JD1")):
            yield Shipping(status, carrier, tracking, "https://track.example/JD1", at, at, at, at)


def orders(role: Role, status: OrderStatus) -> Iterator[Order]:
    steps = [tuple(Next(step, at) for step in get_args(NextStep)) for at in TIMES]
    for payment, shipping, following in product(payments(), shippings(), ((), *steps)):
        yield Order(
            OrderId("H-1"), "Vase", role, status, NOW - timedelta(days=400), PRICE, payment, OTHER, shipping, following
        )


def items() -> Iterator[Item]:
    for status, at in product(get_args(ItemStatus), TIMES):
        yield Item(ItemId("9"), "Vase", PRICE, status, OTHER, at)


def texts(role: Role, status: OrderStatus) -> dict[str, Text]:
    """One of each key that is said about such an order."""
    return {
        text.key: text for order in orders(role, status) for text in (*order_facts(order, NOW), order_title(order.line))
    }


@cache
def every() -> dict[tuple[Role, OrderStatus], dict[str, Text]]:
    return {(role, status): texts(role, status) for role in get_args(Role) for status in get_args(OrderStatus)}


OF_ITEMS = {
    text.key: text
    for item in items()
    for text in (*item_facts(item, NOW), item_title(ItemLine(item.id, item.title, item.price, item.status)))
}


def unsaid(text: Text, language: Language) -> bool:
    """It has no words in the language, or shows the place of a variable."""
    entries = CATALOG.texts[language].entries
    return text.key not in entries or bool(re.search(r"[{}]", CATALOG.say(text.key, text.params, language)))


@pytest.mark.parametrize("language", CODES)
def test_every_order_can_be_said(language: Language):
    said = [(*order, text) for order, texts in every().items() for text in texts.values()]
    assert [row for row in said if unsaid(row[-1], language)] == []


@pytest.mark.parametrize("language", CODES)
def test_every_item_can_be_said(language: Language):
    assert [text for text in OF_ITEMS.values() if unsaid(text, language)] == []


def test_there_is_no_text_that_no_order_and_no_item_says():
    said = {key for texts in every().values() for key in texts} | set(OF_ITEMS)
    assert {key for key in CATALOG.texts[ENGLISH].entries if key.startswith(("order.", "item."))} == said


@pytest.mark.parametrize("language", CODES)
def test_no_text_has_a_number_of_its_own(language: Language):
    entries = CATALOG.texts[language].entries
    ours = {
        key: entry.forms for key, entry in entries.items() if key.startswith(("order.", "orders.", "item.", "advice."))
    }
    assert {key: forms for key, forms in ours.items() if re.search(r"\d", "".join(forms))} == {}


@pytest.mark.parametrize("language", CODES)
def test_a_status_on_a_button_is_short(language: Language):
    entries = CATALOG.texts[language].entries
    titles = [entry.forms[0] for key, entry in entries.items() if ".title." in key and key != "item.title.open"]
    words = [title.rpartition(" · ")[2] for title in titles]
    assert len(words) == len(get_args(OrderStatus)) + len(get_args(ItemStatus)) - 1
    assert [word for word in words if len(word) > LONGEST_STATUS] == []


@pytest.mark.parametrize(
    ("language", "whole_day", "time"),
    [
        ("en", "Tuesday, 24 November", "Tue 24 Nov, 18:00"),
        ("es", "martes, 24 de noviembre", "mar, 24 nov, 18:00"),
        ("it", "martedì 24 novembre", "mar 24 nov, 18:00"),
        ("fr", "mardi 24 novembre", "mar. 24 nov., 18:00"),
        ("nl", "dinsdag 24 november", "di 24 nov, 18:00"),
        ("de", "Dienstag, 24. November", "Di., 24. Nov., 18:00"),
        ("zh", "11月24日星期二", "11月24日周二, 18:00"),
        ("pt", "terça-feira, 24 de novembro", "terça, 24/11, 18:00"),
        ("pl", "wtorek, 24 listopada", "wt., 24 lis, 18:00"),
        ("sv", "tisdag 24 november", "tis 24 nov., 18:00"),
        ("da", "tirsdag den 24. november", "tirs. 24. nov., 18.00"),
    ],
)
def test_a_deadline_at_the_end_of_a_day_is_the_day(language: str, whole_day: str, time: str):
    end = datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)
    evening = end.replace(hour=17, minute=0)
    moments = [shown(Moment(at, "Europe/Amsterdam"), Language(language)) for at in (end, evening)]
    assert moments == [whole_day, time]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "€148.75 was to be paid by Friday, 20 November."),
        ("es", "Había que pagar 148,75 €, como muy tarde el viernes, 20 de noviembre."),
        ("it", "Da pagare: 148,75 €, il termine era venerdì 20 novembre."),
        ("fr", "148,75 € à payer : la date limite était le vendredi 20 novembre."),
        ("nl", "€ 148,75 had uiterlijk vrijdag 20 november betaald moeten zijn."),
        ("de", "148,75 € waren bis Freitag, 20. November zu bezahlen."),
        ("zh", "待付款：€148.75，付款期限已过：11月20日星期五。"),
        ("pt", "Por pagar: 148,75 €. O prazo terminou: sexta-feira, 20 de novembro."),
        ("pl", "Do zapłaty: 148,75 €, termin minął: piątek, 20 listopada."),
        ("sv", "148,75 € skulle ha betalats senast fredag 20 november."),
        ("da", "148,75 € skulle have været betalt senest fredag den 20. november."),
    ],
)
def test_a_deadline_that_is_over_is_said_as_over(language: str, line: str):
    over = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
    awaited = Payment("awaited", PRICE, due=over)
    order = Order(OrderId("H-1"), "Vase", "seller", "awaiting_payment", over, PRICE, awaited, OTHER)
    last = order_facts(order, NOW)[-1]
    assert re.sub("[\u00a0\u202f]", " ", CATALOG.say(last.key, last.params, Language(language))) == line
