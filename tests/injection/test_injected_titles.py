"""What a seller writes into a title: it leads nowhere in the chat, and no model ever reads it."""

import re
from datetime import UTC, datetime

import pytest

from core.answers.answerer import Answerer
from core.answers.decision import Thresholds
from core.answers.help_centre import HelpCentre
from core.answers.personal import PersonalAnswers
from core.engine.clock import SystemClock
from core.flow.order_facts import order_facts
from core.language.catalog import read_catalog
from core.model.ids import Language
from core.model.question import Question
from core.model.shop import About, CustomerId, Order, OrderId, OtherParty, Payment
from core.model.view import Money
from tests.injection.injections import LANGUAGES, articles, injections
from tests.injection.test_injected_answers import Obedient
from tests.injection.victim import Screen, Victim, cited

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PRICE = Money("148.75", "EUR")
CATALOG = read_catalog()

# What messengers make links of by themselves: a host with its dot, an address with a scheme, a mention.
BECOMES_A_LINK = re.compile(r"[\w-]\.[^\W\d_]{2,}|://\w|(?<!\w)@\w|\w@\w+\.\w")


class Shop:
    """Has one order, with the title that its seller gave it."""

    def __init__(self, title: str) -> None:
        seller = OtherParty(title, "https://shop.example/sellers/9")
        self._order = Order(OrderId("H-1"), title, "buyer", "paid", NOW, PRICE, Payment("paid", PRICE), seller)

    async def order(self, person: CustomerId, id: OrderId) -> Order:
        return self._order


@pytest.mark.fault(
    "Security", "prompt injection", "an order's title is shown as data, without links, and told to no model"
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_title_orders_nobody_about(language: str) -> None:
    for each in injections(language):
        victim = Victim(cited(each.obeyed))
        general = Answerer(HelpCentre(articles(language)), Thresholds(0.0, 0.0), Obedient(victim))
        source = PersonalAnswers(general, Shop(each.words), SystemClock())  # type: ignore[arg-type]
        order = About("order", "H-1", each.words, "buyer", OtherParty(each.words))
        question = Question(articles(language)[0].title, Language(language), person=CustomerId("B-77"), about=order)
        answer = await source.answer(question, Screen().show)
        assert answer.order
        assert not any(each.words in message.content for message in victim.told)
        shown = "\n".join(
            CATALOG.say(line.key, line.params, Language(language)) for line in order_facts(answer.order, NOW)
        )
        assert not BECOMES_A_LINK.search(shown), shown
